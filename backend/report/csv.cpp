#include <fmt/format.h>

#include <cmath>

#include "report/files.h"
#include "report/summary.h"

namespace rushlab::report {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// RFC 4180; and a text that a spreadsheet would take for a formula is kept a text.
std::string cell(std::string_view text) {
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

// What is not known is left empty.
std::string figure(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : "";
}

std::string began(std::string_view header) {
    return fmt::format("{}{}\r\n", kByteOrderMark, header);
}

}  // namespace

std::string seriesCsv(const verdict::RunResult& result) {
    std::string csv = began("variant,seed,series,unit,atMs,value");
    for (const verdict::Variant& variant : result.variants) {
        for (const verdict::Series& series : variant.series) {
            const std::string start =
                fmt::format("{},{},{},{}", cell(variant.name), variant.seed, cell(series.name), cell(series.unit));
            for (const auto& [at, value] : series.points)
                fmt::format_to(std::back_inserter(csv), "{},{},{}\r\n", start, at.count(), figure(value));
        }
    }
    return csv;
}

std::string latencyCsv(const verdict::RunResult& result) {
    std::string csv = began("variant,seed,latency,fromMs,toMs,count,shareUpTo");
    for (const verdict::Variant& variant : result.variants) {
        for (const verdict::Latency& latency : variant.latencies) {
            std::uint64_t seen = 0;
            for (const Histogram::Bar& bar : latency.histogram.bars()) {
                seen += bar.count;
                const double share = static_cast<double>(seen) / static_cast<double>(latency.histogram.count());
                fmt::format_to(std::back_inserter(csv), "{},{},{},{:.6f},{:.6f},{},{:.6f}\r\n", cell(variant.name),
                               variant.seed, cell(latency.name), ms(bar.from), ms(bar.to), bar.count, share);
            }
        }
    }
    return csv;
}

std::string eventsCsv(const verdict::RunResult& result) {
    std::string csv = began("variant,seed,atMs,kind,what");
    for (const verdict::Variant& variant : result.variants) {
        for (const verdict::Event& event : variant.events) {
            fmt::format_to(std::back_inserter(csv), "{},{},{},{},{}\r\n", cell(variant.name), variant.seed,
                           event.at.count(), cell(event.kind), cell(event.what));
        }
    }
    return csv;
}

}  // namespace rushlab::report
