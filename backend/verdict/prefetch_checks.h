// Whether the consumers of a queue handled every message, held no more than their prefetch allows, and saw again only
// what one of them gave back when its channel was dropped.
// Pure functions; a check that cannot be decided says Unknown, never Pass.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "verdict/check.h"

namespace rushlab::verdict {

struct HandledMessage {
    std::uint32_t times = 0;
    bool marked = false;  // it came with the redelivered flag
};

// What became of as many messages as the list is long.
struct Consumption {
    std::vector<HandledMessage> messages;
    std::uint64_t heldMost = 0;     // unacknowledged, by one consumer at one moment
    std::uint64_t redelivered = 0;  // by the queue's own count
    std::uint64_t left = 0;         // in the queue or in somebody's hands when nobody looked on any more
    bool ended = false;             // every message was handled, and the queue empty, in time
};

struct PrefetchRun {
    std::uint32_t prefetch = 0;  // 0: unlimited
    Consumption undisturbed;
    std::optional<Consumption> killed;  // the same again, with a consumer's channel dropped in the middle
};

// lost, repeated, held (where the prefetch has a limit), left; redelivered.
std::vector<Check> checkPrefetch(const PrefetchRun& run);

}  // namespace rushlab::verdict
