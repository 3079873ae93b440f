#include "scenarios/sale_run.h"

#include <algorithm>

#include "roles/keys.h"
#include "roles/queues.h"
#include "verdict/collect.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kCollectWithin = 60s;

double perSecond(std::uint64_t count, std::chrono::nanoseconds span) {
    const double seconds = std::chrono::duration<double>(span).count();
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

}  // namespace

verdict::SaleExpectations expectationsOf(const roles::StrategyInfo& strategy) {
    verdict::SaleExpectations expectations;
    expectations.countsInKeyValue = strategy.countsInKeyValue;
    expectations.takesInWorker = strategy.takesInWorker;
    return expectations;
}

void append(load::LoadOutcome& whole, load::LoadOutcome later) {
    const std::chrono::nanoseconds behind = later.record.beganAt - whole.record.beganAt;
    for (verdict::Attempt& attempt : later.record.attempts) {
        attempt.intended += behind;
        if (attempt.sent.count() > 0) attempt.sent += behind;
        if (attempt.answered.count() > 0) attempt.answered += behind;
        whole.record.attempts.push_back(attempt);
    }
    if (whole.record.whole) whole.record.cutShort = std::move(later.record.cutShort);
    whole.record.whole = whole.record.whole && later.record.whole;
    whole.latency.merge(later.latency);
    whole.acceptedLatency.merge(later.acceptedLatency);
    whole.serviceTime.merge(later.serviceTime);
    whole.took = behind + later.took;
    whole.cpuTime += later.cpuTime;
    whole.cpuShare = static_cast<double>(whole.cpuTime.count()) / static_cast<double>(whole.took.count());
    whole.connects += later.connects;
    whole.dropped += later.dropped;
}

Result<verdict::StoresState> readStores(Stage& stage, const std::vector<domain::ItemId>& items, bool drained) {
    std::vector<verdict::WatchedItem> watched;
    for (const domain::ItemId item : items)
        watched.push_back({item, roles::keys::stock(item), roles::keys::reservations(item)});
    verdict::WatchedQueues queues;
    queues.mustBeEmpty.emplace_back(roles::kOrderQueue);
    for (std::size_t attempt = 1; attempt <= stage.lab().settings().retryDelays.size(); ++attempt)
        queues.mustBeEmpty.push_back(roles::retryQueue(roles::kOrderQueue, attempt));
    queues.deadLetters = roles::deadLetterQueue(roles::kOrderQueue);
    const roles::Ports ports = stage.lab().ports();
    const verdict::Stores stores{ports.keyValue, ports.queue, ports.database};
    io::Loop here;
    auto state = here.runUntilDone(
        verdict::collectSale(stores, std::move(watched), std::move(queues), Deadline::in(kCollectWithin)));
    if (!state) return pass(state);
    state->drained = drained;
    return state;
}

std::size_t completedIn(const verdict::StoresState& stores) {
    return static_cast<std::size_t>(
        std::ranges::count(stores.orders, domain::OrderStatus::Completed, &verdict::StoredOrder::status));
}

Result<JudgedSale> judgeSale(Stage& stage, const verdict::Record& record, const std::vector<domain::ItemId>& items,
                             const verdict::SaleExpectations& expectations, bool drained) {
    const auto state = readStores(stage, items, drained);
    if (!state) return pass(state);
    return JudgedSale{verdict::checkSale(record, *state, expectations), completedIn(*state)};
}

void measureSale(verdict::Variant& variant, Stage& stage, const load::LoadOutcome& outcome) {
    std::uint64_t accepted = 0;
    for (const verdict::Attempt& attempt : outcome.record.attempts) {
        if (attempt.outcome == verdict::Outcome::Ok) ++accepted;
    }
    addMetric(variant, "attempts", static_cast<double>(outcome.record.attempts.size()));
    addMetric(variant, "accepted", static_cast<double>(accepted));
    addMetric(variant, "acceptedRate", outcome.acceptedPerSecond(), "1/s");
    addMetric(variant, "answeredRate", perSecond(outcome.record.attempts.size(), outcome.took), "1/s");
    if (outcome.dropped > 0) addMetric(variant, "dropped", static_cast<double>(outcome.dropped));
    addLatency(variant, outcome.latency);
    addMetric(variant, "loadTook", std::chrono::duration<double>(outcome.took).count(), "s");
    addMetric(variant, "generatorCpuShare", outcome.cpuShare);
    addMetric(variant, "rss", static_cast<double>(stage.residentBytesMost()) / 1e6, "MB");
    const std::uint64_t locks = stage.lab().count("order", "rushlab_lock_acquisitions_total");
    const std::uint64_t commands = stage.lab().count("order", "rushlab_lock_commands_total");
    if (locks > 0) {
        addMetric(variant, "lockAcquisitions", static_cast<double>(locks));
        addMetric(variant, "keyValueCommandsPerLock", static_cast<double>(commands) / static_cast<double>(locks));
    }
    variant.latencies.push_back({"order", outcome.latency});
    stage.describe(variant);
}

void measureCompleted(verdict::Variant& variant, std::size_t completed, std::chrono::nanoseconds untilDrained) {
    addMetric(variant, "completed", static_cast<double>(completed));
    addMetric(variant, "completedRate", perSecond(completed, untilDrained), "1/s");
    addMetric(variant, "drainedAfter", std::chrono::duration<double>(untilDrained).count(), "s");
}

}  // namespace rushlab::scenarios
