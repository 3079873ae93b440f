// What the load did, one record an attempt: when it should have been sent, when it was, what came back.
// Plain values; written by the load's one thread, read after it has ended.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/code.h"
#include "domain/ids.h"

namespace rushlab::verdict {

// A time-out is unknown, never failed: it may have been done.
enum class Outcome : std::uint8_t {
    Ok,        // accepted: 201 or 202
    Rejected,  // refused for a reason of the sale: sold out, not open, too many requests, declined
    Failed,    // refused for any other reason, or not sent at all; surely nothing was done
    Unknown,   // no whole answer, or OUTCOME_UNKNOWN
};
std::string_view name(Outcome outcome);

struct Attempt {
    std::chrono::nanoseconds intended{};  // all three since the load began; sent and answered are 0 where they never
    std::chrono::nanoseconds sent{};      // came
    std::chrono::nanoseconds answered{};
    domain::MemberId member;
    domain::ItemId item;
    std::int32_t units = 0;
    Outcome outcome = Outcome::Unknown;
    std::uint16_t status = 0;  // HTTP; 0: no answer
    domain::Code code = domain::Code::OutcomeUnknown;
    // The order's UUID as bytes of text, so that a million attempts are one block; all zeros where none was told.
    std::array<char, 36> order{};

    bool wasSent() const { return sent.count() != 0; }
    // No connection was free for it in time; what could not connect at all is another code.
    bool wasDropped() const { return !wasSent() && code == domain::Code::TooManyRequests; }
    std::string_view orderId() const {
        return order[0] == 0 ? std::string_view() : std::string_view(order.data(), order.size());
    }
};

// What came of paying for an order that was accepted as RESERVED.
struct Payment {
    std::chrono::nanoseconds intended{};
    std::chrono::nanoseconds sent{};
    std::chrono::nanoseconds answered{};
    Outcome outcome = Outcome::Unknown;
    std::uint16_t status = 0;
    domain::Code code = domain::Code::OutcomeUnknown;
    std::array<char, 36> order{};

    std::string_view orderId() const { return {order.data(), order.size()}; }
};

struct Record {
    WallTime beganAt{};  // what the times of attempts count from
    std::vector<Attempt> attempts;
    std::vector<Payment> payments;
    // False where the generator ended before it had sent all that it was to send (it was killed, or ran out of time).
    bool whole = false;
    std::string cutShort;  // why it is not whole, as far as the generator could tell
};

}  // namespace rushlab::verdict
