#include "roles/worker/worker_role.h"

#include "roles/queues.h"
#include "roles/worker/batch_consumer.h"
#include "roles/worker/coupon_giving.h"
#include "roles/worker/dead_letters.h"
#include "roles/worker/held_order_relay.h"
#include "roles/worker/order_completion.h"
#include "roles/worker/outbox_relay.h"

namespace rushlab::roles {
namespace {

class WorkerRole final : public Role {
  public:
    explicit WorkerRole(RoleContext& context)
        : m_context(context),
          m_relay(context),
          m_heldOrders(context),
          m_completion(context, [this] { m_relay.wake(); }),
          m_orders(context, std::string(kOrderQueue), m_completion),
          m_giving(context),
          m_coupons(context, std::string(kCouponQueue), m_giving),
          m_deadLetters(context) {}

    void addRoutes(io::HttpRouter& router) override { m_deadLetters.addRoutes(router); }

    io::Awaitable<Result<>> start(Deadline deadline) override {
        auto declared = co_await declareShopQueues(m_context.ports.queue, m_context.settings, deadline);
        if (!declared) co_return declared;
        declared = co_await declareShopTopics(m_context.ports.log, deadline);
        if (!declared) co_return declared;
        m_orders.start();
        m_coupons.start();
        m_relay.start();
        m_heldOrders.start();
        co_return Result<>();
    }

    // What was acknowledged is on the disk before the role is gone, so that a clean stop repeats nothing.
    io::Awaitable<> stop(Deadline deadline) override {
        m_orders.close();
        m_coupons.close();
        const auto flushed = co_await m_context.ports.queue.flushed(deadline);
        if (!flushed) m_context.log.warning("Acknowledgements may be repeated: {}", flushed.error().message);
    }

  private:
    RoleContext& m_context;
    OutboxRelay m_relay;
    HeldOrderRelay m_heldOrders;
    OrderCompletion m_completion;
    BatchConsumer m_orders;
    CouponGiving m_giving;
    BatchConsumer m_coupons;
    DeadLetters m_deadLetters;
};

}  // namespace

std::unique_ptr<Role> makeWorkerRole(RoleContext& context) {
    return std::make_unique<WorkerRole>(context);
}

}  // namespace rushlab::roles
