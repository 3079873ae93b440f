// An order, its lines, and the states that it moves through.
//
//     PENDING -> COMPLETED | CANCELED                 accepted, in the queue; the worker completes it
//     RESERVED -> PAID -> COMPLETED | CANCELED        a time deal's units are held until they are paid
//     RESERVED -> EXPIRED | CANCELED                  not paid in time: the units go back, once
//     COMPLETED -> CANCELED                           until it is delivered
//
// Any thread; plain values and pure rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/item.h"

namespace rushlab::domain {

enum class OrderStatus : std::uint8_t { Reserved, Pending, Paid, Completed, Canceled, Expired };

std::string_view name(OrderStatus status);  // "RESERVED"
std::optional<OrderStatus> orderStatusOf(std::string_view text);

bool mayBecome(OrderStatus from, OrderStatus to);
// Whether an order in this state holds units that nobody else can have.
bool holdsUnits(OrderStatus status);

struct OrderLine {
    ItemId item;
    std::int64_t count = 1;
    std::int64_t price = 0;  // of one unit, when it was ordered

    friend bool operator==(const OrderLine&, const OrderLine&) = default;
};

struct Order {
    OrderId id;
    MemberId member;
    OrderStatus status = OrderStatus::Pending;
    std::vector<OrderLine> lines;
    std::string address;  // where it is delivered to; empty: nowhere yet
    WallTime createdAt{};
    std::optional<WallTime> expiresAt;  // of a reservation

    std::int64_t total() const;
    friend bool operator==(const Order&, const Order&) = default;
};

// {orderId,memberId,status,total,address,createdAt,expiresAt?,lines:[{itemNumber,count,price}]}
void appendJson(std::string& out, const Order& order);

}  // namespace rushlab::domain
