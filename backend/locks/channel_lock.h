// The quiet lock: whoever waits is woken by a message when it is unlocked, a watchdog renews it while it is held, and
// each holder has a fencing token.
// Of one instance's waiters only the first asks the engine at all, the others stand behind it: instances compete with
// one command each. A message that got lost, or a holder that died, costs LockOptions::pollEvery.
// Belongs to one loop.
#pragma once

#include <memory>

#include "locks/lock.h"

namespace rushlab::locks {

class ChannelLock final : public Lock {
  public:
    // All locks of one ChannelLock have keys that begin with the prefix.
    ChannelLock(io::Loop& loop, kv::KeyValue& keyValue, std::string prefix, LockOptions options, LockWatcher& watcher);
    ~ChannelLock() override;

    io::Awaitable<Result<>> start(Deadline deadline) override;
    io::Awaitable<Result<Grant>> acquire(std::string key, Deadline deadline) override;
    io::Awaitable<Result<bool>> release(Grant grant, Deadline deadline) override;

  private:
    struct State;
    static io::Awaitable<> listen(std::shared_ptr<State> state, std::unique_ptr<kv::Subscription> subscription);
    static io::Awaitable<> renew(std::shared_ptr<State> state);
    io::Awaitable<Result<Grant>> compete(std::string key, Deadline deadline);

    std::shared_ptr<State> m_state;  // shared with the listener and the watchdog, which end with their loop or with us
    LockWatcher& m_watcher;
};

}  // namespace rushlab::locks
