// The callers that wait for a connection: first come, first served, and bounded.
// Guarantees: a call is either started by a connection's thread or withdrawn by its caller, never both; a withdrawn
// call surely never runs; every call is answered once. CallQueue and Call: any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "engines/sql/database.h"
#include "io/handoff.h"

namespace rushlab::sql {

// One caller's transaction, from its call to its answer.
class Call {
  public:
    Call(Database::Access access, Deadline deadline, Database::Work work, io::Giver<Result<>> giver)
        : m_access(access), m_deadline(deadline), m_work(std::move(work)), m_giver(std::move(giver)) {}

    // Whoever succeeds, of the connection's thread and the caller, owns the rest of the call.
    bool start() { return leaveWaiting(Stage::Started); }
    bool withdraw() { return leaveWaiting(Stage::Withdrawn); }
    bool waits() const { return m_stage.load(std::memory_order_acquire) == Stage::Waiting; }

    Database::Access access() const { return m_access; }
    Deadline deadline() const { return m_deadline; }
    // After start(); an exception that the work throws comes back as an error.
    Result<> run(Session& session);
    void answer(Result<> outcome, io::Resumptions& batch) { m_giver.give(std::move(outcome), batch); }
    void answer(Result<> outcome) { m_giver.give(std::move(outcome)); }

  private:
    enum class Stage : unsigned char { Waiting, Started, Withdrawn };

    bool leaveWaiting(Stage to) {
        Stage expected = Stage::Waiting;
        return m_stage.compare_exchange_strong(expected, to, std::memory_order_acq_rel);
    }

    const Database::Access m_access;
    const Deadline m_deadline;
    std::atomic<Stage> m_stage{Stage::Waiting};
    Database::Work m_work;
    io::Giver<Result<>> m_giver;
};

class CallQueue {
  public:
    // `place` names the database in what is said of it.
    CallQueue(std::size_t waitingMax, std::string place) : m_waitingMax(waitingMax), m_place(std::move(place)) {}

    // Queues the work and waits for its answer.
    static io::Awaitable<Result<>> run(std::shared_ptr<CallQueue> queue, Database::Access access, Deadline deadline,
                                       Database::Work work);

    // Waits for calls and starts up to `most` of them; nothing once the queue is closed.
    std::vector<std::shared_ptr<Call>> take(std::size_t most);
    // Answers whoever waits that it was not done, and takes nobody more.
    void close();

    const std::string& place() const { return m_place; }

  private:
    Result<> push(std::shared_ptr<Call> call);
    Error closing() const;

    const std::size_t m_waitingMax;
    const std::string m_place;
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::deque<std::shared_ptr<Call>> m_calls;
    std::size_t m_idle = 0;  // threads that wait in take()
    bool m_closed = false;
};

}  // namespace rushlab::sql
