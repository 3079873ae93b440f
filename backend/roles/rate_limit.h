// How often each member may ask: a bucket of tokens that fills steadily, and each request takes one.
// Guarantees: memory is bounded; whoever has not asked for longest is forgotten first, and begins with a full bucket.
// One thread at a time.
#pragma once

#include <optional>
#include <unordered_map>

#include "base/clock.h"
#include "domain/ids.h"

namespace rushlab::roles {

class RateLimit {
  public:
    // No limit where perSecond is 0.
    RateLimit(double perSecond, std::uint32_t burst, std::size_t membersMost = 200'000);

    // Nothing: go on. Else how long until the next token is there.
    std::optional<Milliseconds> take(domain::MemberId member, SteadyTime now);
    std::size_t remembered() const { return m_recent.size() + m_earlier.size(); }

  private:
    struct Bucket {
        double tokens = 0;
        SteadyTime at{};
    };
    Bucket& bucketOf(domain::MemberId member, SteadyTime now);

    double m_perSecond;
    double m_burst;
    std::size_t m_recentMost;
    // Two generations: the recent one becomes the earlier one when it is full, and who is in neither is forgotten.
    std::unordered_map<std::int64_t, Bucket> m_recent;
    std::unordered_map<std::int64_t, Bucket> m_earlier;
};

}  // namespace rushlab::roles
