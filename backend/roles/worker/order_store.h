// Completes a batch of orders in one transaction: order rows, their lines, the stock, one outbox row.
// Guarantees: an order id is stored once, however often it comes (the orders row decides); an order that the stock does
// not cover leaves nothing behind and does not hinder the others. Within its caller's transaction, on any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/order_message.h"
#include "engines/sql/database.h"

namespace rushlab::roles {

enum class Fate : std::uint8_t {
    Stored,
    Known,    // a row of that id was there: completed before, expired or canceled
    Refused,  // the stock's row is missing or does not cover it
};

// One fate for each order, in their order.
Result<std::vector<Fate>> storeOrders(sql::Session& session, std::span<const domain::OrderMessage> orders,
                                      WallTime now);

// What a message's order is stored as.
domain::OrderStatus storedStatus(const domain::OrderMessage& order);

}  // namespace rushlab::roles
