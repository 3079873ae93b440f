// What a run leaves behind for people and programs: run.json, series.csv, latency.csv, events.csv (and measured.json,
// from which these read back exactly), charts as SVG and PNG, and one report.html that needs nothing else.
// Guarantees: a folder of results is complete or it is not there; an existing one is never written over; what is
// written of other people's words is escaped. One thread at a time; waits for the disk.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "report/scene.h"
#include "verdict/run_result.h"

namespace rushlab::report {

// One JSON object, as `--json` prints it and run.json holds it. Series, latencies' bars and events are in the CSV
// files.
std::string asJson(const verdict::RunResult& result);
// What asJson wrote; without series, latencies and events. Invalid: what is wrong with it.
Result<verdict::RunResult> readJson(std::string_view text);
// Of a folder of results. NotFound: it holds no run.json.
Result<verdict::RunResult> readRun(const std::filesystem::path& folder);
// The same with series, latencies and events, as they were when it was written. A folder of an earlier version has
// none.
Result<verdict::RunResult> readWholeRun(const std::filesystem::path& folder);

// The bytes of a PNG file; made by who has a painter (the backend has none). May be empty: no PNG files then.
using PngPainter = std::function<Result<std::string>(const Scene&)>;

// Conflict: the folder is there and holds something. Unavailable: it could not be written, and nothing is left of it.
Result<> writeReport(const verdict::RunResult& result, const std::filesystem::path& folder, const PngPainter& painter);

// Several runs side by side.
struct NamedRun {
    std::string name;  // of its folder
    verdict::RunResult result;
};
std::string compareAsText(const std::vector<NamedRun>& runs);
std::string compareAsHtml(const std::vector<NamedRun>& runs);

}  // namespace rushlab::report
