// The guard of what a lock's holder writes: a holder that was overtaken while it was paused is refused.
// Within its caller's transaction; any thread.
#pragma once

#include <string_view>

#include "engines/sql/database.h"

namespace rushlab::locks {

// In the transaction that writes, before it writes. Timeout: a later holder has been here, nothing was done.
Result<> passFence(sql::Session& session, std::string_view resource, std::int64_t token);

}  // namespace rushlab::locks
