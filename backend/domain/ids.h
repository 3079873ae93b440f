// The shop's ids, which do not mix.
// Any thread; plain values.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"

namespace rushlab::domain {

using ItemId = Id<struct ItemTag>;
using MemberId = Id<struct MemberTag>;
using OrderId = Id<struct OrderTag, std::string>;    // a UUID
using CouponId = Id<struct CouponTag, std::string>;  // a UUID

// A version 7 UUID (RFC 9562 5.7): later ones sort behind earlier ones, so that an index grows at its end.
OrderId newOrderId(WallTime now, Random& random);
// The same for the same member and key: a request that is repeated is the same order, whoever has forgotten the first.
OrderId orderIdFor(MemberId member, std::string_view idempotencyKey);
// Whether it is of that kind.
bool mayBeOrderedAgain(const OrderId& order);
// Whether it is written as a UUID is.
bool isUuid(std::string_view text);

}  // namespace rushlab::domain
