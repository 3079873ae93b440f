#include "engines/queue/queue_shell.h"

#include <pthread.h>

namespace rushlab::queue {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLongestShortText = 255;           // AMQP's shortstr
constexpr std::size_t kLargestBody = 128 * 1024 * 1024;  // RabbitMQ's default bound

// The wall clock may be set while the timer waits: it looks again after this long at the latest.
constexpr Milliseconds kLongestTimerWait = 1s;
constexpr Milliseconds kRetryAfter = 100ms;  // a disk that refused is asked again

}  // namespace

// A publisher's place among those who wait for memory; leaves it however the wait ends.
class QueueShell::RoomWait {
  public:
    RoomWait(QueueShell& shell, io::Giver<Wake> giver) : m_shell(shell) {
        const std::lock_guard lock(shell.m_mutex);
        // With the memory low again, or the engine stopped, the giver goes and the wait ends at once.
        if (!shell.m_memoryHigh || !shell.m_running) return;
        m_place = ++shell.m_lastBlocked;
        shell.m_blocked.emplace(m_place, std::move(giver));
    }
    ~RoomWait() {
        const std::lock_guard lock(m_shell.m_mutex);
        m_shell.m_blocked.erase(m_place);
    }
    RoomWait(const RoomWait&) = delete;
    RoomWait& operator=(const RoomWait&) = delete;

  private:
    QueueShell& m_shell;
    std::uint64_t m_place = 0;
};

QueueShell::QueueShell(EmbeddedOptions options, const Clock& clock) : m_options(std::move(options)), m_clock(clock) {}

QueueShell::~QueueShell() {
    stop();
}

Result<> QueueShell::start() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_running) return {};
    }
    auto database = QueueStore::open(m_options.file, m_options.faults);
    if (!database) return pass(database);
    auto broker = std::make_unique<Broker>(m_consumersSoFar);
    if (auto loaded = QueueStore::load(*database, *broker); !loaded) return loaded;
    const std::lock_guard lock(m_mutex);
    m_broker = std::move(broker);
    m_flusher = std::make_unique<storage::Flusher>(std::move(*database), *this);
    m_timerThread = std::jthread([this] { expireUntilStopped(); });
    pthread_setname_np(m_timerThread.native_handle(), "queue-timer");
    m_running = true;
    io::Resumptions batch;
    watchMemory(batch);
    return {};
}

void QueueShell::stop() {
    {
        io::Resumptions batch;
        const std::lock_guard lock(m_mutex);
        if (!m_running) return;
        m_running = false;
        m_broker->dropAllConsumers();
        passOn({}, batch);
        m_unflushed.addCleanStop(m_broker->handedOutBefore());
        m_flusher->wake();
        m_blocked.clear();  // wakes them
        m_memoryHigh = false;
        m_timer.notify_all();
    }
    m_timerThread.join();
    m_flusher->stop();
    m_store.release();
    const std::lock_guard lock(m_mutex);
    m_flusher.reset();
    m_consumersSoFar = m_broker->consumersSoFar();
    m_broker.reset();
    m_unflushed = Unflushed();  // what the disk refused to the last; whoever waits for it is woken with nothing
    m_retryMs = kNeverMs;
}

tl::unexpected<Error> QueueShell::stopped() {
    return fail(ErrorCode::Unavailable, "the queue engine is stopped; start it again");
}

Result<> QueueShell::afterFlush(std::optional<Result<>> outcome) {
    if (outcome) return std::move(*outcome);
    return fail(
        ErrorCode::OutcomeUnknown,
        "done in memory, but not on the disk by the deadline: a kill now may undo it; ask again, or give it more "
        "time");
}

Result<> QueueShell::check(const Message& message) {
    for (const auto& [what, text] : {std::pair{"exchange name", &message.exchange},
                                     {"routing key", &message.routingKey},
                                     {"message id", &message.messageId}}) {
        if (text->size() > kLongestShortText)
            return fail(ErrorCode::Invalid, "the {} is {} bytes long; AMQP allows {}", what, text->size(),
                        kLongestShortText);
    }
    if (message.body.size() > kLargestBody)
        return fail(ErrorCode::Invalid, "the body is {} bytes long; a message may have {}", message.body.size(),
                    kLargestBody);
    std::size_t headerBytes = 0;
    for (const auto& [key, value] : message.headers)
        headerBytes += key.size() + value.size();
    if (headerBytes > kLargestBody)
        return fail(ErrorCode::Invalid, "the headers are {} bytes long; a message may have {}", headerBytes,
                    kLargestBody);
    if (message.ttl && (message.ttl->count() < 0 || *message.ttl > kLongestTtl))
        return fail(ErrorCode::Invalid, "a TTL of {} ms is outside 0 to {}", message.ttl->count(), kLongestTtl.count());
    return {};
}

io::Awaitable<Result<Confirm>> QueueShell::publish(Message message, Deadline deadline) {
    const auto alive = shared_from_this();  // the engine may go while this publisher waits
    if (const auto valid = check(message); !valid) co_return pass(valid);
    if (m_memoryHigh.load(std::memory_order_relaxed)) {
        const auto room = co_await waitForRoom(deadline);
        if (!room) co_return pass(room);
    }
    const Content content = Content::encode(message, {});
    auto [giver, taker] = io::handoff<Result<Confirm>>(io::Loop::of(co_await boost::asio::this_coro::executor));
    const auto submitted = submit(message, content, std::move(giver));
    if (!submitted) co_return pass(submitted);
    auto confirmed = co_await taker.take(deadline);
    if (confirmed) co_return std::move(*confirmed);
    co_return fail(
        ErrorCode::OutcomeUnknown,
        "the message for exchange \"{}\", routing key \"{}\" was not confirmed by the deadline: it may or may "
        "not be stored; publish it again with the same messageId",
        message.exchange, message.routingKey);
}

