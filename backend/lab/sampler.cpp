#include "lab/sampler.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "roles/keys.h"

namespace rushlab::lab {
namespace {

using namespace std::chrono_literals;

constexpr auto kEvery = 100ms;
constexpr auto kEveryClosely = 20ms;
constexpr auto kUseEvery = 80ms;  // what /proc tells of the processor is no finer than ten milliseconds
constexpr auto kNowWithin = 2s;
constexpr auto kEngineWithin = 500ms;

// Of one processor; a thread that ended took its time with it.
double share(std::chrono::nanoseconds used, double passed) {
    return passed > 0 ? std::max(0.0, std::chrono::duration<double>(used).count() / passed) : 0;
}

std::string typeOf(queue::ExchangeType type) {
    switch (type) {
        case queue::ExchangeType::Direct:
            return "direct";
        case queue::ExchangeType::Topic:
            return "topic";
        case queue::ExchangeType::Fanout:
            return "fanout";
    }
    abortBecause("an exchange of no type");
}

QueueWiring laidOut(const queue::Wiring& told, const std::vector<queue::QueueStats>& queues) {
    QueueWiring wiring;
    for (const queue::DeclaredExchange& exchange : told.exchanges)
        wiring.exchanges.push_back({exchange.name, typeOf(exchange.type)});
    for (const queue::Binding& binding : told.bindings)
        wiring.bindings.push_back({binding.exchange, binding.queue, binding.key});
    for (const queue::QueueStats& queue : queues)
        wiring.queues.push_back({queue.queue, queue.options.messageTtl, queue.options.deadLetterExchange,
                                 queue.options.deadLetterRoutingKey.value_or("")});
    return wiring;
}

}  // namespace

Sampler::Sampler(const Instances& instances, roles::Ports ports, const StoppableQueue& queue, SteadyTime opened,
                 std::chrono::milliseconds keptFor)
    : m_instances(instances),
      m_ports(ports),
      m_queue(queue),
      m_opened(opened),
      m_keptFor(keptFor),
      m_streams(instances, ports, opened),
      m_before(opened),
      m_next(opened),
      m_timer(m_loop.executor()) {
    m_useBefore = m_meter.read();
    m_loop.start("sampler");
    m_loop.post([this] {
        m_loop.spawn(sampleAll());
        m_loop.spawn(m_streams.run());
    });
}

Sampler::~Sampler() {
    end();
}

void Sampler::end() {
    m_loop.stop();
}

void Sampler::watch(domain::ItemId item) {
    const std::lock_guard lock(m_mutex);
    m_watched.insert(item);
}

std::vector<std::shared_ptr<const Snapshot>> Sampler::since(std::chrono::milliseconds moment) const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::shared_ptr<const Snapshot>> found;
    for (const auto& snapshot : m_ring) {
        if (snapshot->at > moment) found.push_back(snapshot);
    }
    return found;
}

bool Sampler::sampleNow() {
    std::unique_lock lock(m_mutex);
    const std::uint64_t mine = ++m_asked;
    m_loop.post([this] { m_timer.cancel(); });
    return m_sampled.wait_for(lock, kNowWithin, [this, mine] { return m_answered >= mine; });
}

void Sampler::lookCloselyFor(Milliseconds span) {
    m_loop.post([this, span] {
        m_closeUntil = std::chrono::steady_clock::now() + span;
        m_timer.cancel();
    });
}

std::uint64_t Sampler::asked() const {
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

// Ends with its loop.
io::Awaitable<> Sampler::sampleAll() {
    for (;;) {
        const std::uint64_t begunFor = asked();
        co_await askEngines();
        const SteadyTime now = std::chrono::steady_clock::now();
        sample(now);
        {
            const std::lock_guard lock(m_mutex);
            m_answered = begunFor;
        }
        m_sampled.notify_all();
        co_await waitForNext(now, begunFor);
    }
}

// Whoever asked since the last sample was begun is not let wait.
io::Awaitable<> Sampler::waitForNext(SteadyTime now, std::uint64_t begunFor) {
    if (now < m_closeUntil) {
        m_next = now + kEveryClosely;
    } else {
        m_next = std::max(m_next + kEvery, now);  // what came too late is not caught up with
    }
    if (asked() > begunFor) co_return;
    m_timer.expires_at(m_next);
    boost::system::error_code cancelled;
    co_await m_timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable_t<io::Executor>{}, cancelled));
}

