// What a role has to tell goes into the event log in batches, never in the way of what is live.
// Guarantees: records are appended in the order in which they were taken; one whose append failed is appended again
// until it is there, so that it may be there twice. What waits is bounded: then nothing more is taken.
// Belongs to its role's loop.
#pragma once

#include <deque>

#include "base/unique_function.h"
#include "engines/log/records.h"
#include "io/handoff.h"
#include "roles/role.h"

namespace rushlab::roles {

class LogFeed {
  public:
    // Its metrics are named rushlab_WHAT_logged_total and so on.
    LogFeed(RoleContext& context, std::string_view topic, std::string_view what);

    void start();
    // Full: too much waits; it is not taken.
    Result<> take(std::string key, std::string value, WallTime at);
    // Called once all that was taken so far is in the log: at once where nothing waits.
    void whenStored(UniqueFunction<void()> then);
    std::size_t waiting() const { return m_records.size() + m_beingStored; }

  private:
    io::Awaitable<> run();
    io::Awaitable<> storeSome();
    void wake();

    RoleContext& m_context;
    const std::string m_topic;
    Counter& m_stored;
    Counter& m_failures;
    Gauge& m_waiting;
    std::deque<log::Record> m_records;
    std::size_t m_beingStored = 0;
    std::size_t m_waitingBytes = 0;  // of what is being stored, too
    std::uint64_t m_taken = 0;
    std::uint64_t m_storedSoFar = 0;
    struct Waiter {
        std::uint64_t taken = 0;
        UniqueFunction<void()> then;
    };
    std::deque<Waiter> m_waiters;
    io::Giver<bool> m_alarm;
};

}  // namespace rushlab::roles
