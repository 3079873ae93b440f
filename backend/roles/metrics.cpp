#include "roles/metrics.h"

#include <fmt/format.h>

#include <iterator>

namespace rushlab::roles {
namespace {

double seconds(std::chrono::nanoseconds value) {
    return std::chrono::duration<double>(value).count();
}

// The HELP and TYPE lines stand once, before the first line of their name.
void appendHead(std::string& text, std::string& previous, const std::string& name, const std::string& help,
                std::string_view type) {
    if (name == previous) return;
    previous = name;
    fmt::format_to(std::back_inserter(text), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

std::string labels(std::string_view common, std::string_view own, std::string_view more = "") {
    std::string all(common);
    for (const std::string_view part : {own, more}) {
        if (!part.empty()) (all += ',') += part;
    }
    return all;
}

}  // namespace

Counter& Metrics::counter(std::string name, std::string help, std::string label) {
    return m_counters.emplace_back(std::move(name), std::move(help), std::move(label)).value;
}
Gauge& Metrics::gauge(std::string name, std::string help, std::string label) {
    return m_gauges.emplace_back(std::move(name), std::move(help), std::move(label)).value;
}
LiveHistogram& Metrics::latency(std::string name, std::string help, std::string label) {
    return m_latencies.emplace_back(std::move(name), std::move(help), std::move(label)).value;
}

std::string Metrics::asPrometheus(std::string_view role, std::string_view instance) const {
    const std::string common = fmt::format("role=\"{}\",instance=\"{}\"", role, instance);
    std::string text;
    std::string previous;
    for (const auto& named : m_counters) {
        appendHead(text, previous, named.name, named.help, "counter");
        fmt::format_to(std::back_inserter(text), "{}{{{}}} {}\n", named.name, labels(common, named.label),
                       named.value.value());
    }
    for (const auto& named : m_gauges) {
        appendHead(text, previous, named.name, named.help, "gauge");
        fmt::format_to(std::back_inserter(text), "{}{{{}}} {}\n", named.name, labels(common, named.label),
                       named.value.value());
    }
    for (const auto& named : m_latencies) {
        appendHead(text, previous, named.name, named.help, "summary");
        const Histogram histogram = named.value.read();
        for (const double share : {0.5, 0.95, 0.99})
            fmt::format_to(std::back_inserter(text), "{}{{{}}} {}\n", named.name,
                           labels(common, named.label, fmt::format("quantile=\"{}\"", share)),
                           seconds(histogram.percentile(share)));
        const double sum = seconds(histogram.mean()) * static_cast<double>(histogram.count());
        const std::string own = labels(common, named.label);
        fmt::format_to(std::back_inserter(text), "{0}_sum{{{1}}} {2}\n{0}_count{{{1}}} {3}\n", named.name, own, sum,
                       histogram.count());
    }
    return text;
}

std::uint64_t Metrics::count(std::string_view name) const {
    std::uint64_t sum = 0;
    for (const auto& named : m_counters) {
        if (named.name == name) sum += named.value.value();
    }
    return sum;
}

std::int64_t Metrics::level(std::string_view name) const {
    std::int64_t sum = 0;
    for (const auto& named : m_gauges) {
        if (named.name == name) sum += named.value.value();
    }
    return sum;
}

Histogram Metrics::histogram(std::string_view name) const {
    Histogram merged;
    for (const auto& named : m_latencies) {
        if (named.name == name) merged.merge(named.value.read());
    }
    return merged;
}

std::vector<Sample> Metrics::samples() const {
    std::vector<Sample> samples;
    for (const auto& named : m_counters)
        samples.push_back({named.name, named.label, static_cast<double>(named.value.value())});
    for (const auto& named : m_gauges)
        samples.push_back({named.name, named.label, static_cast<double>(named.value.value())});
    return samples;
}

}  // namespace rushlab::roles
