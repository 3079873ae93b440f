// One coupon to one account: by a queue and a list, or by the database alone.
#include "scenarios/all.h"
#include "scenarios/common_parameters.h"
#include "scenarios/coupon_sql.h"
#include "scenarios/stage.h"
#include "scenarios/variants.h"

#include "base/json_writer.h"
#include "roles/keys.h"
#include "roles/queues.h"
#include "verdict/collect.h"
#include "verdict/sale_checks.h"
#include "verdict/staging_checks.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kAnswerWithin = 30s;

struct Way {
    std::string_view id;
    bool byList;                               // which setting of the shop
    std::optional<CouponStatement> statement;  // straight to the database; nothing: through the shop
    std::string_view how;
    std::string_view speaksFor;
    std::string_view speaksAgainst;
    bool needsRowLocks = false;  // without them it would be another mechanism under this one's name
};

struct Judged {
    std::vector<verdict::Check> checks;
    std::size_t issued = 0;  // coupons that have an account in the database
};

constexpr std::array kWays{
    Way{"list", true, std::nullopt,
        "validate, queue; the consumer pops an id from a list that is refilled under a lock",
        "the answer does not wait for the database; a crowd becomes a queue; one refill serves many",
        "three engines must agree; the answer is a promise; a lost list must be made anew from the database"},
    Way{"skip-locked", false, std::nullopt, "one UPDATE claims a free row in the request",
        "one engine, one statement; the answer is final", "every request is a transaction while its buyer waits", true},
    Way{"one-update", false, CouponStatement::OneUpdate, "the same statement without the shop around it",
        "shows what the database alone can do", "no checks, no HTTP: only a measure"},
    Way{"select-then-update", false, CouponStatement::SelectThenUpdate,
        "SELECT ... FOR UPDATE SKIP LOCKED, then UPDATE", "the row can be looked at before it is given away",
        "two round trips while the row is locked", true},
};

Result<Judged> judge(Stage& stage, const verdict::Record& record, bool drained) {
    verdict::WatchedQueues queues;
    queues.mustBeEmpty.emplace_back(roles::kCouponQueue);
    for (std::size_t attempt = 1; attempt <= stage.lab().settings().retryDelays.size(); ++attempt)
        queues.mustBeEmpty.push_back(roles::retryQueue(roles::kCouponQueue, attempt));
    queues.deadLetters = roles::deadLetterQueue(roles::kCouponQueue);
    const roles::Ports ports = stage.lab().ports();
    const verdict::Stores stores{ports.keyValue, ports.queue, ports.database};
    io::Loop here;
    auto state = here.runUntilDone(verdict::collectCoupons(stores, std::move(queues), Deadline::in(60s)));
    if (!state) return pass(state);
    state->drained = drained;
    return Judged{verdict::checkCoupons(record, *state, true), state->issued.size()};
}

load::LoadPlan planFor(const ScenarioContext& context, const Stage& stage) {
    load::LoadPlan plan = stage.plan(true);
    plan.arrivals = load::Burst{static_cast<std::size_t>(context.parameters.integer("users")), 1};
    plan.what = load::What::Coupon;
    plan.path = "/api/coupons/issue";
    plan.answerWithin = kAnswerWithin + 5s;
    return plan;
}

// Loses the list once, half way: what a restart of a key-value engine does.
class ListLoss {
  public:
    ListLoss(Stage& stage, std::uint64_t after) : m_stage(stage), m_after(after) {}

    void operator()(const load::LiveCounts& live) {
        if (m_done || live.ended.load() < m_after) return;
        io::Loop here;
        const auto removed = here.runUntilDone(
            m_stage.lab().ports().keyValue.remove(roles::keys::kFreeCoupons, Deadline::in(kAnswerWithin)));
        m_done = removed && *removed;  // else it was empty, or not there yet: at the next look
        if (m_done) m_stage.lab().note("fault", "the list of free coupons is lost");
    }
    bool metSomething() const { return m_done; }

  private:
    Stage& m_stage;
    std::uint64_t m_after;
    bool m_done = false;
};

Result<CouponRun> throughShop(ScenarioContext& context, const Way& way, Stage& stage, double from, double to) {
    const auto users = static_cast<std::uint64_t>(context.parameters.integer("users"));
    const SteadyTime began = std::chrono::steady_clock::now();
    ListLoss loss(stage, users / 2);
    std::function<void(const load::LiveCounts&)> meanwhile;
    if (way.byList && context.parameters.flag("lose-list"))
        meanwhile = [&loss](const load::LiveCounts& live) { loss(live); };
    auto outcome = stage.run(planFor(context, stage), std::string(way.id), from, to, meanwhile);
    if (!outcome) return pass(outcome);
    const bool drained = stage.drain(context.parameters.duration("drain"), std::string(way.id));
    return CouponRun{std::move(outcome->record), std::move(outcome->latency), std::chrono::steady_clock::now() - began,
                     drained, meanwhile && !loss.metSomething()};
}

