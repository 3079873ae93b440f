// A part of the shop is away while orders come: every worker is dead, or the work queue is stopped. What was accepted
// is completed once it is back.
#include <algorithm>

#include "base/random.h"
#include "roles/outbox.h"
#include "roles/queues.h"
#include "scenarios/all.h"
#include "scenarios/common_parameters.h"
#include "scenarios/sale_run.h"
#include "scenarios/variants.h"
#include "verdict/outage_checks.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;
using verdict::Meanwhile;

constexpr std::int64_t kEnough = 100'000'000;  // units: nobody is to find it sold out
constexpr std::size_t kOrdersBefore = 300;     // while all is well, and in the moment of the fault
constexpr auto kAnswerWithin = 30s;            // a slow answer is a slow answer, not a failure
constexpr auto kAskWithin = 10s;
constexpr auto kQuietFor = 300ms;  // nothing was completed for so long: the last batch has ended
constexpr auto kQuietWithin = 30s;

struct Way {
    std::string_view down;
    std::string_view orders;  // of when-queue-is-down; empty: nobody asks
    std::string_view name;
    Meanwhile meanwhile;
};
constexpr std::array kWays{Way{"worker", "", "worker down", Meanwhile::Queued},
                           Way{"queue", "refuse", "queue down, refused", Meanwhile::Refused},
                           Way{"queue", "hold", "queue down, held", Meanwhile::Held}};

std::vector<Way> chosenWays(const ParameterValues& values) {
    std::vector<Way> chosen;
    for (const Way& way : kWays) {
        if (values.isChosen("down", way.down) &&
            (way.orders.empty() || values.isChosen("when-queue-is-down", way.orders)))
            chosen.push_back(way);
    }
    return chosen;
}

StageOptions stageFor(const ScenarioContext& context, const Way& way, std::uint64_t seed) {
    const ParameterValues& values = context.parameters;
    StageOptions options;
    options.label = fmt::format("{}, seed {}", way.name, seed);
    options.delays = values.choice("delays");
    options.shop.strategy = values.choice("strategy");
    options.shop.seed = seed;
    options.shop.shedAtQueueDepth = 0;
    options.shop.holdOrders = way.meanwhile == Meanwhile::Held;
    options.shop.orderWithin = kAnswerWithin;
    options.shop.answerWithin = kAnswerWithin;
    options.instances["worker"] = static_cast<std::size_t>(values.integer("workers"));
    options.instances["scheduler"] = 1;
    options.instances["auth"] = 0;
    options.instances["stock"] = 0;
    return options;
}

io::Awaitable<Result<verdict::Waiting>> look(roles::Ports ports, bool queueIsThere, Deadline deadline) {
    const auto counting = [](sql::Session& session) -> Result<verdict::Waiting> {
        const auto completed = session.query("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'");
        if (!completed) return pass(completed);
        const auto held = session.query("SELECT COUNT(*) FROM outbox WHERE topic = ?", {roles::kHeldOrders});
        if (!held) return pass(held);
        return verdict::Waiting{static_cast<std::uint64_t>(completed->first().integer(0)), 0,
                                static_cast<std::uint64_t>(held->first().integer(0))};
    };
    auto seen = co_await ports.database.read(deadline, counting);
    if (!seen || !queueIsThere) co_return seen;
    const auto queues = co_await ports.queue.allStats(deadline);
    if (!queues) co_return pass(queues);
    for (const queue::QueueStats& stats : *queues) {
        const bool ofOrders = stats.queue == roles::kOrderQueue || stats.queue.starts_with("orders.retry.");
        if (ofOrders) seen->inQueue += stats.ready + stats.unacked;
    }
    co_return seen;
}

// The fault: takes the part away, and gives it back.
class Fault {
  public:
    Fault(const Way& way, Stage& stage) : m_way(way), m_stage(stage) {}

    Result<> strike() {
        m_struck = true;
        if (m_way.down == "queue") return m_stage.lab().stopQueue();
        return forEachWorker(&lab::Lab::killInstance);
    }
    Result<> mend() {
        if (m_way.down == "queue") return m_stage.lab().startQueue();
        return forEachWorker(&lab::Lab::startInstance);
    }
    bool hasStruck() const { return m_struck; }

