#include "scenarios/common_parameters.h"

#include "roles/order/strategy.h"

namespace rushlab::scenarios::common {

using enum ParameterKind;

namespace {

std::string_view expectedOf(const roles::StrategyInfo& strategy) {
    switch (strategy.expectation) {
        case roles::Expectation::Right:
            return "";
        case roles::Expectation::Oversells:
            return "oversells";
        case roles::Expectation::OversellsWithTwoInstances:
            return "oversells with two instances";
    }
    abortBecause("a strategy that nothing is expected of");
}

}  // namespace

Parameter strategy(Strategies which) {
    const bool several = which == Strategies::Several;
    Parameter parameter{"strategy", "How units are taken.", "lua-mq", several ? Choices : Choice};
    if (several) parameter.help = "How units are taken; several are run one after the other under the same seeds.";
    for (const roles::StrategyInfo& strategy : roles::allStrategies()) {
        if (which == Strategies::Right && strategy.expectation != roles::Expectation::Right) continue;
        parameter.choices.push_back(strategy.id);
        parameter.choicesExplained.push_back({strategy.mechanism, strategy.teaches, expectedOf(strategy)});
    }
    return parameter;
}

Parameter seeds() {
    return {"seeds", "Each strategy is run under this many seeds, from --seed on.", "1", Integer, 1, 1'000, {}};
}

Parameter instances() {
    return {"instances", "Of the order role.", "2", Integer, 1, 8, {}};
}

Parameter via() {
    return {"via", "Where orders are sent.", "gateway", Choice, 0, 0, {"gateway", "order"}};
}

Parameter units(std::string_view byDefault) {
    return {"units", "Units that a buyer wants at most; each wants 1 to this many.", byDefault, Integer, 1, 100, {}};
}

Parameter delays() {
    return {"delays", "How far away the engines pretend to be.", "none", Choice, 0,
            0,        {"none", "same-host", "lan", "cloud"}};
}

Parameter drain(std::string_view byDefault) {
    return {"drain", "How long the shop may take to finish what it accepted.", byDefault, Duration, 100, 3'600'000, {}};
}

Parameter lock() {
    return {"lock",
            "Seconds a buyer waits for a lock, and seconds it is lent.",
            "10/3",
            Choice,
            0,
            0,
            {"10/3", "3/10", "2/20", "5/3"}};
}

}  // namespace rushlab::scenarios::common
