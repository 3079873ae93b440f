// Read and write back under a mutex of the instance, as a `synchronized` method would be: right while there is one
// instance, and no better than nothing where there are two.
#include "locks/local_mutex.h"

#include "roles/order/read_then_write.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class UnderLocalMutex final : public Strategy {
  public:
    explicit UnderLocalMutex(RoleContext& context)
        : m_context(context), m_sale(context, "local-mutex"), m_mutex(context.loop) {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override;

  private:
    RoleContext& m_context;
    ReadThenWrite m_sale;
    locks::LocalMutex m_mutex;
};

io::Awaitable<Result<Placed>> UnderLocalMutex::place(PlaceOrder order, Deadline deadline) {
    const bool isOurs = co_await m_mutex.lock(deadline.earlier(Deadline::in(m_context.settings.lockWait)));
    if (!isOurs) co_return fail(ErrorCode::Timeout, "The instance's mutex could not be had in time; try again.");
    m_context.ways.tell(order.id, WayStep::LockHeld);
    SqlSale::Take nothingFirst;
    auto placed = co_await m_sale.place(order, std::move(nothingFirst), deadline);
    m_mutex.unlock();
    m_context.ways.tell(order.id, WayStep::LockReleased);
    co_return withoutLockTimeout(std::move(placed));
}

}  // namespace

std::unique_ptr<Strategy> makeLocalMutex(RoleContext& context) {
    return std::make_unique<UnderLocalMutex>(context);
}

}  // namespace rushlab::roles
