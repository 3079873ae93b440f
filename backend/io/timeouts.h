// Thousands of deadlines for the price of a list node each: a wheel of 10 ms slots under one timer, which sleeps until
// the next slot that holds something. Arming and disarming cost the same however many are armed. A Timeout fires at or
// up to 20 ms after its time.
// Belongs to one loop's thread.
#pragma once

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <limits>
#include <memory>

#include "base/clock.h"

namespace rushlab::io {

class Loop;
class Timeouts;

// Something with a deadline; derive from it. Disarms itself when it is destroyed.
class Timeout {
  public:
    Timeout() = default;
    virtual ~Timeout();
    Timeout(const Timeout&) = delete;
    Timeout& operator=(const Timeout&) = delete;

    bool armed() const { return m_next != nullptr; }
    void disarm();

  protected:
    // The time has come. Already disarmed; may arm itself again.
    virtual void onTimeout() = 0;
    // The loop is going away: give up whatever waits. Already disarmed.
    virtual void onLoopGone() = 0;

  private:
    friend class Timeouts;
    Timeout* m_next = nullptr;
    Timeout* m_previous = nullptr;
    Timeouts* m_owner = nullptr;
    SteadyTime m_time{};
};

class Timeouts {
  public:
    explicit Timeouts(Loop& loop);
    ~Timeouts();
    Timeouts(const Timeouts&) = delete;
    Timeouts& operator=(const Timeouts&) = delete;

    // Moves it where it was armed already. SteadyTime::max() never fires but is told when the loop goes away.
    void arm(Timeout& timeout, SteadyTime at);
    // Tells everything that is armed that the loop goes away.
    void dropAll();

  private:
    friend class Timeout;
    struct Ring final : Timeout {  // the head of a circular list
        Ring();
        ~Ring() override;
        bool empty() const { return m_next == this; }
        void onTimeout() override {}
        void onLoopGone() override {}
    };

    static constexpr std::size_t kSlots = 1024;
    static constexpr std::chrono::milliseconds kSlot{10};
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

    Ring& slotOf(std::int64_t number) const { return (*m_slots)[static_cast<std::size_t>(number) % kSlots]; }
    static void link(Ring& ring, Timeout& timeout);
    static void unlink(Timeout& timeout);
    void disarm(Timeout& timeout);
    void fireSlot(Ring& ring, SteadyTime now);
    void sweep();
    std::int64_t nextFilledSlot() const;
    void sleepUntilSlot(std::int64_t number);

    Loop& m_loop;
    std::unique_ptr<boost::asio::steady_timer> m_timer;
    std::unique_ptr<std::array<Ring, kSlots>> m_slots;
    Ring m_endless;
    std::size_t m_finite = 0;      // armed with a real time
    std::int64_t m_lastSwept = 0;  // the slot's number; they count up, kSlots of them at a time are on the wheel
    std::int64_t m_wakesAt = kNever;
};

}  // namespace rushlab::io
