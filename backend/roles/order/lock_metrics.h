// What the locks of a sale cost, in the instance's metrics.
// Belongs to its instance's loop.
#pragma once

#include "locks/lock.h"
#include "roles/metrics.h"

namespace rushlab::roles {

class LockMetrics final : public locks::LockWatcher {
  public:
    explicit LockMetrics(Metrics& metrics)
        : m_commands(metrics.counter("rushlab_lock_commands_total",
                                     "Commands to the key-value engine that locking and unlocking took")),
          m_acquisitions(metrics.counter("rushlab_lock_acquisitions_total", "Locks that were had")),
          m_lost(metrics.counter("rushlab_lock_lost_total", "Locks that lapsed before they were released")),
          m_wait(metrics.latency("rushlab_lock_wait_seconds", "Time from asking for a lock to having it")) {}

    void commandSent() override { m_commands.add(); }
    void acquired(std::chrono::nanoseconds waited) override {
        m_acquisitions.add();
        m_wait.record(waited);
    }
    void lost() override { m_lost.add(); }

  private:
    Counter& m_commands;
    Counter& m_acquisitions;
    Counter& m_lost;
    LiveHistogram& m_wait;
};

}  // namespace rushlab::roles
