#include "roles/outbox.h"

#include <vector>

#include "base/json_writer.h"
#include "roles/multi_row.h"

namespace rushlab::roles {

void appendOrderEvent(std::string& out, const domain::OrderId& order, domain::MemberId member,
                      domain::OrderStatus status, std::span<const domain::OrderLine> lines, WallTime at) {
    JsonObjectWriter event(out);
    event.field("orderId", order.value).field("memberId", member.value).field("status", domain::name(status));
    {
        JsonArrayWriter array = event.array("lines");
        for (const domain::OrderLine& line : lines) {
            JsonObjectWriter written = array.object();
            written.field("itemNumber", line.item.value).field("count", line.count).field("price", line.price);
        }
    }
    event.field("at", at.time_since_epoch().count());
}

void appendUnitsReturned(std::string& out, const domain::OrderId& order, domain::ItemId item, std::int64_t count) {
    JsonObjectWriter event(out);
    event.field("orderId", order.value).field("itemNumber", item.value).field("count", count);
}

Result<> writeOutbox(sql::Session& session, std::string_view topic, std::string_view key, std::string_view payload,
                     WallTime now) {
    const auto done = session.execute("INSERT INTO outbox (topic, key, payload, created_at) VALUES (?, ?, ?, ?)",
                                      {topic, key, payload, now});
    if (!done) return pass(done);
    return {};
}

Result<bool> outboxHas(sql::Session& session, std::string_view topic) {
    const auto rows = session.query("SELECT 1 FROM outbox WHERE topic = ? LIMIT 1", {topic});
    if (!rows) return pass(rows);
    return !rows->empty();
}

Result<> forgetOutbox(sql::Session& session, std::span<const std::int64_t> ids) {
    const std::vector<sql::Parameter> parameters(ids.begin(), ids.end());
    const auto done = executeForEach(session, "DELETE FROM outbox WHERE id IN", parameters);
    if (!done) return pass(done);
    return {};
}

}  // namespace rushlab::roles
