#include "engines/kv/embedded/values.h"

#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <limits>

namespace rushlab::kv::embedded {

void List::push(End end, std::string element) {
    grow(cost(element));
    if (end == End::Left)
        m_elements.push_front(std::move(element));
    else
        m_elements.push_back(std::move(element));
}

std::string List::pop(End end) {
    std::string& place = end == End::Left ? m_elements.front() : m_elements.back();
    shrink(cost(place));
    std::string element = std::move(place);
    if (end == End::Left)
        m_elements.pop_front();
    else
        m_elements.pop_back();
    return element;
}

void List::set(std::size_t index, std::string_view element) {
    shrink(cost(m_elements[index]));
    grow(cost(element));
    m_elements[index].assign(element);
}

std::size_t List::removeEqual(std::string_view element, std::int64_t count) {
    std::size_t left = count == 0 ? m_elements.size() : static_cast<std::size_t>(std::abs(count));
    std::size_t removed = 0;
    const auto isToGo = [&](const std::string& each) {
        if (left == 0 || each != element) return false;
        --left;
        ++removed;
        return true;
    };
    if (count >= 0) {
        m_elements.erase(std::remove_if(m_elements.begin(), m_elements.end(), isToGo), m_elements.end());
    } else {
        const auto kept = std::remove_if(m_elements.rbegin(), m_elements.rend(), isToGo);
        m_elements.erase(m_elements.begin(), kept.base());
    }
    shrink(removed * cost(element));
    return removed;
}

void List::keepRange(std::size_t first, std::size_t count) {
    while (m_elements.size() > first + count)
        pop(End::Right);
    for (; first > 0; --first)
        pop(End::Left);
}

bool Hash::set(std::string_view field, std::string_view value) {
    grow(cost(field, value));
    if (std::string* held = m_fields.find(field)) {
        shrink(cost(field, *held));
        held->assign(value);
        return false;
    }
    m_fields.insert(field, std::string(value));
    return true;
}

bool Hash::remove(std::string_view field) {
    const std::string* held = m_fields.find(field);
    if (!held) return false;
    shrink(cost(field, *held));
    return m_fields.erase(field);
}

bool Set::add(std::string_view member) {
    if (m_members.find(member)) return false;
    grow(cost(member));
    m_members.insert(member, {});
    return true;
}

bool Set::remove(std::string_view member) {
    if (!m_members.find(member)) return false;
    shrink(cost(member));
    return m_members.erase(member);
}

namespace {

struct Place {
    double score;
    std::string member;
};

struct ByScoreThenMember {
    bool operator()(const Place& left, const Place& right) const {
        return left.score != right.score ? left.score < right.score : left.member < right.member;
    }
};

}  // namespace

struct SortedSet::Order {
    __gnu_pbds::tree<Place, __gnu_pbds::null_type, ByScoreThenMember, __gnu_pbds::rb_tree_tag,
                     __gnu_pbds::tree_order_statistics_node_update>
        places;
};

SortedSet::SortedSet(MemoryUse& use) : Counted(use), m_order(std::make_unique<Order>()) {}
SortedSet::~SortedSet() = default;

std::size_t SortedSet::cost(std::string_view member) {
    constexpr std::size_t kTreeNode = sizeof(Place) + 5 * sizeof(void*);
    return 2 * member.size() + sizeof(Dictionary<double>::Node) + kTreeNode;
}

void SortedSet::set(std::string_view member, double score) {
    if (double* held = m_scores.find(member)) {
        if (*held == score) return;
        m_order->places.erase(Place{*held, std::string(member)});
        *held = score;
    } else {
        grow(cost(member));
        m_scores.insert(member, score);
    }
    m_order->places.insert(Place{score, std::string(member)});
}

bool SortedSet::remove(std::string_view member) {
    const double* held = m_scores.find(member);
    if (!held) return false;
    m_order->places.erase(Place{*held, std::string(member)});
    shrink(cost(member));
    return m_scores.erase(member);
}

std::size_t SortedSet::rank(std::string_view member) const {
    const double* held = m_scores.find(member);
    return held ? m_order->places.order_of_key(Place{*held, std::string(member)}) : 0;
}

std::size_t SortedSet::countBelow(double bound, bool orEqual) const {
    // The empty member is the least of its score: what comes before it has a lower score.
    if (!orEqual) return m_order->places.order_of_key(Place{bound, {}});
    const double above = std::nextafter(bound, std::numeric_limits<double>::infinity());
    if (above == bound) return size();  // the bound is +inf
    return m_order->places.order_of_key(Place{above, {}});
}

std::vector<ScoredMember> SortedSet::slice(std::size_t firstRank, std::size_t count) const {
    std::vector<ScoredMember> found;
    auto place = m_order->places.find_by_order(firstRank);
    for (; count > 0 && place != m_order->places.end(); --count, ++place)
        found.push_back({place->member, place->score});
    return found;
}

}  // namespace rushlab::kv::embedded
