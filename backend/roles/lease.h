// A lock of one try in the key-value engine: SET NX PX with a token, released by compare-and-delete.
// Guarantees: one holder at a time while its lease runs; whoever has outlived its lease releases nobody else's. The
// holder's work is bounded by the lease, or bears a second holder. For waiting locks see locks/.
// Belongs to its caller's loop.
#pragma once

#include <optional>
#include <string>

#include "roles/role.h"

namespace rushlab::roles {

class Lease {
  public:
    // Nothing: somebody else holds it.
    static io::Awaitable<Result<std::optional<Lease>>> tryTake(kv::KeyValue& keyValue, std::string key,
                                                               Milliseconds span, Deadline deadline);
    // False: it had lapsed. Not called, or failed: it lapses by itself.
    io::Awaitable<Result<bool>> release(Deadline deadline);

  private:
    Lease(kv::KeyValue& keyValue, std::string key, std::string token)
        : m_keyValue(&keyValue), m_key(std::move(key)), m_token(std::move(token)) {}

    kv::KeyValue* m_keyValue;
    std::string m_key;
    std::string m_token;
};

}  // namespace rushlab::roles
