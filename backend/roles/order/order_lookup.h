// Looks an order up wherever it is: in the database, or still on its way through the queue.
// Guarantees: an order that was accepted is found, also while the worker is just storing it.
// Any loop.
#pragma once

#include <optional>

#include "domain/order.h"
#include "roles/role.h"

namespace rushlab::roles {

// One that is still on its way is PENDING, and has no lines: what they are is known to the queue alone.
io::Awaitable<Result<std::optional<domain::Order>>> findOrder(Ports ports, domain::OrderId id, Deadline deadline);

}  // namespace rushlab::roles
