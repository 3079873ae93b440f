#include "roles/chat/archive_feed.h"

#include "roles/queues.h"

namespace rushlab::roles::chat {
namespace {

constexpr std::size_t kWaitingMost = 100'000;
constexpr std::size_t kBatchMost = 1'000;
constexpr Milliseconds kStoreWithin{5'000};
constexpr Milliseconds kStoreAgainAfter{200};

}  // namespace

ArchiveFeed::ArchiveFeed(RoleContext& context)
    : m_context(context),
      m_stored(context.metrics.counter("rushlab_chat_logged_total", "Lines that are in the event log.")),
      m_failures(context.metrics.counter("rushlab_chat_log_failures_total", "Batches that had to be logged again.")),
      m_waiting(context.metrics.gauge("rushlab_chat_waiting", "Lines that wait for the event log.")) {}

void ArchiveFeed::start() {
    m_context.tasks.spawn(run());
}

Result<> ArchiveFeed::take(std::string room, std::string json, WallTime sentAt) {
    if (waiting() >= kWaitingMost)
        return fail(ErrorCode::Full, "{} lines wait to be stored: say it again later", waiting());
    m_records.push_back({std::move(room), std::move(json), {}, sentAt});
    ++m_taken;
    m_waiting.set(static_cast<std::int64_t>(waiting()));
    wake();
    return {};
}

void ArchiveFeed::whenStored(UniqueFunction<void()> then) {
    if (m_storedSoFar == m_taken) return then();
    m_waiters.push_back({m_taken, std::move(then)});
}

void ArchiveFeed::wake() {
    if (m_alarm) std::exchange(m_alarm, {}).give(true);
}

// Goes on while the role stops until nothing waits: the host's deadline bounds it.
io::Awaitable<> ArchiveFeed::run() {
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

io::Awaitable<> ArchiveFeed::storeSome() {
    std::vector<log::Record> batch;
    while (!m_records.empty() && batch.size() < kBatchMost) {
        batch.push_back(std::move(m_records.front()));
        m_records.pop_front();
    }
    m_beingStored = batch.size();
    bool isFirst = true;
    while (true) {
        const auto appended =
            co_await m_context.ports.log.append(std::string(kChatLines), batch, Deadline::in(kStoreWithin));
        if (appended) break;
        m_failures.add();
        if (std::exchange(isFirst, false))
            m_context.log.warning("Lines of the chat wait for the event log: {}", appended.error().message);
        if (!co_await m_context.tasks.sleepFor(kStoreAgainAfter)) co_await io::sleepFor(kStoreAgainAfter);
    }
    m_beingStored = 0;
    m_storedSoFar += batch.size();
    m_stored.add(batch.size());
    m_waiting.set(static_cast<std::int64_t>(waiting()));
    while (!m_waiters.empty() && m_waiters.front().taken <= m_storedSoFar) {
        Waiter waiter = std::move(m_waiters.front());
        m_waiters.pop_front();
        waiter.then();
    }
}

}  // namespace rushlab::roles::chat
