// What the locks have in common: the commands that they are made of.
// Any loop.
#pragma once

#include "locks/lock.h"

namespace rushlab::locks {

tl::unexpected<Error> notInTime(std::string_view key);

// Runs a script that answers a number.
io::Awaitable<Result<std::int64_t>> ask(kv::KeyValue& keyValue, const kv::Script& script, std::string key,
                                        std::string secondKey, std::string first, std::string second,
                                        Deadline deadline);

// Unlocks what is still the grant's, and tells the channel where one is named.
io::Awaitable<Result<bool>> unlock(kv::KeyValue& keyValue, const kv::Script& script, Grant grant, std::string channel,
                                   LockWatcher& watcher, Deadline deadline);

}  // namespace rushlab::locks
