#include "domain/order.h"

#include <array>

#include "base/json_writer.h"

namespace rushlab::domain {
namespace {

constexpr std::array<std::string_view, 6> kStatuses{"RESERVED", "PENDING", "PAID", "COMPLETED", "CANCELED", "EXPIRED"};
constexpr std::array<std::string_view, 2> kTypes{"GENERAL", "TIME_DEAL"};

template <class Value, std::size_t size>
std::optional<Value> valueOf(const std::array<std::string_view, size>& names, std::string_view text) {
    for (std::size_t at = 0; at < size; ++at) {
        if (names[at] == text) return static_cast<Value>(at);
    }
    return std::nullopt;
}

}  // namespace

std::string_view name(OrderStatus status) {
    return kStatuses[static_cast<std::size_t>(status)];
}
std::optional<OrderStatus> orderStatusOf(std::string_view text) {
    return valueOf<OrderStatus>(kStatuses, text);
}
std::string_view name(ItemType type) {
    return kTypes[static_cast<std::size_t>(type)];
}
std::optional<ItemType> itemTypeOf(std::string_view text) {
    return valueOf<ItemType>(kTypes, text);
}

bool mayBecome(OrderStatus from, OrderStatus to) {
    switch (from) {
        case OrderStatus::Pending:
            return to == OrderStatus::Completed || to == OrderStatus::Canceled;
        case OrderStatus::Reserved:
            return to == OrderStatus::Paid || to == OrderStatus::Canceled || to == OrderStatus::Expired;
        case OrderStatus::Paid:
            return to == OrderStatus::Completed || to == OrderStatus::Canceled;
        case OrderStatus::Completed:
            return to == OrderStatus::Canceled;
        case OrderStatus::Canceled:
        case OrderStatus::Expired:
            return false;
    }
    return false;
}

bool holdsUnits(OrderStatus status) {
    return status != OrderStatus::Canceled && status != OrderStatus::Expired;
}

std::int64_t Order::total() const {
    std::int64_t sum = 0;
    for (const OrderLine& line : lines)
        sum += line.count * line.price;
    return sum;
}

void appendJson(std::string& out, const Order& order) {
    JsonObjectWriter object(out);
    object.field("orderId", order.id.value).field("memberId", order.member.value);
    object.field("status", name(order.status)).field("total", order.total()).field("address", order.address);
    object.field("createdAt", toIso8601(order.createdAt));
    if (order.expiresAt) object.field("expiresAt", toIso8601(*order.expiresAt));
    JsonArrayWriter lines = object.array("lines");
    for (const OrderLine& line : order.lines)
        lines.object().field("itemNumber", line.item.value).field("count", line.count).field("price", line.price);
}

}  // namespace rushlab::domain
