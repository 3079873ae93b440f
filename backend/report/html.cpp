#include <fmt/format.h>

#include <algorithm>

#include "report/charts.h"
#include "report/files.h"
#include "report/summary.h"
#include "report/svg.h"

namespace rushlab::report {
namespace {

using verdict::Check;
using verdict::RunResult;
using verdict::Variant;
using verdict::Verdict;

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;LIGHT--card:#f5f7fa;--pass:#00704f;--fail:#b3261e;--unknown:#8a5a00}
@media (prefers-color-scheme:dark){:root{DARK--card:#1f252e;--pass:#4fd6a5;--fail:#ff8a80;--unknown:#f2c14e}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:16px/1.5 'DejaVu Sans',Verdana,'Noto Sans KR',sans-serif}
main{max-width:1180px;margin:0 auto;padding:28px 24px 64px}
h1{font-size:28px;margin:0 0 4px}h2{font-size:20px;margin:40px 0 12px}h3{font-size:16px;margin:22px 0 8px}
p{margin:6px 0}.faint{color:var(--faint)}
.banner{display:flex;gap:22px;align-items:center;background:var(--card);border-radius:10px;padding:18px 22px;margin:18px 0}
.banner .verdict{font-size:26px}
.verdict{font-weight:bold;white-space:nowrap}
.PASS{color:var(--pass)}.FAIL{color:var(--fail)}.UNKNOWN{color:var(--unknown)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:14px;width:100%}
th,td{padding:6px 12px;border-bottom:1px solid var(--grid);text-align:left;vertical-align:top}
th{color:var(--faint);font-weight:normal}td.number,th.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td{white-space:pre-wrap}td.number,td.name{white-space:nowrap}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:18px;align-items:start}
figure{margin:0;border:1px solid var(--grid);border-radius:8px;overflow:hidden}svg{display:block;width:100%;height:auto}
details{margin:6px 0}summary{cursor:pointer}ul{margin:6px 0;padding-left:22px;font-size:14px}
@media print{figure,table{break-inside:avoid}}
)";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    text.replace(text.find(what), what.size(), by);
    return text;
}

bool isNumber(std::string_view cell) {
    return !cell.empty() && (cell.front() == '-' || (cell.front() >= '0' && cell.front() <= '9')) &&
           cell.find_first_not_of("0123456789.,-+/s%M mMB") == std::string_view::npos;
}

std::string section(std::string_view title, std::string_view content) {
    return content.empty() ? "" : fmt::format("<h2>{}</h2>\n{}", escaped(title), content);
}

std::string pairsTable(const verdict::Pairs& pairs) {
    if (pairs.empty()) return "";
    std::vector<std::vector<std::string>> rows;
    for (const auto& [name, value] : pairs)
        rows.push_back({name, value});
    return htmlTable({}, rows);
}

// The verdict, whether that was expected, and the one line that says what was sold.
std::string banner(const RunResult& result) {
    std::string says;
    if (result.interrupted) says = "<p>The run was interrupted before all that was planned was done.</p>";
    if (result.variants.size() == 1) {
        const Variant& only = result.variants.front();
        for (const Check& check : only.checks) {
            if (check.outcome != Verdict::Pass)
                says += fmt::format("<p>{}: {} instead of {}. {}</p>", escaped(asWords(check.name)),
                                    escaped(check.actual), escaped(check.expected), escaped(check.says));
        }
        if (says.empty()) says = fmt::format("<p>All {} checks hold.</p>", only.checks.size());
        if (!only.ran()) says = fmt::format("<p>{}</p>", escaped(only.notRun));
    } else {
        const auto ran = std::ranges::count_if(result.variants, &Variant::ran);
        const auto as = std::ranges::count_if(
            result.variants, [](const Variant& one) { return one.ran() && one.asExpected() == Verdict::Pass; });
        says += fmt::format("<p>{} of {} runs came out as they were expected to.</p>", as, ran);
    }
    return fmt::format(R"(<div class="banner">{}<div>{}</div></div>)"
                       "\n",
                       htmlVerdict(result.verdict()), says);
}

std::string countOf(const Mechanism& mechanism, std::string_view check) {
    std::int64_t least = 0, most = 0;
    bool any = false;
    for (const Variant* variant : mechanism.runs) {
        const auto found = std::ranges::find(variant->checks, check, &Check::name);
        if (found == variant->checks.end()) continue;
        const std::int64_t value = std::atoll(found->actual.c_str());
        least = any ? std::min(least, value) : value;
        most = any ? std::max(most, value) : value;
        any = true;
    }
    if (!any) return "";
    return least == most ? fmt::format("{}", least) : fmt::format("{} to {}", least, most);
}

// A row for each mechanism: what was expected of it, what came out, what it sold, its figures.
std::string mechanismTable(const RunResult& result) {
    const auto mechanisms = mechanismsOf(result);
    if (mechanisms.size() < 2) return "";
    constexpr std::array<std::string_view, 5> kCounts{"sold", "oversold", "undersold", "lost", "duplicated"};
    const auto metrics = metricNames(result);
    std::string html = "<div class=\"scroll\"><table><thead><tr><th>mechanism</th><th>expected</th><th>verdict</th>";
    for (const std::string_view name : kCounts)
        html += fmt::format("<th class=\"number\">{}</th>", name);
    for (const verdict::Metric& metric : metrics)
        html += fmt::format("<th class=\"number\">{}</th>", escaped(asWords(metric.name)));
    html += "</tr></thead><tbody>\n";
    for (const Mechanism& mechanism : mechanisms) {
        html += fmt::format("<tr><td class=\"name\">{}</td>", escaped(mechanism.name));
        if (mechanism.runs.empty()) {
            html += fmt::format("<td colspan=\"{}\" class=\"faint\">not run: {}</td></tr>\n",
                                2 + kCounts.size() + metrics.size(), escaped(mechanism.notRun));
            continue;
        }
        const Variant& first = *mechanism.runs.front();
        html += fmt::format("<td>{}{}</td><td>", htmlVerdict(first.expected),
                            first.expectedFailures.empty() ? "" : " in " + escaped(first.expectedFailures.front()));
        for (const Verdict verdict : {Verdict::Pass, Verdict::Fail, Verdict::Unknown}) {
            const auto count = std::ranges::count(mechanism.runs, verdict, &Variant::verdict);
            if (count == 0) continue;
            html += htmlVerdict(verdict);
            if (mechanism.runs.size() > 1) html += fmt::format(" {} of {} ", count, mechanism.runs.size());
        }
        html += "</td>";
        for (const std::string_view name : kCounts)
            html += fmt::format("<td class=\"number\">{}</td>", countOf(mechanism, name));
        for (const verdict::Metric& metric : metrics) {
            const auto spread = spreadOf(mechanism, metric.name);
            html +=
                fmt::format("<td class=\"number\">{}</td>", spread ? escaped(shown(spread->median, metric.unit)) : "");
        }
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string checksTable(const Variant& variant) {
    std::string html =
        "<div class=\"scroll\"><table><thead><tr><th>check</th><th class=\"number\">expected</th><th "
        "class=\"number\">actual</th>"
        "<th></th><th></th></tr></thead><tbody>\n";
    for (const Check& check : variant.checks) {
        html += fmt::format("<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td><td>{}</td><td>{}",
                            escaped(asWords(check.name)), escaped(check.expected), escaped(check.actual),
                            htmlVerdict(check.outcome), escaped(check.says));
        if (!check.evidence.empty()) {
            html += fmt::format("<details><summary>evidence, the first {}</summary><ul>", check.evidence.size());
            for (const std::string& line : check.evidence)
                html += fmt::format("<li>{}</li>", escaped(line));
            html += "</ul></details>";
        }
        html += "</td></tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

// Of many runs only those are shown open that did not come out as expected.
std::string allChecks(const RunResult& result) {
    std::string html;
    for (const Variant& variant : result.variants) {
        if (!variant.notRun.empty()) continue;
        if (result.variants.size() == 1) return checksTable(variant);
        html += fmt::format("<details{}><summary>{}: {}</summary>{}</details>\n",
                            variant.asExpected() == Verdict::Pass ? "" : " open", escaped(titleOf(variant)),
                            htmlVerdict(variant.verdict), checksTable(variant));
    }
    return html;
}

std::string figures(const RunResult& result) {
    const auto mechanisms = mechanismsOf(result);
    if (mechanisms.size() != 1) return "";
    std::vector<std::vector<std::string>> rows;
    for (const verdict::Metric& metric : metricNames(result)) {
        const auto spread = spreadOf(mechanisms.front(), metric.name);
        if (!spread) continue;
        rows.push_back({asWords(metric.name), shown(spread->median, metric.unit)});
        if (mechanisms.front().runs.size() > 1)
            rows.back().push_back(fmt::format("{} to {}", shown(spread->least), shown(spread->most)));
    }
    return rows.empty() ? "" : htmlTable({}, rows);
}

std::string latencyTable(const RunResult& result) {
    std::vector<std::string> header{"latency", "count", "mean"};
    for (const auto& [name, share] : kPercentiles)
        header.emplace_back(name == "p999" ? "p99.9" : name);
    header.emplace_back("max");
    std::vector<std::vector<std::string>> rows;
    for (const Mechanism& mechanism : mechanismsOf(result)) {
        if (mechanism.runs.empty()) continue;
        for (const verdict::Latency& latency : mechanism.runs.front()->latencies) {
            // Of all seeds together: histograms merge, percentiles do not.
            Histogram all;
            for (const Variant* variant : mechanism.runs) {
                const auto found = std::ranges::find(variant->latencies, latency.name, &verdict::Latency::name);
                if (found != variant->latencies.end()) all.merge(found->histogram);
            }
            if (all.empty()) continue;
            std::vector<std::string> row{(mechanism.name.empty() ? "" : mechanism.name + ": ") + asWords(latency.name),
                                         shown(static_cast<double>(all.count())), shown(ms(all.mean()), "ms")};
            for (const auto& [name, share] : kPercentiles)
                row.push_back(shown(ms(all.percentile(share)), "ms"));
            row.push_back(shown(ms(all.max()), "ms"));
            rows.push_back(std::move(row));
        }
    }
    if (rows.empty()) return "";
    constexpr std::string_view kWhatCounts =
        "<p class=\"faint\">From the moment when a request was intended. One that no connection was free for in time, "
        "or "
        "that was never answered, counts with the time that it had waited until it was given up: it took at least that "
        "long.</p>\n";
    return std::string(kWhatCounts) + htmlTable(header, rows);
}

}  // namespace

std::string htmlVerdict(Verdict verdict) {
    return fmt::format(R"(<span class="verdict {0}">{0}</span>)", verdict::name(verdict));
}

std::string htmlTable(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
    std::string html = "<div class=\"scroll\"><table>";
    const auto isNumeric = [&](std::size_t column) {
        return !rows.empty() && std::ranges::all_of(rows, [&](const auto& row) {
            return column >= row.size() || row[column].empty() || isNumber(row[column]);
        });
    };
    const auto cell = [&](std::string_view tag, std::size_t column, const std::string& text) {
        html += fmt::format("<{}{}>{}</{}>", tag, isNumeric(column) ? " class=\"number\"" : "", escaped(text), tag);
    };
    if (!header.empty()) {
        html += "<thead><tr>";
        for (std::size_t column = 0; column < header.size(); ++column)
            cell("th", column, header[column]);
        html += "</tr></thead>";
    }
    html += "<tbody>\n";
    for (const auto& row : rows) {
        html += "<tr>";
        for (std::size_t column = 0; column < row.size(); ++column)
            cell("td", column, row[column]);
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string htmlCharts(const std::vector<Scene>& charts) {
    if (charts.empty()) return "";
    std::string html = "<div class=\"charts\">\n";
    for (const Scene& chart : charts)
        html += "<figure>" + svgInline(chart) + "</figure>\n";
    return html + "</div>\n";
}

std::string htmlPage(std::string_view title, std::string_view body) {
    std::string style = replaced(std::string(kStyle), "LIGHT", cssColours(Theme::Light));
    style = replaced(std::move(style), "DARK", cssColours(Theme::Dark));
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        "<title>{}</title><style>{}</style></head>\n<body><main>\n{}</main></body></html>\n",
        escaped(title), style, body);
}

std::string asHtml(const RunResult& result, const std::vector<Scene>& charts) {
    const std::string title = fmt::format("RushLab: {}", result.scenario);
    std::string body =
        fmt::format("<h1>{}</h1>\n<p class=\"faint\">seed {}, begun {}, took {:.1f} s</p>\n", escaped(result.scenario),
                    result.seed, toIso8601(result.startedAt), std::chrono::duration<double>(result.took).count());
    body += banner(result);
    for (const std::string& note : result.notes)
        body += fmt::format("<p>{}</p>\n", escaped(note));
    body += section("Side by side", mechanismTable(result));
    body += section("Charts", htmlCharts(charts));
    body += section("Checks", allChecks(result));
    body += section("Figures", figures(result));
    body += section("Latency", latencyTable(result));
    for (const verdict::Table& table : result.tables)
        body += section(table.title, htmlTable(table.header, table.rows));
    body += section("Parameters", pairsTable(result.parameters));
    body += section("Engines", pairsTable(result.engines));
    body += section("Environment", pairsTable(result.environment));
    return htmlPage(title, body);
}

}  // namespace rushlab::report
