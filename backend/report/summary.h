// What the files of a report have in common: which percentiles are told, what a variant is called, how figures are
// shown, and the median over the seeds of one mechanism.
// Pure; any thread.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "verdict/run_result.h"

namespace rushlab::report {

constexpr std::array<std::pair<std::string_view, double>, 6> kPercentiles{
    {{"p50", 0.5}, {"p75", 0.75}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};

inline double ms(std::chrono::nanoseconds time) {
    return static_cast<double>(time.count()) / 1e6;
}

// "lua-mq, seed 7"; "seed 7" where the scenario has only one mechanism.
std::string titleOf(const verdict::Variant& variant);

// The variants of one name, in the order in which their names first came.
struct Mechanism {
    std::string name;
    std::vector<const verdict::Variant*> runs;  // one a seed; those that ran
    std::string notRun;
};
std::vector<Mechanism> mechanismsOf(const verdict::RunResult& result);

// Over the seeds.
struct Spread {
    double least = 0;
    double median = 0;
    double most = 0;
};
// Nothing: no run of the mechanism has that metric.
std::optional<Spread> spreadOf(const Mechanism& mechanism, std::string_view metric);
// Every metric's name and unit, in the order in which they first came.
std::vector<verdict::Metric> metricNames(const verdict::RunResult& result);

// Of one mechanism its metrics (medians over seeds); of several, each under "mechanism.metric".
std::vector<verdict::Metric> summedUp(const verdict::RunResult& result);

// "12,345", "0.42", "1.5M": as people read it, with four digits that count.
std::string shown(double value);
std::string shown(double value, std::string_view unit);
// "acceptedRate" -> "accepted rate"
std::string asWords(std::string_view name);

}  // namespace rushlab::report
