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
    StrategyInfo{.id = "local-mutex",
                 .mechanism = "the same under a mutex of the instance",
                 .teaches = "still oversells with two instances",
                 .expectation = Expectation::OversellsWithTwoInstances,
                 .make = makeLocalMutex},
    StrategyInfo{.id = "db-pessimistic",
                 .mechanism = "SELECT FOR UPDATE, then update",
                 .teaches = "right, and the slowest under contention",
                 .needsRowLocks = true,
                 .make = makeDbPessimistic},
    StrategyInfo{.id = "db-optimistic",
                 .mechanism = "a version column, tried again when it has changed",
                 .teaches = "right, retries grow with contention",
                 .make = makeDbOptimistic},
    StrategyInfo{.id = "db-conditional",
                 .mechanism = "one UPDATE ... WHERE quantity >= n",
                 .teaches = "right, short",
                 .make = makeDbConditional},
    StrategyInfo{.id = "skip-locked",
                 .mechanism = "claims unit rows with FOR UPDATE SKIP LOCKED",
                 .teaches = "right, buyers pass each other",
                 .needsRowLocks = true,
                 .hasUnitRows = true,
                 .make = makeSkipLocked},
    StrategyInfo{.id = "spin-lock",
                 .mechanism = "SET NX PX, polling",
                 .teaches = "right, floods the key-value engine",
                 .make = makeSpinLock},
    StrategyInfo{.id = "pubsub-lock",
                 .mechanism = "SET NX PX, woken by pub/sub, with watchdog and fencing token",
                 .teaches = "right, quiet",
                 .make = makePubsubLock},
    StrategyInfo{.id = "lua",
                 .mechanism = "one script tests and takes n units, then the database",
                 .teaches = "right, fast",
                 .countsInKeyValue = true,
                 .make = makeLua},
    StrategyInfo{.id = "lock-mq",
                 .mechanism = "lock, test, take, publish, unlock; the worker completes",
                 .teaches = "right, the classic",
                 .queued = true,
                 .countsInKeyValue = true,
                 .make = makeLockMq},
    StrategyInfo{.id = "lua-mq",
                 .mechanism = "a script takes, publish with confirm; the worker completes",
                 .teaches = "right, the fastest",
                 .queued = true,
                 .countsInKeyValue = true,
                 .make = makeLuaMq},
    StrategyInfo{.id = "mq-list",
                 .mechanism = "everything is queued; the worker pops units from a list",
                 .teaches = "right, first come, first served",
                 .queued = true,
                 .hasUnitRows = true,
                 .takesInWorker = true,
                 .make = makeMqList},
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
