// The worker: completes accepted orders, carries the outbox on, gives coupons away, archives the chat, shows and redrives dead letters.
// Belongs to its host's loop.
#pragma once

#include <memory>

#include "roles/role.h"

namespace rushlab::roles {

std::unique_ptr<Role> makeWorkerRole(RoleContext& context);

}  // namespace rushlab::roles
