#include <fmt/format.h>

#include <algorithm>

#include "report/charts.h"
#include "report/files.h"
#include "report/summary.h"

namespace rushlab::report {
namespace {

using verdict::Check;
using verdict::Variant;

// One column of the comparison: one mechanism of one run.
struct Column {
    const NamedRun* run;
    Mechanism mechanism;
    std::string title;
};

std::vector<Column> columnsOf(const std::vector<NamedRun>& runs) {
    std::vector<Column> columns;
    for (const NamedRun& run : runs) {
        const auto mechanisms = mechanismsOf(run.result);
        for (const Mechanism& mechanism : mechanisms) {
            const bool several = mechanisms.size() > 1;
            columns.push_back({&run, mechanism, several ? run.name + " " + mechanism.name : run.name});
        }
    }
    return columns;
}

std::string verdictsOf(const Mechanism& mechanism) {
    if (mechanism.runs.empty()) return "not run";
    std::string text;
    for (const verdict::Verdict verdict : {verdict::Verdict::Pass, verdict::Verdict::Fail, verdict::Verdict::Unknown}) {
        const auto count = std::ranges::count(mechanism.runs, verdict, &Variant::verdict);
        if (count == 0) continue;
        if (!text.empty()) text += ", ";
        text += verdict::name(verdict);
        if (mechanism.runs.size() > 1) text += fmt::format(" {}x", count);
    }
    return text;
}

std::string valueOf(const verdict::Pairs& pairs, std::string_view name) {
    const auto found = std::ranges::find(pairs, name, &std::pair<std::string, std::string>::first);
    return found == pairs.end() ? "" : found->second;
}

void addNames(std::vector<std::string>& names, const verdict::Pairs& pairs) {
    for (const auto& [name, value] : pairs) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
}

using Rows = std::vector<std::vector<std::string>>;

// What is set the same everywhere says nothing about a difference.
void addDifferences(Rows& rows, const std::vector<Column>& columns, verdict::Pairs verdict::RunResult::*pairs) {
    std::vector<std::string> names;
    for (const Column& column : columns)
        addNames(names, column.run->result.*pairs);
    for (const std::string& name : names) {
        std::vector<std::string> row{name};
        for (const Column& column : columns)
            row.push_back(valueOf(column.run->result.*pairs, name));
        const bool differs =
            std::any_of(row.begin() + 2, row.end(), [&](const std::string& cell) { return cell != row[1]; });
        if (differs) rows.push_back(std::move(row));
    }
}

void addChecks(Rows& rows, const std::vector<Column>& columns) {
    std::vector<std::string> names;
    for (const Column& column : columns) {
        for (const Variant* variant : column.mechanism.runs) {
            for (const Check& check : variant->checks) {
                if (std::ranges::find(names, check.name) == names.end()) names.push_back(check.name);
            }
        }
    }
    for (const std::string& name : names) {
        std::vector<std::string> row{asWords(name)};
        for (const Column& column : columns) {
            std::vector<std::string> values;
            for (const Variant* variant : column.mechanism.runs) {
                const auto found = std::ranges::find(variant->checks, name, &Check::name);
                if (found != variant->checks.end() && std::ranges::find(values, found->actual) == values.end())
                    values.push_back(found->actual);
            }
            row.push_back(values.empty()       ? ""
                          : values.size() == 1 ? values.front()
                                               : fmt::format("{} ...", values.front()));
        }
        rows.push_back(std::move(row));
    }
}

std::vector<verdict::Metric> allMetrics(const std::vector<NamedRun>& runs) {
    std::vector<verdict::Metric> metrics;
    for (const NamedRun& run : runs) {
        for (verdict::Metric& metric : metricNames(run.result)) {
            if (std::ranges::find(metrics, metric.name, &verdict::Metric::name) == metrics.end())
                metrics.push_back(metric);
        }
    }
    return metrics;
}

Rows rowsOf(const std::vector<NamedRun>& runs, const std::vector<Column>& columns) {
    Rows rows;
    std::vector<std::string> scenario{"scenario"}, seed{"seed"}, expected{"expected"}, verdict{"verdict"};
    for (const Column& column : columns) {
        scenario.push_back(column.run->result.scenario);
        seed.push_back(fmt::format("{}", column.run->result.seed));
        expected.emplace_back(column.mechanism.runs.empty() ? ""
                                                            : verdict::name(column.mechanism.runs.front()->expected));
        verdict.push_back(verdictsOf(column.mechanism));
    }
    rows = {std::move(scenario), std::move(seed), std::move(expected), std::move(verdict)};
    addDifferences(rows, columns, &verdict::RunResult::parameters);
    addDifferences(rows, columns, &verdict::RunResult::engines);
    addDifferences(rows, columns, &verdict::RunResult::environment);
    addChecks(rows, columns);
    for (const verdict::Metric& metric : allMetrics(runs)) {
        std::vector<std::string> row{asWords(metric.name)};
        for (const Column& column : columns) {
            const auto spread = spreadOf(column.mechanism, metric.name);
            row.push_back(spread ? shown(spread->median, metric.unit) : "");
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<std::string> headerOf(const std::vector<Column>& columns) {
    std::vector<std::string> header{""};
    for (const Column& column : columns)
        header.push_back(column.title);
    return header;
}

std::size_t lettersOf(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

// The runs of one mechanism beside each other; a comparison without common mechanisms is one block.
std::vector<std::vector<Column>> byMechanism(const std::vector<Column>& columns) {
    std::vector<std::vector<Column>> blocks;
    for (const Column& column : columns) {
        const auto same = std::ranges::find_if(blocks, [&column](const std::vector<Column>& block) {
            return block.front().mechanism.name == column.mechanism.name;
        });
        if (same == blocks.end())
            blocks.push_back({column});
        else
            same->push_back(column);
    }
    const bool common = std::ranges::any_of(blocks, [](const auto& block) { return block.size() > 1; });
    if (!common) blocks = std::vector<std::vector<Column>>(1, columns);
    return blocks;
}

bool isAlikeEverywhere(const std::vector<std::string>& row) {
    return row.front() != "verdict" &&
           std::all_of(row.begin() + 2, row.end(), [&row](const std::string& cell) { return cell == row[1]; });
}

void appendAligned(std::string& text, const Rows& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto& row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], lettersOf(row[column]));
    }
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const std::string padding(widths[column] - lettersOf(row[column]), ' ');
            line += column == 0 ? row[column] + padding : "  " + padding + row[column];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
}

}  // namespace

std::string compareAsText(const std::vector<NamedRun>& runs) {
    std::string text;
    for (const std::vector<Column>& columns : byMechanism(columnsOf(runs))) {
        Rows rows = rowsOf(runs, columns);
        // Of many mechanisms only what tells their runs apart is read.
        if (columns.size() < columnsOf(runs).size()) std::erase_if(rows, isAlikeEverywhere);
        rows.insert(rows.begin(), headerOf(columns));
        if (!text.empty()) text += "\n";
        appendAligned(text, rows);
    }
    return text;
}

std::string compareAsHtml(const std::vector<NamedRun>& runs) {
    const auto columns = columnsOf(runs);
    std::vector<Scene> charts;
    for (const verdict::Metric& metric : allMetrics(runs)) {
        std::vector<ChartBar> bars;
        for (const Column& column : columns) {
            if (const auto spread = spreadOf(column.mechanism, metric.name)) bars.push_back({column.title, *spread});
        }
        if (bars.size() > 1)
            charts.push_back(barChart(asFileName(metric.name), asWords(metric.name), metric.unit, bars));
    }
    std::string body = "<h1>Runs side by side</h1>\n" + htmlTable(headerOf(columns), rowsOf(runs, columns));
    if (!charts.empty()) body += "<h2>Charts</h2>\n" + htmlCharts(charts);
    return htmlPage("RushLab: runs side by side", body);
}

}  // namespace rushlab::report
