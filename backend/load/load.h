// Drives a shop's HTTP API as a crowd of users does, and writes down every attempt.
// Guarantees: latency counts from when a request was intended, not from when it could be sent; every attempt that began
// is in the record; the record is whole only if all that the plan asks for was attempted. A whole load of 4,000 users
// runs on one thread of its own.
// runLoad blocks its calling thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/histogram.h"
#include "load/live_counts.h"
#include "load/load_plan.h"
#include "verdict/attempt.h"

namespace rushlab::load {

struct LoadOutcome {
    verdict::Record record;
    // From the intended time, of every attempt that was sent, and of those that were dropped until they were: they took
    // at least that long.
    Histogram latency;
    Histogram acceptedLatency;           // of those that were accepted
    Histogram serviceTime;               // from the sending, of every attempt that was answered
    std::chrono::nanoseconds took{};     // from the release of the first user to the last answer
    std::chrono::nanoseconds cpuTime{};  // of the load's own thread, connecting included
    double cpuShare = 0;                 // the same, of one processor
    std::uint64_t connects = 0;
    std::uint64_t dropped = 0;

    double acceptedPerSecond() const;
    double cpuMicrosecondsARequest() const;
};

// Invalid: the plan. Unavailable: no target could be reached at all, and nothing was sent.
Result<LoadOutcome> runLoad(const LoadPlan& plan, const Clock& clock, LiveCounts& live,
                            const std::atomic<bool>& interrupted);

}  // namespace rushlab::load
