#include "roles/cache/stale_stock.h"

#include "roles/cache/look_aside.h"
#include "roles/keys.h"

namespace rushlab::roles {

void StaleStock::add(std::string_view event) {
    const auto object = m_parser.parseObject(event);
    if (!object) return;
    const auto lines = object->array("lines");
    if (!lines) return;
    for (const JsonValue& line : lines->items()) {
        const auto fields = line.object();
        const auto item = fields ? fields->integer("itemNumber", 1) : pass(fields);
        if (item) m_items.insert(domain::ItemId{*item});
    }
}

io::Awaitable<> StaleStock::forget(Deadline deadline) {
    std::vector<std::string> keys;
    for (const domain::ItemId item : std::exchange(m_items, {}))
        keys.push_back(keys::cachedStock(item));
    const auto forgotten = co_await forgetCached(m_context.ports.keyValue, std::move(keys), deadline);
    if (!forgotten) m_context.log.warning("The stock that is shown is late: {}", forgotten.error().message);
}

}  // namespace rushlab::roles
