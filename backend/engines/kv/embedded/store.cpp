#include "engines/kv/embedded/store.h"

namespace rushlab::kv::embedded {

Entry* Store::find(std::string_view key) {
    Entry* entry = m_keys.find(key);
    if (!entry || isLive(*entry)) return entry;
    remove(key);
    return nullptr;
}

Entry& Store::insert(std::string_view key, Value value) {
    m_use.add(cost(key));
    return m_keys.insert(key, Entry{std::move(value)});
}

void Store::forget(Entry& entry, std::string_view key) {
    m_use.remove(cost(key));
    if (const auto* text = std::get_if<std::string>(&entry.value)) m_use.remove(text->size());
    if (entry.expiresAtMs != kNeverExpires) --m_expiring;
}

bool Store::remove(std::string_view key) {
    Entry* entry = m_keys.find(key);
    if (!entry) return false;
    forget(*entry, key);
    return m_keys.erase(key);
}

Entry& Store::putText(std::string_view key, std::string_view text, Expiry expiry) {
    m_use.add(text.size());
    Entry* entry = m_keys.find(key);
    if (!entry) return insert(key, Value(std::in_place_type<std::string>, text));
    if (expiry == Expiry::Clear || !isLive(*entry)) setExpiry(*entry, kNeverExpires);
    if (auto* held = std::get_if<std::string>(&entry->value)) {
        m_use.remove(held->size());
        held->assign(text);
        // A short text after a long one gives the long one's room back.
        if (held->capacity() > 64 && held->capacity() > 4 * held->size()) held->shrink_to_fit();
    } else {
        entry->value.emplace<std::string>(text);
    }
    return *entry;
}

void Store::appendText(Entry& entry, std::string_view text) {
    m_use.add(text.size());
    std::get<std::string>(entry.value).append(text);
}

void Store::setExpiry(Entry& entry, std::int64_t atMs) {
    if (entry.expiresAtMs != kNeverExpires) --m_expiring;
    entry.expiresAtMs = atMs;
    if (entry.expiresAtMs != kNeverExpires) ++m_expiring;
}

void Store::rename(std::string_view from, std::string_view to) {
    Entry moved = std::move(*m_keys.find(from));
    m_keys.erase(from);
    m_use.remove(cost(from));
    if (m_keys.find(to)) remove(to);
    m_use.add(cost(to));
    m_keys.insert(to, std::move(moved));
}

void Store::clear() {
    // Text bytes and keys are counted here; the other values take their own back.
    for (std::size_t i = 0; i < m_keys.size(); ++i)
        forget(m_keys.at(i).value, m_keys.at(i).key);
    m_keys.clear();
    m_sweepAt = 0;
}

void Store::sweep(std::size_t keysMax) {
    for (; keysMax > 0 && m_expiring > 0; --keysMax) {
        if (m_sweepAt >= m_keys.size()) m_sweepAt = 0;
        auto& node = m_keys.at(m_sweepAt);
        if (isLive(node.value)) {
            ++m_sweepAt;
        } else {
            forget(node.value, node.key);
            m_keys.eraseAt(m_sweepAt);
        }
    }
}

}  // namespace rushlab::kv::embedded
