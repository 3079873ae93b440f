// How many messages a consumer may hold ahead: each prefetch with each number of consumers, the first of them slow. How
// fast the queue is emptied, how evenly the consumers work, and how much comes again when one of them is killed.
#include <algorithm>

#include "base/random.h"
#include "base/setting_values.h"
#include "scenarios/all.h"
#include "scenarios/common_parameters.h"
#include "scenarios/consumption.h"
#include "scenarios/stage.h"
#include "scenarios/variants.h"

namespace rushlab::scenarios {
namespace {

constexpr double kAsFast = 0.9;  // of the best rate: what is within the noise of two runs

// One prefetch with one number of consumers, and what was measured of it.
struct Cell {
    Cell(std::uint32_t ownPrefetch, std::size_t ownConsumers) : prefetch(ownPrefetch), consumers(ownConsumers) {}

    std::uint32_t prefetch;
    std::size_t consumers;
    double rate = 0;
    double fairness = 0;
    Histogram waited;
    std::uint64_t heldMost = 0;
    std::uint64_t redelivered = 0;
    bool holds = false;  // its verdict is PASS
};

std::string shownPrefetch(std::uint32_t prefetch) {
    return prefetch == 0 ? "unlimited" : std::to_string(prefetch);
}

std::string shownConsumers(std::size_t consumers) {
    return consumers == 1 ? "1 consumer" : fmt::format("{} consumers", consumers);
}

ConsumptionPlan planFor(const ParameterValues& values, const Cell& cell) {
    ConsumptionPlan plan;
    plan.prefetch = cell.prefetch;
    plan.consumers = cell.consumers;
    plan.messages = static_cast<std::size_t>(values.integer("messages"));
    plan.work = values.duration("work");
    plan.slowWork = values.duration("slow-work");
    plan.within = values.duration("drain");
    return plan;
}

void measure(verdict::Variant& variant, Cell& cell, Consumed undisturbed, const Consumed& killed) {
    const double seconds = std::chrono::duration<double>(undisturbed.took).count();
    cell.rate = seconds > 0 ? static_cast<double>(undisturbed.seen.messages.size()) / seconds : 0;
    cell.fairness = fairnessOf(undisturbed.busy);
    cell.heldMost = undisturbed.seen.heldMost;
    cell.redelivered = killed.seen.redelivered;
    cell.waited = std::move(undisturbed.waited);
    addMetric(variant, "handledRate", cell.rate, "1/s");
    addMetric(variant, "fairness", cell.fairness);
    addMetric(variant, "redelivered", static_cast<double>(cell.redelivered));
    addMetric(variant, "handledTwice",
              static_cast<double>(std::ranges::count_if(
                  killed.seen.messages, [](const verdict::HandledMessage& message) { return message.times > 1; })));
    addMetric(variant, "heldMost", static_cast<double>(cell.heldMost));
    addLatency(variant, cell.waited);
    variant.latencies.push_back({"message", cell.waited});
}

// Twice: undisturbed for the figures, then with a consumer killed somewhere in the second quarter, as the seed chooses.
Result<> tryCell(ScenarioContext& context, Cell& cell, verdict::Variant& variant) {
    const ParameterValues& values = context.parameters;
    lab::EngineNeeds needs;
    needs.ownPlace = true;
    needs.delays = values.choice("delays");
    needs.seed = context.seed;
    const auto engines = context.engines.make(needs);
    if (!engines) return pass(engines);
    ConsumptionPlan plan = planFor(values, cell);
    plan.queue = "prefetch.undisturbed";
    auto undisturbed = consume(*engines->queue, plan, context.interrupted);
    if (!undisturbed) return pass(undisturbed);
    plan.queue = "prefetch.killed";
    Random random(context.seed);
    plan.dropAtHandled = plan.messages / 4 + static_cast<std::size_t>(random.below(plan.messages / 4));
    auto killed = consume(*engines->queue, plan, context.interrupted);
    if (!killed) return pass(killed);
    if (!context.interrupted)  // what was cut off in the middle speaks against nobody
        variant.checks = verdict::checkPrefetch({cell.prefetch, undisturbed->seen, killed->seen});
    measure(variant, cell, *std::move(undisturbed), *killed);
    concludeVariant(variant, context.interrupted);
    cell.holds = variant.verdict == verdict::Verdict::Pass;
    return {};
}

// Of those as fast as the fastest, the one that gives back least when its consumer dies, and holds least ahead. Nothing
// where none holds.
const Cell* winnerOf(const std::vector<Cell>& cells, std::optional<std::size_t> consumers) {
    const auto counts = [consumers](const Cell& cell) {
        return cell.holds && (!consumers || cell.consumers == *consumers);
    };
    double fastest = 0;
    for (const Cell& cell : cells) {
        if (counts(cell)) fastest = std::max(fastest, cell.rate);
    }
    const Cell* winner = nullptr;
    const auto lastOf = [](const Cell& cell) {
        return std::pair(cell.redelivered, cell.prefetch == 0 ? UINT32_MAX : cell.prefetch);
    };
    for (const Cell& cell : cells) {
        if (!counts(cell) || cell.rate < kAsFast * fastest) continue;
        if (!winner || lastOf(cell) < lastOf(*winner)) winner = &cell;
    }
    return winner;
}

std::string shownMilliseconds(std::chrono::nanoseconds time) {
    return fmt::format("{:.1f}", std::chrono::duration<double, std::milli>(time).count());
}

verdict::Table tableOf(const std::vector<Cell>& cells) {
    verdict::Table table{"Prefetch and consumers",
                         {"consumers", "prefetch", "messages/s", "fairness", "p99 ms", "held at most",
                          "redelivered after a kill", "wins"},
                         {}};
    for (const Cell& cell : cells) {
        const bool wins = winnerOf(cells, cell.consumers) == &cell;
        table.rows.push_back({std::to_string(cell.consumers), shownPrefetch(cell.prefetch),
                              fmt::format("{:.0f}", cell.rate), fmt::format("{:.2f}", cell.fairness),
                              shownMilliseconds(cell.waited.percentile(0.99)), std::to_string(cell.heldMost),
                              std::to_string(cell.redelivered), wins ? "wins" : ""});
    }
    return table;
}

void sayWinner(verdict::RunResult& result, const std::vector<Cell>& cells) {
    const Cell* winner = winnerOf(cells, std::nullopt);
    if (!winner) return;
    result.notes.push_back(fmt::format(
        "On this machine prefetch {} with {} wins: {:.0f} messages/s, fairness {:.2f}, {} redelivered after a kill. "
        "Whoever is within {:.0f} % of the fastest counts as as fast; of these the one wins that gives back least.",
        shownPrefetch(winner->prefetch), shownConsumers(winner->consumers), winner->rate, winner->fairness,
        winner->redelivered, 100 * (1 - kAsFast)));
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    const ParameterValues& values = context.parameters;
    Variants variants(context, beginResult(context, "prefetch", values.choice("delays")));
    std::vector<Cell> cells;
    for (const std::int64_t consumers : values.integers("consumers")) {
        for (const std::int64_t prefetch : values.integers("prefetch"))
            cells.emplace_back(static_cast<std::uint32_t>(prefetch), static_cast<std::size_t>(consumers));
    }
    std::vector<Cell> tried;
    for (Cell& cell : cells) {
        if (!variants.goOn()) break;
        verdict::Variant variant;
        variant.name = fmt::format("prefetch {}, {}", shownPrefetch(cell.prefetch), shownConsumers(cell.consumers));
        variant.seed = context.seed;
        if (context.progress)
            context.progress(
                {"consuming", variant.name, static_cast<double>(tried.size()) / static_cast<double>(cells.size())});
        const auto ran = tryCell(context, cell, variant);
        variants.add(std::move(variant), ran);
        tried.push_back(std::move(cell));
    }
    variants.result().tables.push_back(tableOf(tried));
    sayWinner(variants.result(), tried);
    return std::move(variants).finish();
}

Connections connections(const ParameterValues&) {
    return {0};
}

}  // namespace

Scenario prefetch() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "prefetch";
    scenario.title = "Prefetch";
    scenario.stages =
        "A queue is emptied by consumers of which one is slow, with each prefetch; then again, and that one is killed.";
    scenario.verdict =
        "Every message is handled, nobody holds more than its prefetch, and only what a killed consumer held comes "
        "again.";
    Parameter delays = common::delays();
    delays.byDefault = "lan";  // a prefetch is there to hide the way to the queue
    scenario.parameters = {
        {"prefetch",
         "Messages that a consumer may hold unacknowledged; 0 is unlimited.",
         "1,10,50,250,0",
         Integers,
         0,
         100'000,
         {}},
        {"consumers", "Of the queue; of several the first is slow.", "1,2,4,8", Integers, 1, 64, {}},
        {"messages", "Through the queue, and once more with the kill.", "1000", Integer, 100, 1'000'000, {}},
        {"work", "How long a message takes.", "1ms", Duration, 0, 60'000, {}},
        {"slow-work", "And how long it takes the slow consumer.", "10ms", Duration, 0, 60'000, {}},
        std::move(delays),
        common::drain("60s"),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
