// The order role: takes orders by the chosen strategy, has them paid, gives coupons away.
// Guarantees: an order is answered as sold out or failed only where surely nothing of it was kept; with an
// Idempotency-Key, or repeated by its id, it is one order; what could not be decided in time is OUTCOME_UNKNOWN, and is
// decided later.
// Belongs to its instance's loop.
#pragma once

#include <memory>

#include "roles/role.h"

namespace rushlab::roles {

std::unique_ptr<Role> makeOrderRole(RoleContext& context);

}  // namespace rushlab::roles
