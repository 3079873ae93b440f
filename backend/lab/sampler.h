// Ten times a second: what every instance counted, how deep the queues are, what is in stock, what the process uses.
// Guarantees: a snapshot never changes once it is made; an engine that is slow makes its figures old, never the others.
// Any thread.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "io/loop.h"
#include "lab/instances.h"

namespace rushlab::lab {

class Sampler {
  public:
    Sampler(const Instances& instances, roles::Ports ports, SteadyTime opened);
    ~Sampler();  // end()

    void watch(domain::ItemId item);
    // What was sampled stays.
    void end();
    std::vector<std::shared_ptr<const Snapshot>> since(std::chrono::milliseconds moment) const;

  private:
    io::Awaitable<> sampleAll();
    io::Awaitable<> askEngines();
    io::Awaitable<Result<std::int64_t>> stockOf(domain::ItemId item);
    void sample(SteadyTime now);
    Snapshot::Latency latencyOfLastSecond(const Histogram& total);

    const Instances& m_instances;
    const roles::Ports m_ports;
    const SteadyTime m_opened;

    // The loop's alone.
    std::deque<Histogram> m_latencies;  // of the last second's samples
    std::vector<Snapshot::Queue> m_queues;
    std::vector<std::pair<std::int64_t, std::int64_t>> m_stock;
    std::chrono::nanoseconds m_cpuBefore{};
    SteadyTime m_before{};
    SteadyTime m_next{};

    mutable std::mutex m_mutex;  // guards what follows
    std::deque<std::shared_ptr<const Snapshot>> m_ring;
    std::set<domain::ItemId> m_watched;

    io::Loop m_loop;  // goes first: it uses all of the above
};

}  // namespace rushlab::lab
