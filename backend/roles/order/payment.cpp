#include "roles/order/payment.h"

#include "roles/order/order_lookup.h"
#include "roles/order/order_request.h"
#include "roles/outbox.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

using domain::Code;
using domain::OrderStatus;

// What is left of the item; nothing where the order was no longer reserved.
Result<std::optional<std::int64_t>> complete(sql::Session& session, const domain::Order& order, WallTime now) {
    const auto paid = session.execute(
        "UPDATE orders SET status = 'PAID', changed_at = ? WHERE id = ? AND status = 'RESERVED' AND expires_at > ?",
        {now, order.id, now});
    if (!paid) return pass(paid);
    if (*paid == 0) return std::nullopt;
    const auto completed = session.execute(
        "UPDATE orders SET status = 'COMPLETED', changed_at = ? WHERE id = ? AND status = 'PAID'", {now, order.id});
    if (!completed) return pass(completed);
    std::string events;
    appendOrderEvent(events, order.id, order.member, OrderStatus::Paid, order.lines, now);
    events += '\n';
    appendOrderEvent(events, order.id, order.member, OrderStatus::Completed, order.lines, now);
    if (auto written = writeOutbox(session, kOrderEvents, order.id.value, events, now); !written)
        return pass(std::move(written));
    auto stock = session.query("SELECT quantity FROM stock WHERE item_id = ?", {order.lines.front().item});
    if (!stock) return pass(std::move(stock));
    return stock->empty() ? 0 : stock->first().integer(0);
}

}  // namespace

Payment::Payment(RoleContext& context)
    : m_context(context),
      m_paid(context.metrics.counter("rushlab_payments_total", "Reserved orders that were paid")),
      m_declined(context.metrics.counter("rushlab_payments_declined_total", "Payments that were declined")) {}

void Payment::addRoutes(io::HttpRouter& router) {
    router.add(io::HttpMethod::Post, "/order/{id}", "Pays a reserved order; data is what is left of its item",
               [this](io::HttpRequest& request) { return pay(request); });
}

io::Awaitable<io::HttpResponse> Payment::pay(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto member = readUser(request);
    if (!member) co_return refuse(answer, member.error());
    domain::OrderId id{std::string(request.parameter("id"))};
    if (!domain::isUuid(id.value)) co_return refuse(answer, Code::NotFound, "There is no such order.");
    co_return co_await payFor(answer, std::move(id), *member, request.deadline);
}

io::Awaitable<io::HttpResponse> Payment::payFor(Answerer answer, domain::OrderId id, domain::MemberId member,
                                                Deadline deadline) {
    const auto found = co_await findOrder(m_context.ports, std::move(id), deadline);
    if (!found) co_return answer.refused(found.error());
    if (!*found) co_return refuse(answer, Code::NotFound, "There is no such order.");
    const domain::Order& order = **found;
    if (order.member != member) co_return refuse(answer, Code::AccessDenied, "This order is somebody else's.");
    if (order.status == OrderStatus::Pending) {
        co_return refuse(answer, Code::OrderStateConflict,
                         "The order is still on its way through the queue; try again.");
    }
    if (order.status != OrderStatus::Reserved) {
        co_return refuse(answer, Code::OrderStateConflict,
                         fmt::format("The order is {}; only a RESERVED one is paid.", domain::name(order.status)));
    }
    if (m_context.random.chance(m_context.settings.paymentFailureRate)) {
        m_declined.add();
        m_context.ways.tell(order.id, WayStep::PaymentDeclined);
        const std::string until = order.expiresAt ? " until " + toIso8601(*order.expiresAt) : std::string();
        co_return refuse(answer, Code::PaymentDeclined,
                         fmt::format("The payment was declined; the units stay reserved{}.", until));
    }
    auto completing = [order, now = m_context.clock.wallNow()](sql::Session& session) {
        return complete(session, order, now);
    };
    const auto left = co_await m_context.ports.database.transact(deadline, std::move(completing));
    if (!left) co_return answer.refused(left.error());
    if (!*left)
        co_return refuse(answer, Code::OrderStateConflict, "The order is no longer reserved: it was not paid in time.");
    m_paid.add();
    m_context.ways.tell(order.id, WayStep::Paid);
    co_return answer.ok(std::to_string(**left));
}

}  // namespace rushlab::roles
