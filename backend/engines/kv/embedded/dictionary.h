// A hash table that can be walked while it changes: a scan sees everything that was there from its start to its end,
// whatever is added, removed or rehashed in between (SCAN's guarantee), with a cursor and no state of its own.
// Entries lie densely in one vector, so a random one, and a sweep over all, cost one step each. A pointer to a value is
// good until the next insert or erase. One thread at a time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rushlab::kv::embedded {

template <class Value>
class Dictionary {
  public:
    struct Node {
        std::string key;
        Value value;
        std::uint32_t hash;
        std::uint32_t next;  // in the bucket's chain
    };

    std::size_t size() const { return m_nodes.size(); }
    bool empty() const { return m_nodes.empty(); }
    // In no order that means anything; changes with every erase.
    const std::vector<Node>& nodes() const { return m_nodes; }
    Node& at(std::size_t index) { return m_nodes[index]; }

    Value* find(std::string_view key) {
        const std::uint32_t index = indexOf(key);
        return index == kNone ? nullptr : &m_nodes[index].value;
    }
    const Value* find(std::string_view key) const {
        const std::uint32_t index = indexOf(key);
        return index == kNone ? nullptr : &m_nodes[index].value;
    }

    // The key must be absent.
    Value& insert(std::string_view key, Value value) {
        if (m_nodes.size() >= m_buckets.size()) rehash(std::max<std::size_t>(4, 2 * m_buckets.size()));
        const std::uint32_t hash = hashOf(key);
        std::uint32_t& bucket = m_buckets[hash & mask()];
        m_nodes.push_back(Node{std::string(key), std::move(value), hash, bucket});
        bucket = static_cast<std::uint32_t>(m_nodes.size() - 1);
        return m_nodes.back().value;
    }

    bool erase(std::string_view key) {
        const std::uint32_t index = indexOf(key);
        if (index == kNone) return false;
        eraseAt(index);
        return true;
    }

    void eraseAt(std::size_t position) {
        const auto index = static_cast<std::uint32_t>(position);
        const auto last = static_cast<std::uint32_t>(m_nodes.size() - 1);
        linkTo(index) = m_nodes[index].next;
        if (index != last) {
            linkTo(last) = index;
            m_nodes[index] = std::move(m_nodes[last]);
        }
        m_nodes.pop_back();
        if (m_buckets.size() > 64 && m_nodes.size() * 8 < m_buckets.size()) {
            rehash(m_buckets.size() / 4);
            m_nodes.shrink_to_fit();
        }
    }

    void clear() {
        m_nodes = std::vector<Node>();
        m_buckets = std::vector<std::uint32_t>();
    }

    // Visits one bucket and returns the next cursor; 0 begins, and 0 again is the end. The cursor counts with its bits
    // reversed, so that a bucket that is split or merged by a rehash is neither missed nor walked from its start again.
    template <class Visitor>
    std::uint64_t scan(std::uint64_t cursor, Visitor&& visit) const {
        if (m_buckets.empty()) return 0;
        for (std::uint32_t i = m_buckets[cursor & mask()]; i != kNone; i = m_nodes[i].next)
            visit(m_nodes[i]);
        cursor |= ~static_cast<std::uint64_t>(mask());
        return reversed(reversed(cursor) + 1);
    }

  private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    static std::uint32_t hashOf(std::string_view key) {
        const std::size_t hash = std::hash<std::string_view>{}(key);
        return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
    }
    static std::uint64_t reversed(std::uint64_t bits) {
        bits = ((bits >> 1U) & 0x5555555555555555U) | ((bits & 0x5555555555555555U) << 1U);
        bits = ((bits >> 2U) & 0x3333333333333333U) | ((bits & 0x3333333333333333U) << 2U);
        bits = ((bits >> 4U) & 0x0F0F0F0F0F0F0F0FU) | ((bits & 0x0F0F0F0F0F0F0F0FU) << 4U);
        return __builtin_bswap64(bits);
    }
    std::uint32_t mask() const { return static_cast<std::uint32_t>(m_buckets.size() - 1); }

    std::uint32_t indexOf(std::string_view key) const {
        if (m_buckets.empty()) return kNone;
        const std::uint32_t hash = hashOf(key);
        std::uint32_t index = m_buckets[hash & mask()];
        while (index != kNone && (m_nodes[index].hash != hash || m_nodes[index].key != key))
            index = m_nodes[index].next;
        return index;
    }

    // The bucket or the chain's link that points at the node.
    std::uint32_t& linkTo(std::uint32_t index) {
        std::uint32_t* link = &m_buckets[m_nodes[index].hash & mask()];
        while (*link != index)
            link = &m_nodes[*link].next;
        return *link;
    }

    void rehash(std::size_t buckets) {
        m_buckets.assign(buckets, kNone);
        m_buckets.shrink_to_fit();
        for (std::uint32_t i = 0; i < m_nodes.size(); ++i)
            m_nodes[i].next = std::exchange(m_buckets[m_nodes[i].hash & mask()], i);
    }

    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_buckets;  // a power of two of them
};

}  // namespace rushlab::kv::embedded
