// The coroutines of one role: each is counted, each is told to end, and the role waits for all of them.
// A task that loops asks stopping() at each turn, and sleeps with sleepFor() of this group, which ends at once when the
// group is asked to stop. Belongs to one loop's thread; must outlive its tasks, which drained() waits for.
#pragma once

#include <cstddef>
#include <vector>

#include "base/deadline.h"
#include "io/cancellation.h"
#include "io/handoff.h"
#include "io/loop.h"

namespace rushlab::roles {

class TaskGroup {
  public:
    explicit TaskGroup(io::Loop& loop) : m_loop(loop) {}
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    void spawn(io::Awaitable<> task);

    // Set once; what sleeps wakes, what listens to cancellation() is told.
    void stop();
    bool stopping() const { return m_cancellation.cancelled(); }
    io::Cancellation& cancellation() { return m_cancellation; }

    // False where stop() came first.
    io::Awaitable<bool> sleepFor(Milliseconds span);

    // Waits until the last task has ended; false where the deadline came first.
    io::Awaitable<bool> drained(Deadline deadline);
    std::size_t running() const { return m_running; }

  private:
    io::Awaitable<> counted(io::Awaitable<> task);

    io::Loop& m_loop;
    io::Cancellation m_cancellation;
    std::size_t m_running = 0;
    std::vector<io::Giver<bool>> m_whenEmpty;
};

}  // namespace rushlab::roles
