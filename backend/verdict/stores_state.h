// What every store of the shop says once a load has drained: the database, the key-value engine, the queues.
// Plain values, any thread; checks are functions of them, so that a planted fault needs no engine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/item.h"
#include "domain/order.h"
#include "verdict/order_key.h"

namespace rushlab::verdict {

struct ItemState {
    domain::ItemId item;
    domain::ItemType type = domain::ItemType::General;
    std::optional<WallTime> startAt;
    std::int64_t initial = 0;   // units when the sale began
    std::int64_t quantity = 0;  // units that are left, by the database
    // Units that are left, by the key-value engine; nothing: it has no number for the item.
    std::optional<std::int64_t> keyValueStock;
    std::int64_t heldUnits = 0;  // taken in the key-value engine for orders that nothing durable knows of
    std::vector<std::string> heldOrders;
};

struct StoredOrder {
    OrderKey key;
    domain::MemberId member;
    domain::ItemId item;     // of its lines of watched items; several items are several StoredOrders
    std::int64_t units = 0;  // of that item, all lines together; 0 where it has no line at all
    WallTime createdAt{};
    domain::OrderStatus status = domain::OrderStatus::Pending;
    std::uint8_t lines = 0;
};

struct QueueState {
    std::string name;
    std::uint64_t ready = 0;
    std::uint64_t unacked = 0;
};

struct DeadLetter {
    std::string queue;
    std::string order;  // the message's id, or what its body says
    std::string why;
    std::uint64_t retries = 0;  // that it was given before it died
};

struct StoresState {
    std::vector<ItemState> items;
    std::vector<StoredOrder> orders;    // by key
    std::vector<QueueState> queues;     // that must be empty in the end, the dead letters' own apart
    std::uint64_t deadLetterCount = 0;  // of which the first are in deadLetters
    std::vector<DeadLetter> deadLetters;
    std::uint64_t outboxRows = 0;
    // False: nobody saw everything at rest before this was read; what is missing may yet come.
    bool drained = true;
};

struct IssuedCoupon {
    std::string coupon;
    std::int64_t account = 0;
};

struct CouponState {
    std::uint64_t made = 0;
    std::vector<IssuedCoupon> issued;
    std::vector<QueueState> queues;
    std::uint64_t deadLetterCount = 0;
    std::vector<DeadLetter> deadLetters;
    bool drained = true;
};

}  // namespace rushlab::verdict
