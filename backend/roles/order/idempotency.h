// Idempotency keys: the first answer to a member's key is the answer to every request under it, for as long as it is
// kept.
// Guarantees: of requests that come at once one is let through, the others wait for its answer; a key's second use for
// another content is told. Where the key-value engine has lost or refuses a key, a repeat is let through: its order has
// the same id, which the strategies take once.
// Belongs to its instance's loop.
#pragma once

#include <string>

#include "domain/code.h"
#include "roles/order/order_request.h"
#include "roles/role.h"

namespace rushlab::roles {

struct KeyClaim {
    enum class State : std::uint8_t {
        Ours,          // do it, then keep() or forget()
        Answered,      // with `code`, by an earlier request
        OtherContent,  // the key was used for something else
        UnderWay,      // an earlier request had no answer yet when the deadline came
    };
    State state = State::Ours;
    domain::Code code = domain::Code::Ok;
};

class IdempotencyKeys {
  public:
    explicit IdempotencyKeys(RoleContext& context) : m_context(context) {}

    io::Awaitable<KeyClaim> claim(const OrderRequest& request, Deadline deadline);
    // The answer is final.
    io::Awaitable<> keep(const OrderRequest& request, domain::Code code);
    // It surely was not done: the next request under this key is a new try.
    io::Awaitable<> forget(const OrderRequest& request);

  private:
    io::Awaitable<std::optional<KeyClaim>> tryClaim(const OrderRequest& request, Deadline deadline);

    RoleContext& m_context;
};

}  // namespace rushlab::roles
