// The chat: STOMP over WebSocket, one conversation over all instances, archived through the event log.
// A line goes at once to whoever listens here, then to the other instances over pub/sub, and into the log for the
// archive: three ways that do not wait for each other.
// Belongs to its host's loop.
#pragma once

#include <memory>

#include "roles/role.h"

namespace rushlab::roles {

std::unique_ptr<Role> makeChatRole(RoleContext& context);

}  // namespace rushlab::roles
