#include "roles/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace rushlab::roles {

RateLimit::RateLimit(double perSecond, std::uint32_t burst, std::size_t membersMost)
    : m_perSecond(perSecond),
      m_burst(std::max(1.0, static_cast<double>(burst))),
      m_recentMost(std::max<std::size_t>(1, membersMost / 2)) {}

std::optional<Milliseconds> RateLimit::take(domain::MemberId member, SteadyTime now) {
    if (m_perSecond <= 0) return std::nullopt;
    Bucket& bucket = bucketOf(member, now);
    const double seconds = std::chrono::duration<double>(now - bucket.at).count();
    bucket.tokens = std::min(m_burst, bucket.tokens + std::max(0.0, seconds) * m_perSecond);
    bucket.at = std::max(bucket.at, now);  // requests of one moment may come in another order
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    return Milliseconds(static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / m_perSecond * 1'000)));
}

RateLimit::Bucket& RateLimit::bucketOf(domain::MemberId member, SteadyTime now) {
    if (const auto found = m_recent.find(member.value); found != m_recent.end()) return found->second;
    if (m_recent.size() >= m_recentMost) {
        m_earlier = std::move(m_recent);
        m_recent.clear();
    }
    Bucket bucket{m_burst, now};
    if (const auto found = m_earlier.find(member.value); found != m_earlier.end()) {
        bucket = found->second;
        m_earlier.erase(found);
    }
    return m_recent.emplace(member.value, bucket).first->second;
}

}  // namespace rushlab::roles
