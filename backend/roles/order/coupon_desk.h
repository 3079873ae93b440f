// Coupons are made here, and asked for: by a request that the worker answers from a list, or at once, by claiming one
// that nobody else is claiming.
// Guarantees: a coupon goes to one account.
// Belongs to its instance's loop; outlives the router that it adds its routes to.
#pragma once

#include "base/json.h"
#include "roles/answer.h"
#include "roles/role.h"

namespace rushlab::roles {

class CouponDesk {
  public:
    explicit CouponDesk(RoleContext& context) : m_context(context) {}

    void addRoutes(io::HttpRouter& router);

  private:
    io::Awaitable<io::HttpResponse> make(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> issue(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> queueUp(Answerer answer, domain::MemberId account, Deadline deadline);
    io::Awaitable<io::HttpResponse> claim(Answerer answer, domain::MemberId account, Deadline deadline);

    RoleContext& m_context;
    JsonParser m_parser;
};

}  // namespace rushlab::roles
