#include "roles/scheduler/overdue_orders.h"

#include <map>
#include <string>
#include <vector>

#include "roles/outbox.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

using Sums = std::map<domain::ItemId, std::int64_t>;

struct Reservation {
    domain::OrderId id;
    domain::MemberId member;
};

Result<std::vector<Reservation>> overdue(sql::Session& session, WallTime now, std::int64_t most) {
    const auto found = session.query(
        "SELECT id, member_id FROM orders WHERE status = 'RESERVED' AND expires_at <= ? ORDER BY expires_at LIMIT ?",
        {now, most});
    if (!found) return pass(found);
    std::vector<Reservation> reservations;
    for (const sql::Row row : *found)
        reservations.push_back({{std::string(row.text(0))}, {row.integer(1)}});
    return reservations;
}

Result<std::vector<domain::OrderLine>> linesOf(sql::Session& session, const domain::OrderId& order) {
    const auto found =
        session.query("SELECT item_id, count, price FROM order_lines WHERE order_id = ? ORDER BY line", {order});
    if (!found) return pass(found);
    std::vector<domain::OrderLine> lines;
    for (const sql::Row row : *found)
        lines.push_back({{row.integer(0)}, row.integer(1), row.integer(2)});
    return lines;
}

// False: somebody paid or canceled it meanwhile.
Result<bool> win(sql::Session& session, const domain::OrderId& order, WallTime now) {
    const auto moved = session.execute(
        "UPDATE orders SET status = 'EXPIRED', changed_at = ? WHERE id = ? AND status = 'RESERVED'", {now, order});
    if (!moved) return pass(moved);
    return *moved == 1;
}

Result<bool> expireOne(sql::Session& session, const Reservation& reservation, WallTime now, Sums& sums,
                       std::string& events, std::string& returns) {
    const auto won = win(session, reservation.id, now);
    if (!won || !*won) return won;
    const auto lines = linesOf(session, reservation.id);
    if (!lines) return pass(lines);
    for (const domain::OrderLine& line : *lines) {
        sums[line.item] += line.count;
        if (!returns.empty()) returns += '\n';
        appendUnitsReturned(returns, reservation.id, line.item, line.count);
        // Where units are rows of their own, the order's are free again.
        const auto freed = session.execute("UPDATE stock_units SET order_id = NULL WHERE item_id = ? AND order_id = ?",
                                           {line.item, reservation.id});
        if (!freed) return pass(freed);
    }
    if (!events.empty()) events += '\n';
    appendOrderEvent(events, reservation.id, reservation.member, domain::OrderStatus::Expired, *lines, now);
    return true;
}

// In the items' order, as everybody who changes several rows of stock does.
Result<> putBack(sql::Session& session, const Sums& sums) {
    for (const auto& [item, count] : sums) {
        const auto done = session.execute(
            "UPDATE stock SET quantity = quantity + ?, version = version + 1 WHERE item_id = ?", {count, item});
        if (!done) return pass(done);
    }
    return {};
}

}  // namespace

Result<std::vector<domain::OrderId>> expireReservations(sql::Session& session, WallTime now, std::int64_t most) {
    const auto reservations = overdue(session, now, most);
    if (!reservations) return pass(reservations);
    Sums sums;
    std::string events;
    std::string returns;
    std::vector<domain::OrderId> expired;
    for (const Reservation& reservation : *reservations) {
        const auto one = expireOne(session, reservation, now, sums, events, returns);
        if (!one) return pass(one);
        if (*one) expired.push_back(reservation.id);
    }
    if (expired.empty()) return expired;
    if (auto done = putBack(session, sums); !done) return pass(done);
    if (!returns.empty()) {
        if (auto done = writeOutbox(session, kUnitsReturned, "", returns, now); !done) return pass(done);
    }
    if (auto done = writeOutbox(session, kOrderEvents, "", events, now); !done) return pass(done);
    return expired;
}

Result<HeldFate> claimHeldOrder(sql::Session& session, const Held& held, WallTime now) {
    const auto won = session.execute(
        "INSERT INTO orders (id, member_id, status, created_at, changed_at) VALUES (?, ?, 'EXPIRED', ?, ?) "
        "ON CONFLICT (id) DO NOTHING",
        {held.order, held.member, held.takenAt, now});
    if (!won) return pass(won);
    if (*won == 0) {
        // A row that expired without lines was made here: for another line of the order, or by a run that ended before
        // it could settle the units.
        const auto ours = session.query(
            "SELECT 1 FROM orders WHERE id = ? AND status = 'EXPIRED' AND NOT EXISTS "
            "(SELECT 1 FROM order_lines WHERE order_id = orders.id)",
            {held.order});
        if (!ours) return pass(ours);
        if (ours->empty()) return HeldFate::Known;
    }
    // With the row, so that the units go back whatever becomes of what the key-value engine holds; once, by their mark.
    std::string returns;
    appendUnitsReturned(returns, held.order, held.item, held.count);
    if (auto told = writeOutbox(session, kUnitsReturned, held.order.value, returns, now); !told) return pass(told);
    return HeldFate::Returned;
}

}  // namespace rushlab::roles
