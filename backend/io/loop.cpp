#include "io/loop.h"

#include <fmt/format.h>
#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "base/result.h"

namespace rushlab::io {

Loop::Loop()
    : m_context(std::make_unique<Context>(*this)), m_door(std::make_shared<LoopDoor>(*m_context)), m_timeouts(*this) {}

Loop::~Loop() {
    stop();
    dropWaiting();
    m_context.reset();
}

void Loop::dropWaiting() {
    m_door->close();
    // Waits that other threads could still end go first, while sockets and timers of this loop are whole.
    m_timeouts.dropAll();
    m_keepRunning.reset();
    m_context->shutdown();
}

Loop& Loop::of(const Executor& executor) {
    return static_cast<Context&>(executor.context()).loop;
}

void Loop::spawn(Awaitable<> task) {
    boost::asio::co_spawn(m_context->get_executor(), std::move(task), [](const std::exception_ptr& thrown) {
        if (!thrown) return;
        try {
            std::rethrow_exception(thrown);
        } catch (const std::exception& error) {
            abortBecause(fmt::format("a coroutine let an exception out: {}", error.what()));
        }
    });
}

void Loop::start(const std::string& threadName) {
    m_keepRunning.emplace(m_context->get_executor());
    m_context->restart();  // a runUntilDone() before has left it stopped where nothing else was going on
    m_thread = std::jthread([this] {
        m_threadId = std::this_thread::get_id();
        m_context->run();
    });
    pthread_setname_np(m_thread.native_handle(), threadName.substr(0, 15).c_str());
}

void Loop::stop() {
    m_context->stop();
    if (m_thread.joinable()) m_thread.join();
}

Awaitable<> Loop::markDone(Awaitable<> task, bool& done) {
    co_await std::move(task);
    done = true;
}

void Loop::runUntil(const bool& done) {
    m_threadId = std::this_thread::get_id();
    const boost::asio::executor_work_guard<Executor> keepRunning(m_context->get_executor());
    m_context->restart();
    while (!done) {
        if (m_context->run_one() == 0) abortBecause("a loop was stopped before the task it ran was done");
    }
}

Awaitable<> sleepUntil(SteadyTime time) {
    boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                      Executor>
        timer(co_await boost::asio::this_coro::executor, time);
    co_await timer.async_wait(boost::asio::use_awaitable_t<Executor>{});
}

Awaitable<> sleepFor(SteadyTime::duration span) {
    return sleepUntil(std::chrono::steady_clock::now() + span);
}

Awaitable<Loop*> currentLoop() {
    co_return &Loop::of(co_await boost::asio::this_coro::executor);
}

}  // namespace rushlab::io
