// What is left of an item, as the database has it, through the look-aside cache.
// Whoever changes a stock forgets keys::cachedStock() after the commit (forgetCached() of roles/cache/look_aside.h);
// otherwise the number is as old as settings.stockCached.
// Belongs to its host's loop.
#pragma once

#include <memory>

#include "roles/role.h"

namespace rushlab::roles {

std::unique_ptr<Role> makeStockRole(RoleContext& context);

}  // namespace rushlab::roles
