// One thread's event loop, the coroutines that run on it, and the door by which other threads reach it.
// Guarantees: everything spawned or posted on a Loop runs on its one thread, in the order posted; a wait that ends by
// its deadline ends at most 20 ms late. Only executor(), post() and stop() may be called from other threads.
#pragma once

#include <utility>  // before asio/awaitable.hpp: Boost 1.74 forgets it

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/deadline.h"
#include "io/timeouts.h"

namespace rushlab::io {

using Executor = boost::asio::io_context::executor_type;

// What a coroutine of this program returns. Tied to io_context's own executor: the type-erased one costs a call more
// on each step.
template <class T = void>
using Awaitable = boost::asio::awaitable<T, Executor>;

// The way into a loop for those who may outlive it: posts while the loop lives, says false once it is going away.
class LoopDoor {
  public:
    explicit LoopDoor(boost::asio::io_context& context) : m_context(&context) {}

    template <class F>
    bool post(F&& work) {
        const std::lock_guard lock(m_mutex);
        if (!m_context) return false;
        boost::asio::post(*m_context, std::forward<F>(work));
        return true;
    }
    void close() {
        const std::lock_guard lock(m_mutex);
        m_context = nullptr;
    }

  private:
    std::mutex m_mutex;
    boost::asio::io_context* m_context;
};

class Loop {
  public:
    Loop();
    ~Loop();  // stops; then every coroutine that still waits is destroyed
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // The loop that runs the calling coroutine: io::Loop::of(co_await boost::asio::this_coro::executor).
    static Loop& of(const Executor& executor);

    Executor executor() { return m_context->get_executor(); }
    Timeouts& timeouts() { return m_timeouts; }
    const std::shared_ptr<LoopDoor>& door() const { return m_door; }

    template <class F>
    void post(F&& work) {
        boost::asio::post(*m_context, std::forward<F>(work));
    }

    // Starts a coroutine whose end nobody waits for. An exception that leaves it ends the program.
    void spawn(Awaitable<> task);

    // Runs on a thread of its own until stop().
    void start(const std::string& threadName);
    // Any thread but the loop's own; waits for the thread to end.
    void stop();
    // Once it has stopped for good: destroys every coroutine that still waits, so that their owner may end what they
    // refer to before it ends the loop. Sockets and timers stay valid, nothing of theirs completes any more.
    void dropWaiting();
    bool isLoopThread() const { return m_threadId.load() == std::this_thread::get_id(); }

    // Runs on the calling thread until the task is done. For main, tests and benches; not after start().
    template <class T>
    T runUntilDone(Awaitable<T> task);

  private:
    struct Context : boost::asio::io_context {
        explicit Context(Loop& owner) : io_context(1), loop(owner) {}
        using io_context::shutdown;
        Loop& loop;
    };
    friend class Timeouts;

    template <class T>
    static Awaitable<> keepResult(Awaitable<T> task, std::optional<T>& result);
    static Awaitable<> markDone(Awaitable<> task, bool& done);
    void runUntil(const bool& done);

    std::unique_ptr<Context> m_context;
    std::shared_ptr<LoopDoor> m_door;
    Timeouts m_timeouts;
    std::optional<boost::asio::executor_work_guard<Executor>> m_keepRunning;
    std::jthread m_thread;
    std::atomic<std::thread::id> m_threadId;
};

template <class T>
Awaitable<> Loop::keepResult(Awaitable<T> task, std::optional<T>& result) {
    result.emplace(co_await std::move(task));
}

template <class T>
T Loop::runUntilDone(Awaitable<T> task) {
    bool done = false;
    if constexpr (std::is_void_v<T>) {
        spawn(markDone(std::move(task), done));
        runUntil(done);
    } else {
        std::optional<T> result;
        spawn(markDone(keepResult(std::move(task), result), done));
        runUntil(done);
        return std::move(*result);
    }
}

// Suspends the calling coroutine; precise, for delays. For deadlines use a Timeout, which is far cheaper.
Awaitable<> sleepFor(SteadyTime::duration span);
// The same; of those that sleep on one loop, an earlier one goes on before a later one.
Awaitable<> sleepUntil(SteadyTime time);

// The loop that runs the calling coroutine.
Awaitable<Loop*> currentLoop();

}  // namespace rushlab::io
