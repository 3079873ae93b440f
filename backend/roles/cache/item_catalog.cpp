#include "roles/cache/item_catalog.h"

#include "roles/cache/item_text.h"
#include "roles/keys.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kRememberedFor{1'000};
constexpr std::size_t kRememberedMost = 1'024;

Result<domain::Item> readItem(sql::Session& session, domain::ItemId id) {
    const auto rows = session.query("SELECT name, price, type, start_at, content FROM items WHERE id = ?", {id});
    if (!rows) return pass(rows);
    if (rows->empty()) return fail(ErrorCode::NotFound, "There is no item {}.", id.value);
    const sql::Row row = rows->first();
    domain::Item item;
    item.id = id;
    item.name = row.text(0);
    item.price = row.integer(1);
    const auto type = domain::itemTypeOf(row.text(2));
    if (!type) return fail(ErrorCode::Corrupt, "Item {} is of the unknown type {}.", id.value, row.text(2));
    item.type = *type;
    if (!row.isNull(3)) item.startAt = row.wallTime(3);
    item.content = row.text(4);
    return item;
}

}  // namespace

ItemCatalog::ItemCatalog(RoleContext& context)
    : m_context(context),
      m_cache(context, "item", context.settings.itemCached),
      m_rememberedHits(context.metrics.counter("rushlab_cache_remembered_total",
                                               "Lookups answered from the instance's own memory.", "cache=\"item\"")) {}

io::Awaitable<Result<domain::Item>> ItemCatalog::find(domain::ItemId item, Deadline deadline) {
    if (const auto found = m_remembered.find(item);
        found != m_remembered.end() && m_context.clock.steadyNow() < found->second.until) {
        m_rememberedHits.add();
        co_return found->second.item;
    }
    LookAside::Loader loader = [this, item](Deadline within) { return load(item, within); };
    const auto text = co_await m_cache.get(keys::cachedItem(item), std::move(loader), deadline);
    if (!text) co_return pass(text);
    auto decoded = decodeItem(*text, m_parser);
    if (decoded) {
        remember(*decoded);
        co_return decoded;
    }
    m_context.log.warning("Item {} is looked up anew: {}", item.value, decoded.error().message);
    if (const auto forgotten = co_await forget(item, deadline); !forgotten) co_return pass(forgotten);
    const auto loaded = co_await load(item, deadline);
    if (!loaded) co_return pass(loaded);
    co_return decodeItem(*loaded, m_parser);
}

void ItemCatalog::remember(const domain::Item& item) {
    if (!m_context.settings.cache) return;
    // All at once: what is asked for much is back after one look into the cache.
    if (m_remembered.size() >= kRememberedMost) m_remembered.clear();
    m_remembered.insert_or_assign(item.id, Remembered{item, m_context.clock.steadyNow() + kRememberedFor});
}

io::Awaitable<Result<std::string>> ItemCatalog::load(domain::ItemId item, Deadline deadline) {
    const auto read = [item](sql::Session& session) { return readItem(session, item); };
    const auto found = co_await m_context.ports.database.read(deadline, read);
    if (!found) co_return pass(found);
    co_return encodeItem(*found);
}

io::Awaitable<Result<std::optional<domain::Item>>> ItemCatalog::cached(domain::ItemId item, Deadline deadline) {
    const auto text = co_await m_cache.peek(keys::cachedItem(item), deadline);
    if (!text) co_return pass(text);
    if (!*text) co_return std::optional<domain::Item>();
    auto decoded = decodeItem(**text, m_parser);
    if (!decoded) co_return pass(decoded);
    co_return std::optional<domain::Item>(*std::move(decoded));
}

io::Awaitable<Result<>> ItemCatalog::forget(domain::ItemId item, Deadline deadline) {
    m_remembered.erase(item);
    co_return co_await m_cache.forget(keys::cachedItem(item), deadline);
}

}  // namespace rushlab::roles
