#include "base/clock.h"

#include <fmt/format.h>

namespace rushlab {
namespace {

// 2026-01-01T00:00:00Z: where a manual clock's wall time begins.
constexpr WallTime kManualEpoch{Milliseconds{1'767'225'600'000}};

}  // namespace

SteadyTime RealClock::steadyNow() const {
    return std::chrono::steady_clock::now();
}

WallTime RealClock::wallNow() const {
    return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

SteadyTime ManualClock::steadyNow() const {
    return SteadyTime{Milliseconds{m_sinceStartMs.load()}};
}

WallTime ManualClock::wallNow() const {
    return kManualEpoch + Milliseconds{m_sinceStartMs.load()};
}

void ManualClock::advance(Milliseconds by) {
    m_sinceStartMs += by.count();
}

std::string toIso8601(WallTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

}  // namespace rushlab
