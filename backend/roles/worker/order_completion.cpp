#include "roles/worker/order_completion.h"

namespace rushlab::roles {
namespace {

using domain::OrderMessage;

auto storing(std::shared_ptr<const std::vector<OrderMessage>> orders, WallTime now) {
    return [orders = std::move(orders), now](sql::Session& session) { return storeOrders(session, *orders, now); };
}

constexpr std::string_view kRefused =
    "The stock in the database does not cover the order, or the item has no stock there; compare it with the "
    "key-value engine's number before trying again";

}  // namespace

OrderCompletion::OrderCompletion(RoleContext& context, std::function<void()> whenStored)
    : m_context(context),
      m_whenStored(std::move(whenStored)),
      m_completed(context.metrics.counter("rushlab_orders_completed_total", "Orders stored as completed.")),
      m_reserved(context.metrics.counter("rushlab_orders_reserved_total", "Orders stored as reserved.")),
      m_known(context.metrics.counter("rushlab_orders_known_total", "Orders that came again and were there already.")),
      m_completionTime(context.metrics.latency("rushlab_order_completion_seconds",
                                               "From an order's acceptance to the commit that stored it.")) {}

io::Awaitable<Result<std::vector<Handled>>> OrderCompletion::handle(Messages messages, Deadline deadline) {
    std::vector<Handled> handled(messages.size());
    std::vector<std::size_t> places;
    auto orders = std::make_shared<Orders>();
    orders->reserve(messages.size());
    for (std::size_t at = 0; at < messages.size(); ++at) {
        auto order = domain::decodeOrderMessage(messages[at]->body, m_parser);
        if (!order) {
            handled[at] = Handled(Handled::What::Poison, "This is no order: " + order.error().message);
        } else if (!order->unitsAreHeld) {
            handled[at] = Handled(Handled::What::Failed, "Its units are not taken yet");
        } else {
            orders->push_back(*std::move(order));
            places.push_back(at);
        }
    }
    if (orders->empty()) co_return handled;
    auto work = storing(orders, m_context.clock.wallNow());
    const auto fates = co_await m_context.ports.database.transact(deadline, std::move(work));
    if (!fates) co_return pass(fates);
    count(*orders, *fates);
    for (std::size_t at = 0; at < places.size(); ++at) {
        if ((*fates)[at] == Fate::Refused) handled[places[at]] = Handled(Handled::What::Failed, std::string(kRefused));
    }
    co_return handled;
}

void OrderCompletion::count(const Orders& orders, const std::vector<Fate>& fates) {
    const WallTime now = m_context.clock.wallNow();
    bool stored = false;
    for (std::size_t at = 0; at < orders.size(); ++at) {
        if (fates[at] == Fate::Known) m_known.add();
        if (fates[at] != Fate::Stored) continue;
        stored = true;
        (orders[at].reservedUntil ? m_reserved : m_completed).add();
        m_completionTime.record(std::max(Milliseconds{0}, now - orders[at].acceptedAt));
    }
    if (stored) m_whenStored();
}

}  // namespace rushlab::roles
