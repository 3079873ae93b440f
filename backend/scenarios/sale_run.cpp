#include "scenarios/sale_run.h"

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

Result<std::vector<verdict::Check>> judgeSale(Stage& stage, const verdict::Record& record,
                                              const std::vector<domain::ItemId>& items,
                                              const verdict::SaleExpectations& expectations, bool drained) {
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
    return verdict::checkSale(record, *state, expectations);
}

void measureSale(verdict::Variant& variant, Stage& stage, const load::LoadOutcome& outcome,
                 std::chrono::nanoseconds untilDrained) {
    std::uint64_t accepted = 0;
    for (const verdict::Attempt& attempt : outcome.record.attempts) {
        if (attempt.outcome == verdict::Outcome::Ok) ++accepted;
    }
    addMetric(variant, "attempts", static_cast<double>(outcome.record.attempts.size()));
    addMetric(variant, "accepted", static_cast<double>(accepted));
    addMetric(variant, "acceptedPerSecond", outcome.acceptedPerSecond(), "1/s");
    addMetric(variant, "answeredPerSecond", perSecond(outcome.record.attempts.size(), outcome.took), "1/s");
    addMetric(variant, "completedPerSecond", perSecond(accepted, untilDrained), "1/s");
    addLatency(variant, outcome.latency);
    addMetric(variant, "loadSeconds", std::chrono::duration<double>(outcome.took).count(), "s");
    addMetric(variant, "drainedSeconds", std::chrono::duration<double>(untilDrained).count(), "s");
    addMetric(variant, "generatorCpuShare", outcome.cpuShare);
    addMetric(variant, "rssMb", static_cast<double>(stage.residentBytesMost()) / 1e6, "MB");
    const std::uint64_t locks = stage.lab().count("order", "rushlab_lock_acquisitions_total");
    const std::uint64_t commands = stage.lab().count("order", "rushlab_lock_commands_total");
    if (locks > 0) {
        addMetric(variant, "lockAcquisitions", static_cast<double>(locks));
        addMetric(variant, "keyValueCommandsPerLock", static_cast<double>(commands) / static_cast<double>(locks));
    }
    variant.latencies.push_back({"order", outcome.latency});
    stage.describe(variant);
}

void concludeVariant(verdict::Variant& variant, bool interrupted) {
    if (interrupted) {
        verdict::Check check;
        check.name = "finished";
        check.expected = "yes";
        check.actual = "interrupted";
        check.says = "The run was interrupted before its verdict could be reached.";
        variant.checks.push_back(std::move(check));
        variant.verdict = verdict::Verdict::Unknown;
        return;
    }
    variant.verdict = verdict::overall(variant.checks);
}

}  // namespace rushlab::scenarios
