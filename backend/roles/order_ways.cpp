#include "roles/order_ways.h"

#include <algorithm>
#include <array>

namespace rushlab::roles {
namespace {

constexpr std::size_t kWordsMost = 10'000;  // of instances and details: a few dozen, and numbers of units

constexpr std::array<std::string_view, kWaySteps> kNames{
    "arrived",
    "forwarded",
    "no answer",
    "answered",
    "received",
    "known by its key",
    "lock held",
    "lock released",
    "stock read",
    "overtaken, tries again",
    "units taken",
    "units were held already",
    "sold out",
    "failed",
    "outcome unknown",
    "units given back",
    "units taken and order stored",
    "published",
    "not confirmed, publishes again",
    "confirmed by the queue",
    "paid",
    "payment declined",
    "canceled",
    "taken from the queue",
    "delivered again",
    "has to wait, tries again",
    "put off",
    "dead letter",
    "sent back from the dead letters",
    "stored",
    "was stored before",
    "not covered by the stock",
    "acknowledged",
    "in the event log",
    "expired",
};

}  // namespace

std::string_view name(WayStep step) {
    return kNames[static_cast<std::size_t>(step)];
}

OrderWays::Place OrderWays::place(std::string_view instance) {
    const std::lock_guard lock(m_mutex);
    return wordOf(instance);
}

// What there is no room for is left out.
std::uint16_t OrderWays::wordOf(std::string_view text) {
    const auto found = m_numbers.find(text);
    if (found != m_numbers.end()) return found->second;
    if (m_words.size() >= kWordsMost) return 0;
    const auto [added, isNew] = m_numbers.emplace(text, static_cast<std::uint16_t>(m_words.size()));
    m_words.push_back(&added->first);
    return added->second;
}

void OrderWays::add(Way& way, Place where, WayStep step, std::string_view detail, SteadyTime at) {
    if (way.size() < kStepsMost) way.push_back({at, where, wordOf(detail), step});
}

bool OrderWays::openVisit(std::string_view trace) {
    if (m_full.load(std::memory_order_acquire)) return false;
    const std::lock_guard lock(m_mutex);
    return m_visits.size() < m_ordersMost && m_visits.try_emplace(std::string(trace)).second;
}

void OrderWays::tellVisit(std::string_view trace, Place where, WayStep step, std::string_view detail, SteadyTime at) {
    const std::lock_guard lock(m_mutex);
    const auto visit = m_visits.find(trace);
    if (visit == m_visits.end()) return;
    add(visit->second.way ? *visit->second.way : visit->second.before, where, step, detail, at);
}

void OrderWays::closeVisit(std::string_view trace) {
    const std::lock_guard lock(m_mutex);
    const auto visit = m_visits.find(trace);
    if (visit != m_visits.end()) m_visits.erase(visit);
}

void OrderWays::begin(std::string_view order, std::string_view trace) {
    const std::lock_guard lock(m_mutex);
    auto known = m_orders.find(order);
    if (known == m_orders.end()) {
        if (m_orders.size() >= m_ordersMost) return;
        known = m_orders.try_emplace(std::string(order)).first;
        m_oldestFirst.push_back(&known->first);
        m_greatest = std::max(m_greatest, known->first);
        m_full.store(m_orders.size() >= m_ordersMost, std::memory_order_release);
    }
    const auto visit = m_visits.find(trace);
    if (visit == m_visits.end()) return;
    Way& way = known->second;
    const std::size_t room = kStepsMost - way.size();
    const Way& before = visit->second.before;
    way.insert(way.end(), before.begin(), before.begin() + static_cast<std::ptrdiff_t>(std::min(room, before.size())));
    visit->second.before.clear();
    visit->second.way = &way;
}

void OrderWays::tell(std::string_view order, Place where, WayStep step, std::string_view detail, SteadyTime at) {
    const std::lock_guard lock(m_mutex);
    const auto known = m_orders.find(order);
    if (known != m_orders.end()) add(known->second, where, step, detail, at);
}

std::vector<std::string> OrderWays::orders() const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> ids;
    ids.reserve(m_oldestFirst.size());
    for (const std::string* id : m_oldestFirst)
        ids.push_back(*id);
    return ids;
}

std::vector<OrderWays::Told> OrderWays::wayOf(std::string_view order) const {
    const std::lock_guard lock(m_mutex);
    const auto known = m_orders.find(order);
    if (known == m_orders.end()) return {};
    Way way = known->second;
    std::ranges::stable_sort(way, {}, &Step::at);
    std::vector<Told> told;
    told.reserve(way.size());
    for (const Step& step : way) {
        const auto at = std::chrono::duration_cast<std::chrono::microseconds>(step.at - m_began);
        told.push_back({at, *m_words[step.where], step.step, *m_words[step.detail]});
    }
    return told;
}

OrderVisit::OrderVisit(const OrderWaysPen& pen, std::string_view trace, SteadyTime arrived) {
    if (!pen.m_ways || !pen.m_ways->openVisit(trace)) return;
    m_ways = pen.m_ways;
    m_where = pen.m_where;
    m_trace = trace;
    m_ways->tellVisit(m_trace, m_where, WayStep::Arrived, "", arrived);
}

OrderVisit::~OrderVisit() {
    if (m_ways) m_ways->closeVisit(m_trace);
}

}  // namespace rushlab::roles
