// The keys of the embedded engine, their values and the times at which they expire. No thread and no clock: the time is
// told before each command and stands still while it runs, so that a script sees one moment.
// An expired key is never seen; what nobody asks for again is removed by sweep(). One thread at a time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "engines/kv/embedded/values.h"

namespace rushlab::kv::embedded {

inline constexpr std::int64_t kNeverExpires = std::numeric_limits<std::int64_t>::max();

struct Entry {
    Value value;
    std::int64_t expiresAtMs = kNeverExpires;
};

// Nothing, a value of the wanted type, or a value of another one.
template <class T>
struct Found {
    T* value = nullptr;
    bool wrongType = false;
    explicit operator bool() const { return value != nullptr; }
    T* operator->() const { return value; }
    T& operator*() const { return *value; }
};

class Store {
  public:
    // Never goes back: callers on several threads may read their clocks in another order than they come here.
    void setTime(std::int64_t nowMs) { m_nowMs = std::max(m_nowMs, nowMs); }
    std::int64_t nowMs() const { return m_nowMs; }

    // Pointers and references are good until the next key is made or removed.
    Entry* find(std::string_view key);
    template <class T>
    Found<T> find(std::string_view key);
    // The found value, or a new and empty one; a wrong type is left as it is.
    template <class T>
    Found<T> findOrMake(std::string_view key);

    // Replaces whatever was there.
    enum class Expiry : std::uint8_t { Clear, Keep };
    Entry& putText(std::string_view key, std::string_view text, Expiry expiry = Expiry::Clear);
    void appendText(Entry& entry, std::string_view text);

    void setExpiry(Entry& entry, std::int64_t atMs);
    bool remove(std::string_view key);
    template <class T>
    void removeIfEmpty(std::string_view key, const T& value) {
        if (value.empty()) remove(key);
    }
    void rename(std::string_view from, std::string_view to);  // from must be there
    void clear();

    // Looks at the next few keys and removes those that have expired: bounded work.
    void sweep(std::size_t keysMax);
    bool anyExpires() const { return m_expiring > 0; }

    const Dictionary<Entry>& keys() const { return m_keys; }
    bool isLive(const Entry& entry) const { return entry.expiresAtMs > m_nowMs; }
    std::size_t usedBytes() const { return m_use.bytes(); }

  private:
    static std::size_t cost(std::string_view key) { return key.size() + sizeof(Dictionary<Entry>::Node) + 8; }
    Entry& insert(std::string_view key, Value value);
    void forget(Entry& entry, std::string_view key);  // its bytes and its expiry, before it goes

    MemoryUse m_use;  // outlives the values
    Dictionary<Entry> m_keys;
    std::size_t m_expiring = 0;  // keys with an expiry
    std::size_t m_sweepAt = 0;
    std::int64_t m_nowMs = 0;
};

template <class T>
Found<T> Store::find(std::string_view key) {
    Entry* entry = find(key);
    if (!entry) return {};
    if constexpr (std::is_same_v<T, std::string>) {
        auto* text = std::get_if<std::string>(&entry->value);
        return {text, text == nullptr};
    } else {
        auto* held = std::get_if<std::unique_ptr<T>>(&entry->value);
        return {held ? held->get() : nullptr, held == nullptr};
    }
}

template <class T>
Found<T> Store::findOrMake(std::string_view key) {
    if (Found<T> found = find<T>(key); found || found.wrongType) return found;
    return {std::get<std::unique_ptr<T>>(insert(key, std::make_unique<T>(m_use)).value).get(), false};
}

}  // namespace rushlab::kv::embedded
