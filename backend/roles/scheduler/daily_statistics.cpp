#include "roles/scheduler/daily_statistics.h"

#include "roles/multi_row.h"

namespace rushlab::roles {
namespace {

constexpr std::size_t kDayLetters = 10;  // of an ISO 8601 time

}  // namespace

std::string dayOf(WallTime time) {
    return toIso8601(time).substr(0, kDayLetters);
}

Result<std::vector<DayOfItem>> countDay(sql::Session& session, WallTime within) {
    const WallTime from = std::chrono::floor<std::chrono::days>(within);
    const auto found = session.query(
        "SELECT l.item_id, COUNT(DISTINCT o.id), CAST(SUM(l.count) AS BIGINT), CAST(SUM(l.count * l.price) AS BIGINT) "
        "FROM orders o JOIN order_lines l ON l.order_id = o.id "
        "WHERE o.status = 'COMPLETED' AND o.created_at >= ? AND o.created_at < ? GROUP BY l.item_id ORDER BY l.item_id",
        {from, from + std::chrono::days{1}});
    if (!found) return pass(found);
    std::vector<DayOfItem> items;
    for (const sql::Row row : *found)
        items.push_back({{row.integer(0)}, row.integer(1), row.integer(2), row.integer(3)});
    return items;
}

Result<> keepDay(sql::Session& session, WallTime within, const std::vector<DayOfItem>& items, WallTime now) {
    const std::string day = dayOf(within);
    // An item whose orders were all canceled has no line any more.
    if (auto gone = session.execute("DELETE FROM daily_stats WHERE day = ?", {day}); !gone) return pass(gone);
    std::vector<sql::Parameter> parameters;
    for (const DayOfItem& item : items)
        parameters.insert(parameters.end(), {day, item.item, item.orders, item.units, item.amount, now});
    return insertRows(session, "INSERT INTO daily_stats (day, item_id, orders, units, amount, made_at) VALUES", 6, "",
                      parameters);
}

}  // namespace rushlab::roles
