// Reads a database file on a thread of its own, so that neither a loop nor who writes it waits: questions are answered
// in the order asked. What embedded engines share. Guarantees: what waits is bounded; who asked is told where the
// thread ends before it answered. Any thread asks.
#pragma once

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

#include "base/unique_function.h"
#include "io/handoff.h"
#include "storage/database.h"

namespace rushlab {

// Statements: prepare(storage::Database&) makes them.
template <class Statements>
class ReadingThread {
  public:
    struct Name {
        const char* thread;    // "archive-reads"
        std::string_view who;  // "the archive", in sentences
    };

    static Result<std::unique_ptr<ReadingThread>> open(storage::Database database, std::size_t mostWaiting, Name name) {
        auto statements = Statements::prepare(database);
        if (!statements) return pass(statements);
        return std::make_unique<ReadingThread>(std::move(database), std::move(*statements), mostWaiting, name);
    }

    ReadingThread(storage::Database database, Statements statements, std::size_t mostWaiting, Name name)
        : m_mostWaiting(mostWaiting),
          m_who(name.who),
          m_database(std::move(database)),
          m_statements(std::move(statements)) {
        m_thread = std::jthread([this] { answerUntilStopped(); });
        pthread_setname_np(m_thread.native_handle(), name.thread);
    }

    ~ReadingThread() {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
            m_waiting.clear();
        }
        m_changed.notify_one();
        m_thread.join();
    }

    // Asks, and waits on the calling loop; this thread may be gone by then.
    template <class Answer, class Read>
    io::Awaitable<Result<Answer>> answer(Read read, Deadline deadline) {
        const std::string_view who = m_who;
        io::Loop* const loop = co_await io::currentLoop();
        auto [giver, taker] = io::handoff<Result<Answer>>(*loop);
        auto question = [given = std::move(giver), read = std::move(read)](Statements& statements) mutable {
            given.give(read(statements));
        };
        if (auto asked = ask(std::move(question)); !asked) co_return pass(asked);
        auto answer = co_await taker.take(deadline);
        if (answer) co_return std::move(*answer);
        if (!deadline.passed())
            co_return fail(ErrorCode::Unavailable, "{} was stopped before it answered: try again once it runs", who);
        co_return fail(ErrorCode::Timeout, "{} did not answer in time: try again, or allow it longer", who);
    }

  private:
    using Question = UniqueFunction<void(Statements&)>;

    Result<> ask(Question question) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_waiting.size() >= m_mostWaiting)
                return fail(ErrorCode::Full, "{} questions wait for {} already: try again later", m_waiting.size(),
                            m_who);
            m_waiting.push_back(std::move(question));
        }
        m_changed.notify_one();
        return {};
    }

    void answerUntilStopped() {
        for (;;) {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
            if (m_stopping) return;
            Question question = std::move(m_waiting.front());
            m_waiting.pop_front();
            lock.unlock();
            question(m_statements);
        }
    }

    const std::size_t m_mostWaiting;
    const std::string_view m_who;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Question> m_waiting;
    bool m_stopping = false;
    storage::Database m_database;  // outlives its statements
    Statements m_statements;
    std::jthread m_thread;
};

}  // namespace rushlab
