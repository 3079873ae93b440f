#include "engines/log/log_shell.h"

namespace rushlab::log {

LogShell::LogShell(LogCore core, PlantedBugs bugs, LogLimits limits, std::shared_ptr<const Clock> clock)
    : m_limits(limits), m_bugs(bugs), m_clock(std::move(clock)), m_core(std::move(core)) {}

void LogShell::start(storage::Database database, BlockLoader loader) {
    m_reader = std::make_unique<BlockReader>(std::move(loader));
    m_flusher = std::make_unique<storage::Flusher>(std::move(database), *this);
}

void LogShell::close() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed) return;
        m_closed = true;
    }
    // The reader's connection goes first, so that the flusher can leave a checkpointed file.
    m_reader->stop();
    m_reader->dropDatabase();
    m_flusher->stop();
    m_writer = {};
    const std::lock_guard lock(m_mutex);
    m_waiting.clear();
    m_flushing.clear();
    m_roomWaiters.clear();
    m_watchers.clear();
    m_watched.clear();
}

tl::unexpected<Error> LogShell::closedError() {
    return fail(ErrorCode::Unavailable, "the event log is closed; open it again");
}

void LogShell::wakeFlusher() {
    m_flusher->wake();
}

io::Awaitable<Result<>> LogShell::roomFor(std::shared_ptr<LogShell> self, std::size_t bytes, Deadline deadline) {
    io::Loop* loop = nullptr;
    while (true) {
        std::optional<io::Taker<bool>> room;
        {
            const std::lock_guard lock(self->m_mutex);
            if (self->m_closed) co_return closedError();
            if (self->m_core.hasRoomFor(bytes)) co_return Result<>{};
        }
        if (!loop) loop = co_await io::currentLoop();
        {
            const std::lock_guard lock(self->m_mutex);
            if (self->m_closed) co_return closedError();
            if (self->m_core.hasRoomFor(bytes)) co_return Result<>{};
            auto [giver, taker] = io::handoff<bool>(*loop);
            self->m_roomWaiters.push_back(std::move(giver));
            room.emplace(std::move(taker));
        }
        if (!deadline.passed()) {
            co_await room->take(deadline);
            continue;  // looks again, also when it was woken because the log closes
        }
        co_return fail(ErrorCode::Full,
                       "the event log has {} bytes waiting for the disk, as many as are allowed; try again later",
                       self->m_limits.pendingBytesMax);
    }
}

io::Awaitable<Result<Appended>> LogShell::settled(Result<Settled> staged, Deadline deadline) {
    if (!staged) co_return pass(staged);
    auto answer = co_await staged->take(deadline);
    if (answer) co_return std::move(*answer);
    co_return fail(
        ErrorCode::OutcomeUnknown,
        "the event log's disk did not confirm in time: it may or may not be stored; look before trying again");
}

io::Awaitable<Result<bool>> LogShell::fill(std::shared_ptr<LogShell> self, ReadPlan& plan, Deadline deadline) {
    std::vector<BlockInfo> missing;
    for (const ReadPlan::Piece& piece : plan.pieces) {
        if (!piece.bytes) missing.push_back(piece.info);
    }
    if (missing.empty()) co_return true;
    // What is on the disk is there: who asked without time to wait gets it all the same.
    constexpr std::chrono::seconds kDiskMin{5};
    io::Loop* loop = co_await io::currentLoop();
    auto [giver, taker] = io::handoff<BlockReader::Answer>(*loop);
    self->m_reader->read(std::move(missing), std::move(giver));
    const Deadline patience = deadline.passed(Deadline::in(kDiskMin).time()) ? Deadline::in(kDiskMin) : deadline;
    const auto answer = co_await taker.take(patience);
    if (!answer) {
        const std::lock_guard lock(self->m_mutex);
        if (self->m_closed) co_return closedError();
        co_return fail(ErrorCode::Timeout, "reading old records from the disk took too long; try again");
    }
    if (!*answer) co_return pass(*answer);
    bool whole = true;
    auto bytes = (*answer)->begin();
    const std::lock_guard lock(self->m_mutex);
    for (ReadPlan::Piece& piece : plan.pieces) {
        if (piece.bytes) continue;
        piece.bytes = *bytes++;
        if (piece.bytes) self->m_core.keepRead(plan.at, piece.info.id, piece.bytes);
        whole = whole && piece.bytes;
    }
    co_return whole;
}

LogShell::Watch LogShell::watch(io::Loop& loop, std::vector<PartitionKey> partitions, std::string group) {
    auto [giver, taker] = io::handoff<bool>(loop);
    const std::uint64_t id = m_nextWatcher++;
    for (const PartitionKey& at : partitions)
        m_watched[at].insert(id);
    m_watchers.emplace(id, Watcher{std::move(giver), std::move(partitions), std::move(group)});
    return {shared_from_this(), id, std::move(taker)};
}

LogShell::Watch::~Watch() {
    if (m_shell) m_shell->unwatch(m_id);
}

io::Awaitable<> LogShell::Watch::until(Deadline deadline) {
    co_await m_taker.take(deadline);
}

void LogShell::unwatch(std::uint64_t id) {
    const std::lock_guard lock(m_mutex);
    const auto watcher = m_watchers.find(id);
    if (watcher == m_watchers.end()) return;
    for (const PartitionKey& at : watcher->second.partitions) {
        const auto watched = m_watched.find(at);
        watched->second.erase(id);
        if (watched->second.empty()) m_watched.erase(watched);
    }
    m_watchers.erase(watcher);
}

void LogShell::wakeWatchersOf(PartitionKey at, io::Resumptions& batch) {
    const auto watched = m_watched.find(at);
    if (watched == m_watched.end()) return;
    for (const std::uint64_t id : watched->second) {
        if (auto& giver = m_watchers.at(id).giver) giver.give(true, batch);
    }
}

void LogShell::groupChanged(const std::string& group) {
    for (auto& [id, watcher] : m_watchers) {
        if (watcher.group == group && watcher.giver) watcher.giver.give(true);
    }
}

bool LogShell::collect() {
    const std::lock_guard lock(m_mutex);
    m_collected = m_core.collect();
    if (!m_collected) return false;
    m_flushing = std::exchange(m_waiting, {});
    return true;
}

// Nobody else changes what is collected until it has settled.
Result<> LogShell::write(storage::Database& database) {
    return m_writer.write(database, *m_collected);
}

void LogShell::settled(const Result<>& outcome) {
    io::Resumptions batch;  // wakes after the mutex is free
    const WallTime now = m_clock->wallNow();
    const std::lock_guard lock(m_mutex);
    Settling settling = m_core.settle(outcome, now);
    if (settling.answers.size() != m_flushing.size()) abortBecause("the log answers others than those who wait");
    for (std::size_t i = 0; i < m_flushing.size(); ++i) {
        if (!m_flushing[i]) continue;
        if (outcome) {
            m_flushing[i].give(std::move(settling.answers[i]), batch);
        } else {
            m_flushing[i].give(pass(outcome), batch);
        }
    }
    m_flushing.clear();
    for (io::Giver<bool>& giver : m_roomWaiters)
        giver.give(true, batch);
    m_roomWaiters.clear();
    for (const PartitionKey& at : settling.grown)
        wakeWatchersOf(at, batch);
    for (const std::string& group : settling.regrouped)
        groupChanged(group);
    if (settling.moreToStore) wakeFlusher();
}

}  // namespace rushlab::log
