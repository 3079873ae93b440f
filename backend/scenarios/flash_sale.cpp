// N buyers at once, or at a rate, for S units; by any strategy, or by all of them under the same seeds.
#include "base/random.h"
#include "roles/queues.h"
#include "scenarios/all.h"
#include "scenarios/common_parameters.h"
#include "scenarios/sale_run.h"
#include "scenarios/variants.h"
#include "verdict/staging_checks.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

struct Sale {
    const roles::StrategyInfo* strategy;
    std::uint64_t seed;
    double from;  // of the whole run's progress
    double to;
};

// Who takes more than there is takes it from somebody else: it needs a second buyer, and something to sell.
bool shouldOversell(const roles::StrategyInfo& strategy, const ParameterValues& values) {
    if (values.integer("users") < 2 || values.integer("stock") < 1) return false;
    switch (strategy.expectation) {
        case roles::Expectation::Right:
            return false;
        case roles::Expectation::Oversells:
            return true;
        case roles::Expectation::OversellsWithTwoInstances:
            return values.integer("instances") >= 2;
    }
    abortBecause("a strategy that nothing is expected of");
}

verdict::Variant variantOf(const Sale& sale, const ParameterValues& values) {
    verdict::Variant variant;
    variant.name = sale.strategy->id;
    variant.seed = sale.seed;
    if (shouldOversell(*sale.strategy, values)) {
        variant.expected = verdict::Verdict::Fail;
        // Whoever writes back what was read too early sells more, and leaves a number that orders do not add up to:
        // that alone where there is enough for everybody.
        variant.expectedFailures = {"oversold", "sold", "storesAgree"};
        if (values.integer("users") * values.integer("units") <= values.integer("stock"))
            variant.expectedFailures = {"storesAgree"};
    }
    return variant;
}

std::vector<const roles::StrategyInfo*> chosenStrategies(const ParameterValues& values) {
    std::vector<const roles::StrategyInfo*> chosen;
    for (const roles::StrategyInfo& strategy : roles::allStrategies()) {
        if (values.isChosen("strategy", strategy.id)) chosen.push_back(&strategy);
    }
    return chosen;
}

StageOptions stageFor(const ScenarioContext& context, const Sale& sale) {
    const ParameterValues& values = context.parameters;
    StageOptions options;
    options.label = fmt::format("{}, seed {}", sale.strategy->id, sale.seed);
    options.delays = values.choice("delays");
    options.shop.strategy = sale.strategy->id;
    options.shop.seed = sale.seed;
    options.shop.shedAtQueueDepth = 0;  // every buyer gets the strategy's own answer
    // Buyers who wait behind a lock are not sent away: whether they get their units is what is to be seen.
    options.shop.orderWithin = values.duration("timeout");
    options.shop.answerWithin = values.duration("timeout");
    applyLockPreset(values.choice("lock"), options.shop);
    options.instances["order"] = static_cast<std::size_t>(values.integer("instances"));
    options.instances["scheduler"] = 1;
    options.instances["auth"] = 0;
    options.instances["stock"] = 0;
    return options;
}

load::LoadPlan planFor(const ScenarioContext& context, const Sale& sale, const Stage& stage) {
    const ParameterValues& values = context.parameters;
    load::LoadPlan plan = stage.plan(values.choice("via") == "gateway");
    const auto users = static_cast<std::size_t>(values.integer("users"));
    if (values.choice("arrivals") == "burst") {
        plan.arrivals = load::Burst{users, 1};
    } else {
        load::Open open;
        open.perSecond = values.real("rate");
        open.requests = users;
        open.lateMost = values.duration("timeout");
        plan.arrivals = open;
    }
    plan.members = users;
    plan.unitsLeast = 1;
    plan.unitsMost = values.integer("units");
    plan.answerWithin = values.duration("timeout") + 5s;
    plan.seed = sale.seed;
    return plan;
}

// Takes the worker's consumer, or the whole worker, away at a moment that the seed chooses: after so many accepted
// orders.
class Disturbance {
  public:
    Disturbance(const ParameterValues& values, Stage& stage, std::uint64_t seed)
        : m_what(values.choice("kill")), m_stage(stage), m_done(m_what == "none") {
        const std::int64_t acceptedLeast =
            std::min(values.integer("users"), values.integer("stock") / values.integer("units"));
        Random random(seed);
        m_atAccepted = 1 + random.below(static_cast<std::uint64_t>(std::max<std::int64_t>(acceptedLeast, 1)));
    }

    void look(const load::LiveCounts& live) {
        if (!m_done && live.accepted.load() >= m_atAccepted) strike();
    }
    // Where the sale was over before: what was accepted may still be on its way.
    Result<> ensure() {
        if (m_done) return m_result;
        m_metNothing = nothingWaits();
        strike();
        return m_result;
    }
    bool metNothing() const { return m_metNothing; }

