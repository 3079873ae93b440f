// What makes the broker an engine: the mutex around it, the flusher under it, the thread that expires messages when
// nothing else happens, and the handing over of results to the loops that wait.
// Guarantees: nothing is awaited and nobody is resumed under the mutex; a batch of results wakes each loop once.
// Any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "engines/queue/broker.h"
#include "engines/queue/embedded_work_queue.h"
#include "engines/queue/queue_store.h"
#include "engines/queue/unflushed.h"
#include "io/handoff.h"
#include "storage/flusher.h"

namespace rushlab::queue {

struct Wake {};

class QueueShell final : public storage::FlushSource, public std::enable_shared_from_this<QueueShell> {
  public:
    QueueShell(EmbeddedOptions options, const Clock& clock);
    ~QueueShell() override;

    Result<> start();
    void stop();
    const EmbeddedOptions& options() const { return m_options; }

    io::Awaitable<Result<Confirm>> publish(Message message, Deadline deadline);

    // Runs change(broker, now) on the broker, then waits until all that is pending is on the disk.
    template <class Change>
    io::Awaitable<Result<>> changeDurably(Change change, Deadline deadline) {
        io::Loop& loop = io::Loop::of(co_await boost::asio::this_coro::executor);
        auto [giver, taker] = io::handoff<Result<>>(loop);
        const Result<> changed = applyAndWait(change, std::move(giver), Waiting::Always);
        if (!changed) co_return changed;
        co_return afterFlush(co_await taker.take(deadline));
    }
    // The same, but without waiting where all of it was withdrawn before it reached the disk.
    template <class Change>
    io::Awaitable<Result<>> settleDurably(Change change, Deadline deadline) {
        io::Loop& loop = io::Loop::of(co_await boost::asio::this_coro::executor);
        auto [giver, taker] = io::handoff<Result<>>(loop);
        const Result<> changed = applyAndWait(change, std::move(giver), Waiting::ForTheDisk);
        if (!changed) co_return changed;
        co_return afterFlush(co_await taker.take(deadline));
    }
    // Without waiting at all.
    template <class Change>
    auto change(Change&& change) -> std::invoke_result_t<Change, Broker&, WallTime> {
        io::Resumptions batch;
        const std::lock_guard lock(m_mutex);
        if (!m_running) return stopped();
        auto result = change(*m_broker, m_clock.wallNow());
        passOn({}, batch);
        return result;
    }
    // Waits as long as nothing is there to take, at most until `waiter` is given something.
    Result<std::optional<Taken>> takeOrWait(ConsumerId consumer, io::Giver<Wake> waiter);

    bool collect() override;
    Result<> write(storage::Database& database) override;
    void settled(const Result<>& outcome) override;

  private:
    enum class Waiting : std::uint8_t { ForTheDisk, Always };
    class RoomWait;

    static tl::unexpected<Error> stopped();
    static Result<> afterFlush(std::optional<Result<>> outcome);
    static Result<> check(const Message& message);

    template <class Change>
    Result<> applyAndWait(Change& change, io::Giver<Result<>> waiter, Waiting waiting) {
        io::Resumptions batch;
        const std::lock_guard lock(m_mutex);
        if (!m_running) return stopped();
        const Result<> changed = change(*m_broker, m_clock.wallNow());
        const bool onDisk = passOn({}, batch);
        if (!changed) return changed;
        if (onDisk || waiting == Waiting::Always)
            m_unflushed.waitForAll(std::move(waiter), batch);
        else
            waiter.give(Result<>{}, batch);
        return {};
    }
    Result<> submit(const Message& message, const Content& content, io::Giver<Result<Confirm>> giver);
    io::Awaitable<Result<>> waitForRoom(Deadline deadline);
    // Hands the broker's effects on to the ledger, the flusher, the timer and whoever waits. Under the mutex.
    bool passOn(const std::shared_ptr<Publication>& publication, io::Resumptions& batch);
    void watchMemory(io::Resumptions& batch);
    void expireUntilStopped();

    const EmbeddedOptions m_options;
    const Clock& m_clock;

    std::mutex m_mutex;
    bool m_running = false;
    std::unique_ptr<Broker> m_broker;
    std::uint64_t m_consumersSoFar = 0;
    Unflushed m_unflushed;
    std::unordered_map<ConsumerId, io::Giver<Wake>> m_hungry;  // consumers that wait for a message
    std::map<std::uint64_t, io::Giver<Wake>> m_blocked;        // publishers that wait for memory, in their order
    std::uint64_t m_lastBlocked = 0;
    std::atomic<bool> m_memoryHigh = false;

    std::condition_variable m_timer;
    std::int64_t m_timerMs = kNeverMs;  // when the timer will look next
    std::int64_t m_retryMs = kNeverMs;  // when a disk that refused is asked again
    std::jthread m_timerThread;

    QueueStore m_store;  // the flusher's thread only
    std::unique_ptr<storage::Flusher> m_flusher;
};

}  // namespace rushlab::queue
