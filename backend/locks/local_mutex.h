// A mutex among the coroutines of one loop, held across their awaits: "synchronized", for one process.
// Guarantees: first come, first served; who waited beyond his deadline does not get it.
// Belongs to one loop.
#pragma once

#include <deque>

#include "io/handoff.h"

namespace rushlab::locks {

class LocalMutex {
  public:
    explicit LocalMutex(io::Loop& loop) : m_loop(loop) {}

    // Whether it is ours now; unlock() must follow.
    io::Awaitable<bool> lock(Deadline deadline);
    void unlock();
    bool isFree() const { return !m_locked; }

  private:
    io::Loop& m_loop;
    bool m_locked = false;
    std::deque<io::Giver<bool>> m_waiting;
};

}  // namespace rushlab::locks
