// The moment after which a caller no longer waits. Carried by every call that leaves its loop.
// Any thread; a plain value.
#pragma once

#include <algorithm>

#include "base/clock.h"

namespace rushlab {

class Deadline {
  public:
    static Deadline at(SteadyTime time) { return Deadline(time); }
    static Deadline in(SteadyTime::duration span) { return Deadline(std::chrono::steady_clock::now() + span); }
    static Deadline never() { return Deadline(SteadyTime::max()); }

    SteadyTime time() const { return m_time; }
    bool isNever() const { return m_time == SteadyTime::max(); }
    bool passed(SteadyTime now = std::chrono::steady_clock::now()) const { return now >= m_time; }
    Deadline earlier(Deadline other) const { return Deadline(std::min(m_time, other.m_time)); }

    friend auto operator<=>(const Deadline&, const Deadline&) = default;

  private:
    explicit Deadline(SteadyTime time) : m_time(time) {}

    SteadyTime m_time;
};

}  // namespace rushlab
