// Units as ids in a list of the key-value engine, refilled from the database under a lock when it is empty: how the
// worker takes units for orders that were queued before anybody took them (mq-list).
// Guarantees: an order has its units once, however often it asks, and all of them or none, so that two orders never
// keep from each other what one of them could have; an id that was popped by an instance that died is found again by a
// later refill, since its row still belongs to nobody; an id that stands in the list twice is given away once, since
// its row decides. Belongs to its caller's loop.
#pragma once

#include <string>
#include <vector>

#include "domain/ids.h"
#include "locks/spin_lock.h"
#include "roles/order/lock_metrics.h"
#include "roles/role.h"

namespace rushlab::roles {

class UnitList {
  public:
    explicit UnitList(RoleContext& context);

    // Yes: the units' rows bear the order's id, on the disk. SoldOut: too few are left, and the order has none.
    io::Awaitable<Result<>> take(domain::OrderId order, domain::ItemId item, std::int64_t count, Deadline deadline);

  private:
    using Units = std::vector<std::int64_t>;

    // At most that many.
    io::Awaitable<Result<Units>> pop(domain::ItemId item, std::int64_t count, Deadline deadline);
    // Under the lock, past the list, which is filled again where it is empty. False: others claimed the same ones.
    io::Awaitable<Result<bool>> takeFromRows(domain::OrderId order, domain::ItemId item, std::int64_t count,
                                             Deadline deadline);
    io::Awaitable<Result<>> refill(domain::ItemId item, Units units, Deadline deadline);

    RoleContext& m_context;
    LockMetrics m_metrics;
    locks::SpinLock m_lock;
};

}  // namespace rushlab::roles
