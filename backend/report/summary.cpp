#include "report/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace rushlab::report {

using verdict::Variant;

std::string titleOf(const Variant& variant) {
    return variant.name.empty() ? fmt::format("seed {}", variant.seed)
                                : fmt::format("{}, seed {}", variant.name, variant.seed);
}

std::vector<Mechanism> mechanismsOf(const verdict::RunResult& result) {
    std::vector<Mechanism> mechanisms;
    for (const Variant& variant : result.variants) {
        auto found = std::ranges::find(mechanisms, variant.name, &Mechanism::name);
        if (found == mechanisms.end()) found = mechanisms.insert(mechanisms.end(), {variant.name, {}, ""});
        if (variant.notRun.empty())
            found->runs.push_back(&variant);
        else
            found->notRun = variant.notRun;
    }
    return mechanisms;
}

std::optional<Spread> spreadOf(const Mechanism& mechanism, std::string_view metric) {
    std::vector<double> values;
    for (const Variant* variant : mechanism.runs) {
        for (const verdict::Metric& one : variant->metrics) {
            if (one.name == metric) values.push_back(one.value);
        }
    }
    if (values.empty()) return std::nullopt;
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    return Spread{values.front(), median, values.back()};
}

std::vector<verdict::Metric> metricNames(const verdict::RunResult& result) {
    std::vector<verdict::Metric> names;
    for (const Variant& variant : result.variants) {
        for (const verdict::Metric& metric : variant.metrics) {
            if (std::ranges::find(names, metric.name, &verdict::Metric::name) == names.end()) names.push_back(metric);
        }
    }
    return names;
}

std::vector<verdict::Metric> summedUp(const verdict::RunResult& result) {
    const auto mechanisms = mechanismsOf(result);
    std::vector<verdict::Metric> metrics;
    for (const Mechanism& mechanism : mechanisms) {
        for (const verdict::Metric& metric : metricNames(result)) {
            const auto spread = spreadOf(mechanism, metric.name);
            if (!spread) continue;
            const std::string name = mechanisms.size() == 1 ? metric.name : mechanism.name + "." + metric.name;
            metrics.push_back({name, spread->median, metric.unit});
        }
    }
    return metrics;
}

std::string shown(double value) {
    if (!std::isfinite(value)) return "-";
    const double size = std::abs(value);
    if (size >= 1e7) return fmt::format("{:.4g}M", value / 1e6);
    if (size >= 1000 || (size == std::floor(size))) {
        std::string digits = fmt::format("{:.0f}", value);
        const std::size_t first = digits.starts_with('-') ? 1 : 0;
        for (std::size_t at = digits.size(); at > first + 3;) {
            at -= 3;
            digits.insert(at, ",");
        }
        return digits;
    }
    return fmt::format("{:.{}f}", value, size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

std::string shown(double value, std::string_view unit) {
    if (unit.empty()) return shown(value);
    return unit == "1/s" ? shown(value) + "/s" : fmt::format("{} {}", shown(value), unit);
}

std::string asWords(std::string_view name) {
    std::string words;
    for (const char letter : name) {
        const bool upper = std::isupper(static_cast<unsigned char>(letter)) != 0;
        if (upper && !words.empty()) words += ' ';
        words += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return words;
}

}  // namespace rushlab::report
