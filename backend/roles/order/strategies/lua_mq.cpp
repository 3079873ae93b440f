// A script takes the units in one step, the queue has the order before it is answered, the worker completes it.
#include "roles/order/order_publisher.h"
#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class LuaMq final : public Strategy {
  public:
    explicit LuaMq(RoleContext& context)
        : m_held(context), m_publisher(context, m_held, "lua-mq", OrderPublisher::Units::Held) {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override;

  private:
    HeldUnits m_held;
    OrderPublisher m_publisher;
};

io::Awaitable<Result<Placed>> LuaMq::place(PlaceOrder order, Deadline deadline) {
    const auto taken = co_await m_held.take(heldBy(order), deadline);
    if (!taken) co_return withoutLockTimeout(pass(taken));
    // Taken before, by the same order: it is published again, since nobody here knows whether it was.
    auto published = co_await m_publisher.publish(order, deadline);
    if (published) co_return Placed{domain::OrderStatus::Pending};
    if (published.error().code != ErrorCode::OutcomeUnknown && *taken)
        static_cast<void>(co_await m_held.giveBack(heldBy(order), deadline));
    co_return withoutLockTimeout(pass(std::move(published)));
}

}  // namespace

std::unique_ptr<Strategy> makeLuaMq(RoleContext& context) {
    return std::make_unique<LuaMq>(context);
}

}  // namespace rushlab::roles
