// Connections side by side, each on a thread of its own, that serve the callers of one queue.
// Guarantees: a connection that broke is replaced; a transaction is begun again only when nothing of it has run. While
// the database is away its callers are told so at once, and it is looked for with growing pauses.
// The pool itself: one thread at a time. Its threads share only the queue and what is known of the outage.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "engines/sql/call_queue.h"
#include "engines/sql/dialect.h"

namespace rushlab::sql {

// What the threads of a pool know of a database that is away. Any thread.
class Outage {
  public:
    // The reason, while it is too early to look again.
    std::optional<Error> reason(SteadyTime now) const;
    void noticed(const Error& error, SteadyTime now);
    // True when there was one.
    bool over();

  private:
    mutable std::mutex m_mutex;
    std::optional<Error> m_reason;
    SteadyTime m_lookAgain{};
    Milliseconds m_pause{};
};

class Pool {
  public:
    Pool(std::shared_ptr<const Dialect> dialect, std::shared_ptr<CallQueue> queue, Database::Access access,
         std::size_t connections, std::string threadName, Log log);
    ~Pool();  // closes the queue and waits for the transactions that run
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

  private:
    class Worker;

    const std::shared_ptr<CallQueue> m_queue;
    const std::shared_ptr<Outage> m_outage;
    std::vector<std::jthread> m_threads;
};

}  // namespace rushlab::sql
