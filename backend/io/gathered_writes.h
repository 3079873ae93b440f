// Who has something to say says it on the next tick of its loop, all that gathered since in one go: a message to a
// thousand connections costs a thousand system calls, and so do ten messages that come while the tick is awaited.
// A tick comes a millisecond after it was asked for; where the last one took long, four times as long after that, up to
// 14 ms: a loop that has much to write spends a fifth of its time on that, and what waits meanwhile gathers.
// Belongs to one loop's thread, and ends when that has stopped.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "io/loop.h"

namespace rushlab::io {

// No: at once and one by one, as a plain server does; for comparison.
enum class Gather : std::uint8_t { OnTicks, No };

class GatheredWrites {
  public:
    class Writer {
      public:
        Writer(const Writer&) = delete;
        Writer& operator=(const Writer&) = delete;

      protected:
        Writer() = default;
        virtual ~Writer();

      private:
        friend class GatheredWrites;
        // Writes what it has; runs no coroutine, ends no writer.
        virtual void writeGathered() = 0;

        GatheredWrites* m_waitsIn = nullptr;
        std::size_t m_place = 0;
    };

    explicit GatheredWrites(Loop& loop, Gather gather = Gather::OnTicks);
    ~GatheredWrites();  // who still waits is forgotten
    GatheredWrites(const GatheredWrites&) = delete;
    GatheredWrites& operator=(const GatheredWrites&) = delete;

    // On the next tick, once, however often it is asked for.
    void soon(Writer& writer);

  private:
    void tick();

    using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                    boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
    const Gather m_gather;
    Timer m_timer;
    std::vector<Writer*> m_waiting;  // null: it has gone
    std::vector<Writer*> m_writing;  // empty but for a tick's time
    SteadyTime m_lastEnded{};
    SteadyTime::duration m_rest;
};

}  // namespace rushlab::io
