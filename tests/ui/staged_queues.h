// The queues of a shop in the middle of its work, with their layout: what a page about queues is shown in tests.
// Plain values.
#pragma once

#include "lab/snapshot.h"

namespace rushlab::ui {

inline std::shared_ptr<const lab::QueueWiring> stagedWiring() {
    using std::chrono::seconds;
    lab::QueueWiring wiring;
    wiring.exchanges = {{"shop", "topic"}};
    wiring.bindings = {{"shop", "orders", "order.#"}};
    wiring.queues = {{"orders", {}, "", "orders.dlq"},
                     {"orders.dlq", {}, {}, ""},
                     {"orders.retry.1", seconds(1), "", "orders"},
                     {"orders.retry.2", seconds(5), "", "orders"},
                     {"orders.retry.3", seconds(15), "", "orders"},
                     {"coupons.dlq", {}, {}, ""},
                     {"coupons", {}, "", "coupons.dlq"}};
    return std::make_shared<const lab::QueueWiring>(std::move(wiring));
}

// A hundred orders a second are published, ninety done.
inline void stageQueues(lab::Snapshot& snapshot) {
    const auto seconds = static_cast<std::uint64_t>(snapshot.at / std::chrono::seconds(1));
    snapshot.queues = {{"orders", 12, 3, 1}, {"orders.retry.1", 2}, {"orders.dlq", 1}, {"coupons", 0, 0, 1},
                       {"orders.retry.2"},   {"orders.retry.3"},    {"coupons.dlq"}};
    lab::Snapshot::Queue& orders = snapshot.queues[0];
    orders.published = 100 * seconds;
    orders.delivered = 93 * seconds;
    orders.acked = 90 * seconds;
    orders.who = {{41, "worker-1", 50, seconds % 2 == 0 ? 3U : 0U}};
    snapshot.queues[3].who = {{43, "worker-1", 0, 0}};
    snapshot.wiring = stagedWiring();
}

}  // namespace rushlab::ui
