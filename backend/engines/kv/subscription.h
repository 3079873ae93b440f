// What a subscriber of channels holds: messages come out in the order in which each publisher sent them, at most once.
// Its buffer is bounded. A subscriber that falls behind is dropped with a reason, as Redis does at its output-buffer
// limit; destroying it unsubscribes. One coroutine at a time waits in next().
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "io/loop.h"

namespace rushlab::kv {

struct Message {
    std::string pattern;  // that matched; empty for a subscription to the channel itself
    std::string channel;
    std::string payload;

    friend bool operator==(const Message&, const Message&) = default;
};

struct Topics {
    std::vector<std::string> channels;
    std::vector<std::string> patterns;  // globs: ? * [a-z] [^x] and \ before a literal
    std::size_t bufferedMessagesMax = 10'000;
    std::size_t bufferedBytesMax = 8U << 20U;
};

class Subscription {
  public:
    virtual ~Subscription() = default;
    // Timeout: nothing came by then; ask again. Full: dropped for falling behind; what was buffered is gone.
    // Unavailable: the engine went away.
    virtual io::Awaitable<Result<Message>> next(Deadline deadline) = 0;
};

}  // namespace rushlab::kv
