#include "verdict/chat_checks.h"

#include "verdict/evidence.h"
#include "verdict/staging_checks.h"

namespace rushlab::verdict {
namespace {

using MayMiss = ChatHeard::MayMiss;

// A fault was staged: something must be missed, else it did not meet anybody and nothing was seen of it.
Check missedByFault(const ChatHeard& heard) {
    Check check;
    check.name = "missed";
    check.expected = "some";
    check.actual = fmt::format("{}", heard.missed);
    check.outcome = heard.missed > 0 ? Verdict::Pass : Verdict::Unknown;
    check.says = heard.mayMiss == MayMiss::TheOtherInstance
                     ? "Lines that the other instance's listeners did not hear while the link was cut."
                     : "Lines that were said while a listener was on its way to another instance.";
    return check;
}

}  // namespace

std::vector<Check> checkHeard(const ChatHeard& heard) {
    std::vector<Check> checks;
    if (!heard.cutShort.empty() || heard.expected == 0) {
        Check check;
        check.name = "said";
        check.expected = "all";
        check.actual = fmt::format("{}", heard.said);
        check.says = heard.cutShort.empty() ? "Nobody was there to hear anything, so that nothing was put to the test."
                                            : heard.cutShort;
        checks.push_back(std::move(check));
    }
    if (!heard.wasStaged) checks.push_back(talkWasTooShort());
    if (heard.mayMiss == MayMiss::Nobody) {
        checks.push_back(exactly("missed", 0, heard.missed, "Lines that a listener did not hear.", heard.evidence));
    } else if (heard.wasStaged) {
        checks.push_back(missedByFault(heard));
    }
    if (heard.mayMiss == MayMiss::WhoWasCutOff)
        checks.push_back(exactly("missedUndisturbed", 0, heard.missedUndisturbed,
                                 "Lines that went from a talker to a listener who both kept their connections, and "
                                 "were not heard.",
                                 heard.evidence));
    if (heard.mayMiss == MayMiss::TheOtherInstance && heard.wasStaged)
        checks.push_back(exactly("gap", heard.missed, heard.gapLines,
                                 "What was missed is told to each listener, in its room.", heard.evidence));
    checks.push_back(exactly("disordered", 0, heard.disordered,
                             "Lines that were heard behind a later one of the same talker.", heard.evidence));
    checks.push_back(exactly("twice", 0, heard.twice, "Lines that were heard twice.", heard.evidence));
    if (heard.mayMiss != MayMiss::WhoWasCutOff)
        checks.push_back(exactly("cutOff", 0, heard.cutOff, "Listeners that lost their connection.", heard.evidence));
    if (heard.slowReaders > 0)
        checks.push_back(exactly("slowDropped", heard.slowReaders, heard.slowDropped,
                                 "Readers that let too much wait for them are dropped.", heard.evidence));
    return checks;
}

std::vector<Check> checkArchived(const ChatArchived& archived) {
    std::vector<Check> checks;
    if (!archived.archived) {
        Check check;
        check.name = "archived";
        check.expected = fmt::format("{}", archived.said);
        check.actual = "not known";
        check.says = "The archive could not be read to its end.";
        checks.push_back(std::move(check));
        return checks;
    }
    checks.push_back(exactly("archived", archived.said, *archived.archived, "The archive has every line that was said.",
                             archived.evidence));
    checks.push_back(
        exactly("archiveLost", 0, archived.lost, "Lines that the archive does not have.", archived.evidence));
    checks.push_back(
        exactly("archiveTwice", 0, archived.twice, "Lines that the archive has twice.", archived.evidence));
    checks.push_back(exactly("archiveDisordered", 0, archived.disordered,
                             "Lines that stand in the archive behind a later one of the same talker.",
                             archived.evidence));
    return checks;
}

}  // namespace rushlab::verdict
