#include "roles/order/unit_rows.h"

namespace rushlab::roles {

Result<> makeUnits(sql::Session& session, domain::ItemId item) {
    auto rows = session.query("SELECT 1 FROM stock_units WHERE item_id = ? LIMIT 1", {item});
    if (!rows) return pass(std::move(rows));
    if (!rows->empty()) return {};
    const auto made = addMissingUnits(session, item);
    return made ? Result<>{} : pass(made);
}

Result<std::int64_t> addMissingUnits(sql::Session& session, domain::ItemId item) {
    auto stock = session.query("SELECT quantity FROM stock WHERE item_id = ? AND quantity > 0", {item});
    if (!stock) return pass(std::move(stock));
    if (stock->empty()) return 0;
    // Rows whose order is not stored yet are of units that the stock still counts.
    auto rows = session.query(
        "SELECT COALESCE(MAX(u.unit), 0), CAST((SELECT quantity FROM stock WHERE item_id = ?) AS BIGINT) - "
        "COUNT(CASE WHEN u.order_id IS NULL OR NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = u.order_id) THEN 1 END) "
        "FROM stock_units u WHERE u.item_id = ?",
        {item, item});
    if (!rows) return pass(std::move(rows));
    const std::int64_t highest = rows->first().integer(0);
    const std::int64_t missing = rows->first().integer(1);
    if (missing <= 0) return 0;
    return session.execute(
        "WITH RECURSIVE units (unit) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT unit + 1 FROM units WHERE unit < ?) "
        "INSERT INTO stock_units (item_id, unit) SELECT s.item_id, units.unit FROM stock s CROSS JOIN units "
        "WHERE s.item_id = ? ON CONFLICT (item_id, unit) DO NOTHING",
        {highest + 1, highest + missing, item});
}

Result<std::int64_t> freeReturnedUnits(sql::Session& session, domain::ItemId item) {
    return session.execute(
        "UPDATE stock_units SET order_id = NULL WHERE item_id = ? AND order_id IN "
        "(SELECT id FROM orders WHERE status IN ('CANCELED', 'EXPIRED'))",
        {item});
}

Result<std::vector<std::int64_t>> unclaimedUnits(sql::Session& session, domain::ItemId item, std::int64_t most) {
    auto rows = session.query(
        "SELECT unit FROM stock_units WHERE item_id = ? AND order_id IS NULL ORDER BY unit LIMIT ?", {item, most});
    if (!rows) return pass(std::move(rows));
    std::vector<std::int64_t> units;
    for (const sql::Row row : *rows)
        units.push_back(row.integer(0));
    return units;
}

Result<std::int64_t> unitsOf(sql::Session& session, const domain::OrderId& order, domain::ItemId item) {
    auto rows = session.query("SELECT COUNT(*) FROM stock_units WHERE item_id = ? AND order_id = ?", {item, order});
    if (!rows) return pass(std::move(rows));
    return rows->first().integer(0);
}

Result<std::vector<std::int64_t>> freeUnits(sql::Session& session, domain::ItemId item, std::int64_t least,
                                            std::int64_t most) {
    if (auto made = makeUnits(session, item); !made) return pass(std::move(made));
    auto units = unclaimedUnits(session, item, most);
    if (!units || std::ssize(*units) >= least) return units;
    const auto returned = freeReturnedUnits(session, item);
    if (!returned) return pass(returned);
    const auto added = addMissingUnits(session, item);
    if (!added) return pass(added);
    if (*returned + *added == 0) return units;
    return unclaimedUnits(session, item, most);
}

Result<std::int64_t> claimUnits(sql::Session& session, const domain::OrderId& order, domain::ItemId item,
                                std::int64_t count) {
    return session.execute(
        fmt::format("WITH free AS MATERIALIZED (SELECT unit FROM stock_units WHERE item_id = ? AND order_id IS NULL "
                    "ORDER BY unit LIMIT ? {}) UPDATE stock_units SET order_id = ? FROM free "
                    "WHERE stock_units.item_id = ? AND stock_units.unit = free.unit",
                    session.words().skipLocked),
        {item, count, order, item});
}

}  // namespace rushlab::roles
