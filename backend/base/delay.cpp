#include "base/delay.h"

#include <algorithm>

#include "base/random.h"

namespace rushlab {

Result<DelayProfile> delayProfile(std::string_view name) {
    const auto found = std::ranges::find(kDelayProfiles, name, &DelayProfile::name);
    if (found != kDelayProfiles.end()) return *found;
    std::string names;
    for (const DelayProfile& profile : kDelayProfiles)
        names.append(names.empty() ? "" : ", ").append(profile.name);
    return fail(ErrorCode::Invalid, "There are no delays \"{}\"; there are {}.", name, names);
}

std::chrono::nanoseconds DelaySource::draw(std::chrono::nanoseconds mean) {
    if (mean.count() <= 0) return {};
    constexpr double kAlways = 0.7;
    // A generator a draw, from the draw's number: threads share nothing but the count.
    Random random(m_seed + 0x9E3779B97F4A7C15U * (1 + m_drawn.fetch_add(1, std::memory_order_relaxed)));
    const double whole = static_cast<double>(mean.count());
    return std::chrono::nanoseconds(
        static_cast<std::int64_t>(kAlways * whole + random.exponential((1 - kAlways) * whole)));
}

}  // namespace rushlab
