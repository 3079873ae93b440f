// A lock that instances share through the key-value engine: `SET key token NX PX lease`, released by whoever still
// holds it, lapsed when nobody renews it.
// Guarantees: one holder at a time, as long as each is done within its lease; nothing more, since a holder can be
// paused where it does not notice. What it writes must be guarded by its fencing token (fence.h) or end before its
// lease. Belongs to one loop; grants are plain values. Destroy it after its last call has ended.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "engines/kv/key_value.h"
#include "locks/scripts.h"

namespace rushlab::locks {

struct Grant {
    std::string key;
    std::string token;       // whose it is; nobody can guess it
    std::int64_t fence = 0;  // grows from holder to holder; 0: this lock has none
    SteadyTime until{};      // surely ours before, unless it is renewed

    friend bool operator==(const Grant&, const Grant&) = default;
};

// Who counts what locks cost. Called on the lock's loop.
class LockWatcher {
  public:
    virtual ~LockWatcher() = default;
    virtual void commandSent() = 0;  // to the key-value engine
    virtual void acquired(std::chrono::nanoseconds waited) = 0;
    virtual void lost() = 0;  // a grant that was no longer ours when it was renewed or released
};

struct LockOptions {
    Milliseconds lease{3'000};
    // spin: between two tries. pub/sub: until somebody who was not woken tries all the same.
    Milliseconds pollEvery{20};
    bool renews = true;  // pub/sub: a watchdog extends the lease while it is held
};

class Lock {
  public:
    virtual ~Lock() = default;

    // Once, before the first acquire().
    virtual io::Awaitable<Result<>> start(Deadline /*deadline*/) { co_return Result<>(); }
    // Timeout: somebody else held it until the deadline.
    virtual io::Awaitable<Result<Grant>> acquire(std::string key, Deadline deadline) = 0;
    // Whether it was still ours.
    virtual io::Awaitable<Result<bool>> release(Grant grant, Deadline deadline) = 0;
};

}  // namespace rushlab::locks