    // As it is now; at rest, if it comes to rest: what was in a worker's hands when the queue went away is done first.
    Result<verdict::Waiting> lookAtRest() {
        auto seen = lookNow();
        SteadyTime since = std::chrono::steady_clock::now();
        const auto isQuiet = [&] {
            const auto now = lookNow();
            const bool same = now && seen && now->completed == seen->completed;
            if (!same) since = std::chrono::steady_clock::now();
            seen = now;
            return std::chrono::steady_clock::now() - since >= kQuietFor;
        };
        m_stage.waitUntil(isQuiet, kQuietWithin);
        return seen;
    }
    Result<verdict::Waiting> lookNow() {
        io::Loop here;
        return here.runUntilDone(look(m_stage.lab().ports(), m_way.down != "queue", Deadline::in(kAskWithin)));
    }

  private:
    Result<> forEachWorker(Result<> (lab::Lab::*what)(std::string_view)) {
        for (const lab::InstanceState& instance : m_stage.lab().instances()) {
            if (instance.role != "worker") continue;
            if (auto done = (m_stage.lab().*what)(instance.name); !done) return done;
        }
        return {};
    }

    const Way& m_way;
    Stage& m_stage;
    bool m_struck = false;
};

// One variant on its stage, from the first order to the verdict.
class Outage {
  public:
    Outage(ScenarioContext& context, const Way& way, Stage& stage, std::uint64_t seed, double from, double to)
        : m_context(context),
          m_way(way),
          m_stage(stage),
          m_fault(way, stage),
          m_seed(seed),
          m_orders(static_cast<std::size_t>(context.parameters.integer("users"))),
          m_from(from),
          m_step((to - from) / 4) {}

    Result<> run(verdict::Variant& variant);

  private:
    load::LoadPlan planFor(std::size_t orders, std::size_t membersFrom) const;
    Result<load::LoadOutcome> sell(int part, std::string_view what, std::size_t orders, std::size_t membersFrom,
                                   const std::function<void(const load::LiveCounts&)>& meanwhile = {});
    Result<load::LoadOutcome> sellUntilItIsDown();
    Result<> sellWhileItIsDown(load::LoadOutcome& sold);
    Result<> judge(verdict::Variant& variant, const load::LoadOutcome& sold, domain::ItemId item, bool drained);

    ScenarioContext& m_context;
    const Way& m_way;
    Stage& m_stage;
    Fault m_fault;
    const std::uint64_t m_seed;
    const std::size_t m_orders;
    const double m_from;
    const double m_step;
    verdict::Outage m_outage;
};

load::LoadPlan Outage::planFor(std::size_t orders, std::size_t membersFrom) const {
    load::LoadPlan plan = m_stage.plan(true);
    load::Open open;
    open.perSecond = m_context.parameters.real("rate");
    open.requests = orders;
    open.lateMost = kAnswerWithin;
    plan.arrivals = open;
    plan.membersFrom = 1 + static_cast<std::int64_t>(membersFrom);
    plan.members = orders;
    plan.answerWithin = kAnswerWithin + 5s;
    plan.seed = m_seed;
    return plan;
}

Result<load::LoadOutcome> Outage::sell(int part, std::string_view what, std::size_t orders, std::size_t membersFrom,
                                       const std::function<void(const load::LiveCounts&)>& meanwhile) {
    const double from = m_from + m_step * part;
    return m_stage.run(planFor(orders, membersFrom), fmt::format("{}, seed {}: {}", m_way.name, m_seed, what), from,
                       from + m_step, meanwhile);
}

// The seed chooses the moment, after so many accepted orders: some are on their way then, wherever that is.
Result<load::LoadOutcome> Outage::sellUntilItIsDown() {
    Random random(m_seed);
    const std::uint64_t atAccepted = 1 + random.below(kOrdersBefore);
    Result<> struck;
    const auto strikeInTime = [&](const load::LiveCounts& live) {
        if (!m_fault.hasStruck() && live.accepted.load() >= atAccepted) struck = m_fault.strike();
    };
    auto sold = sell(0, "before", kOrdersBefore, 0, strikeInTime);
    if (sold && !m_fault.hasStruck()) struck = m_fault.strike();
    if (!struck) return pass(struck);
    return sold;
}

Result<> Outage::sellWhileItIsDown(load::LoadOutcome& sold) {
    const auto begin = m_fault.lookAtRest();
    if (!begin) return pass(begin);
    m_outage.meanwhile = m_way.meanwhile;
    m_outage.atItsBegin = *begin;
    m_outage.first = sold.record.attempts.size();
    auto meanwhile = sell(1, "while it is down", m_orders, kOrdersBefore);
    if (!meanwhile) return pass(meanwhile);
    m_outage.count = meanwhile->record.attempts.size();
    append(sold, *std::move(meanwhile));
    const auto end = m_fault.lookNow();
    if (!end) return pass(end);
    m_outage.atItsEnd = *end;
    return {};
}

