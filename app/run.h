// `rushlab run SCENARIO`: from its load to its verdict, with a line that tells how far it is.
// Progress goes to standard error (one line rewritten on a terminal, a plain one now and then otherwise), the result to
// standard output. The calling thread waits; Ctrl-C ends the run early, with UNKNOWN for what was not finished.
#pragma once

#include "app/arguments.h"
#include "base/clock.h"
#include "base/log.h"
#include "lab/engines.h"
#include "report/report.h"
#include "verdict/run_result.h"

namespace rushlab::app {

// The painter may be empty: a report then has no PNG files.
Exit runScenario(const Arguments& arguments, lab::EngineMaker& engines, const Clock& clock, const Log& log,
                 const report::PngPainter& painter);

// Pure, for tests.
std::string asTable(const verdict::RunResult& result);
Exit exitOf(const verdict::RunResult& result, std::optional<bool> expectedPass);

}  // namespace rushlab::app