  private:
    bool nothingWaits() {
        io::Loop here;
        roles::Ports ports = m_stage.lab().ports();
        const auto stats =
            here.runUntilDone(ports.queue.stats(std::string(roles::kOrderQueue), Deadline::in(kStrikeWithin)));
        return stats && stats->ready + stats->unacked == 0;
    }
    void strike() {
        m_done = true;
        if (m_what == "consumer") {
            const auto dropped = m_stage.lab().dropConsumers(roles::kOrderQueue, Deadline::in(kStrikeWithin));
            if (!dropped) m_result = pass(dropped);
            return;
        }
        m_result = m_stage.lab().killInstance(kWorker);
        if (m_result) m_result = m_stage.lab().startInstance(kWorker);
    }

    static constexpr std::string_view kWorker = "worker-1";
    static constexpr auto kStrikeWithin = 5s;

    const std::string& m_what;
    Stage& m_stage;
    bool m_done;
    bool m_metNothing = false;
    std::uint64_t m_atAccepted = 0;
    Result<> m_result;
};

Result<> sell(ScenarioContext& context, const Sale& sale, verdict::Variant& variant) {
    const ParameterValues& values = context.parameters;
    const std::string what = fmt::format("{}, seed {}", sale.strategy->id, sale.seed);
    auto stage = Stage::open(context, stageFor(context, sale));
    if (!stage && stage.error().code == ErrorCode::Invalid) {
        variant.notRun = stage.error().message;
        return {};
    }
    if (!stage) return pass(stage);
    Goods goods;
    goods.stock = values.integer("stock");
    const auto item = (*stage)->add(goods);
    if (!item) return pass(item);
    const SteadyTime began = std::chrono::steady_clock::now();
    Disturbance disturbance(values, **stage, sale.seed);
    const auto outcome = (*stage)->run(planFor(context, sale, **stage), what, sale.from, sale.to,
                                       [&](const load::LiveCounts& live) { disturbance.look(live); });
    if (!outcome) return pass(outcome);
    const auto struck = disturbance.ensure();
    const bool drained = (*stage)->drain(values.duration("drain"), what);
    const auto untilDrained = std::chrono::steady_clock::now() - began;
    measureSale(variant, **stage, *outcome);
    if (!struck) return pass(struck);
    (*stage)->tell("checking", what, sale.to);
    const verdict::SaleExpectations expectations = expectationsOf(*sale.strategy);
    if (!context.interrupted) {  // what was cut off in the middle speaks against nobody
        auto judged = judgeSale(**stage, outcome->record, {*item}, expectations, drained);
        if (!judged) return pass(judged);
        variant.checks = std::move(judged->checks);
        if (disturbance.metNothing()) variant.checks.push_back(verdict::faultMetNothing());
        measureCompleted(variant, judged->completed, untilDrained);
    }
    concludeVariant(variant, context.interrupted);
    return {};
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    const ParameterValues& values = context.parameters;
    Variants variants(context, beginResult(context, "flash-sale", values.choice("delays")));
    const auto strategies = chosenStrategies(values);
    const auto seeds = static_cast<std::uint64_t>(values.integer("seeds"));
    const double whole = static_cast<double>(strategies.size() * seeds);
    double done = 0;
    for (const roles::StrategyInfo* strategy : strategies) {
        for (std::uint64_t n = 0; n < seeds && variants.goOn(); ++n, done += 1) {
            const Sale sale{strategy, context.seed + n, done / whole, (done + 1) / whole};
            verdict::Variant variant = variantOf(sale, values);
            const auto sold = sell(context, sale, variant);
            const bool notRun = !variant.ran();
            variants.add(std::move(variant), sold);
            if (notRun) break;  // no other seed changes that
        }
    }
    return std::move(variants).finish();
}

Connections connections(const ParameterValues& values) {
    const auto users = static_cast<std::size_t>(values.integer("users"));
    const bool burst = values.choice("arrivals") == "burst";
    return {burst ? users : load::Open{}.connections, values.choice("via") == "gateway",
            static_cast<std::size_t>(values.integer("instances"))};
}

}  // namespace

Scenario flashSale() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "flash-sale";
    scenario.title = "Flash sale";
    scenario.stages =
        "N buyers, released at once or at a rate, want S units; by any strategy, by several, or by all of them.";
    scenario.verdict = "Sold is min(S, demand); nothing oversold, undersold, lost or duplicated, and all stores agree.";
    scenario.parameters = {
        common::strategy(common::Strategies::Several),
        {"users", "Buyers.", "1000", Integer, 1, 100'000, {}},
        {"stock", "Units for sale.", "100", Integer, 0, 1'000'000, {}},
        common::units("1"),
        common::seeds(),
        {"arrivals", "All at once, or at a rate.", "burst", Choice, 0, 0, {"burst", "rate"}},
        {"rate", "Buyers a second, where they arrive at a rate.", "500", Real, 1, 100'000, {}},
        common::via(),
        common::instances(),
        common::delays(),
        common::lock(),
        {"kill",
         "Taken away once, in the middle: the worker's consumer, or the worker itself.",
         "none",
         Choice,
         0,
         0,
         {"none", "consumer", "worker"}},
        {"timeout", "How long a buyer waits for an answer.", "30s", Duration, 100, 600'000, {}},
        common::drain("60s"),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