// What the database says of its plans goes to `tables`, once.
Result<> give(ScenarioContext& context, const Way& way, double from, double to, verdict::Variant& variant,
              std::vector<verdict::Table>& tables) {
    const ParameterValues& values = context.parameters;
    StageOptions options;
    options.label = way.id;
    options.delays = values.choice("delays");
    options.shop.seed = context.seed;
    options.shop.couponsByList = way.byList;
    options.shop.couponsARefill = values.integer("refill");
    options.shop.orderWithin = kAnswerWithin;
    options.shop.answerWithin = kAnswerWithin;
    options.instances = {{"auth", 0}, {"stock", 0}, {"scheduler", 1}};
    auto stage = Stage::open(context, std::move(options));
    if (!stage) return pass(stage);
    const auto made = (*stage)->post("order", "/coupons", fmt::format(R"({{"count":{}}})", values.integer("coupons")));
    if (!made) return pass(made);
    sql::Database& database = (*stage)->lab().ports().database;
    if (way.needsRowLocks && !database.traits().rowLocks) {
        variant.notRun = database.traits().withoutRowLocks;
        return {};
    }
    if (tables.empty()) {
        auto plans = couponPlans(database);
        if (!plans) return pass(plans);
        tables.push_back(*std::move(plans));
    }
    (*stage)->tell("loading", std::string(way.id), from);
    auto run =
        way.statement
            ? Result<CouponRun>(giveBySql(database, *way.statement, values.integer("users"), context.interrupted))
            : throughShop(context, way, **stage, from, to);
    if (!run) return pass(run);
    const double seconds = std::chrono::duration<double>(run->took).count();
    addMetric(variant, "took", seconds, "s");
    if (!context.interrupted) {  // what was cut off in the middle speaks against nobody
        auto judged = judge(**stage, run->record, run->drained);
        if (!judged) return pass(judged);
        variant.checks = std::move(judged->checks);
        if (run->faultMetNothing) variant.checks.push_back(verdict::faultMetNothing());
        if (seconds > 0) addMetric(variant, "givenRate", static_cast<double>(judged->issued) / seconds, "1/s");
    }
    addLatency(variant, run->latency);
    variant.latencies.push_back({"coupon", std::move(run->latency)});
    (*stage)->describe(variant);
    concludeVariant(variant, context.interrupted);
    return {};
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    Variants variants(context, beginResult(context, "coupon", context.parameters.choice("delays")));
    const std::string& chosen = context.parameters.choice("way");
    verdict::Table ways{"What speaks for and against each way", {"way", "how", "for", "against"}, {}};
    double done = 0;
    const double whole = chosen == "all" ? static_cast<double>(kWays.size()) : 1;
    for (const Way& way : kWays) {
        if (chosen != "all" && chosen != way.id) continue;
        if (!variants.goOn()) break;
        verdict::Variant variant;
        variant.name = way.id;
        variant.seed = context.seed;
        const auto given = give(context, way, done / whole, (done + 1) / whole, variant, variants.result().tables);
        variants.add(std::move(variant), given);
        done += 1;
        ways.rows.push_back(
            {std::string(way.id), std::string(way.how), std::string(way.speaksFor), std::string(way.speaksAgainst)});
    }
    variants.result().tables.push_back(std::move(ways));
    return std::move(variants).finish();
}

Connections connections(const ParameterValues& values) {
    return {static_cast<std::size_t>(values.integer("users"))};
}

}  // namespace

Scenario coupon() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "coupon";
    scenario.title = "Coupons";
    scenario.stages = "Users ask at once for a coupon each: by a queue and a list, or by the database's SKIP LOCKED.";
    scenario.verdict = "Each coupon goes to one account, each request gets one at most, and none is lost.";
    std::vector<std::string_view> ways{"all"};
    for (const Way& way : kWays)
        ways.push_back(way.id);
    scenario.parameters = {
        {"way", "How coupons are given away; all runs every one.", "all", Choice, 0, 0, std::move(ways)},
        {"coupons", "That there are.", "1000", Integer, 1, 100'000, {}},
        {"users", "Who ask, all at once.", "1500", Integer, 1, 20'000, {}},
        {"refill", "Ids that one refill of the list brings.", "100", Integer, 1, 10'000, {}},
        {"lose-list", "Whether the key-value engine loses the list half way.", "off", Flag, 0, 0, {}},
        common::delays(),
        common::drain("60s"),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
