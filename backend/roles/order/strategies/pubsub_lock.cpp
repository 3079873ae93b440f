// Read and write back under a lock whose waiters are woken by a message, which a watchdog renews, and whose fencing
// token the database checks before it is written to.
#include "locks/fence.h"
#include "roles/order/read_then_write.h"
#include "roles/order/sale_lock.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class UnderPubsubLock final : public Strategy {
  public:
    explicit UnderPubsubLock(RoleContext& context)
        : m_sale(context, "pubsub-lock"), m_lock(context, SaleLock::Kind::Channel) {}

    io::Awaitable<Result<>> start(Deadline deadline) override { return m_lock.start(deadline); }
    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override;

  private:
    ReadThenWrite m_sale;
    SaleLock m_lock;
};

io::Awaitable<Result<Placed>> UnderPubsubLock::place(PlaceOrder order, Deadline deadline) {
    const domain::OrderId id = order.id;
    auto grant = co_await m_lock.acquire(id, order.line.item, deadline);
    if (!grant) co_return pass(std::move(grant));
    SqlSale::Take fenced = [fence = grant->fence](sql::Session& session, const PlaceOrder& placed) {
        return locks::passFence(session, SaleLock::resource(placed.line.item), fence);
    };
    auto placed = co_await m_sale.place(std::move(order), std::move(fenced), deadline);
    co_await m_lock.release(id, *std::move(grant));
    co_return placed;
}

}  // namespace

std::unique_ptr<Strategy> makePubsubLock(RoleContext& context) {
    return std::make_unique<UnderPubsubLock>(context);
}

}  // namespace rushlab::roles
