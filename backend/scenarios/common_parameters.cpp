#include "scenarios/common_parameters.h"

#include "roles/order/strategy.h"

namespace rushlab::scenarios::common {

using enum ParameterKind;

Parameter strategy(Strategies which) {
    std::vector<std::string_view> ids;
    if (which == Strategies::EveryAndAll) ids.emplace_back("all");
    for (const roles::StrategyInfo& strategy : roles::allStrategies()) {
        if (which != Strategies::Right || strategy.expectation == roles::Expectation::Right) ids.push_back(strategy.id);
    }
    const std::string_view help =
        which == Strategies::EveryAndAll ? "How units are taken; all runs every one." : "How units are taken.";
    return {"strategy", help, "lua-mq", Choice, 0, 0, std::move(ids)};
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