Result<> QueueShell::submit(const Message& message, const Content& content, io::Giver<Result<Confirm>> giver) {
    const auto publication = std::make_shared<Publication>(std::move(giver));
    io::Resumptions batch;
    const std::lock_guard lock(m_mutex);
    if (!m_running) return stopped();
    const auto routed = m_broker->publish(message, content, m_clock.wallNow());
    if (!routed) return pass(routed);
    publication->confirm.queues = routed->queues;
    if (routed->rejectedBy) {
        passOn({}, batch);
        watchMemory(batch);  // the fanout's other queues got it
        return fail(ErrorCode::Full,
                    "queue \"{}\" is at its length limit and rejects what is published; consume from it",
                    *routed->rejectedBy);
    }
    passOn(publication, batch);
    if (routed->queues == 0) publication->giver.give(publication->confirm, batch);
    watchMemory(batch);
    return {};
}

io::Awaitable<Result<>> QueueShell::waitForRoom(Deadline deadline) {
    io::Loop& loop = io::Loop::of(co_await boost::asio::this_coro::executor);
    while (m_memoryHigh.load()) {
        auto [giver, taker] = io::handoff<Wake>(loop);
        const RoomWait waiting(*this, std::move(giver));
        co_await taker.take(deadline);
        if (m_memoryHigh.load() && deadline.passed())
            co_return fail(ErrorCode::Full,
                           "the queues hold more than {} bytes, and consumers did not bring them under {} by the "
                           "deadline; consume faster, publish slower, or raise the watermark",
                           m_options.memoryHighBytes, m_options.memoryLowBytes);
    }
    co_return Result<>{};
}

bool QueueShell::passOn(const std::shared_ptr<Publication>& publication, io::Resumptions& batch) {
    Effects& effects = m_broker->effects();
    const bool onDisk = m_unflushed.add(effects, publication, batch);
    for (const ConsumerId consumer : effects.woken) {
        const auto hungry = m_hungry.find(consumer);
        if (hungry == m_hungry.end()) continue;
        hungry->second.give(Wake{}, batch);
        m_hungry.erase(hungry);
    }
    if (!effects.insertions.empty() || onDisk) m_flusher->wake();
    if (m_memoryHigh && !effects.removals.empty()) watchMemory(batch);
    effects.clear();
    if (m_broker->soonestExpiryMs() < m_timerMs) {
        m_timerMs = m_broker->soonestExpiryMs();
        m_timer.notify_all();
    }
    return onDisk;
}

// Between the marks it stays as it was, so that publishers are not stopped and let go for each message.
void QueueShell::watchMemory(io::Resumptions& batch) {
    const std::uint64_t held = m_broker->heldBytes();
    if (held > m_options.memoryHighBytes) m_memoryHigh = true;
    if (!m_memoryHigh || held > m_options.memoryLowBytes) return;
    m_memoryHigh = false;
    for (auto& [place, publisher] : m_blocked)
        publisher.give(Wake{}, batch);
    m_blocked.clear();
}

Result<std::optional<Taken>> QueueShell::takeOrWait(ConsumerId consumer, io::Giver<Wake> waiter) {
    io::Resumptions batch;
    const std::lock_guard lock(m_mutex);
    if (!m_running) return stopped();
    auto taken = m_broker->take(consumer, m_clock.wallNow());
    if (taken && !*taken) m_hungry[consumer] = std::move(waiter);
    passOn({}, batch);
    return taken;
}

void QueueShell::expireUntilStopped() {
    for (;;) {
        io::Resumptions batch;
        std::unique_lock lock(m_mutex);
        if (!m_running) return;
        const WallTime now = m_clock.wallNow();
        if (m_broker->soonestExpiryMs() <= msOf(now)) {
            m_broker->expire(now);
            passOn({}, batch);
        }
        if (m_retryMs <= msOf(now)) {
            m_retryMs = kNeverMs;
            m_flusher->wake();
        }
        m_timerMs = std::min({m_broker->soonestExpiryMs(), m_retryMs, msOf(now + kLongestTimerWait)});
        lock.unlock();
        batch.wakeAll();
        lock.lock();
        if (!m_running) return;
        m_timer.wait_for(lock, Milliseconds(std::max<std::int64_t>(m_timerMs - msOf(now), 1)));
    }
}

bool QueueShell::collect() {
    io::Resumptions batch;
    const std::lock_guard lock(m_mutex);
    return m_unflushed.collect(batch);
}

Result<> QueueShell::write(storage::Database& database) {
    return m_store.write(database, m_unflushed.writing());
}

void QueueShell::settled(const Result<>& outcome) {
    io::Resumptions batch;
    std::unique_ptr<Collection> written;
    {
        const std::lock_guard lock(m_mutex);
        if (outcome) {
            written = m_unflushed.settle();
        } else {
            const auto forget = [this](QueueNumber queue, MessageNumber message) {
                return m_broker->forgetUnseen(queue, message);
            };
            const WallTime now = m_clock.wallNow();
            m_unflushed.settleFailed(outcome.error(), forget, batch);
            m_broker->handOutWhatIsReady(now);
            passOn({}, batch);
            m_retryMs = msOf(now + kRetryAfter);
            m_timer.notify_all();
            watchMemory(batch);
        }
    }
    if (written) Unflushed::finish(*written, batch);
}

}  // namespace rushlab::queue
