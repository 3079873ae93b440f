// The one door to time: a real clock for the program, a manual one for tests.
// Steady time measures and times out; wall time is for people and for what must survive a restart.
// Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

namespace rushlab {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

class Clock {
  public:
    virtual ~Clock() = default;
    virtual SteadyTime steadyNow() const = 0;
    virtual WallTime wallNow() const = 0;
};

class RealClock final : public Clock {
  public:
    SteadyTime steadyNow() const override;
    WallTime wallNow() const override;
};

// Stands still until it is moved. Starts at a time that is not zero, so that an unset time is seen.
class ManualClock final : public Clock {
  public:
    SteadyTime steadyNow() const override;
    WallTime wallNow() const override;
    void advance(Milliseconds by);

  private:
    std::atomic<std::int64_t> m_sinceStartMs{1'000'000};
};

// "2026-11-20T10:00:00.123Z", as the API's timestamps and the logs have it.
std::string toIso8601(WallTime time);

}  // namespace rushlab
