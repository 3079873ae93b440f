// Sign-up, login, logout: members with a password, and sessions that every instance of every role reads.
// Guarantees: a password is stored as its Argon2id hash only; whether a name or a password was wrong is not told, nor by
// how long it takes; a token is 256 random bits.
// Belongs to its host's loop.
#pragma once

#include <memory>

#include "roles/role.h"

namespace rushlab::roles {

std::unique_ptr<Role> makeAuthRole(RoleContext& context);

}  // namespace rushlab::roles
