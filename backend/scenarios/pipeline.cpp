// As many orders as the shop can take: stock falls by exactly their number, and nobody is refused.
#include <algorithm>

#include "scenarios/all.h"
#include "scenarios/common_parameters.h"
#include "scenarios/echo_rate.h"
#include "scenarios/sale_run.h"
#include "scenarios/variants.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kEnough = 100'000'000;  // units: nobody is to find it sold out
constexpr auto kEchoLasts = 1'000ms;
constexpr auto kAnswerWithin = 30s;  // a slow answer is a slow answer, not a failure

StageOptions stageFor(const ScenarioContext& context, std::string label) {
    const ParameterValues& values = context.parameters;
    StageOptions options;
    options.label = std::move(label);
    options.delays = values.choice("delays");
    options.shop.strategy = values.choice("strategy");
    options.shop.seed = context.seed;
    options.shop.shedAtQueueDepth = 0;
    options.shop.prefetch = static_cast<std::uint32_t>(values.integer("prefetch"));
    options.shop.orderWithin = kAnswerWithin;
    options.shop.answerWithin = kAnswerWithin;
    options.instances["order"] = static_cast<std::size_t>(values.integer("instances"));
    options.instances["scheduler"] = 1;
    options.instances["auth"] = 0;
    options.instances["stock"] = 0;
    return options;
}

load::LoadPlan planFor(const ScenarioContext& context, const Stage& stage, std::int64_t users) {
    const ParameterValues& values = context.parameters;
    load::LoadPlan plan = stage.plan(values.choice("via") == "gateway");
    load::Closed closed;
    closed.users = static_cast<std::size_t>(users);
    closed.ordersEach = static_cast<std::size_t>(values.integer("orders"));
    if (closed.ordersEach == 0) closed.lasting = values.duration("duration");
    closed.thinkTime = values.duration("think");
    plan.arrivals = closed;
    plan.answerWithin = kAnswerWithin + 5s;
    return plan;
}

Result<> runUsers(ScenarioContext& context, std::int64_t users, double from, double to, verdict::Variant& variant) {
    const ParameterValues& values = context.parameters;
    const std::string what = variant.name;
    const auto echo = echoPerSecond(context, static_cast<std::size_t>(users), kEchoLasts);
    if (!echo) return pass(echo);
    auto stage = Stage::open(context, stageFor(context, what));
    if (!stage && stage.error().code == ErrorCode::Invalid) {
        variant.notRun = stage.error().message;
        return {};
    }
    if (!stage) return pass(stage);
    Goods goods;
    goods.stock = kEnough;
    const auto item = (*stage)->add(goods);
    if (!item) return pass(item);
    const SteadyTime began = std::chrono::steady_clock::now();
    const auto outcome = (*stage)->run(planFor(context, **stage, users), what, from, to);
    if (!outcome) return pass(outcome);
    const bool drained = (*stage)->drain(values.duration("drain"), what);
    const auto untilDrained = std::chrono::steady_clock::now() - began;
    measureSale(variant, **stage, *outcome);
    addMetric(variant, "echoRate", *echo, "1/s");
    if (*echo > 0) addMetric(variant, "echoShare", outcome->acceptedPerSecond() / *echo);
    (*stage)->tell("checking", what, to);
    verdict::SaleExpectations expectations = expectationsOf(*roles::findStrategy(values.choice("strategy")));
    expectations.mayFail = false;
    if (!context.interrupted) {  // what was cut off in the middle speaks against nobody
        auto judged = judgeSale(**stage, outcome->record, {*item}, expectations, drained);
        if (!judged) return pass(judged);
        variant.checks = std::move(judged->checks);
        measureCompleted(variant, judged->completed, untilDrained);
    }
    concludeVariant(variant, context.interrupted);
    return {};
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    Variants variants(context, beginResult(context, "pipeline", context.parameters.choice("delays")));
    const std::vector<std::int64_t> steps = context.parameters.integers("users");
    const double whole = static_cast<double>(steps.size());
    for (std::size_t n = 0; n < steps.size() && variants.goOn(); ++n) {
        verdict::Variant variant;
        variant.name = fmt::format("{} users", steps[n]);
        variant.seed = context.seed;
        const double from = static_cast<double>(n) / whole;
        const auto done = runUsers(context, steps[n], from, from + 1 / whole, variant);
        variants.add(std::move(variant), done);
    }
    variants.result().notes.emplace_back(
        "echoShare is the rate of accepted orders as a share of what the same load gets, in the same run, from a "
        "server that only answers.");
    return std::move(variants).finish();
}

Connections connections(const ParameterValues& values) {
    return {static_cast<std::size_t>(std::ranges::max(values.integers("users"))), values.choice("via") == "gateway",
            static_cast<std::size_t>(values.integer("instances"))};
}

}  // namespace

Scenario pipeline() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "pipeline";
    scenario.title = "Pipeline";
    scenario.stages =
        "Users order one after the other, as fast as they are answered; one step for each number of users.";
    scenario.verdict = "Stock falls by exactly the number of orders, and no request fails.";
    scenario.parameters = {
        {"users", "At once; several numbers are several steps.", "1000,2000,4000", Integers, 1, 20'000, {}},
        {"orders", "Of each user; 0: as many as fit into the duration.", "0", Integer, 0, 100'000, {}},
        {"duration", "How long users go on, where their orders are not numbered.", "5s", Duration, 100, 3'600'000, {}},
        {"think", "The mean time between an answer and a user's next order.", "0ms", Duration, 0, 600'000, {}},
        common::strategy(common::Strategies::One),
        common::via(),
        common::instances(),
        {"prefetch", "Orders that the worker holds unacknowledged.", "50", Integer, 0, 100'000, {}},
        common::delays(),
        common::drain("2min"),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
