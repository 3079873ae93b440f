#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "app/run.h"

namespace rushlab::app {
namespace {

using verdict::Variant;

constexpr std::array<std::string_view, 7> kShownChecks{"sold", "issued",     "oversold", "undersold",
                                                       "lost", "duplicated", "earlySale"};
struct ShownMetric {
    std::string_view name;
    std::string_view title;
};
constexpr std::array kShownMetrics{
    ShownMetric{"acceptedRate", "accepted/s"},
    ShownMetric{"completedRate", "completed/s"},
    ShownMetric{"givenRate", "given/s"},
    ShownMetric{"handledRate", "handled/s"},
    ShownMetric{"fairness", "fairness"},
    ShownMetric{"p50", "p50 ms"},
    ShownMetric{"p99", "p99 ms"},
    ShownMetric{"keyValueCommandsPerLock", "kv cmds/lock"},
    ShownMetric{"echoShare", "of echo"},
    ShownMetric{"dropped", "dropped"},
    ShownMetric{"cameEarly", "came early"},
    ShownMetric{"paid", "paid"},
    ShownMetric{"declined", "declined"},
    ShownMetric{"rss", "RSS MB"},
};
constexpr std::size_t kEvidenceShown = 5;
constexpr std::size_t kCellMost = 28;  // of a table whose rows stay on a line

using Lines = std::vector<std::vector<std::string>>;

std::string checkShown(const Variant& variant, std::string_view name) {
    const auto check = std::ranges::find(variant.checks, name, &verdict::Check::name);
    return check == variant.checks.end() ? "" : check->actual;
}

std::string metricShown(const Variant& variant, std::string_view name) {
    const auto metric = std::ranges::find(variant.metrics, name, &verdict::Metric::name);
    if (metric == variant.metrics.end()) return "";
    return metric->value >= 100 ? fmt::format("{:.0f}", metric->value) : fmt::format("{:.2f}", metric->value);
}

// "FAIL in oversold": what a mechanism is meant to fail in, and nothing else.
std::string expectation(const Variant& variant) {
    if (!variant.ran()) return "";
    std::string text(name(variant.expected));
    if (!variant.expectedFailures.empty()) text += " in " + variant.expectedFailures.front();
    return text;
}

// Columns that no variant has anything for are left out.
Lines linesOf(const verdict::RunResult& result) {
    Lines lines{{"variant", "seed", "expected", "verdict"}};
    for (const Variant& variant : result.variants) {
        lines.push_back({variant.name, std::to_string(variant.seed), expectation(variant),
                         variant.ran() ? std::string(name(variant.verdict)) : "not run"});
    }
    const auto addColumn = [&lines, &result](std::string_view title, auto&& shown) {
        std::vector<std::string> cells;
        for (const Variant& variant : result.variants)
            cells.push_back(shown(variant));
        if (std::ranges::all_of(cells, &std::string::empty)) return;
        lines[0].emplace_back(title);
        for (std::size_t at = 0; at < cells.size(); ++at)
            lines[at + 1].push_back(std::move(cells[at]));
    };
    for (const std::string_view check : kShownChecks)
        addColumn(check, [check](const Variant& variant) { return checkShown(variant, check); });
    for (const ShownMetric& metric : kShownMetrics)
        addColumn(metric.title, [&metric](const Variant& variant) { return metricShown(variant, metric.name); });
    return lines;
}

void appendAligned(std::string& text, const Lines& lines) {
    std::vector<std::size_t> widths(lines.front().size());
    for (const auto& line : lines) {
        for (std::size_t at = 0; at < line.size(); ++at)
            widths[at] = std::max(widths[at], line[at].size());
    }
    for (const auto& line : lines) {
        std::string row;
        for (std::size_t at = 0; at < line.size(); ++at)
            row +=
                at == 0 ? fmt::format("{:<{}}", line[at], widths[at]) : fmt::format("  {:>{}}", line[at], widths[at]);
        text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
}

// A mechanism that is meant to fail, and did, is told of once, not under each of its seeds; so is one that cannot run.
bool isWorthTelling(std::span<const Variant> earlier, const Variant& variant) {
    if (variant.ran() && variant.asExpected() != verdict::Verdict::Pass) return true;
    return std::ranges::find(earlier, variant.name, &Variant::name) == earlier.end();
}

// What did not hold, and by which orders one sees it.
void appendFlaws(std::string& text, const Variant& variant) {
    if (!variant.ran()) {
        text += fmt::format("\n{} was not run: {}\n", variant.name, variant.notRun);
        return;
    }
    for (const verdict::Check& check : variant.checks) {
        if (check.outcome == verdict::Verdict::Pass) continue;
        text += fmt::format("\n{} (seed {}): {} {}: expected {}, found {}. {}\n", variant.name, variant.seed,
                            check.name, name(check.outcome), check.expected, check.actual, check.says);
        for (std::size_t at = 0; at < std::min(kEvidenceShown, check.evidence.size()); ++at)
            text += fmt::format("    {}\n", check.evidence[at]);
    }
}

void appendTable(std::string& text, const verdict::Table& table) {
    text += fmt::format("\n{}\n", table.title);
    const auto isShort = [](const std::string& cell) {
        return cell.size() <= kCellMost && cell.find('\n') == std::string::npos;
    };
    if (std::ranges::all_of(table.rows, [&](const auto& row) { return std::ranges::all_of(row, isShort); })) {
        Lines lines{table.header};
        lines.insert(lines.end(), table.rows.begin(), table.rows.end());
        appendAligned(text, lines);
        return;
    }
    for (const auto& row : table.rows) {
        for (std::size_t at = 0; at < row.size(); ++at) {
            std::string cell = row[at];
            for (auto line = cell.find('\n'); line != std::string::npos; line = cell.find('\n', line + 1))
                cell.replace(line, 1, "\n        ");
            text += at == 0 ? fmt::format("  {}\n", cell)
                            : fmt::format("    {}: {}\n", at < table.header.size() ? table.header[at] : "", cell);
        }
    }
}

// "oversold by 85", and what else there is that nobody expected.
std::string failures(const Variant& variant) {
    std::string text;
    for (const verdict::Check& check : variant.checks) {
        if (check.outcome != verdict::Verdict::Fail) continue;
        const bool expected = std::ranges::find(variant.expectedFailures, check.name) != variant.expectedFailures.end();
        if (check.name == "oversold")
            text += fmt::format("{}oversold by {}", text.empty() ? "" : ", ", check.actual);
        else if (!expected)
            text += fmt::format("{}{}", text.empty() ? "" : ", ", check.name);
    }
    return text;
}

std::string conclusion(const verdict::RunResult& result) {
    if (result.variants.size() == 1) {
        const Variant& only = result.variants.front();
        std::string text = fmt::format("Verdict: {} (expected {})", name(result.verdict()), name(only.expected));
        if (only.verdict == verdict::Verdict::Fail) text += ": " + failures(only);
        return text;
    }
    const auto ran = std::ranges::count_if(result.variants, &Variant::ran);
    const auto expected = std::ranges::count_if(
        result.variants, [](const Variant& one) { return one.ran() && one.asExpected() == verdict::Verdict::Pass; });
    return fmt::format("Verdict: {} ({} of {} as expected)", name(result.verdict()), expected, ran);
}

}  // namespace

std::string asTable(const verdict::RunResult& result) {
    std::string text;
    appendAligned(text, linesOf(result));
    for (std::size_t at = 0; at < result.variants.size(); ++at) {
        const Variant& variant = result.variants[at];
        if (isWorthTelling(std::span(result.variants).first(at), variant)) appendFlaws(text, variant);
    }
    for (const verdict::Table& table : result.tables)
        appendTable(text, table);
    for (const std::string& note : result.notes)
        text += fmt::format("\n{}\n", note);
    text += fmt::format("\n{} in {:.1f} s\n", conclusion(result), static_cast<double>(result.took.count()) / 1000);
    return text;
}

}  // namespace rushlab::app
