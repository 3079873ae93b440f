// The lock on an item's sale, as the strategies that lock hold it: acquired within the shop's lock wait, released
// whatever came of the work.
// Belongs to its instance's loop.
#pragma once

#include <memory>

#include "domain/ids.h"
#include "roles/order/lock_metrics.h"
#include "roles/role.h"

namespace rushlab::roles {

class SaleLock {
  public:
    enum class Kind : std::uint8_t { Spin, Channel };

    SaleLock(RoleContext& context, Kind kind);

    io::Awaitable<Result<>> start(Deadline deadline) { return m_lock->start(deadline); }
    io::Awaitable<Result<locks::Grant>> acquire(domain::OrderId order, domain::ItemId item, Deadline deadline);
    io::Awaitable<> release(domain::OrderId order, locks::Grant grant);

    // What the fences table calls the item.
    static std::string resource(domain::ItemId item);

  private:
    RoleContext& m_context;
    LockMetrics m_metrics;
    std::unique_ptr<locks::Lock> m_lock;
};

}  // namespace rushlab::roles
