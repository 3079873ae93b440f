// Runs a job once in each tick of the wall clock, whoever of the schedulers comes first.
// Guarantees: at most one run at a time while the lease holds; one run a tick while the key-value engine keeps its
// data. Where it has lost them, or a run has outlived its lease, a tick may see a second run: jobs are idempotent. A
// run that failed is tried again by whoever comes next in the tick, or in the next one. Belongs to its role's loop.
#pragma once

#include <functional>
#include <string>

#include "roles/role.h"

namespace rushlab::roles {

class OnceATick {
  public:
    // Done when it says yes; its deadline is within the lease.
    using Job = std::function<io::Awaitable<Result<>>(Deadline)>;

    OnceATick(RoleContext& context, std::string name, Milliseconds every, Job job);

    void start();

  private:
    io::Awaitable<> run();
    io::Awaitable<Result<>> tryRun();
    io::Awaitable<Result<>> runUnderLock(std::int64_t tick, Deadline deadline);
    std::int64_t tickNow() const;
    Milliseconds untilNextTick() const;

    RoleContext& m_context;
    const std::string m_name;
    const Milliseconds m_every;
    const Job m_job;
    Counter& m_runs;
    Counter& m_failures;
    Counter& m_leftToOthers;
};

}  // namespace rushlab::roles
