// Completes a batch of orders in one transaction: order rows, their lines, the stock, one outbox row.
// Guarantees: an order id is stored once, however often it comes (the orders row decides); an order that the stock does
// not cover leaves nothing behind (but its canceled row, where its units were not taken before it was queued) and does
// not hinder the others. Within its caller's transaction, on any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/order_message.h"
#include "engines/sql/database.h"

namespace rushlab::roles {

enum class Fate : std::uint8_t {
    Stored,
    Known,     // a row of that id was there: completed before, expired or canceled
    Canceled,  // stored as such: nobody had taken its units before it was queued, and the stock does not cover it
    Refused,   // the stock's row is missing or does not cover it
};

// An order and what it becomes. A canceled one (there was nothing left to take for it) takes nothing from the stock.
struct OrderToStore {
    explicit OrderToStore(domain::OrderMessage ownMessage)
        : message(std::move(ownMessage)),
          status(message.reservedUntil ? domain::OrderStatus::Reserved : domain::OrderStatus::Completed) {}

    domain::OrderMessage message;
    domain::OrderStatus status;
};

// One fate for each order, in their order.
Result<std::vector<Fate>> storeOrders(sql::Session& session, std::span<const OrderToStore> orders, WallTime now);

}  // namespace rushlab::roles
