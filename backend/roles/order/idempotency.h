// Idempotency keys: the first answer to a member's key is the answer to every request under it, for as long as it is
// kept. Each route has keys of its own.
// Guarantees: of requests that come at once one is let through, the others wait for its answer; a key's second use for
// another content is told. Where the key-value engine has lost or refuses a key, a repeat is let through: its order has
// the same id, which is placed once.
// Belongs to its instance's loop.
#pragma once

#include <optional>
#include <string>

#include "roles/order/order_request.h"
#include "roles/role.h"

namespace rushlab::roles {

struct KeyedRequest {
    KeyedRequest(std::string_view ownRoute, domain::MemberId ownMember, std::string_view ownKey, std::string ownContent)
        : route(ownRoute), member(ownMember), key(ownKey), content(std::move(ownContent)) {}

    // The order that it is, whoever has forgotten the first request.
    domain::OrderId order() const { return domain::orderIdFor(member, route + ':' + key); }

    std::string route;  // "order"
    domain::MemberId member;
    std::string key;
    std::string content;  // what two requests under one key must have in common
};

// A key's second use for something else.
Outcome otherContent();

class IdempotencyKeys {
  public:
    explicit IdempotencyKeys(RoleContext& context) : m_context(context) {}

    // Nothing: it is the caller's to do, then to end(). Else what it is answered without doing anything.
    io::Awaitable<std::optional<Outcome>> claim(KeyedRequest request, Deadline deadline);
    // Keeps an answer that is final (done, or sold out); where it surely was not done, the next request is a new try;
    // what is not known stays claimed until it lapses.
    io::Awaitable<> end(KeyedRequest request, domain::Code code);

  private:
    struct Claim;
    io::Awaitable<Claim> tryClaim(const KeyedRequest& request, Deadline deadline);

    RoleContext& m_context;
};

}  // namespace rushlab::roles
