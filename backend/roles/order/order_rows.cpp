#include "roles/order/order_rows.h"

#include <algorithm>
#include <map>

#include "roles/order/unit_rows.h"
#include "roles/outbox.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

Result<domain::Order> orderOf(const sql::Row& row) {
    domain::Order order;
    order.id.value = row.text(0);
    order.member.value = row.integer(1);
    const auto status = domain::orderStatusOf(row.text(2));
    if (!status) return fail(ErrorCode::Corrupt, "Order {} has the unknown status {}.", row.text(0), row.text(2));
    order.status = *status;
    order.address = row.text(3);
    order.createdAt = row.wallTime(4);
    if (!row.isNull(5)) order.expiresAt = row.wallTime(5);
    return order;
}

domain::OrderLine lineOf(const sql::Row& row, std::size_t from) {
    return {domain::ItemId{row.integer(from)}, row.integer(from + 1), row.integer(from + 2)};
}

Result<> changeOne(sql::Session& session, std::string_view sql, std::initializer_list<sql::Parameter> parameters,
                   std::string_view what) {
    const auto changed = session.execute(sql, parameters);
    if (!changed) return pass(changed);
    if (*changed != 1) return fail(ErrorCode::Corrupt, "{} has no row of its own.", what);
    return {};
}

Result<> addEvent(sql::Session& session, const domain::Order& order, WallTime now) {
    std::string payload;
    appendOrderEvent(payload, order.id, order.member, order.status, order.lines, now);
    return writeOutbox(session, kOrderEvents, order.id.value, payload, now);
}

tl::unexpected<Error> tooFew(const domain::OrderLine& line) {
    return fail(ErrorCode::SoldOut, "Item {} has fewer than {} left.", line.item.value, line.count);
}

Result<> claimRows(sql::Session& session, const domain::OrderId& order, const domain::OrderLine& line) {
    const auto free = freeUnits(session, line.item, line.count, line.count);
    if (!free) return pass(free);
    if (std::ssize(*free) < line.count) return tooFew(line);
    const auto claimed = claimUnits(session, order, line.item, line.count);
    if (!claimed) return pass(claimed);
    if (*claimed == line.count) return {};
    return fail(ErrorCode::Unavailable, "Others are claiming the last units of item {}; try again.", line.item.value);
}

Result<> takeUnits(sql::Session& session, const domain::OrderLine& line) {
    const auto taken = session.execute(
        "UPDATE stock SET quantity = quantity - ?, version = version + 1 WHERE item_id = ? AND quantity >= ?",
        {line.count, line.item, line.count});
    if (!taken) return pass(taken);
    if (*taken == 1) return {};
    return tooFew(line);
}

Result<> addLine(sql::Session& session, const domain::OrderId& order, std::int64_t number,
                 const domain::OrderLine& line) {
    return changeOne(session, "INSERT INTO order_lines (order_id, line, item_id, count, price) VALUES (?, ?, ?, ?, ?)",
                     {order, number, line.item, line.count, line.price}, "A line");
}

Result<> returnUnits(sql::Session& session, const domain::OrderId& order, const domain::OrderLine& line) {
    const std::string what = fmt::format("The stock of item {}", line.item.value);
    auto done = changeOne(session, "UPDATE stock SET quantity = quantity + ?, version = version + 1 WHERE item_id = ?",
                          {line.count, line.item}, what);
    if (!done) return done;
    const auto freed = session.execute("UPDATE stock_units SET order_id = NULL WHERE item_id = ? AND order_id = ?",
                                       {line.item, order});
    return freed ? Result<>{} : pass(freed);
}

// The key-value engine's numbers follow by the outbox, once for this order.
Result<> tellUnitsReturned(sql::Session& session, const domain::Order& order, WallTime now) {
    std::string payload;
    for (const domain::OrderLine& line : order.lines) {
        if (!payload.empty()) payload += '\n';
        appendUnitsReturned(payload, order.id, line.item, line.count);
    }
    return writeOutbox(session, kUnitsReturned, order.id.value, payload, now);
}

// Puts each order's lines in its place with one query.
Result<> readLines(sql::Session& session, std::vector<domain::Order>& orders) {
    if (orders.empty()) return {};
    std::map<std::string_view, domain::Order*> byId;
    std::vector<sql::Parameter> ids;
    std::string sql = "SELECT order_id, item_id, count, price FROM order_lines WHERE order_id IN (";
    for (domain::Order& order : orders) {
        byId.emplace(order.id.value, &order);
        sql += ids.empty() ? "?" : ", ?";
        ids.emplace_back(order.id);
    }
    sql += ") ORDER BY order_id, line";
    const auto rows = session.query(sql, std::span<const sql::Parameter>(ids));
    if (!rows) return pass(rows);
    for (const sql::Row row : *rows)
        byId.at(row.text(0))->lines.push_back(lineOf(row, 1));
    return {};
}

}  // namespace

Result<std::optional<domain::Order>> readOrder(sql::Session& session, const domain::OrderId& id) {
    const auto rows =
        session.query("SELECT id, member_id, status, address, created_at, expires_at FROM orders WHERE id = ?", {id});
    if (!rows) return pass(rows);
    if (rows->empty()) return std::optional<domain::Order>();
    auto order = orderOf(rows->first());
    if (!order) return pass(order);
    std::vector<domain::Order> one{*std::move(order)};
    if (const auto done = readLines(session, one); !done) return pass(done);
    return std::move(one.front());
}

