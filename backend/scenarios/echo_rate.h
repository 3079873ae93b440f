// How many requests a second this machine answers at all, by our own server doing nothing: what a shop's rate is a
// share of. The scenario's thread; it blocks.
#pragma once

#include "scenarios/scenario.h"

namespace rushlab::scenarios {

// With the same load generator, as many connections, and an answer of an order's size.
Result<double> echoPerSecond(ScenarioContext& context, std::size_t users, Milliseconds lasting);

}  // namespace rushlab::scenarios
