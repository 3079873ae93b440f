// `rushlab doctor`: each engine examined and told, for people or as JSON.
// One thread; examining takes as long as the engines' time limits at most.
#pragma once

#include <span>
#include <string>

#include "app/arguments.h"
#include "lab/engine_report.h"

namespace rushlab::app {

std::string asText(std::span<const lab::EngineReport> reports);
// {"engines":[{port,setting,engine,version,url,state,roundTripUs,roundTripOf,limits,problem}],"ready":true}
std::string asJson(std::span<const lab::EngineReport> reports);

// Unavailable where an engine is that should be there.
Exit exitOf(std::span<const lab::EngineReport> reports);

}  // namespace rushlab::app
