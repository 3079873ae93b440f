#include "verdict/poison_checks.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "verdict/evidence.h"
#include "verdict/sale_view.h"

namespace rushlab::verdict {
namespace {

using Orders = std::set<std::string_view>;

// The accepted orders that came while the cause was there, by whether they met it.
struct Accepted {
    Orders poison;
    Orders rest;
};

Accepted acceptedIn(const Record& record, const PoisonRun& run) {
    Accepted accepted;
    for (std::size_t at = run.first; at < record.attempts.size(); ++at) {
        const Attempt& attempt = record.attempts[at];
        if (attempt.outcome != Outcome::Ok || !domain::isUuid(attempt.orderId())) continue;
        (attempt.item == run.poisoned ? accepted.poison : accepted.rest).insert(attempt.orderId());
    }
    return accepted;
}

// Both ways: each that should be among them is, once, and nothing else is.
void compare(Evidence& evidence, const Orders& expected, const std::vector<std::string>& actual, std::string_view are) {
    std::map<std::string_view, std::size_t> times;
    for (const std::string& order : actual)
        ++times[order];
    for (const std::string_view order : expected) {
        if (!times.contains(order)) evidence.add("{} is not {}", order, are);
    }
    for (const auto& [order, count] : times) {
        if (!expected.contains(order)) evidence.add("{} is {}, and should not be", order, are);
        if (count > 1) evidence.add("{} is {}, {} times", order, are, count);
    }
}

std::vector<std::string> ordersOf(const std::vector<DeadLetter>& letters) {
    std::vector<std::string> orders;
    for (const DeadLetter& letter : letters)
        orders.push_back(letter.order);
    return orders;
}

Check poisonIsolated(const Accepted& accepted, const Isolation& seen) {
    Evidence evidence;
    compare(evidence, accepted.poison, ordersOf(seen.letters), "a dead letter");
    for (const StoredOrder& order : seen.stores.orders) {
        const std::string id = toText(order.key);
        if (accepted.poison.contains(id)) evidence.add("{} is {}, though its cause was there", id, name(order.status));
    }
    Check check;
    check.name = "poisonIsolated";
    check.expected = fmt::format("{}", accepted.poison.size());
    check.actual = fmt::format("{}", seen.letters.size());
    check.outcome = evidence.empty() ? Verdict::Pass : Verdict::Fail;
    if (!seen.stores.drained && !evidence.empty()) check.outcome = Verdict::Unknown;
    check.says = "Orders that the database refuses: each is a dead letter, once, and nothing else is.";
    check.evidence = evidence.take();
    if (accepted.poison.empty()) {
        check.outcome = Verdict::Unknown;
        check.says = "Nobody ordered what the database refuses, so that nothing was put to the test.";
    }
    return check;
}

Check reasons(const Isolation& seen) {
    Evidence evidence;
    for (const DeadLetter& letter : seen.letters) {
        if (letter.why.empty()) evidence.add("{} says nothing of why it died", letter.order);
    }
    return noneOf("reasons", std::move(evidence), "Dead letters without a reason.");
}

Check tries(const Accepted& accepted, const PoisonRun& run) {
    const std::size_t retries = run.retryDelays.size();
    Evidence evidence;
    for (const DeadLetter& letter : run.isolation.letters) {
        if (letter.retries != retries) evidence.add("{} was retried {} times", letter.order, letter.retries);
    }
    for (std::size_t at = 0; at < run.isolation.retries.size(); ++at) {
        const std::uint64_t came = run.isolation.retries[at];
        if (came != accepted.poison.size())
            evidence.add("{} messages came to wait for retry {}, of {}", came, at + 1, accepted.poison.size());
    }
    return noneOf("tries", std::move(evidence),
                  fmt::format("Dead letters that were not tried exactly 1 + {} times.", retries));
}

// A loop would show here, whatever became of it.
Check deliveries(const Accepted& accepted, const PoisonRun& run) {
    const std::uint64_t expected = accepted.rest.size() + accepted.poison.size() * (1 + run.retryDelays.size());
    return exactly("deliveries", expected, run.isolation.deliveries,
                   fmt::format("Messages that the order queue gave out: one for each of {} orders, {} for each of {} "
                               "that are refused.",
                               accepted.rest.size(), 1 + run.retryDelays.size(), accepted.poison.size()));
}

Check delaysKept(const PoisonRun& run) {
    const Milliseconds least = std::accumulate(run.retryDelays.begin(), run.retryDelays.end(), Milliseconds{0});
    Check check;
    check.name = "delaysKept";
    check.expected = fmt::format("{} ms or later", least.count());
    check.says = "From the first order that could be refused to the first dead letter: all delays lie between them.";
    if (!run.isolation.firstDeadAfter) {
        check.actual = "not seen";
        return check;
    }
    check.actual = fmt::format("{} ms", run.isolation.firstDeadAfter->count());
    check.outcome = *run.isolation.firstDeadAfter >= least ? Verdict::Pass : Verdict::Fail;
    return check;
}

// While the cause was still there: nobody else waited for it to go.
Check restCompleted(const Accepted& accepted, const Isolation& seen) {
    std::map<std::string, domain::OrderStatus> states;
    for (const StoredOrder& order : seen.stores.orders)
        states.emplace(toText(order.key), order.status);
    Evidence evidence;
    for (const std::string_view order : accepted.rest) {
        const auto state = states.find(std::string(order));
        if (state == states.end())
            evidence.add("{} is not in the database", order);
        else if (state->second != domain::OrderStatus::Completed)
            evidence.add("{} is {}", order, name(state->second));
    }
    Check check = exactly("restCompleted", accepted.rest.size(), accepted.rest.size() - evidence.count(),
                          "The other accepted orders are completed, while the cause is still there.");
    if (!seen.stores.drained && check.outcome == Verdict::Fail) check.outcome = Verdict::Unknown;
    check.evidence = evidence.take();
    return check;
}

Check dryRun(const Isolation& seen, const Reprocessing& done) {
    const std::vector<std::string> letters = ordersOf(seen.letters);
    Evidence evidence;
    compare(evidence, Orders(letters.begin(), letters.end()), done.wouldMove, "named by the dry run");
    if (done.leftByDryRun != letters.size())
        evidence.add("{} dead letters were there before it, {} after it", letters.size(), done.leftByDryRun);
    return noneOf("dryRun", std::move(evidence), "The dry run names each dead letter, and moves none.");
}

Check reprocessed(const Isolation& seen, const Reprocessing& done) {
    std::set<std::string> completed;
    for (const StoredOrder& order : done.stores.orders) {
        if (order.status == domain::OrderStatus::Completed) completed.insert(toText(order.key));
    }
    const std::vector<std::string> letters = ordersOf(seen.letters);
    Evidence evidence;
    compare(evidence, Orders(letters.begin(), letters.end()), done.moved, "moved back");
    std::uint64_t now = 0;
    for (const std::string& order : letters) {
        now += completed.contains(order) ? 1U : 0U;
        if (!completed.contains(order)) evidence.add("{} is not completed", order);
    }
    Check check = exactly("reprocessed", letters.size(), now,
                          "Dead letters that are completed, now that the cause is gone and they were moved back.");
    if (!evidence.empty()) check.outcome = done.stores.drained ? Verdict::Fail : Verdict::Unknown;
    check.evidence = evidence.take();
    return check;
}

Record withoutItem(const Record& record, domain::ItemId item) {
    Record rest = record;
    std::erase_if(rest.attempts, [item](const Attempt& attempt) { return attempt.item == item; });
    return rest;
}

StoresState withoutItem(const StoresState& stores, domain::ItemId item) {
    StoresState rest = stores;
    std::erase_if(rest.items, [item](const ItemState& state) { return state.item == item; });
    std::erase_if(rest.orders, [item](const StoredOrder& order) { return order.item == item; });
    rest.deadLetterCount = 0;  // they are judged by themselves
    rest.deadLetters.clear();
    return rest;
}

void checkRest(std::vector<Check>& checks, const Record& record, const StoresState& stores,
               const SaleExpectations& expectations) {
    SaleView view(record, stores, expectations);
    checkOrders(checks, view);
    checkAgreement(checks, view);
    checkDrained(checks, stores.queues, stores.outboxRows, stores.deadLetterCount, stores.drained);
    checkDeadLetters(checks, stores.deadLetterCount, stores.deadLetters);
    checkAnswers(checks, record, expectations.mayFail,
                 fmt::format("{} of them turned out to be in the database", view.unknownDone));
}

}  // namespace

std::vector<Check> checkPoison(const Record& record, const SaleExpectations& expectations, const PoisonRun& run) {
    const Accepted accepted = acceptedIn(record, run);
    const Isolation& seen = run.isolation;
    std::vector<Check> checks;
    checkRecord(checks, record);
    checks.push_back(poisonIsolated(accepted, seen));
    checks.push_back(reasons(seen));
    checks.push_back(tries(accepted, run));
    checks.push_back(deliveries(accepted, run));
    checks.push_back(delaysKept(run));
    checks.push_back(restCompleted(accepted, seen));
    if (run.reprocessing) {
        checks.push_back(dryRun(seen, *run.reprocessing));
        checks.push_back(reprocessed(seen, *run.reprocessing));
        checkRest(checks, record, run.reprocessing->stores, expectations);
    } else {
        checkRest(checks, withoutItem(record, run.poisoned), withoutItem(seen.stores, run.poisoned), expectations);
    }
    return checks;
}

}  // namespace rushlab::verdict
