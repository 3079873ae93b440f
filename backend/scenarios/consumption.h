// So many messages through one queue to its consumers, of which the first takes longer for each; perhaps with that
// one's channel dropped in the middle.
// The consumers wait for their messages before the first is published, work on one at a time and acknowledge while they
// go on to the next; who lost its channel opens another. One loop runs all of it. The calling thread blocks.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "base/histogram.h"
#include "engines/queue/work_queue.h"
#include "verdict/prefetch_checks.h"

namespace rushlab::scenarios {

struct ConsumptionPlan {
    std::string queue;  // is declared
    std::uint32_t prefetch = 0;
    std::size_t consumers = 1;
    std::size_t messages = 0;
    Milliseconds work{};            // that a message takes
    Milliseconds slowWork{};        // that it takes the first of several consumers
    std::size_t dropAtHandled = 0;  // the first consumer's channel, after so many messages; 0: never
    Milliseconds within{60'000};
};

struct Consumed {
    verdict::Consumption seen;
    std::chrono::nanoseconds took{};             // from the first message's publishing until each was handled once
    std::vector<std::chrono::nanoseconds> busy;  // of each consumer
    Histogram waited;                            // from a message's publishing until it was handled for the first time
};

// Unavailable: the queue does not do what is asked of it. What takes too long, or was interrupted, has not `ended`.
Result<Consumed> consume(queue::WorkQueue& queue, const ConsumptionPlan& plan, const std::atomic<bool>& interrupted);

// How evenly the work lay on them, from 1 (all were busy alike) down to 1 / how many (one was, the others idled):
// Jain's index of the times that each was busy.
double fairnessOf(const std::vector<std::chrono::nanoseconds>& busy);

}  // namespace rushlab::scenarios
