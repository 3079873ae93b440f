#include "roles/coupon_request.h"

#include "base/json_writer.h"

namespace rushlab::roles {

std::string encode(const CouponRequest& request) {
    std::string text;
    JsonObjectWriter object(text);
    object.field("request", request.id).field("account", request.account.value);
    object.close();
    return text;
}

Result<CouponRequest> decodeCouponRequest(std::string_view text, JsonParser& parser) {
    const auto object = parser.parseObject(text);
    if (!object) return pass(object);
    const auto id = object->text("request");
    if (!id) return pass(id);
    if (!domain::isUuid(*id)) return fail(ErrorCode::Invalid, "request is no UUID");
    const auto account = object->integer("account", 1);
    if (!account) return pass(account);
    CouponRequest request;
    request.id = *id;
    request.account.value = *account;
    return request;
}

}  // namespace rushlab::roles
