#include "roles/worker/order_store.h"

#include <map>
#include <string_view>
#include <unordered_set>

#include "roles/multi_row.h"
#include "roles/outbox.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

using domain::OrderLine;
using domain::OrderMessage;
using Orders = std::span<const OrderToStore>;

class Batch {
  public:
    Batch(sql::Session& session, Orders orders, WallTime now)
        : m_session(session), m_orders(orders), m_now(now), m_fates(orders.size(), Fate::Known) {}

    Result<std::vector<Fate>> store() {
        if (auto done = insertOrders(); !done) return pass(done);
        const auto together = takeTogether();
        if (!together) return pass(together);
        if (!*together) {
            if (auto done = takeOneByOne(); !done) return pass(done);
        }
        if (auto done = insertLines(); !done) return pass(done);
        if (auto done = writeEvents(); !done) return pass(done);
        return std::move(m_fates);
    }

  private:
    Result<> insertOrders();
    Result<bool> takeTogether();
    Result<> takeOneByOne();
    Result<> turnAway(std::size_t at);
    Result<bool> takeLines(const OrderMessage& order);
    Result<> insertLines();
    Result<> writeEvents();
    bool takesStock(std::size_t at) const {
        return m_fates[at] == Fate::Stored && domain::holdsUnits(m_orders[at].status);
    }
    bool isKept(std::size_t at) const { return m_fates[at] == Fate::Stored || m_fates[at] == Fate::Canceled; }
    Result<bool> take(domain::ItemId item, std::int64_t count);
    Result<> putBack(domain::ItemId item, std::int64_t count);

    sql::Session& m_session;
    const Orders m_orders;
    const WallTime m_now;
    std::vector<Fate> m_fates;
};

// Which of them are new is told by the rows that were inserted; of two messages with one id the first is meant.
Result<> Batch::insertOrders() {
    std::vector<sql::Parameter> parameters;
    parameters.reserve(m_orders.size() * 7);
    std::unordered_set<std::string_view> ids;
    for (const auto& [order, status] : m_orders) {
        if (!ids.insert(order.id.value).second) continue;
        parameters.insert(parameters.end(), {order.id, order.member, domain::name(status), order.strategy,
                                             order.acceptedAt, order.reservedUntil, m_now});
    }
    std::unordered_set<std::string_view> fresh;
    const auto keepFresh = [&fresh, &ids](const sql::Rows& rows) {
        for (const sql::Row row : rows)
            fresh.insert(*ids.find(row.text(0)));
    };
    auto done = insertRowsReturning(
        m_session, "INSERT INTO orders (id, member_id, status, strategy, created_at, expires_at, changed_at) VALUES", 7,
        "ON CONFLICT (id) DO NOTHING RETURNING id", parameters, keepFresh);
    for (std::size_t at = 0; done && at < m_orders.size(); ++at) {
        if (fresh.erase(m_orders[at].message.id.value) > 0) m_fates[at] = Fate::Stored;
    }
    return done;
}

Result<bool> Batch::take(domain::ItemId item, std::int64_t count) {
    const auto done = m_session.execute(
        "UPDATE stock SET quantity = quantity - ?, version = version + 1 WHERE item_id = ? AND quantity >= ?",
        {count, item, count});
    if (!done) return pass(done);
    return *done == 1;
}

Result<> Batch::putBack(domain::ItemId item, std::int64_t count) {
    const auto done = m_session.execute(
        "UPDATE stock SET quantity = quantity + ?, version = version + 1 WHERE item_id = ?", {count, item});
    if (!done) return pass(done);
    return {};
}

// One statement an item, in the items' order, so that two workers never wait for each other in a circle. False: an item
// does not cover the sum, and nothing was taken.
Result<bool> Batch::takeTogether() {
    std::map<domain::ItemId, std::int64_t> sums;
    for (std::size_t at = 0; at < m_orders.size(); ++at) {
        if (!takesStock(at)) continue;
        for (const OrderLine& line : m_orders[at].message.lines)
            sums[line.item] += line.count;
    }
    for (auto item = sums.begin(); item != sums.end(); ++item) {
        const auto taken = take(item->first, item->second);
        if (!taken) return taken;
        if (*taken) continue;
        for (auto before = sums.begin(); before != item; ++before) {
            if (auto done = putBack(before->first, before->second); !done) return pass(done);
        }
        return false;
    }
    return true;
}

Result<> Batch::takeOneByOne() {
    for (std::size_t at = 0; at < m_orders.size(); ++at) {
        if (!takesStock(at)) continue;
        const auto taken = takeLines(m_orders[at].message);
        if (!taken) return pass(taken);
        if (*taken) continue;
        if (auto ended = turnAway(at); !ended) return ended;
    }
    return {};
}

// Who was accepted before anybody took units may come too late; who had taken them must not, and somebody has to look.
Result<> Batch::turnAway(std::size_t at) {
    const OrderMessage& order = m_orders[at].message;
    if (order.unitsAreHeld) {
        m_fates[at] = Fate::Refused;
        const auto gone = m_session.execute("DELETE FROM orders WHERE id = ?", {order.id});
        return gone ? Result<>{} : pass(gone);
    }
    m_fates[at] = Fate::Canceled;
    const auto canceled = m_session.execute("UPDATE orders SET status = ? WHERE id = ?",
                                            {domain::name(domain::OrderStatus::Canceled), order.id});
    if (!canceled) return pass(canceled);
    for (const OrderLine& line : order.lines) {
        const auto freed = m_session.execute(
            "UPDATE stock_units SET order_id = NULL WHERE item_id = ? AND order_id = ?", {line.item, order.id});
        if (!freed) return pass(freed);
    }
    return {};
}

Result<bool> Batch::takeLines(const OrderMessage& order) {
    for (std::size_t at = 0; at < order.lines.size(); ++at) {
        const auto taken = take(order.lines[at].item, order.lines[at].count);
        if (!taken || *taken) {
            if (!taken) return taken;
            continue;
        }
        for (std::size_t before = 0; before < at; ++before) {
            if (auto done = putBack(order.lines[before].item, order.lines[before].count); !done) return pass(done);
        }
        return false;
    }
    return true;
}

Result<> Batch::insertLines() {
    std::vector<sql::Parameter> parameters;
    for (std::size_t at = 0; at < m_orders.size(); ++at) {
        if (!isKept(at)) continue;
        std::int64_t number = 0;
        for (const OrderLine& line : m_orders[at].message.lines)
            parameters.insert(parameters.end(), {m_orders[at].message.id, ++number, line.item, line.count, line.price});
    }
    return insertRows(m_session, "INSERT INTO order_lines (order_id, line, item_id, count, price) VALUES", 5, "",
                      parameters);
}

Result<> Batch::writeEvents() {
    std::string events;
    for (std::size_t at = 0; at < m_orders.size(); ++at) {
        if (!isKept(at)) continue;
        const OrderMessage& order = m_orders[at].message;
        const auto status = m_fates[at] == Fate::Canceled ? domain::OrderStatus::Canceled : m_orders[at].status;
        if (!events.empty()) events += '\n';
        appendOrderEvent(events, order.id, order.member, status, order.lines, m_now);
    }
    if (events.empty()) return {};
    return writeOutbox(m_session, kOrderEvents, "", events, m_now);
}

}  // namespace

Result<std::vector<Fate>> storeOrders(sql::Session& session, Orders orders, WallTime now) {
    return Batch(session, orders, now).store();
}

}  // namespace rushlab::roles
