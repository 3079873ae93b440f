#include "roles/order/strategies/all.h"

#include <algorithm>
#include <array>

namespace rushlab::roles {
namespace {

constexpr std::array kStrategies{
    StrategyInfo{"none", "read stock, test, write back", "oversells", Expectation::Oversells, false, false, makeNone},
    StrategyInfo{"local-mutex", "the same under a mutex of the instance", "still oversells with two instances",
                 Expectation::OversellsWithTwoInstances, false, false, makeLocalMutex},
    StrategyInfo{"db-pessimistic", "SELECT FOR UPDATE, then update", "right, and the slowest under contention",
                 Expectation::Right, true, false, makeDbPessimistic},
    StrategyInfo{"db-optimistic", "a version column, tried again when it has changed",
                 "right, retries grow with contention", Expectation::Right, false, false, makeDbOptimistic},
    StrategyInfo{"db-conditional", "one UPDATE ... WHERE quantity >= n", "right, short", Expectation::Right, false,
                 false, makeDbConditional},
    StrategyInfo{"skip-locked", "claims unit rows with FOR UPDATE SKIP LOCKED", "right, buyers pass each other",
                 Expectation::Right, true, false, makeSkipLocked},
    StrategyInfo{"spin-lock", "SET NX PX, polling", "right, floods the key-value engine", Expectation::Right, false,
                 false, makeSpinLock},
    StrategyInfo{"pubsub-lock", "SET NX PX, woken by pub/sub, with watchdog and fencing token", "right, quiet",
                 Expectation::Right, false, false, makePubsubLock},
    StrategyInfo{"lua", "one script tests and takes n units, then the database", "right, fast", Expectation::Right,
                 false, false, makeLua},
    StrategyInfo{"lock-mq", "lock, test, take, publish, unlock; the worker completes", "right, the classic",
                 Expectation::Right, false, true, makeLockMq},
    StrategyInfo{"lua-mq", "a script takes, publish with confirm; the worker completes", "right, the fastest",
                 Expectation::Right, false, true, makeLuaMq},
    StrategyInfo{"mq-list", "everything is queued; the worker pops units from a list",
                 "right, first come, first served", Expectation::Right, false, true, makeMqList},
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
