#include "roles/order/unit_rows.h"

namespace rushlab::roles {

Result<> makeUnits(sql::Session& session, domain::ItemId item) {
    auto rows = session.query("SELECT 1 FROM stock_units WHERE item_id = ? LIMIT 1", {item});
    if (!rows) return pass(std::move(rows));
    if (!rows->empty()) return {};
    const auto made = session.execute(
        "WITH RECURSIVE units (unit) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT unit + 1 FROM units "
        "WHERE unit < (SELECT quantity FROM stock WHERE item_id = ?)) "
        "INSERT INTO stock_units (item_id, unit) SELECT item_id, unit FROM stock CROSS JOIN units "
        "WHERE item_id = ? AND unit <= quantity ON CONFLICT (item_id, unit) DO NOTHING",
        {item, item});
    if (!made) return pass(made);
    return {};
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

}  // namespace rushlab::roles
