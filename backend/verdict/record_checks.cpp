// What is held against the load's own record and against what is still on its way; the same for every kind of run.
#include <algorithm>

#include "verdict/evidence.h"
#include "verdict/sale_view.h"

namespace rushlab::verdict {

void checkRecord(std::vector<Check>& checks, const Record& record) {
    Check check;
    check.name = "record";
    check.expected = "whole";
    check.actual = record.whole ? "whole" : "cut short";
    check.outcome = record.whole ? Verdict::Pass : Verdict::Unknown;
    check.says =
        record.whole
            ? fmt::format("The load attempted all that it planned: {} attempts.", record.attempts.size())
            : fmt::format("The load ended early ({}), after {} attempts: what it would have met is not known.",
                          record.cutShort.empty() ? "why is not known" : record.cutShort, record.attempts.size());
    const auto dropped = std::ranges::count_if(record.attempts, &Attempt::wasDropped);
    if (dropped > 0) {
        check.says += fmt::format(
            " {} of them were dropped, since no connection was free in time: in latencies they count with the time "
            "that they had waited until then.",
            dropped);
    }
    checks.push_back(std::move(check));
}

void checkDrained(std::vector<Check>& checks, std::span<const QueueState> queues, std::uint64_t outboxRows,
                  std::uint64_t deadLetters, bool waitedOut) {
    Check check;
    check.name = "drained";
    check.expected = "0";
    std::uint64_t left = outboxRows;
    Evidence evidence;
    for (const QueueState& queue : queues) {
        left += queue.ready + queue.unacked;
        if (queue.ready + queue.unacked > 0)
            evidence.add("queue {}: {} ready, {} unacknowledged", queue.name, queue.ready, queue.unacked);
    }
    if (outboxRows > 0) evidence.add("outbox: {} events that were not passed on", outboxRows);
    check.actual = fmt::format("{}", left);
    if (left == 0 && !waitedOut) check.actual = "not in time";
    check.outcome = left == 0 && waitedOut ? Verdict::Pass : Verdict::Unknown;
    check.says =
        left == 0 && !waitedOut ? "It was not quiet within the time that was given: what is read since may have moved."
        : left == 0             ? "Queues, retries and outbox are idle: nothing is on its way any more."
                    : "What is still on its way may yet arrive: it was not waited for long enough, or nobody takes it.";
    // They move no more, and are not done either.
    if (deadLetters > 0) check.says += fmt::format(" {} dead letters stay where they are.", deadLetters);
    check.evidence = evidence.take();
    checks.push_back(std::move(check));
}

void checkDeadLetters(std::vector<Check>& checks, std::uint64_t count, std::span<const DeadLetter> letters) {
    Evidence evidence;
    for (const DeadLetter& letter : letters)
        evidence.add("{} is a dead letter in {}: {}", letter.order, letter.queue,
                     letter.why.empty() ? "no reason was written" : letter.why);
    Check check = noneOf("deadLetters", std::move(evidence), "Orders that every retry failed on.");
    check.actual = fmt::format("{}", count);
    if (count > 0) check.outcome = Verdict::Fail;
    checks.push_back(std::move(check));
}

void checkAnswers(std::vector<Check>& checks, const Record& record, bool mayFail, std::string whatOfUnknown) {
    Evidence failed;
    Evidence unknown;
    for (const Attempt& attempt : record.attempts) {
        // Where nothing may fail, no reason to refuse is a good one.
        if (attempt.outcome == Outcome::Failed || (!mayFail && attempt.outcome == Outcome::Rejected)) {
            failed.add("member {}: {}", attempt.member.value,
                       !attempt.wasSent()    ? std::string("was not sent in time")
                       : attempt.status == 0 ? std::string("the connection could not be used")
                                             : fmt::format("{} {}", attempt.status, domain::name(attempt.code)));
        } else if (attempt.outcome == Outcome::Unknown) {
            unknown.add("member {}: {}", attempt.member.value,
                        attempt.status == 0 ? std::string("no whole answer")
                                            : fmt::format("{} {}", attempt.status, domain::name(attempt.code)));
        }
    }
    Check failures =
        noneOf("failedRequests", std::move(failed), "Requests that were refused for no reason of the sale's.",
               mayFail ? Verdict::Pass : Verdict::Fail);
    if (mayFail) failures.expected = "any";
    checks.push_back(std::move(failures));
    const std::size_t count = unknown.count();
    // A time-out is no failure: what became of it was looked up. Where all must be answered, it leaves that undecided.
    Check answers = noneOf("unknownAnswers", std::move(unknown), "", mayFail ? Verdict::Pass : Verdict::Unknown);
    if (mayFail) answers.expected = "any";
    answers.says =
        count == 0 ? "Every request was answered." : fmt::format("Requests without a whole answer: {}.", whatOfUnknown);
    checks.push_back(std::move(answers));
}

}  // namespace rushlab::verdict
