#include "roles/log_feed.h"

namespace rushlab::roles {
namespace {

constexpr std::size_t kWaitingMost = 100'000;
constexpr std::size_t kWaitingBytesMost = 64U << 20U;
constexpr std::size_t kBatchMost = 1'000;
constexpr std::size_t kBatchBytesMost = 4U << 20U;  // well within what an append may hold
constexpr Milliseconds kStoreWithin{5'000};
constexpr Milliseconds kStoreAgainAfter{200};

std::size_t bytesOf(const log::Record& record) {
    return record.key.size() + record.value.size();
}

}  // namespace

LogFeed::LogFeed(RoleContext& context, std::string_view topic, std::string_view what)
    : m_context(context),
      m_topic(topic),
      m_stored(
          context.metrics.counter(fmt::format("rushlab_{}_logged_total", what), "Records that are in the event log.")),
      m_failures(context.metrics.counter(fmt::format("rushlab_{}_log_failures_total", what),
                                         "Batches that had to be logged again.")),
      m_waiting(
          context.metrics.gauge(fmt::format("rushlab_{}_waiting", what), "Records that wait for the event log.")) {}

void LogFeed::start() {
    m_context.tasks.spawn(run());
}

Result<> LogFeed::take(std::string key, std::string value, WallTime at) {
    if (waiting() >= kWaitingMost || m_waitingBytes + value.size() > kWaitingBytesMost)
        return fail(ErrorCode::Full, "{} records wait for the event log: try again later", waiting());
    m_records.push_back({std::move(key), std::move(value), {}, at});
    m_waitingBytes += bytesOf(m_records.back());
    ++m_taken;
    m_waiting.set(static_cast<std::int64_t>(waiting()));
    wake();
    return {};
}

void LogFeed::whenStored(UniqueFunction<void()> then) {
    if (m_storedSoFar == m_taken) return then();
    m_waiters.push_back({m_taken, std::move(then)});
}

void LogFeed::wake() {
    if (m_alarm) std::exchange(m_alarm, {}).give(true);
}

// Goes on while the role stops until nothing waits: the host's deadline bounds it.
io::Awaitable<> LogFeed::run() {
    while (!m_context.tasks.stopping() || waiting() > 0) {
        if (waiting() > 0) {
            co_await storeSome();
            continue;
        }
        auto [giver, taker] = io::handoff<bool>(m_context.loop);
        m_alarm = std::move(giver);
        const io::Cancellation::Listener listener(&m_context.tasks.cancellation(), [this] { wake(); });
        co_await taker.take(Deadline::never());
    }
}

io::Awaitable<> LogFeed::storeSome() {
    std::vector<log::Record> batch;
    std::size_t bytes = 0;
    while (!m_records.empty() && batch.size() < kBatchMost && bytes < kBatchBytesMost) {
        bytes += bytesOf(m_records.front());
        batch.push_back(std::move(m_records.front()));
        m_records.pop_front();
    }
    m_beingStored = batch.size();
    bool isFirst = true;
    while (true) {
        const auto appended = co_await m_context.ports.log.append(m_topic, batch, Deadline::in(kStoreWithin));
        if (appended) break;
        m_failures.add();
        if (std::exchange(isFirst, false))
            m_context.log.warning("What is for {} waits for the event log: {}", m_topic, appended.error().message);
        if (!co_await m_context.tasks.sleepFor(kStoreAgainAfter)) co_await io::sleepFor(kStoreAgainAfter);
    }
    m_beingStored = 0;
    m_waitingBytes -= bytes;
    m_storedSoFar += batch.size();
    m_stored.add(batch.size());
    m_waiting.set(static_cast<std::int64_t>(waiting()));
    while (!m_waiters.empty() && m_waiters.front().taken <= m_storedSoFar) {
        Waiter waiter = std::move(m_waiters.front());
        m_waiters.pop_front();
        waiter.then();
    }
}

}  // namespace rushlab::roles
