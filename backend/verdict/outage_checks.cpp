#include "verdict/outage_checks.h"

#include <algorithm>
#include <span>

#include "verdict/evidence.h"
#include "verdict/sale_view.h"

namespace rushlab::verdict {
namespace {

using Attempts = std::span<const Attempt>;

std::size_t countOf(Attempts attempts, Outcome outcome) {
    return static_cast<std::size_t>(std::ranges::count(attempts, outcome, &Attempt::outcome));
}

std::string answerTo(const Attempt& attempt) {
    if (!attempt.wasSent()) return "was not sent in time";
    if (attempt.status == 0) return "no whole answer";
    return fmt::format("{} {}", attempt.status, domain::name(attempt.code));
}

bool isAsItShouldBe(const Attempt& attempt, Meanwhile meanwhile) {
    if (meanwhile != Meanwhile::Refused) return attempt.outcome == Outcome::Ok;
    return attempt.outcome == Outcome::Failed && attempt.code == domain::Code::EngineUnavailable;
}

Check answeredMeanwhile(Attempts attempts, Meanwhile meanwhile) {
    const bool refused = meanwhile == Meanwhile::Refused;
    Evidence wrong;
    std::size_t unknown = 0, right = 0;
    for (const Attempt& attempt : attempts) {
        if (isAsItShouldBe(attempt, meanwhile)) {
            ++right;
            continue;
        }
        if (attempt.outcome == Outcome::Unknown) ++unknown;
        wrong.add("member {}: {}", attempt.member.value, answerTo(attempt));
    }
    Check check;
    check.name = "answeredMeanwhile";
    check.expected = refused ? fmt::format("{} refused with ENGINE_UNAVAILABLE", attempts.size())
                             : fmt::format("{} accepted", attempts.size());
    check.actual = fmt::format("{}", right);
    check.says = refused ? "Orders that came while the queue was away: refused, and told so."
                         : "Orders that came while a part of the shop was away: accepted all the same.";
    check.outcome = Verdict::Pass;
    if (wrong.count() > 0) check.outcome = wrong.count() == unknown ? Verdict::Unknown : Verdict::Fail;
    if (attempts.empty()) {
        check.outcome = Verdict::Unknown;
        check.says = "Nobody ordered while it was away, so that nothing was put to the test.";
    }
    check.evidence = wrong.take();
    return check;
}

// Nobody who is away completes anything: whoever sees orders completed meanwhile has tested nothing.
Check stoodStill(const Outage& outage) {
    Check check;
    check.name = "stoodStill";
    check.expected = "0";
    const std::uint64_t before = outage.atItsBegin.completed, after = outage.atItsEnd.completed;
    check.actual = fmt::format("{}", after - std::min(before, after));
    check.outcome = after == before ? Verdict::Pass : Verdict::Fail;
    check.says = "Orders that were completed while it was away: it was gone indeed.";
    return check;
}

Check waited(const Outage& outage, Attempts attempts) {
    const bool held = outage.meanwhile == Meanwhile::Held;
    const auto waiting = [&](const Waiting& seen) {
        return static_cast<std::int64_t>(outage.meanwhile == Meanwhile::Queued ? seen.inQueue : seen.held);
    };
    const std::int64_t actual = waiting(outage.atItsEnd) - waiting(outage.atItsBegin);
    const auto least = static_cast<std::int64_t>(countOf(attempts, Outcome::Ok));
    const auto most = least + static_cast<std::int64_t>(countOf(attempts, Outcome::Unknown));
    Check check;
    check.name = "waited";
    check.expected = least == most ? fmt::format("{}", least) : fmt::format("{} to {}", least, most);
    check.actual = fmt::format("{}", actual);
    check.outcome = actual >= least && actual <= most ? Verdict::Pass : Verdict::Fail;
    check.says = fmt::format("Orders that came to wait {} meanwhile: one for each that was accepted.",
                             outage.meanwhile == Meanwhile::Queued ? "in the queue"
                             : held                                ? "in the database's outbox"
                                                                   : "anywhere");
    return check;
}

Check completed(const SaleView& view) {
    const std::size_t least = countOf(view.record.attempts, Outcome::Ok);
    const std::size_t most = least + countOf(view.record.attempts, Outcome::Unknown);
    const auto actual = static_cast<std::size_t>(
        std::ranges::count(view.stores.orders, domain::OrderStatus::Completed, &StoredOrder::status));
    Check check;
    check.name = "completed";
    check.expected = least == most ? fmt::format("{}", least) : fmt::format("{} to {}", least, most);
    check.actual = fmt::format("{}", actual);
    check.outcome = Verdict::Pass;
    if (actual < least) check.outcome = view.isMoving() ? Verdict::Unknown : Verdict::Fail;
    if (actual > most) check.outcome = Verdict::Fail;
    check.says = fmt::format("Of {} accepted orders that many are completed.", least);
    return check;
}

}  // namespace

std::vector<Check> checkOutage(const Record& record, const StoresState& stores, const SaleExpectations& expectations,
                               const Outage& outage) {
    SaleView view(record, stores, expectations);
    const std::size_t first = std::min(outage.first, record.attempts.size());
    const Attempts meanwhile =
        Attempts(record.attempts).subspan(first, std::min(outage.count, record.attempts.size() - first));
    std::vector<Check> checks;
    checkRecord(checks, record);
    checks.push_back(answeredMeanwhile(meanwhile, outage.meanwhile));
    checks.push_back(stoodStill(outage));
    checks.push_back(waited(outage, meanwhile));
    checks.push_back(completed(view));
    checkOrders(checks, view);
    checkAgreement(checks, view);
    checkDrained(checks, stores.queues, stores.outboxRows, stores.deadLetterCount, stores.drained);
    checkDeadLetters(checks, stores.deadLetterCount, stores.deadLetters);
    checkAnswers(checks, record, expectations.mayFail,
                 fmt::format("{} of them turned out to be in the database", view.unknownDone));
    return checks;
}

}  // namespace rushlab::verdict
