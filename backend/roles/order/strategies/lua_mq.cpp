// A script takes the units in one step, the queue has the order before it is answered, the worker completes it.
#include "roles/order/queued_sale.h"
#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class LuaMq final : public Strategy {
  public:
    explicit LuaMq(RoleContext& context) : m_held(context), m_sale(context, m_held, "lua-mq") {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override {
        const auto taken = co_await m_held.take(heldBy(order), deadline);
        if (!taken) co_return withoutLockTimeout(pass(taken));
        co_return co_await m_sale.publish(std::move(order), *taken, deadline);
    }

  private:
    HeldUnits m_held;
    QueuedSale m_sale;
};

}  // namespace

std::unique_ptr<Strategy> makeLuaMq(RoleContext& context) {
    return std::make_unique<LuaMq>(context);
}

}  // namespace rushlab::roles
