// Events that are committed with what they tell of: a row of the outbox each, which the worker's relay carries on.
// A row's payload is one event to a line, so that a batch costs one row; the event log gets one record for each line.
// The record's key is the row's, or, where that is empty, the event's orderId. Rows of the topic units-returned are not
// for the log: each of their lines returns units to the key-value engine (HeldUnits::returned). Nor are rows of the
// topic held-orders: each is an order that was accepted while the work queue was away, and goes there.
// Any thread; writeOutbox() within its caller's transaction.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "domain/order.h"
#include "engines/sql/database.h"

namespace rushlab::roles {

constexpr std::string_view kUnitsReturned = "units-returned";
constexpr std::string_view kHeldOrders = "held-orders";

// {orderId,memberId,status,lines:[{itemNumber,count,price}],at}: an order that has come into this state.
void appendOrderEvent(std::string& out, const domain::OrderId& order, domain::MemberId member,
                      domain::OrderStatus status, std::span<const domain::OrderLine> lines, WallTime at);
// {orderId,itemNumber,count}: units that the database has taken back from an order.
void appendUnitsReturned(std::string& out, const domain::OrderId& order, domain::ItemId item, std::int64_t count);

Result<> writeOutbox(sql::Session& session, std::string_view topic, std::string_view key, std::string_view payload,
                     WallTime now);
Result<bool> outboxHas(sql::Session& session, std::string_view topic);
// What was carried on.
Result<> forgetOutbox(sql::Session& session, std::span<const std::int64_t> ids);

}  // namespace rushlab::roles
