// A sale that opens at a moment: nothing before it; what is reserved is paid, or goes back in time, once.
#include <algorithm>

#include "scenarios/all.h"
#include "scenarios/common_parameters.h"
#include "scenarios/sale_run.h"
#include "scenarios/variants.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kAnswerWithin = 30s;
constexpr auto kOverdueEvery = 100ms;
constexpr auto kExpiresWithin = 30s;  // however busy the machine is

StageOptions stageFor(const ScenarioContext& context) {
    const ParameterValues& values = context.parameters;
    StageOptions options;
    options.label = fmt::format("time-deal, seed {}", context.seed);
    options.delays = values.choice("delays");
    options.shop.strategy = values.choice("strategy");
    options.shop.seed = context.seed;
    options.shop.shedAtQueueDepth = 0;
    options.shop.reservedFor = values.duration("reserved-for");
    options.shop.paymentFailureRate = values.real("declined");
    options.shop.overdueEvery = kOverdueEvery;
    options.shop.orderWithin = kAnswerWithin;
    options.shop.answerWithin = kAnswerWithin;
    options.instances["auth"] = 0;
    options.instances["stock"] = 0;
    return options;
}

load::LoadPlan planFor(const ScenarioContext& context, const Stage& stage) {
    const ParameterValues& values = context.parameters;
    load::LoadPlan plan = stage.plan(true);
    load::Closed closed;
    closed.users = static_cast<std::size_t>(values.integer("users"));
    closed.ordersEach = 1;
    plan.arrivals = closed;
    plan.unitsMost = values.integer("units");
    plan.payments.share = values.real("pay");
    plan.payments.delayMost = values.duration("reserved-for") / 2;
    plan.payments.triesMost = 3;
    plan.notOpenAgainAfter = values.duration("again");
    plan.answerWithin = kAnswerWithin + 5s;
    plan.timeMost = load::mayTake(plan) + values.duration("opens-in");
    return plan;
}

// Whether every reservation was paid or has gone back.
Result<bool> nothingReserved(Stage& stage) {
    const auto ask = [](sql::Session& session) -> Result<bool> {
        const auto rows = session.query("SELECT count(*) FROM orders WHERE status IN ('RESERVED', 'PAID')");
        if (!rows) return pass(rows);
        return rows->first().integer(0) == 0;
    };
    io::Loop here;
    return here.runUntilDone(stage.lab().ports().database.read(Deadline::in(5s), ask));
}

verdict::Check noReservationLeft(const Result<bool>& none) {
    verdict::Check check;
    check.name = "expired";
    check.expected = "0 reservations left";
    if (!none) {
        check.actual = "not known";
        check.says = fmt::format("The database could not be asked: {}", none.error().message);
        return check;
    }
    check.actual = *none ? "0 reservations left" : "some were neither paid nor expired in time";
    check.outcome = *none ? verdict::Verdict::Pass : verdict::Verdict::Fail;
    check.says = "What was reserved and not paid in time has expired.";
    return check;
}

void countWhatBuyersDid(verdict::Variant& variant, const verdict::Record& record) {
    const auto early = std::ranges::count(record.attempts, domain::Code::NotOpen, &verdict::Attempt::code);
    double paid = 0;
    double declined = 0;
    for (const verdict::Payment& payment : record.payments) {
        if (payment.outcome == verdict::Outcome::Ok) paid += 1;
        if (payment.code == domain::Code::PaymentDeclined) declined += 1;
    }
    addMetric(variant, "cameEarly", static_cast<double>(early));
    addMetric(variant, "payments", static_cast<double>(record.payments.size()));
    addMetric(variant, "paid", paid);
    addMetric(variant, "declined", declined);
}

Result<> sell(ScenarioContext& context, verdict::Variant& variant) {
    const ParameterValues& values = context.parameters;
    auto stage = Stage::open(context, stageFor(context));
    if (!stage && stage.error().code == ErrorCode::Invalid) {
        variant.notRun = stage.error().message;
        return {};
    }
    if (!stage) return pass(stage);
    Goods goods;
    goods.stock = values.integer("stock");
    goods.startAt = context.clock.wallNow() + values.duration("opens-in");
    const auto item = (*stage)->add(goods);
    if (!item) return pass(item);
    const SteadyTime began = std::chrono::steady_clock::now();
    const auto outcome = (*stage)->run(planFor(context, **stage), variant.name, 0, 0.8);
    if (!outcome) return pass(outcome);
    (*stage)->tell("expiring", "what was abandoned", 0.8);
    (*stage)->drain(values.duration("drain"), variant.name);
    Result<bool> expired = false;
    const auto haveExpired = [&] {
        expired = nothingReserved(**stage);
        return expired && *expired;
    };
    (*stage)->waitUntil(haveExpired,
                        values.duration("reserved-for") + std::max<Milliseconds>(values.duration("drain"), kExpiresWithin));
    const bool drained = (*stage)->drain(values.duration("drain"), variant.name);
    const auto untilDrained = std::chrono::steady_clock::now() - began;
    measureSale(variant, **stage, *outcome);
    countWhatBuyersDid(variant, outcome->record);
    (*stage)->tell("checking", variant.name, 1);
    const verdict::SaleExpectations expectations = expectationsOf(*roles::findStrategy(values.choice("strategy")));
    if (!context.interrupted) {  // what was cut off in the middle speaks against nobody
        auto judged = judgeSale(**stage, outcome->record, {*item}, expectations, drained);
        if (!judged) return pass(judged);
        variant.checks = std::move(judged->checks);
        variant.checks.push_back(noReservationLeft(expired));
        measureCompleted(variant, judged->completed, untilDrained);
    }
    concludeVariant(variant, context.interrupted);
    return {};
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    Variants variants(context, beginResult(context, "time-deal", context.parameters.choice("delays")));
    verdict::Variant variant;
    variant.name = context.parameters.choice("strategy");
    variant.seed = context.seed;
    const auto sold = sell(context, variant);
    variants.add(std::move(variant), sold);
    return std::move(variants).finish();
}

Connections connections(const ParameterValues& values) {
    return {static_cast<std::size_t>(values.integer("users"))};
}

}  // namespace

Scenario timeDeal() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "time-deal";
    scenario.title = "Time deal";
    scenario.stages = "Buyers come before the sale opens; what they reserve they pay, or abandon until it expires.";
    scenario.verdict = "Nothing is sold early, and the stock of what was not paid returns exactly once.";
    scenario.parameters = {
        common::strategy(common::Strategies::Right),
        {"users", "Buyers.", "500", Integer, 1, 20'000, {}},
        {"stock", "Units for sale.", "300", Integer, 0, 1'000'000, {}},
        common::units("3"),
        {"opens-in", "When the sale opens; buyers come at once.", "1s", Duration, 0, 600'000, {}},
        {"again", "After what time a buyer who came too early asks again.", "100ms", Duration, 10, 600'000, {}},
        {"reserved-for", "Until when a reservation must be paid.", "2s", Duration, 100, 86'400'000, {}},
        {"pay", "The share of buyers who pay; the others abandon what they reserved.", "0.7", Real, 0, 1, {}},
        {"declined", "The share of payments that are declined.", "0.2", Real, 0, 1, {}},
        common::delays(),
        common::drain("60s"),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
