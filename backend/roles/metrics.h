// What a role counts and times, for /metrics and for the lab's sampler.
// Made while a role is built; after that the role's own thread writes and any thread reads. References stay valid as
// long as the Metrics.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/histogram.h"

namespace rushlab::roles {

class Counter {
  public:
    void add(std::uint64_t by = 1) { m_value.fetch_add(by, std::memory_order_relaxed); }
    std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> m_value{0};
};

class Gauge {
  public:
    void set(std::int64_t value) { m_value.store(value, std::memory_order_relaxed); }
    void add(std::int64_t by) { m_value.fetch_add(by, std::memory_order_relaxed); }
    std::int64_t value() const { return m_value.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::int64_t> m_value{0};
};

// One value at a moment, under the name that Prometheus knows it by.
struct Sample {
    std::string name;   // "rushlab_orders_accepted_total"
    std::string label;  // "strategy=\"lua\"", or empty
    double value = 0;
};

class Metrics {
  public:
    // Names as Prometheus wants them: words with underscores, units last, counters end in _total.
    Counter& counter(std::string name, std::string help, std::string label = "");
    Gauge& gauge(std::string name, std::string help, std::string label = "");
    // Exported in seconds as a summary with quantiles.
    LiveHistogram& latency(std::string name, std::string help, std::string label = "");

    // The text format of Prometheus, version 0.0.4.
    std::string asPrometheus(std::string_view role, std::string_view instance) const;
    // Nothing where there is no such metric.
    std::uint64_t count(std::string_view name) const;  // summed over labels
    std::int64_t level(std::string_view name) const;   // of a gauge, summed over labels
    Histogram histogram(std::string_view name) const;  // merged over labels
    std::vector<Sample> samples() const;               // counters and gauges

  private:
    template <class Value>
    struct Named {
        std::string name;
        std::string help;
        std::string label;
        Value value;
        Named(std::string ownName, std::string ownHelp, std::string ownLabel)
            : name(std::move(ownName)), help(std::move(ownHelp)), label(std::move(ownLabel)) {}
    };
    std::deque<Named<Counter>> m_counters;
    std::deque<Named<Gauge>> m_gauges;
    std::deque<Named<LiveHistogram>> m_latencies;
};

}  // namespace rushlab::roles
