// Charts as scenes: lines over time, latencies by percentile, bars that compare.
// Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/histogram.h"
#include "report/scene.h"
#include "report/summary.h"
#include "verdict/run_result.h"

namespace rushlab::report {

struct ChartLine {
    std::string name;
    const std::vector<std::pair<std::chrono::milliseconds, double>>* points;  // outlives the call
};

struct ChartMarker {
    std::chrono::milliseconds at;
    std::string label;
};

// Values over the seconds of a run. Lines of many points are thinned so that no peak is lost; where a value is not
// known the line has a gap.
Scene lineChart(std::string name, std::string title, std::string_view unit, const std::vector<ChartLine>& lines,
                const std::vector<ChartMarker>& markers);

struct ChartLatency {
    std::string name;
    const Histogram* histogram;  // outlives the call
};
// How many of all were faster than what: percentiles to the right, ever finer towards 100 %, milliseconds upwards by
// powers of ten.
Scene latencyChart(std::string name, std::string title, const std::vector<ChartLatency>& latencies);

struct ChartBar {
    std::string name;
    Spread spread;  // the bar is the median; a whisker shows the range where there is one
};
Scene barChart(std::string name, std::string title, std::string_view unit, const std::vector<ChartBar>& bars);

// All that a run has to show: what each mechanism did over time, then what compares them.
std::vector<Scene> chartsOf(const verdict::RunResult& result);

// "a b/c" -> "a-b-c", for a file.
std::string asFileName(std::string_view text);

}  // namespace rushlab::report