Result<> Outage::judge(verdict::Variant& variant, const load::LoadOutcome& sold, domain::ItemId item, bool drained) {
    const auto stores = readStores(m_stage, {item}, drained);
    if (!stores) return pass(stores);
    verdict::SaleExpectations expectations =
        expectationsOf(*roles::findStrategy(m_context.parameters.choice("strategy")));
    expectations.mayFail = m_way.meanwhile == Meanwhile::Refused;
    variant.checks = verdict::checkOutage(sold.record, *stores, expectations, m_outage);
    addMetric(variant, "completed", static_cast<double>(completedIn(*stores)));
    return {};
}

Result<> Outage::run(verdict::Variant& variant) {
    Goods goods;
    goods.stock = kEnough;
    const auto item = m_stage.add(goods);
    if (!item) return pass(item);
    auto sold = sellUntilItIsDown();
    if (!sold) return pass(sold);
    if (auto went = sellWhileItIsDown(*sold); !went) return went;
    if (auto mended = m_fault.mend(); !mended) return mended;
    const SteadyTime mendedAt = std::chrono::steady_clock::now();
    if (m_way.meanwhile == Meanwhile::Refused && !m_context.interrupted) {
        auto again = sell(2, "who was refused comes again", m_orders, kOrdersBefore);
        if (!again) return pass(again);
        append(*sold, *std::move(again));
    }
    const bool drained = m_stage.drain(m_context.parameters.duration("drain"), std::string(m_way.name));
    const std::chrono::duration<double> recovered = std::chrono::steady_clock::now() - mendedAt;
    measureSale(variant, m_stage, *sold);
    addMetric(variant, "waitingMost", static_cast<double>(std::max(m_outage.atItsEnd.inQueue, m_outage.atItsEnd.held)));
    addMetric(variant, "recoveredAfter", recovered.count(), "s");
    if (!m_context.interrupted) {  // what was cut off in the middle speaks against nobody
        if (auto judged = judge(variant, *sold, *item, drained); !judged) return judged;
    }
    concludeVariant(variant, m_context.interrupted);
    return {};
}

Result<> loseAndRegain(ScenarioContext& context, const Way& way, double from, double to, verdict::Variant& variant) {
    auto stage = Stage::open(context, stageFor(context, way, variant.seed));
    if (!stage && stage.error().code == ErrorCode::Invalid) {
        variant.notRun = stage.error().message;
        return {};
    }
    if (!stage) return pass(stage);
    return Outage(context, way, **stage, variant.seed, from, to).run(variant);
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    const ParameterValues& values = context.parameters;
    Variants variants(context, beginResult(context, "decoupling", values.choice("delays")));
    const std::vector<Way> ways = chosenWays(values);
    const auto seeds = static_cast<std::uint64_t>(values.integer("seeds"));
    const double whole = static_cast<double>(ways.size() * seeds);
    double done = 0;
    for (const Way& way : ways) {
        for (std::uint64_t n = 0; n < seeds && variants.goOn(); ++n, done += 1) {
            verdict::Variant variant;
            variant.name = way.name;
            variant.seed = context.seed + n;
            const auto ran = loseAndRegain(context, way, done / whole, (done + 1) / whole, variant);
            variants.add(std::move(variant), ran);
        }
    }
    return std::move(variants).finish();
}

Connections connections(const ParameterValues&) {
    return {load::Open{}.connections};
}

}  // namespace

Scenario decoupling() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "decoupling";
    scenario.title = "Decoupling";
    scenario.stages =
        "Orders go on while every worker is dead, or while the work queue is stopped; then what was lost is back.";
    scenario.verdict = "Every order that was accepted is completed exactly once, and all stores agree.";
    Parameter strategy{"strategy", "How units are taken, by one that queues orders.", "lua-mq", Choice};
    for (const roles::StrategyInfo& one : roles::allStrategies()) {
        if (one.queued && !one.takesInWorker) strategy.choices.push_back(one.id);
    }
    scenario.parameters = {
        {"down", "What is away while orders come.", "all", Choices, 0, 0, {"worker", "queue"}},
        {"when-queue-is-down",
         "What becomes of orders then: refused with 503, or accepted and held in the database's outbox.",
         "all",
         Choices,
         0,
         0,
         {"refuse", "hold"}},
        {"users", "Who order while it is away, once each.", "1000", Integer, 1, 100'000, {}},
        {"rate", "Buyers a second.", "1000", Real, 1, 100'000, {}},
        {"workers", "Instances of the worker; all of them die.", "2", Integer, 1, 8, {}},
        std::move(strategy),
        common::seeds(),
        common::delays(),
        common::drain("60s"),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
