// The texts of a report's files.
// Internal to report/. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "report/report.h"
#include "report/scene.h"
#include "verdict/run_result.h"

namespace rushlab::report {

// With a byte order mark, so that spreadsheets know that it is UTF-8.
std::string seriesCsv(const verdict::RunResult& result);
std::string latencyCsv(const verdict::RunResult& result);
std::string eventsCsv(const verdict::RunResult& result);

// What run.json leaves to the CSV files, so that it reads back exactly: series, latencies, events, variant by variant.
std::string measuredJson(const verdict::RunResult& result);
// Fills them into the result that was read from the run.json beside it. Invalid: what is wrong with it.
Result<> readMeasured(std::string_view text, verdict::RunResult& result);

// One page with everything in it; its charts are those given.
std::string asHtml(const verdict::RunResult& result, const std::vector<Scene>& charts);

// The pieces that pages share.
std::string htmlPage(std::string_view title, std::string_view body);
std::string htmlTable(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);
std::string htmlVerdict(verdict::Verdict verdict);
std::string htmlCharts(const std::vector<Scene>& charts);

}  // namespace rushlab::report
