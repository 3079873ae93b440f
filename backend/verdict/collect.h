// Reads what every store says, for the checks: whole, in pages, without stopping anybody.
// Any loop. Read it once the load has drained: what moves meanwhile is seen in one store and not in another.
#pragma once

#include <string>
#include <vector>

#include "engines/kv/key_value.h"
#include "engines/queue/work_queue.h"
#include "engines/sql/database.h"
#include "verdict/stores_state.h"

namespace rushlab::verdict {

struct Stores {
    kv::KeyValue& keyValue;
    queue::WorkQueue& queue;
    sql::Database& database;
};

// An item and where the key-value engine keeps what it knows of it.
struct WatchedItem {
    domain::ItemId item;
    std::string stockKey;
    std::string reservationsKey;
};

struct WatchedQueues {
    std::vector<std::string> mustBeEmpty;  // the queue itself, its retries
    std::string deadLetters;
};

io::Awaitable<Result<StoresState>> collectSale(Stores stores, std::vector<WatchedItem> items, WatchedQueues queues,
                                               Deadline deadline);
// All that a dead-letter queue holds; of the states above only the first are there.
io::Awaitable<Result<std::vector<DeadLetter>>> collectDeadLetters(queue::WorkQueue& queue, std::string name,
                                                                  Deadline deadline);
io::Awaitable<Result<CouponState>> collectCoupons(Stores stores, WatchedQueues queues, Deadline deadline);

}  // namespace rushlab::verdict
