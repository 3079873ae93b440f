#include <fmt/format.h>

#include <cmath>

#include "report/csv_text.h"
#include "report/files.h"
#include "report/summary.h"

namespace rushlab::report {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::string csvCell(std::string_view text) {
    std::string out;
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    if (formula) out = "'";
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return out.append(text);
    for (const char letter : text) {
        if (letter == '"') out += '"';
        out += letter;
    }
    return '"' + out + '"';
}

std::string csvFigure(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : "";
}

std::string csvBegan(std::string_view header) {
    return fmt::format("{}{}\r\n", kByteOrderMark, header);
}

std::string seriesCsv(const verdict::RunResult& result) {
    std::string csv = csvBegan("variant,seed,series,unit,atMs,value");
    for (const verdict::Variant& variant : result.variants) {
        for (const verdict::Series& series : variant.series) {
            const std::string start = fmt::format("{},{},{},{}", csvCell(variant.name), variant.seed,
                                                  csvCell(series.name), csvCell(series.unit));
            for (const auto& [at, value] : series.points)
                fmt::format_to(std::back_inserter(csv), "{},{},{}\r\n", start, at.count(), csvFigure(value));
        }
    }
    return csv;
}

std::string latencyCsv(const verdict::RunResult& result) {
    std::string csv = csvBegan("variant,seed,latency,fromMs,toMs,count,shareUpTo");
    for (const verdict::Variant& variant : result.variants) {
        for (const verdict::Latency& latency : variant.latencies) {
            std::uint64_t seen = 0;
            for (const Histogram::Bar& bar : latency.histogram.bars()) {
                seen += bar.count;
                const double share = static_cast<double>(seen) / static_cast<double>(latency.histogram.count());
                fmt::format_to(std::back_inserter(csv), "{},{},{},{:.6f},{:.6f},{},{:.6f}\r\n", csvCell(variant.name),
                               variant.seed, csvCell(latency.name), ms(bar.from), ms(bar.to), bar.count, share);
            }
        }
    }
    return csv;
}

std::string eventsCsv(const verdict::RunResult& result) {
    std::string csv = csvBegan("variant,seed,atMs,kind,what");
    for (const verdict::Variant& variant : result.variants) {
        for (const verdict::Event& event : variant.events) {
            fmt::format_to(std::back_inserter(csv), "{},{},{},{},{}\r\n", csvCell(variant.name), variant.seed,
                           event.at.count(), csvCell(event.kind), csvCell(event.what));
        }
    }
    return csv;
}

}  // namespace rushlab::report
