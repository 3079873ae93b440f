// The way to an engine that is made longer: what every delaying engine does before and after it asks the real one.
// Guarantees: calls of one loop reach the engine in the order in which they were made, as over one connection; waiting
// is a coroutine's, never a thread's; a call whose deadline passes on the way there is not made.
// Any loop's coroutines.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "base/delay.h"
#include "io/loop.h"

namespace rushlab::io {

class DelayLine {
  public:
    DelayLine(const DelayProfile& profile, std::uint64_t seed) : m_profile(profile), m_source(seed) {}

    // Half a round trip. False: the deadline passed, nothing was sent.
    Awaitable<bool> there(Deadline deadline);
    // The other half, and any further round trips; at the deadline at the latest, since the answer is known.
    Awaitable<> back(Deadline deadline, std::size_t furtherRoundTrips = 0);
    // The same for what is on the engine's disk now.
    Awaitable<> backFlushed(Deadline deadline, std::size_t furtherRoundTrips = 0);

    std::string_view name() const { return m_profile.name; }
    // The error of a call that there() did not let go.
    tl::unexpected<Error> lateOnTheWay(std::string_view engine) const;

  private:
    Awaitable<> backAfter(std::chrono::nanoseconds delay, Deadline deadline);
    SteadyTime arrival(const Loop& loop);

    DelayProfile m_profile;
    DelaySource m_source;
    std::mutex m_mutex;
    // Of each loop's calls: a loop is a connection of its own. Those that have arrived are forgotten.
    std::vector<std::pair<const Loop*, SteadyTime>> m_lastArrivals;
};

}  // namespace rushlab::io
