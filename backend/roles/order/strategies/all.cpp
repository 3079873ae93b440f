#include "roles/order/strategies/all.h"

#include <algorithm>
#include <array>

namespace rushlab::roles {
namespace {

constexpr std::array kStrategies{
    StrategyInfo{.id = "none",
                 .mechanism = "read stock, test, write back",
                 .teaches = "oversells",
                 .expectation = Expectation::Oversells,
                 .make = makeNone},
    StrategyInfo{.id = "db-conditional",
                 .mechanism = "one UPDATE ... WHERE quantity >= n",
                 .teaches = "right, short",
                 .make = makeDbConditional},
    StrategyInfo{.id = "lua-mq",
                 .mechanism = "a script takes, publish with confirm, the worker completes",
                 .teaches = "right, and the fastest",
                 .queued = true,
                 .make = makeLuaMq},
};

}  // namespace

std::span<const StrategyInfo> allStrategies() {
    return kStrategies;
}

const StrategyInfo* findStrategy(std::string_view id) {
    const auto found = std::find_if(kStrategies.begin(), kStrategies.end(),
                                    [id](const StrategyInfo& strategy) { return strategy.id == id; });
    return found == kStrategies.end() ? nullptr : &*found;
}

}  // namespace rushlab::roles
