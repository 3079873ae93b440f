// The lock that asks again and again: a command for each try of each who waits. It has no watchdog and no fencing
// token, as it is found in the wild: be done before Grant::until. Belongs to one loop.
#pragma once

#include "base/random.h"
#include "locks/lock.h"

namespace rushlab::locks {

class SpinLock final : public Lock {
  public:
    SpinLock(kv::KeyValue& keyValue, LockOptions options, LockWatcher& watcher, Random random)
        : m_keyValue(keyValue),
          m_options(options),
          m_watcher(watcher),
          m_random(random),
          m_unlock(script("lock_release")) {}

    io::Awaitable<Result<Grant>> acquire(std::string key, Deadline deadline) override;
    io::Awaitable<Result<bool>> release(Grant grant, Deadline deadline) override;

  private:
    kv::KeyValue& m_keyValue;
    LockOptions m_options;
    LockWatcher& m_watcher;
    Random m_random;  // spreads those who would all ask at the same moment
    kv::Script m_unlock;
};

}  // namespace rushlab::locks
