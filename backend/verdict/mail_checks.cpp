#include "verdict/mail_checks.h"

#include <algorithm>
#include <map>

#include "verdict/evidence.h"
#include "verdict/staging_checks.h"

namespace rushlab::verdict {
namespace {

using Copies = std::map<std::string, std::vector<const DeliveredMail*>>;

Copies copiesByAddress(const MailRecord& record) {
    Copies copies;
    for (const DeliveredMail& letter : record.letters)
        copies[letter.address].push_back(&letter);
    return copies;
}

// The copy before it was handed over, and whoever did so was killed before it could note that.
bool isExplained(const DeliveredMail& before, const MailRecord& record) {
    const std::string_view id = std::string_view(before.messageId).substr(0, before.messageId.rfind('@'));
    return std::ranges::any_of(
        record.faults, [&](const MailFault& fault) { return before.at <= fault.to && !fault.noted.contains(id); });
}

struct Judged {
    Evidence lost;
    Evidence duplicated;
    std::size_t promised = 0;
    std::size_t delivered = 0;
    std::size_t explained = 0;
};

void judgeCopies(const std::vector<const DeliveredMail*>& copies, const MailRecord& record, Judged& judged) {
    for (std::size_t at = 1; at < copies.size(); ++at) {
        if (isExplained(*copies[at - 1], record))
            ++judged.explained;
        else
            judged.duplicated.add("{} ({}): {}, and again {}", copies[at]->address, copies[at]->messageId,
                                  toIso8601(copies[at - 1]->at), toIso8601(copies[at]->at));
    }
}

Judged judge(const MailRecord& record) {
    const Copies copies = copiesByAddress(record);
    Judged judged;
    for (const SignUpAttempt& signUp : record.signUps) {
        const auto found = copies.find(signUp.address);
        const bool came = found != copies.end();
        if (signUp.wasPromised()) ++judged.promised;
        if (came) ++judged.delivered;
        if (signUp.wasPromised() && !came) judged.lost.add("{} was welcomed, and got no mail", signUp.address);
        if (came) judgeCopies(found->second, record, judged);
    }
    return judged;
}

Check promised(const MailRecord& record, std::size_t count) {
    Check check;
    check.name = "promised";
    check.expected = fmt::format("1 to {}", record.signUps.size());
    check.actual = fmt::format("{}", count);
    check.outcome = count > 0 ? Verdict::Pass : Verdict::Unknown;
    check.says = count > 0 ? "Sign-ups that were answered with yes: each is promised a mail."
                           : "Nobody was signed up, so that nothing was put to the test.";
    return check;
}

// What is still on its way is not lost yet; what is lost for good stays lost.
Check lost(const MailRecord& record, Judged& judged) {
    const std::size_t count = judged.lost.count(), promised = judged.promised;
    Check check = noneOf("lost", std::move(judged.lost),
                         fmt::format("Mails that were promised and never came: {} of {}.", count, promised),
                         record.isQuiet ? Verdict::Fail : Verdict::Unknown);
    if (!record.isQuiet) {
        check.outcome = Verdict::Unknown;
        check.says = "Some mails were still on their way when the time was over.";
    }
    return check;
}

Check strangers(const MailRecord& record) {
    std::vector<std::string> known;
    for (const SignUpAttempt& signUp : record.signUps)
        known.push_back(signUp.address);
    std::ranges::sort(known);
    Evidence strange;
    for (const DeliveredMail& letter : record.letters) {
        if (!std::ranges::binary_search(known, letter.address))
            strange.add("{} ({})", letter.address, letter.messageId);
    }
    return noneOf("strangers", std::move(strange), "Mails to somebody who never signed up.");
}

}  // namespace

MailCount countMails(const MailRecord& record) {
    const Judged judged = judge(record);
    return {judged.promised, judged.delivered, judged.lost.count(), judged.explained, judged.duplicated.count()};
}

std::vector<Check> checkMails(const MailRecord& record) {
    Judged judged = judge(record);
    const std::string explained = fmt::format(
        "Mails that came twice though it had been noted that they were handed over. {} more came twice because of the "
        "kill: handed over, and not noted yet.",
        judged.explained);
    std::vector<Check> checks;
    checks.push_back(promised(record, judged.promised));
    checks.push_back(lost(record, judged));
    checks.push_back(noneOf("duplicated", std::move(judged.duplicated), explained));
    checks.push_back(strangers(record));
    if (record.faultMetNothing) checks.push_back(faultMetNothing());
    return checks;
}

}  // namespace rushlab::verdict
