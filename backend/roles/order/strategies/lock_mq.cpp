// The classic: under a lock the number in the key-value engine is read, made anew where it is lost, and taken from, and the
// order published; the worker completes it. The taking checks the lock's fencing token, and tests the number itself:
// orders of many lines take from it without the lock.
#include "roles/order/queued_sale.h"
#include "roles/order/sale_lock.h"
#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class LockMq final : public Strategy {
  public:
    explicit LockMq(RoleContext& context)
        : m_held(context), m_sale(context, m_held, "lock-mq"), m_lock(context, SaleLock::Kind::Channel) {}

    io::Awaitable<Result<>> start(Deadline deadline) override { return m_lock.start(deadline); }
    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override;

  private:
    io::Awaitable<Result<Placed>> placeLocked(PlaceOrder order, std::int64_t fence, Deadline deadline);

    HeldUnits m_held;
    QueuedSale m_sale;
    SaleLock m_lock;
};

io::Awaitable<Result<Placed>> LockMq::place(PlaceOrder order, Deadline deadline) {
    const domain::OrderId id = order.id;
    auto grant = co_await m_lock.acquire(id, order.line.item, deadline);
    if (!grant) co_return pass(std::move(grant));
    auto placed = co_await placeLocked(std::move(order), grant->fence, deadline);
    co_await m_lock.release(id, *std::move(grant));
    co_return placed;
}

io::Awaitable<Result<Placed>> LockMq::placeLocked(PlaceOrder order, std::int64_t fence, Deadline deadline) {
    const auto left = co_await m_held.left(order.line.item, deadline);
    if (!left) co_return withoutLockTimeout(pass(left));
    // Even where too few are left: the order may be a repetition that has its units, which the taking knows.
    const auto taken = co_await m_held.takeTested(heldBy(order), fence, deadline);
    if (!taken) co_return pass(taken);
    co_return co_await m_sale.publish(std::move(order), *taken, deadline);
}

}  // namespace

std::unique_ptr<Strategy> makeLockMq(RoleContext& context) {
    return std::make_unique<LockMq>(context);
}

}  // namespace rushlab::roles
