// Dead letters on their way back: out of the queue where they lie, into the one that they are for.
// Guarantees: a letter is acknowledged after the other queue has confirmed it, so none is lost; one that is moved twice
// by a kill between the two is the same message twice. Bounded by what lies there when it begins: what dies again
// meanwhile is not moved round and round. A dry run moves nothing. Any loop's coroutine.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engines/queue/work_queue.h"

namespace rushlab::roles {

struct Redrive {
    std::string from;
    std::string target;               // the queue's name
    std::size_t attempts = 0;         // that it is said to have had
    std::uint64_t most = 0;           // letters
    std::vector<std::string> only{};  // message ids; none: whatever lies there
    bool dryRun = false;
    std::string who;  // the name of the consumer that takes them out
};

// Adds the id of each that was moved, or would be, and tells `movedOne` of it; also where the rest could not be moved.
// NotFound: one of `only` does not lie there.
io::Awaitable<Result<>> redrive(queue::WorkQueue& queue, Redrive what, std::vector<std::string>& moved,
                                std::function<void(const std::string& messageId)> movedOne, Deadline deadline);

}  // namespace rushlab::roles
