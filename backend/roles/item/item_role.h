// The catalogue: items and their prices through the look-aside cache, and what sets a shop up (items, members).
// Belongs to its host's loop.
#pragma once

#include <memory>

#include "roles/role.h"

namespace rushlab::roles {

std::unique_ptr<Role> makeItemRole(RoleContext& context);

}  // namespace rushlab::roles
