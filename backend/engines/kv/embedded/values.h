// What a key can hold besides a string: list, hash, set and sorted set, each counting the bytes it takes.
// A value that became empty is removed by its store: an empty list does not exist. One thread at a time.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engines/kv/embedded/dictionary.h"
#include "engines/kv/embedded/memory_use.h"
#include "engines/kv/key_value.h"

namespace rushlab::kv::embedded {

// Adds to its store's use and takes all of it back when the value goes.
class Counted {
  public:
    explicit Counted(MemoryUse& use) : m_use(use) { grow(kValueBytes); }
    ~Counted() { m_use.remove(m_bytes); }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

  protected:
    void grow(std::size_t bytes) {
        m_bytes += bytes;
        m_use.add(bytes);
    }
    void shrink(std::size_t bytes) {
        m_bytes -= bytes;
        m_use.remove(bytes);
    }

  private:
    static constexpr std::size_t kValueBytes = 200;  // the container itself
    MemoryUse& m_use;
    std::size_t m_bytes = 0;
};

class List : public Counted {
  public:
    using Counted::Counted;
    std::size_t size() const { return m_elements.size(); }
    bool empty() const { return m_elements.empty(); }
    const std::string& at(std::size_t index) const { return m_elements[index]; }
    void push(End end, std::string element);
    std::string pop(End end);
    void set(std::size_t index, std::string_view element);
    // Up to `count` equal ones from the left, or from the right where count is negative; 0: all.
    std::size_t removeEqual(std::string_view element, std::int64_t count);
    void keepRange(std::size_t first, std::size_t count);

  private:
    static std::size_t cost(std::string_view element) { return element.size() + sizeof(std::string); }
    std::deque<std::string> m_elements;
};

class Hash : public Counted {
  public:
    using Counted::Counted;
    const Dictionary<std::string>& fields() const { return m_fields; }
    bool empty() const { return m_fields.empty(); }
    const std::string* find(std::string_view field) const { return m_fields.find(field); }
    bool set(std::string_view field, std::string_view value);  // true: the field is new
    bool remove(std::string_view field);

  private:
    static std::size_t cost(std::string_view field, std::string_view value) {
        return field.size() + value.size() + sizeof(Dictionary<std::string>::Node);
    }
    Dictionary<std::string> m_fields;
};

struct Nothing {};

class Set : public Counted {
  public:
    using Counted::Counted;
    const Dictionary<Nothing>& members() const { return m_members; }
    bool empty() const { return m_members.empty(); }
    bool contains(std::string_view member) const { return m_members.find(member) != nullptr; }
    bool add(std::string_view member);
    bool remove(std::string_view member);

  private:
    static std::size_t cost(std::string_view member) { return member.size() + sizeof(Dictionary<Nothing>::Node); }
    Dictionary<Nothing> m_members;
};

// Ordered by score, then by member; ranks are found in logarithmic time.
class SortedSet : public Counted {
  public:
    explicit SortedSet(MemoryUse& use);
    ~SortedSet();

    const Dictionary<double>& members() const { return m_scores; }
    std::size_t size() const { return m_scores.size(); }
    bool empty() const { return m_scores.empty(); }
    const double* score(std::string_view member) const { return m_scores.find(member); }
    void set(std::string_view member, double score);
    bool remove(std::string_view member);
    std::size_t rank(std::string_view member) const;  // of a member that is there
    // How many have a score under the bound, or up to it.
    std::size_t countBelow(double bound, bool orEqual) const;
    // `count` members from the given rank on, upward.
    std::vector<ScoredMember> slice(std::size_t firstRank, std::size_t count) const;

  private:
    struct Order;
    static std::size_t cost(std::string_view member);
    Dictionary<double> m_scores;
    std::unique_ptr<Order> m_order;
};

using Value = std::variant<std::string, std::unique_ptr<List>, std::unique_ptr<Hash>, std::unique_ptr<Set>,
                           std::unique_ptr<SortedSet>>;

}  // namespace rushlab::kv::embedded
