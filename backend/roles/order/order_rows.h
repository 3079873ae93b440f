// Orders as the database holds them: found, searched, placed with many lines, canceled. Each is the whole of one
// transaction's work: it may be run again from a clean slate.
// Guarantees: stock is taken and returned by guarded statements, in the order of the items, so that neither two orders
// nor two cancellations wait for each other in a circle or count a unit twice.
// Any thread, within a transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/order.h"
#include "engines/sql/database.h"

namespace rushlab::roles {

Result<std::optional<domain::Order>> readOrder(sql::Session& session, const domain::OrderId& id);

struct OrderSearch {
    std::string memberName;  // whole; empty: any
    std::optional<domain::OrderStatus> status;
    std::int64_t page = 0;
    std::int64_t size = 20;

    OrderSearch(std::string ownMemberName, std::optional<domain::OrderStatus> ownStatus, std::int64_t ownPage,
                std::int64_t ownSize)
        : memberName(std::move(ownMemberName)), status(ownStatus), page(ownPage), size(ownSize) {}
};
struct OrdersFound {
    std::vector<domain::Order> orders;  // the latest first
    std::int64_t total = 0;             // on all pages
};
Result<OrdersFound> searchOrders(sql::Session& session, const OrderSearch& search);

// What became of an order that was to be placed.
struct OrderPlaced {
    domain::OrderStatus status = domain::OrderStatus::Completed;
    bool isNew = true;   // false: an order with this id was there already, and nothing was done
    bool isSame = true;  // false: and it was for other items or counts
};
// Of an order that is there; one that the scheduler ended has no lines, and is the same as any.
OrderPlaced placedBefore(const domain::Order& there, const domain::Order& asked);
// Whether the sale counts units, or has a row for each, which an order that goes past it must claim, too.
enum class Units : std::uint8_t { Counted, Rows };
// Its lines stand in the order of their items, one line an item. SoldOut names the item; NotFound: no such member. The
// order's address becomes the member's.
Result<OrderPlaced> placeOrder(sql::Session& session, domain::Order order, Units units);

enum class Canceling : std::uint8_t { Done, NotFound, NotTheirs, NotInThisState };
struct OrderCanceled {
    Canceling outcome = Canceling::Done;
    domain::OrderStatus from = domain::OrderStatus::Completed;
    std::vector<domain::OrderLine> lines;  // whose units went back
};
Result<OrderCanceled> cancelOrder(sql::Session& session, const domain::OrderId& id, domain::MemberId member,
                                  WallTime now);

}  // namespace rushlab::roles
