#include "roles/order/queued_sale.h"

#include "roles/order/sql_sale.h"

namespace rushlab::roles {

QueuedSale::QueuedSale(RoleContext& context, HeldUnits& held, std::string_view strategy)
    : m_context(context),
      m_held(held),
      m_publisher(context, held, strategy, OrderPublisher::Units::Held),
      m_givenBack(context.metrics.counter("rushlab_orders_given_back_total",
                                          "Orders whose units went back since they could not be published")) {}

io::Awaitable<Result<Placed>> QueuedSale::publish(PlaceOrder order, bool tookThem, Deadline deadline) {
    Held units = heldBy(order);
    auto published = co_await m_publisher.publish(std::move(order), deadline);
    if (published) co_return Placed{domain::OrderStatus::Pending};
    if (published.error().code != ErrorCode::OutcomeUnknown && tookThem) co_await giveBack(std::move(units));
    co_return withoutLockTimeout(pass(std::move(published)));
}

// Beyond the request's deadline, which may have passed. What cannot be given back now is found by the scheduler.
io::Awaitable<> QueuedSale::giveBack(Held units) {
    const auto given = co_await m_held.giveBack(std::move(units), Deadline::in(m_context.settings.orderWithin));
    if (given && *given) m_givenBack.add();
}

}  // namespace rushlab::roles
