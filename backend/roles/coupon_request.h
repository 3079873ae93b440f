// A request for a coupon on its way through the work queue (kCouponQueue) to the worker that gives one away.
// Any thread; pure.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "domain/ids.h"

namespace rushlab::roles {

struct CouponRequest {
    std::string id;  // a UUID: a request that is repeated is answered once
    domain::MemberId account;

    friend bool operator==(const CouponRequest&, const CouponRequest&) = default;
};

std::string encode(const CouponRequest& request);
// Invalid, with what is wrong.
Result<CouponRequest> decodeCouponRequest(std::string_view text, JsonParser& parser);

}  // namespace rushlab::roles