Result<OrdersFound> searchOrders(sql::Session& session, const OrderSearch& search) {
    std::string from = " FROM orders o";
    std::vector<sql::Parameter> parameters;
    if (!search.memberName.empty()) {
        from += " JOIN members m ON m.id = o.member_id WHERE m.name = ?";
        parameters.emplace_back(search.memberName);
    }
    if (search.status) {
        from += parameters.empty() ? " WHERE o.status = ?" : " AND o.status = ?";
        parameters.emplace_back(domain::name(*search.status));
    }
    const auto count = session.query("SELECT COUNT(*)" + from, std::span<const sql::Parameter>(parameters));
    if (!count) return pass(count);
    OrdersFound found;
    found.total = count->first().integer(0);

    parameters.emplace_back(search.size);
    parameters.emplace_back(search.page * search.size);
    const auto rows = session.query("SELECT o.id, o.member_id, o.status, o.address, o.created_at, o.expires_at" + from +
                                        " ORDER BY o.created_at DESC, o.id DESC LIMIT ? OFFSET ?",
                                    std::span<const sql::Parameter>(parameters));
    if (!rows) return pass(rows);
    for (const sql::Row row : *rows) {
        auto order = orderOf(row);
        if (!order) return pass(order);
        found.orders.push_back(*std::move(order));
    }
    if (const auto done = readLines(session, found.orders); !done) return pass(done);
    return found;
}

OrderPlaced placedBefore(const domain::Order& there, const domain::Order& asked) {
    const auto isAlike = [](const domain::OrderLine& left, const domain::OrderLine& right) {
        return left.item == right.item && left.count == right.count;
    };
    const bool isSame = there.lines.empty() || std::ranges::equal(there.lines, asked.lines, isAlike);
    return OrderPlaced{there.status, false, isSame};
}

Result<OrderPlaced> placeOrder(sql::Session& session, domain::Order order, Units units) {
    const auto member = session.query("SELECT address FROM members WHERE id = ?", {order.member});
    if (!member) return pass(member);
    if (member->empty()) return fail(ErrorCode::NotFound, "There is no member {}.", order.member.value);
    order.address = member->first().text(0);

    const auto inserted = session.execute(
        "INSERT INTO orders (id, member_id, status, strategy, address, created_at, expires_at, changed_at) "
        "VALUES (?, ?, ?, 'db-conditional', ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        {order.id, order.member, domain::name(order.status), order.address, order.createdAt, order.expiresAt,
         order.createdAt});
    if (!inserted) return pass(inserted);
    if (*inserted == 0) {
        const auto there = readOrder(session, order.id);
        if (!there) return pass(there);
        if (!*there) return fail(ErrorCode::Corrupt, "Order {} is there, and cannot be read.", order.id.value);
        return placedBefore(**there, order);
    }
    std::int64_t number = 0;
    for (const domain::OrderLine& line : order.lines) {
        if (units == Units::Rows) {
            if (auto claimed = claimRows(session, order.id, line); !claimed) return pass(claimed);
        }
        if (auto taken = takeUnits(session, line); !taken) return pass(taken);
        if (auto added = addLine(session, order.id, ++number, line); !added) return pass(added);
    }
    if (auto told = addEvent(session, order, order.createdAt); !told) return pass(told);
    return OrderPlaced{order.status, true};
}

Result<OrderCanceled> cancelOrder(sql::Session& session, const domain::OrderId& id, domain::MemberId member,
                                  WallTime now) {
    auto order = readOrder(session, id);
    if (!order) return pass(order);
    if (!*order) return OrderCanceled{Canceling::NotFound, {}, {}};
    domain::Order& found = **order;
    const domain::OrderStatus from = found.status;
    if (found.member != member) return OrderCanceled{Canceling::NotTheirs, from, {}};
    if (!domain::mayBecome(from, domain::OrderStatus::Canceled))
        return OrderCanceled{Canceling::NotInThisState, from, {}};
    const auto moved =
        session.execute("UPDATE orders SET status = 'CANCELED', changed_at = ? WHERE id = ? AND status = ?",
                        {now, id, domain::name(from)});
    if (!moved) return pass(moved);
    if (*moved == 0) return OrderCanceled{Canceling::NotInThisState, from, {}};

    std::sort(found.lines.begin(), found.lines.end(),
              [](const domain::OrderLine& left, const domain::OrderLine& right) { return left.item < right.item; });
    for (const domain::OrderLine& line : found.lines) {
        // What is still queued was not taken from here.
        if (from == domain::OrderStatus::Pending) break;
        if (auto returned = returnUnits(session, id, line); !returned) return pass(returned);
    }
    if (auto told = tellUnitsReturned(session, found, now); !told) return pass(told);
    found.status = domain::OrderStatus::Canceled;
    if (auto told = addEvent(session, found, now); !told) return pass(told);
    return OrderCanceled{Canceling::Done, from, std::move(found.lines)};
}

}  // namespace rushlab::roles
