#include "roles/worker/outbox_rows.h"

#include "roles/outbox.h"

namespace rushlab::roles {

io::Awaitable<Result<std::vector<OutboxRow>>> readOutbox(RoleContext& context, OutboxPart part) {
    const std::string_view query =
        part == OutboxPart::HeldOrders
            ? "SELECT id, topic, key, payload FROM outbox WHERE topic = ? ORDER BY id LIMIT ?"
            : "SELECT id, topic, key, payload FROM outbox WHERE topic <> ? ORDER BY id LIMIT ?";
    auto reading = [query](sql::Session& session) -> Result<std::vector<OutboxRow>> {
        const auto found = session.query(query, {kHeldOrders, static_cast<std::int64_t>(kOutboxBatch)});
        if (!found) return pass(found);
        std::vector<OutboxRow> rows;
        for (const sql::Row row : *found)
            rows.push_back(
                {row.integer(0), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3))});
        return rows;
    };
    co_return co_await context.ports.database.read(Deadline::in(kOutboxWithin), std::move(reading));
}

io::Awaitable<Result<>> forgetOutbox(RoleContext& context, std::span<const OutboxRow> rows) {
    std::vector<std::int64_t> ids;
    ids.reserve(rows.size());
    for (const OutboxRow& row : rows)
        ids.push_back(row.id);
    auto work = [ids = std::move(ids)](sql::Session& session) { return forgetOutbox(session, ids); };
    co_return co_await context.ports.database.transact(Deadline::in(kOutboxWithin), std::move(work));
}

}  // namespace rushlab::roles
