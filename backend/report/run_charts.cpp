// Which charts a run has.
#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "report/charts.h"

namespace rushlab::report {
namespace {

using verdict::Series;
using verdict::Variant;

constexpr std::size_t kMechanismsShownAlone = 6;  // beyond that, the comparison says more than a page of each
constexpr std::size_t kLinesMost = 12;            // that colours and dashes can tell apart

std::vector<ChartMarker> markersOf(const Variant& variant) {
    std::vector<ChartMarker> markers;
    for (const verdict::Event& event : variant.events)
        markers.push_back({event.at, event.what});
    std::ranges::stable_sort(markers, {}, &ChartMarker::at);
    return markers;
}

std::string joined(const std::vector<ChartLine>& lines) {
    std::string text;
    for (const ChartLine& line : lines)
        text += (text.empty() ? "" : ", ") + line.name;
    return text;
}

std::string prefixOf(const Variant& variant) {
    return variant.name.empty() ? "" : variant.name + ": ";
}

// One chart for each unit that its series are in: what shares an axis shares a chart.
void addOverTime(std::vector<Scene>& charts, const Variant& variant) {
    std::vector<std::string> units;
    for (const Series& series : variant.series) {
        if (std::ranges::find(units, series.unit) == units.end()) units.push_back(series.unit);
    }
    const auto markers = markersOf(variant);
    for (const std::string& unit : units) {
        std::vector<ChartLine> lines;
        for (const Series& series : variant.series) {
            if (series.unit == unit && !series.points.empty() && lines.size() < kLinesMost)
                lines.push_back({asWords(series.name), &series.points});
        }
        if (lines.empty()) continue;
        const std::string what = joined(lines);
        charts.push_back(lineChart(asFileName(variant.name + " " + lines.front().name), prefixOf(variant) + what,
                                   unit == "1/s" ? "per second" : unit, lines, markers));
    }
}

void addLatencies(std::vector<Scene>& charts, const Variant& variant) {
    std::vector<ChartLatency> latencies;
    for (const verdict::Latency& latency : variant.latencies) {
        if (!latency.histogram.empty() && latencies.size() < kLinesMost)
            latencies.push_back({asWords(latency.name), &latency.histogram});
    }
    if (latencies.empty()) return;
    charts.push_back(latencyChart(
        asFileName(variant.name + " latency"),
        prefixOf(variant) + "latency of " +
            [&] {
                std::string names;
                for (const ChartLatency& latency : latencies)
                    names += (names.empty() ? "" : ", ") + latency.name;
                return names;
            }(),
        latencies));
}

// "stock of each"; of more than can be told apart the first ones, and how many there are.
std::string ofEach(const std::string& name, std::size_t count) {
    return asWords(name) + (count > kLinesMost ? fmt::format(" of the first {} of {}", kLinesMost, count) : " of each");
}

// A mechanism looks the same in every chart: one that has no such line keeps its place among the names.
void addComparedSeries(std::vector<Scene>& charts, const std::vector<const Variant*>& firsts) {
    static const decltype(Series::points) kNone;
    for (const Series& model : firsts.front()->series) {
        std::vector<ChartLine> lines;
        for (const Variant* variant : firsts | std::views::take(kLinesMost)) {
            const auto found = std::ranges::find(variant->series, model.name, &Series::name);
            lines.push_back({variant->name, found == variant->series.end() ? &kNone : &found->points});
        }
        if (std::ranges::count_if(lines, [](const ChartLine& line) { return !line.points->empty(); }) < 2) continue;
        charts.push_back(lineChart(asFileName("compared " + model.name + " over time"),
                                   ofEach(model.name, firsts.size()), model.unit == "1/s" ? "per second" : model.unit,
                                   lines, {}));
    }
}

void addComparedLatencies(std::vector<Scene>& charts, const std::vector<const Variant*>& firsts) {
    if (firsts.front()->latencies.empty()) return;
    const std::string& name = firsts.front()->latencies.front().name;
    std::vector<ChartLatency> latencies;
    for (const Variant* variant : firsts) {
        const auto found = std::ranges::find(variant->latencies, name, &verdict::Latency::name);
        if (found != variant->latencies.end() && !found->histogram.empty() && latencies.size() < kLinesMost)
            latencies.push_back({variant->name, &found->histogram});
    }
    if (latencies.size() > 1)
        charts.push_back(
            latencyChart(asFileName("compared latency " + name), asWords(name) + " latency of each", latencies));
}

void addBars(std::vector<Scene>& charts, const verdict::RunResult& result, const std::vector<Mechanism>& mechanisms) {
    for (const verdict::Metric& metric : metricNames(result)) {
        std::vector<ChartBar> bars;
        bool allSame = true;
        for (const Mechanism& mechanism : mechanisms) {
            const auto spread = spreadOf(mechanism, metric.name);
            if (!spread) continue;
            bars.push_back({mechanism.name, *spread});
            allSame =
                allSame && spread->least == bars.front().spread.least && spread->most == bars.front().spread.least;
        }
        // Where all are alike there is nothing to compare.
        if (bars.size() < 2 || allSame) continue;
        charts.push_back(
            barChart(asFileName("compared " + metric.name), asWords(metric.name) + " of each", metric.unit, bars));
    }
}

}  // namespace

std::vector<Scene> chartsOf(const verdict::RunResult& result) {
    const auto mechanisms = mechanismsOf(result);
    std::vector<const Variant*> firsts;
    for (const Mechanism& mechanism : mechanisms) {
        if (!mechanism.runs.empty()) firsts.push_back(mechanism.runs.front());
    }
    std::vector<Scene> charts;
    if (firsts.empty()) return charts;
    if (firsts.size() > 1) {
        addBars(charts, result, mechanisms);
        addComparedLatencies(charts, firsts);
        addComparedSeries(charts, firsts);
    }
    if (firsts.size() <= kMechanismsShownAlone) {
        for (const Variant* variant : firsts) {
            addOverTime(charts, *variant);
            addLatencies(charts, *variant);
        }
    }
    // Two charts must not be one file.
    for (std::size_t at = 0; at < charts.size(); ++at) {
        for (std::size_t earlier = 0; earlier < at; ++earlier) {
            if (charts[earlier].name == charts[at].name) charts[at].name += fmt::format("-{}", at);
        }
    }
    return charts;
}

}  // namespace rushlab::report
