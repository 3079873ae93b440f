// A message of a queue as a person sees it, writes one, or sends dead ones back.
// Plain values; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace rushlab::lab {

using MessageHeaders = std::vector<std::pair<std::string, std::string>>;

// An entry of x-death: how often it died in one queue for one reason.
struct SeenDeath {
    std::string queue;
    std::string reason;  // "rejected", "expired", "maxlen"
    std::uint64_t count = 0;
    std::string exchange;    // that it had been published to
    std::string routingKey;  // and with which key
    WallTime first{};

    friend bool operator==(const SeenDeath&, const SeenDeath&) = default;
};

struct SeenMessage {
    std::uint64_t position = 0;  // in its queue; 0 is the next that is given out
    std::string messageId;
    std::string exchange;  // "" is the default exchange
    std::string routingKey;
    std::string body;
    MessageHeaders headers;
    std::optional<std::chrono::milliseconds> ttl{};
    bool redelivered = false;
    std::uint64_t deliveries = 0;     // so far
    std::vector<SeenDeath> deaths{};  // the latest first

    friend bool operator==(const SeenMessage&, const SeenMessage&) = default;
};

struct NewMessage {
    std::string exchange;  // "" is the default exchange: the routing key is a queue's name
    std::string routingKey;
    std::string body;
    MessageHeaders headers{};
    std::string messageId{};  // empty: it is given one

    friend bool operator==(const NewMessage&, const NewMessage&) = default;
};

// Dead letters back into the queue that they died in.
struct RedriveOrder {
    std::string deadLetters;              // the queue that holds them: "orders.dlq"
    std::vector<std::string> messageIds;  // which; none: all of them
    bool dryRun = false;                  // tells what would be moved, and moves nothing

    friend bool operator==(const RedriveOrder&, const RedriveOrder&) = default;
};

}  // namespace rushlab::lab
