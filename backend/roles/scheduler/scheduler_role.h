// The scheduler: daily statistics, the release of what is overdue, cleaning up; each once a tick, however many of it
// run. Belongs to its host's loop.
#pragma once

#include <memory>

#include "roles/role.h"

namespace rushlab::roles {

std::unique_ptr<Role> makeSchedulerRole(RoleContext& context);

}  // namespace rushlab::roles
