// Read and write back under SET NX PX: who waits asks again and again. Nothing fences a holder whose lease has lapsed,
// so the database is given no longer than the lease.
#include "roles/order/read_then_write.h"
#include "roles/order/sale_lock.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class UnderSpinLock final : public Strategy {
  public:
    explicit UnderSpinLock(RoleContext& context)
        : m_sale(context, "spin-lock"), m_lock(context, SaleLock::Kind::Spin) {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override;

  private:
    ReadThenWrite m_sale;
    SaleLock m_lock;
};

io::Awaitable<Result<Placed>> UnderSpinLock::place(PlaceOrder order, Deadline deadline) {
    const domain::OrderId id = order.id;
    auto grant = co_await m_lock.acquire(id, order.line.item, deadline);
    if (!grant) co_return pass(std::move(grant));
    SqlSale::Take nothingFirst;
    const Deadline ours = deadline.earlier(Deadline::at(grant->until));
    auto placed = co_await m_sale.place(std::move(order), std::move(nothingFirst), ours);
    co_await m_lock.release(id, *std::move(grant));
    co_return placed;
}

}  // namespace

std::unique_ptr<Strategy> makeSpinLock(RoleContext& context) {
    return std::make_unique<UnderSpinLock>(context);
}

}  // namespace rushlab::roles
