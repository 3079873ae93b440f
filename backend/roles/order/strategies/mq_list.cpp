// Everything is queued, and nothing is taken here: the worker pops a unit's id from a list (roles/order/unit_list.h),
// in the order in which the queue has them. Who comes too late learns that from his order's state.
#include "roles/keys.h"
#include "roles/order/order_publisher.h"
#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class MqList final : public Strategy {
  public:
    explicit MqList(RoleContext& context)
        : m_context(context),
          m_held(context),
          m_publisher(context, m_held, "mq-list", OrderPublisher::Units::TakenByWorker) {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override {
        // So that its member finds the order before the database knows of it; not worth failing for.
        kv::SetOptions options;
        options.timeToLive = keys::kPendingKept;
        const std::string pending = keys::pending(order.id);
        const std::string member = std::to_string(order.member.value);
        static_cast<void>(co_await m_context.ports.keyValue.set(pending, member, options, deadline));
        const auto published = co_await m_publisher.publish(std::move(order), deadline);
        if (!published) co_return withoutLockTimeout(pass(published));
        co_return Placed{domain::OrderStatus::Pending};
    }

  private:
    RoleContext& m_context;
    HeldUnits m_held;
    OrderPublisher m_publisher;
};

}  // namespace

std::unique_ptr<Strategy> makeMqList(RoleContext& context) {
    return std::make_unique<MqList>(context);
}

}  // namespace rushlab::roles
