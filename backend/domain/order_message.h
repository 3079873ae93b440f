// An accepted order on its way through the work queue to the worker that completes it.
// Any thread; pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "domain/order.h"

namespace rushlab::domain {

struct OrderMessage {
    OrderId id;
    MemberId member;
    std::vector<OrderLine> lines;
    WallTime acceptedAt{};
    // A time deal: the worker stores the order as RESERVED until then instead of completing it.
    std::optional<WallTime> reservedUntil;
    std::string strategy;  // that accepted it
    bool unitsAreHeld = true;  // taken in the key-value engine already; otherwise the worker takes them (mq-list)

    friend bool operator==(const OrderMessage&, const OrderMessage&) = default;
};

std::string encode(const OrderMessage& message);
// Invalid, with what is wrong: a message that nobody of ours wrote is poison.
Result<OrderMessage> decodeOrderMessage(std::string_view text, JsonParser& parser);

}  // namespace rushlab::domain
