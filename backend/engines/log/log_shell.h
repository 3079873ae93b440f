// What surrounds the log's core: its mutex, its file, its threads, and everybody who waits.
// Shared by the engine, its members and the calls under way, so that each may end before the others; close() ends the
// threads, after which every call says Unavailable.
// One mutex guards the core and the waiters; nobody is called and nothing is awaited under it.
// Any thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "engines/log/block_reader.h"
#include "engines/log/log_core.h"
#include "engines/log/log_store.h"
#include "storage/flusher.h"

namespace rushlab::log {

class LogShell final : public storage::FlushSource, public std::enable_shared_from_this<LogShell> {
  public:
    using Settled = io::Taker<Result<Appended>>;

    LogShell(LogCore core, PlantedBugs bugs, LogLimits limits, std::shared_ptr<const Clock> clock);
    void start(storage::Database database, BlockLoader loader);
    void close();

    const Clock& clock() const { return *m_clock; }
    const LogLimits& limits() const { return m_limits; }

    // Runs something on the core under the mutex. Unavailable once the log is closed.
    template <class Work>
    auto withCore(Work&& work) -> decltype(work(std::declval<LogCore&>()));
    // The same for what must be stored: the answer comes by the taker, once it is on the disk.
    template <class Work>
    Result<Settled> stage(io::Loop& loop, Work&& work);

    // Waits until a batch of this size may be staged; Full when that is not by the deadline.
    static io::Awaitable<Result<>> roomFor(std::shared_ptr<LogShell> self, std::size_t bytes, Deadline deadline);
    static io::Awaitable<Result<Appended>> settled(Result<Settled> staged, Deadline deadline);
    // Gets from the disk what the plan lacks. False: retention dropped some of it meanwhile; plan again.
    static io::Awaitable<Result<bool>> fill(std::shared_ptr<LogShell> self, ReadPlan& plan, Deadline deadline);

    // A wait for records in some partitions, or for a group to be dealt anew. Its end of life takes it from the list.
    class Watch {
      public:
        Watch(std::shared_ptr<LogShell> shell, std::uint64_t id, io::Taker<bool> taker)
            : m_shell(std::move(shell)), m_id(id), m_taker(std::move(taker)) {}
        Watch(Watch&&) noexcept = default;
        Watch& operator=(Watch&&) = delete;
        ~Watch();
        io::Awaitable<> until(Deadline deadline);

      private:
        std::shared_ptr<LogShell> m_shell;
        std::uint64_t m_id;
        io::Taker<bool> m_taker;
    };
    // Call it inside withCore, so that nothing is missed between looking and waiting.
    Watch watch(io::Loop& loop, std::vector<PartitionKey> partitions, std::string group);
    // Call it inside withCore: wakes the members that wait.
    void groupChanged(const std::string& group);

    bool collect() override;
    Result<> write(storage::Database& database) override;
    void settled(const Result<>& outcome) override;

  private:
    struct Watcher {
        io::Giver<bool> giver;
        std::vector<PartitionKey> partitions;
        std::string group;
    };
    using Answer = io::Giver<Result<Appended>>;

    static tl::unexpected<Error> closedError();
    void wakeFlusher();
    void wakeWatchersOf(PartitionKey at, io::Resumptions& batch);
    void unwatch(std::uint64_t id);

    const LogLimits m_limits;
    const PlantedBugs m_bugs;
    const std::shared_ptr<const Clock> m_clock;

    std::mutex m_mutex;  // guards all from here on, but for the flusher's own
    LogCore m_core;
    bool m_closed = false;
    std::vector<Answer> m_waiting;   // for what is staged, in the order of their tickets
    std::vector<Answer> m_flushing;  // for what is collected
    std::vector<io::Giver<bool>> m_roomWaiters;
    std::map<std::uint64_t, Watcher> m_watchers;
    std::map<PartitionKey, std::set<std::uint64_t>> m_watched;
    std::uint64_t m_nextWatcher = 0;

    const LogChanges* m_collected = nullptr;  // flusher's thread only
    ChangeWriter m_writer;                    // flusher's thread only
    std::unique_ptr<BlockReader> m_reader;
    std::unique_ptr<storage::Flusher> m_flusher;
};

template <class Work>
auto LogShell::withCore(Work&& work) -> decltype(work(std::declval<LogCore&>())) {
    const std::lock_guard lock(m_mutex);
    if (m_closed) return closedError();
    auto result = work(m_core);
    if (m_core.wantsStoring()) wakeFlusher();
    return result;
}

template <class Work>
Result<LogShell::Settled> LogShell::stage(io::Loop& loop, Work&& work) {
    auto [giver, taker] = io::handoff<Result<Appended>>(loop);
    const std::lock_guard lock(m_mutex);
    if (m_closed) return closedError();
    const auto ticket = work(m_core);
    if (!ticket) return pass(ticket);
    if (m_bugs.confirmBeforeFlush) giver.give(Appended{});
    m_waiting.push_back(std::move(giver));
    wakeFlusher();
    return std::move(taker);
}

}  // namespace rushlab::log
