// Ten times a second, or more often for a while: what every instance counted, how deep the queues are, what is in
// stock, what the process uses. Guarantees: a snapshot never changes once it is made; an engine that is slow makes its
// figures old, never the others. Any thread.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "io/loop.h"
#include "lab/instances.h"
#include "lab/process_use.h"
#include "lab/stoppable_queue.h"
#include "lab/stream_watch.h"

namespace rushlab::lab {

class Sampler {
  public:
    Sampler(const Instances& instances, roles::Ports ports, const StoppableQueue& queue, SteadyTime opened,
            std::chrono::milliseconds keptFor);
    ~Sampler();  // end()

    void watch(domain::ItemId item);
    // A sample that is begun after the call is in; false where the engines took too long.
    bool sampleNow();
    // So that a chart of less than a second has more than a handful of points.
    void lookCloselyFor(Milliseconds span);
    // What was sampled stays.
    void end();
    std::vector<std::shared_ptr<const Snapshot>> since(std::chrono::milliseconds moment) const;

  private:
    using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                    boost::asio::wait_traits<std::chrono::steady_clock>, io::Executor>;

    io::Awaitable<> sampleAll();
    io::Awaitable<> waitForNext(SteadyTime now, std::uint64_t begunFor);
    std::uint64_t asked() const;
    io::Awaitable<> askEngines();
    io::Awaitable<> askQueue(Deadline deadline);
    Snapshot::Queue seen(const queue::QueueStats& stats) const;
    io::Awaitable<Result<std::int64_t>> stockOf(domain::ItemId item);
    void sample(SteadyTime now);
    void measureUse(SteadyTime now);
    Snapshot::Latency latencyOfLastSecond(SteadyTime now, const Histogram& total);

    const Instances& m_instances;
    const roles::Ports m_ports;
    const StoppableQueue& m_queue;
    const SteadyTime m_opened;
    const std::chrono::milliseconds m_keptFor;

    // The loop's alone.
    std::deque<std::pair<SteadyTime, Histogram>> m_latencies;  // of the last second's samples
    std::vector<Snapshot::Queue> m_queues;
    std::shared_ptr<const QueueWiring> m_wiring;
    std::vector<std::pair<std::int64_t, std::int64_t>> m_stock;
    StreamWatch m_streams;
    struct Shares {
        double backend = 0, load = 0, window = 0;
    };
    ProcessMeter m_meter;
    ProcessUse m_useBefore;
    Shares m_shares;
    SteadyTime m_before{};
    SteadyTime m_next{};
    SteadyTime m_closeUntil{};

    mutable std::mutex m_mutex;  // guards what follows
    std::deque<std::shared_ptr<const Snapshot>> m_ring;
    std::set<domain::ItemId> m_watched;
    std::uint64_t m_asked = 0;     // samples that somebody waits for
    std::uint64_t m_answered = 0;  // of them
    std::condition_variable m_sampled;

    io::Loop m_loop;  // is ended before all of the above goes
    Timer m_timer;
};

}  // namespace rushlab::lab
