#include "lab/sampler.h"

#include <charconv>

#include "lab/process_use.h"
#include "roles/keys.h"

namespace rushlab::lab {
namespace {

using namespace std::chrono_literals;

constexpr auto kEvery = 100ms;
constexpr std::size_t kInASecond = 10;
constexpr std::size_t kMost = 6'000;  // ten minutes
constexpr auto kEngineWithin = 500ms;

}  // namespace

Sampler::Sampler(const Instances& instances, roles::Ports ports, SteadyTime opened)
    : m_instances(instances), m_ports(ports), m_opened(opened), m_before(opened), m_next(opened) {
    m_cpuBefore = processUse().backendCpu;
    m_loop.start("sampler");
    m_loop.post([this] { m_loop.spawn(sampleAll()); });
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

// Ends with its loop.
io::Awaitable<> Sampler::sampleAll() {
    for (;;) {
        co_await askEngines();
        const SteadyTime now = std::chrono::steady_clock::now();
        sample(now);
        m_next = std::max(m_next + kEvery, now);  // what came too late is not caught up with
        co_await io::sleepFor(m_next - now);
    }
}

io::Awaitable<> Sampler::askEngines() {
    const Deadline deadline = Deadline::in(kEngineWithin);
    const auto queues = co_await m_ports.queue.allStats(deadline);
    if (queues) {
        m_queues.clear();
        for (const queue::QueueStats& stats : *queues)
            m_queues.push_back({stats.queue, stats.ready, stats.unacked, stats.consumers.size()});
    }
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

Snapshot::Latency Sampler::latencyOfLastSecond(const Histogram& total) {
    const Histogram lately = m_latencies.empty() ? total : total.since(m_latencies.front());
    m_latencies.push_back(total);
    if (m_latencies.size() > kInASecond) m_latencies.pop_front();
    return {lately.count(), lately.percentile(0.50), lately.percentile(0.95), lately.percentile(0.99)};
}

void Sampler::sample(SteadyTime now) {
    const Totals totals = m_instances.totals();
    const ProcessUse use = processUse();
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->at = std::chrono::duration_cast<Milliseconds>(now - m_opened);
    snapshot->instances = m_instances.states();
    snapshot->queues = m_queues;
    snapshot->stock = m_stock;
    snapshot->accepted = totals.accepted;
    snapshot->completed = totals.completed;
    snapshot->soldOut = totals.soldOut;
    snapshot->failed = totals.failed;
    snapshot->orderLatency = latencyOfLastSecond(totals.orderLatency());
    snapshot->residentBytes = use.residentBytes;
    const auto passed = std::chrono::duration<double>(now - m_before).count();
    const auto used = std::chrono::duration<double>(use.backendCpu - m_cpuBefore).count();
    snapshot->cpuShareBackend = passed > 0 && used > 0 ? used / passed : 0;
    m_before = now;
    m_cpuBefore = use.backendCpu;

    const std::lock_guard lock(m_mutex);
    m_ring.push_back(std::move(snapshot));
    if (m_ring.size() > kMost) m_ring.pop_front();
}

}  // namespace rushlab::lab
