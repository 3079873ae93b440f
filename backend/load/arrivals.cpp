#include "load/arrivals.h"

namespace rushlab::load {

Arrivals::Arrivals(const Open& open, Random random) : m_open(open), m_random(random) {}

std::optional<std::chrono::nanoseconds> Arrivals::next() {
    if (m_open.requests > 0 && m_given == m_open.requests) return std::nullopt;
    m_at += m_random.exponential(1.0 / m_open.perSecond);
    const auto at = std::chrono::nanoseconds(static_cast<std::int64_t>(m_at * 1e9));
    if (m_open.lasting > Milliseconds{0} && at >= m_open.lasting) return std::nullopt;
    ++m_given;
    return at;
}

Choice choose(const LoadPlan& plan, Random& random) {
    Choice choice;
    if (!plan.items.empty()) choice.item = plan.items[random.below(plan.items.size())];
    const auto span = static_cast<std::uint64_t>(plan.unitsMost - plan.unitsLeast) + 1;
    choice.units = static_cast<std::int32_t>(plan.unitsLeast + static_cast<std::int64_t>(random.below(span)));
    return choice;
}

Random randomOf(std::uint64_t seed, std::uint64_t number) {
    // An odd factor far from any pattern; Random spreads what is left of likeness.
    constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;
    return Random(seed * kGolden ^ (number + 1) * 0xD1B54A32D192ED03ULL);
}

}  // namespace rushlab::load
