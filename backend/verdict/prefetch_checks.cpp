#include "verdict/prefetch_checks.h"

#include <algorithm>

#include "verdict/evidence.h"

namespace rushlab::verdict {
namespace {

constexpr std::string_view kUndisturbed = "undisturbed";
constexpr std::string_view kKilled = "with the kill";
constexpr std::string_view kUnmarked = "with the kill, and never marked as redelivered";

std::uint64_t markedIn(const Consumption& seen) {
    return static_cast<std::uint64_t>(std::ranges::count_if(seen.messages, &HandledMessage::marked));
}

void addLost(Evidence& evidence, const Consumption& seen, std::string_view part) {
    for (std::size_t at = 0; at < seen.messages.size(); ++at) {
        if (seen.messages[at].times == 0) evidence.add("message {}, {}", at, part);
    }
}

Check lost(const PrefetchRun& run) {
    Evidence evidence;
    addLost(evidence, run.undisturbed, kUndisturbed);
    if (run.killed) addLost(evidence, *run.killed, kKilled);
    // What lies in the queue is late, and not lost.
    const bool mayCome = run.undisturbed.left > 0 || (run.killed && run.killed->left > 0);
    return noneOf("lost", std::move(evidence), "Messages that no consumer handled.",
                  mayCome ? Verdict::Unknown : Verdict::Fail);
}

// One kill gives a message back once: what its consumer had done, and not acknowledged, is done twice.
Check repeated(const PrefetchRun& run) {
    Evidence evidence;
    for (std::size_t at = 0; at < run.undisturbed.messages.size(); ++at) {
        const HandledMessage& message = run.undisturbed.messages[at];
        if (message.times > 1) evidence.add("message {} was handled {} times, {}", at, message.times, kUndisturbed);
    }
    for (std::size_t at = 0; run.killed && at < run.killed->messages.size(); ++at) {
        const HandledMessage& message = run.killed->messages[at];
        if (message.times > 2 || (message.times == 2 && !message.marked))
            evidence.add("message {} was handled {} times, {}", at, message.times,
                         message.marked ? kKilled : kUnmarked);
    }
    return noneOf("repeated", std::move(evidence), "Messages that were handled again without a reason.");
}

Check held(const PrefetchRun& run) {
    const std::uint64_t most = std::max(run.undisturbed.heldMost, run.killed ? run.killed->heldMost : 0);
    Check check;
    check.name = "held";
    check.expected = fmt::format("1 to {}", run.prefetch);
    check.actual = fmt::format("{}", most);
    check.outcome = most <= run.prefetch ? Verdict::Pass : Verdict::Fail;
    if (most == 0) check.outcome = Verdict::Unknown;
    check.says = "The most messages that one consumer was seen to hold unacknowledged.";
    return check;
}

Check left(const PrefetchRun& run) {
    const bool ended = run.undisturbed.ended && (!run.killed || run.killed->ended);
    const std::uint64_t count = run.undisturbed.left + (run.killed ? run.killed->left : 0);
    Check check;
    check.name = "left";
    check.expected = "0";
    check.actual = fmt::format("{}", count);
    check.outcome = count == 0 && ended ? Verdict::Pass : Verdict::Unknown;
    check.says = ended ? "Messages in the queue after all were handled."
                       : "Messages in the queue when the time was over in which all were to be handled.";
    return check;
}

Check redelivered(const PrefetchRun& run) {
    const Consumption& killed = *run.killed;
    const std::uint64_t most = run.prefetch > 0 ? run.prefetch : killed.messages.size();
    const std::uint64_t marked = markedIn(killed);
    Evidence evidence;
    if (killed.redelivered > most) evidence.add("{} messages came back, more than one consumer may hold", marked);
    if (marked != killed.redelivered)
        evidence.add("the queue counts {}, its consumers saw {} marked", killed.redelivered, marked);
    if (const std::uint64_t early = std::max(run.undisturbed.redelivered, markedIn(run.undisturbed)); early > 0)
        evidence.add("{} came again while nobody was killed", early);
    Check check;
    check.name = "redelivered";
    check.expected = fmt::format("1 to {}", most);
    check.actual = fmt::format("{}", killed.redelivered);
    check.outcome = evidence.empty() ? Verdict::Pass : Verdict::Fail;
    check.says = "Messages that were given out again when a consumer's channel was dropped: each marked, none without.";
    check.evidence = evidence.take();
    if (check.outcome == Verdict::Fail) return check;
    if (!killed.ended) check.outcome = Verdict::Unknown;
    if (killed.redelivered == 0) {
        check.outcome = Verdict::Unknown;
        check.says = "The consumer held nothing when its channel was dropped, so that nothing was put to the test.";
    }
    return check;
}

}  // namespace

std::vector<Check> checkPrefetch(const PrefetchRun& run) {
    std::vector<Check> checks{lost(run), repeated(run)};
    if (run.prefetch > 0) checks.push_back(held(run));
    checks.push_back(left(run));
    if (run.killed) checks.push_back(redelivered(run));
    return checks;
}

}  // namespace rushlab::verdict