Snapshot::Queue Sampler::seen(const queue::QueueStats& stats) const {
    Snapshot::Queue queue;
    queue.name = stats.queue;
    queue.ready = stats.ready;
    queue.unacked = stats.unacked;
    queue.consumers = stats.consumers.size();
    queue.published = stats.published.total;
    queue.delivered = stats.delivered.total;
    queue.acked = stats.acked.total;
    queue.redelivered = stats.redelivered.total;
    for (const queue::ConsumerStats& consumer : stats.consumers)
        queue.who.push_back({consumer.id.value, consumer.name, consumer.prefetch, consumer.unacked,
                             m_queue.slowedBy(stats.queue, consumer.name)});
    return queue;
}

io::Awaitable<> Sampler::askQueue(Deadline deadline) {
    const auto queues = co_await m_ports.queue.allStats(deadline);
    const auto wiring = co_await m_ports.queue.wiring(deadline);
    if (!queues || !wiring) co_return;
    m_queues.clear();
    for (const queue::QueueStats& stats : *queues)
        m_queues.push_back(seen(stats));
    QueueWiring now = laidOut(*wiring, *queues);
    if (!m_wiring || *m_wiring != now) m_wiring = std::make_shared<const QueueWiring>(std::move(now));
}

io::Awaitable<> Sampler::askEngines() {
    const Deadline deadline = Deadline::in(kEngineWithin);
    co_await askQueue(deadline);
    std::vector<domain::ItemId> watched;
    {
        const std::lock_guard lock(m_mutex);
        watched.assign(m_watched.begin(), m_watched.end());
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> stock;
    for (const domain::ItemId item : watched) {
        const auto units = co_await stockOf(item);
        if (units) stock.emplace_back(item.value, *units);
    }
    m_stock = std::move(stock);
}

// The key-value engine's number where a strategy counts there, the database's otherwise.
io::Awaitable<Result<std::int64_t>> Sampler::stockOf(domain::ItemId item) {
    const Deadline deadline = Deadline::in(kEngineWithin);
    const std::string key = roles::keys::stock(item);
    const auto counted = co_await m_ports.keyValue.get(key, deadline);
    if (counted && *counted) {
        std::int64_t units = 0;
        std::from_chars((*counted)->data(), (*counted)->data() + (*counted)->size(), units);
        co_return units;
    }
    const auto ask = [item](sql::Session& session) -> Result<std::int64_t> {
        const auto rows = session.query("SELECT quantity FROM stock WHERE item_id = ?", {item.value});
        if (!rows) return pass(rows);
        if (rows->size() == 0) return fail(ErrorCode::NotFound, "There is no stock of item {}.", item.value);
        return rows->first().integer(0);
    };
    co_return co_await m_ports.database.read(deadline, ask);
}

Snapshot::Latency Sampler::latencyOfLastSecond(SteadyTime now, const Histogram& total) {
    while (m_latencies.size() > 1 && m_latencies[1].first + 1s <= now)
        m_latencies.pop_front();
    const Histogram lately = m_latencies.empty() ? total : total.since(m_latencies.front().second);
    m_latencies.emplace_back(now, total);
    return {lately.count(), lately.percentile(0.50), lately.percentile(0.95), lately.percentile(0.99)};
}

void Sampler::measureUse(SteadyTime now) {
    const ProcessUse use = m_meter.read();
    const double passed = std::chrono::duration<double>(now - m_before).count();
    m_shares = {share(use.backendCpu - m_useBefore.backendCpu, passed),
                share(use.loadCpu - m_useBefore.loadCpu, passed), share(use.windowCpu - m_useBefore.windowCpu, passed)};
    m_before = now;
    m_useBefore = use;
}

void Sampler::sample(SteadyTime now) {
    const Totals totals = m_instances.totals();
    if (now - m_before >= kUseEvery) measureUse(now);
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->at = std::chrono::duration_cast<Milliseconds>(now - m_opened);
    snapshot->instances = m_instances.states();
    snapshot->queues = m_queues;
    snapshot->wiring = m_wiring;
    snapshot->chats = m_instances.chats();
    snapshot->streams = m_streams.latest();
    snapshot->stock = m_stock;
    snapshot->accepted = totals.accepted;
    snapshot->completed = totals.completed;
    snapshot->soldOut = totals.soldOut;
    snapshot->failed = totals.failed;
    snapshot->orderLatency = latencyOfLastSecond(now, totals.orderLatency());
    snapshot->residentBytes = m_useBefore.residentBytes;
    snapshot->cpuShareBackend = m_shares.backend;
    snapshot->cpuShareLoad = m_shares.load;
    snapshot->cpuShareWindow = m_shares.window;

    const std::lock_guard lock(m_mutex);
    m_ring.push_back(std::move(snapshot));
    while (m_ring.front()->at + m_keptFor < m_ring.back()->at)
        m_ring.pop_front();
}

}  // namespace rushlab::lab
