#include "app/doctor.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"

namespace rushlab::app {
namespace {

std::string_view symbol(lab::EngineState state) {
    switch (state) {
        case lab::EngineState::Ready:
            return "+";
        case lab::EngineState::Unavailable:
            return "!";
        case lab::EngineState::Absent:
            return "-";
    }
    return "?";
}

void appendReport(std::string& text, const lab::EngineReport& report) {
    const std::string engine = report.version.empty() ? report.engine : report.engine + " " + report.version;
    const std::string time = report.roundTrip ? lab::shownRoundTrip(*report.roundTrip) : "";
    text += fmt::format("{} {:<11} {:<12} {:<26} {:>10}  {}\n", symbol(report.state), report.port, name(report.state),
                        engine, time, report.url);
    if (!report.problem.empty()) text += fmt::format("    {}\n", report.problem);
    for (const std::string& limit : report.limits)
        text += fmt::format("    {}\n", limit);
}

void appendReport(JsonArrayWriter& list, const lab::EngineReport& report) {
    JsonObjectWriter object = list.object();
    object.field("port", report.port).field("setting", report.setting).field("engine", report.engine);
    object.field("version", report.version).field("url", report.url).field("state", name(report.state));
    if (report.roundTrip)
        object.field("roundTripUs", report.roundTrip->count());
    else
        object.field("roundTripUs", nullptr);
    object.field("roundTripOf", report.roundTripOf);
    JsonArrayWriter limits = object.array("limits");
    for (const std::string& limit : report.limits)
        limits.item(limit);
    limits.close();
    object.field("problem", report.problem);
}

}  // namespace

std::string asText(std::span<const lab::EngineReport> reports) {
    std::string text;
    for (const lab::EngineReport& report : reports)
        appendReport(text, report);
    return text;
}

std::string asJson(std::span<const lab::EngineReport> reports) {
    std::string text;
    JsonObjectWriter object(text);
    JsonArrayWriter list = object.array("engines");
    for (const lab::EngineReport& report : reports)
        appendReport(list, report);
    list.close();
    object.field("ready", exitOf(reports) == Exit::Pass);
    object.close();
    return text + "\n";
}

Exit exitOf(std::span<const lab::EngineReport> reports) {
    const auto missing = [](const lab::EngineReport& report) { return report.state == lab::EngineState::Unavailable; };
    return std::ranges::any_of(reports, missing) ? Exit::Unavailable : Exit::Pass;
}

}  // namespace rushlab::app
