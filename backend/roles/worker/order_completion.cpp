#include "roles/worker/order_completion.h"

#include "roles/keys.h"

namespace rushlab::roles {
namespace {

using domain::OrderStatus;

constexpr Milliseconds kForgetWithin{1'000};

auto storing(std::shared_ptr<const std::vector<OrderToStore>> orders, WallTime now) {
    return [orders = std::move(orders), now](sql::Session& session) { return storeOrders(session, *orders, now); };
}

WayStep stepOf(Fate fate) {
    if (fate == Fate::Known) return WayStep::KnownAlready;
    return fate == Fate::Refused ? WayStep::NotCovered : WayStep::Stored;
}

std::string_view asWhat(Fate fate, OrderStatus status) {
    if (fate == Fate::Canceled) return domain::name(OrderStatus::Canceled);
    return fate == Fate::Stored ? domain::name(status) : "";
}

constexpr std::string_view kRefused =
    "The stock in the database does not cover the order, or the item has no stock there; compare it with the "
    "key-value engine's number before trying again";

}  // namespace

OrderCompletion::OrderCompletion(RoleContext& context, std::function<void()> whenStored)
    : m_context(context),
      m_whenStored(std::move(whenStored)),
      m_units(context),
      m_completed(context.metrics.counter("rushlab_orders_completed_total", "Orders stored as completed.")),
      m_reserved(context.metrics.counter("rushlab_orders_reserved_total", "Orders stored as reserved.")),
      m_canceled(context.metrics.counter("rushlab_orders_canceled_total",
                                         "Queued orders that no unit was left for: stored as canceled.")),
      m_known(context.metrics.counter("rushlab_orders_known_total", "Orders that came again and were there already.")),
      m_completionTime(context.metrics.latency("rushlab_order_completion_seconds",
                                               "From an order's acceptance to the commit that stored it.")) {}

std::optional<OrderToStore> OrderCompletion::read(const queue::Message& message, Handled& handled) {
    auto order = domain::decodeOrderMessage(message.body, m_parser);
    if (order) return OrderToStore(*std::move(order));
    handled = Handled(Handled::What::Poison, "This is no order: " + order.error().message);
    return std::nullopt;
}

io::Awaitable<Result<std::vector<Handled>>> OrderCompletion::handle(Messages messages, Deadline deadline) {
    std::vector<Handled> handled(messages.size());
    std::vector<std::size_t> places;
    auto orders = std::make_shared<Orders>();
    orders->reserve(messages.size());
    for (std::size_t at = 0; at < messages.size(); ++at) {
        auto order = read(*messages[at], handled[at]);
        if (!order) continue;
        orders->push_back(*std::move(order));
        places.push_back(at);
    }
    if (orders->empty()) co_return handled;
    const auto taken = co_await takeUnits(*orders, deadline);
    if (!taken) co_return pass(taken);
    auto work = storing(orders, m_context.clock.wallNow());
    const auto fates = co_await m_context.ports.database.transact(deadline, std::move(work));
    if (!fates) co_return pass(fates);
    count(*orders, *fates);
    co_await forgetPending(*orders, *fates);
    for (std::size_t at = 0; at < places.size(); ++at) {
        if ((*fates)[at] == Fate::Refused) handled[places[at]] = Handled(Handled::What::Failed, std::string(kRefused));
    }
    co_return handled;
}

// One after the other, in the queue's order: who came first is served first.
io::Awaitable<Result<>> OrderCompletion::takeUnits(Orders& orders, Deadline deadline) {
    for (auto& [order, status] : orders) {
        if (order.unitsAreHeld) continue;
        auto taken = co_await takeLines(order, deadline);
        if (taken) {
            m_context.ways.tell(order.id, WayStep::UnitsTaken);
            continue;
        }
        if (taken.error().code != ErrorCode::SoldOut) co_return taken;
        m_context.ways.tell(order.id, WayStep::SoldOut);
        status = OrderStatus::Canceled;
    }
    co_return Result<>();
}

io::Awaitable<Result<>> OrderCompletion::takeLines(const domain::OrderMessage& order, Deadline deadline) {
    for (const domain::OrderLine& line : order.lines) {
        auto taken = co_await m_units.take(order.id, line.item, line.count, deadline);
        if (!taken) co_return taken;
    }
    co_return Result<>();
}

// What is not forgotten now lapses by itself.
io::Awaitable<> OrderCompletion::forgetPending(const Orders& orders, const std::vector<Fate>& fates) {
    std::vector<std::string> names;
    names.reserve(orders.size());
    for (std::size_t at = 0; at < orders.size(); ++at) {
        const domain::OrderId& id = orders[at].message.id;
        if (fates[at] != Fate::Refused && !domain::mayBeOrderedAgain(id)) names.push_back(keys::pending(id));
    }
    if (names.empty()) co_return;
    kv::Arguments command("DEL");
    for (const std::string& name : names)
        command.add(name);
    const auto forgotten = co_await m_context.ports.keyValue.call(command, Deadline::in(kForgetWithin));
    if (!forgotten) m_context.log.warning("Stored orders stay noted as pending: {}", forgotten.error().message);
}

void OrderCompletion::count(const Orders& orders, const std::vector<Fate>& fates) {
    const WallTime now = m_context.clock.wallNow();
    bool stored = false;
    for (std::size_t at = 0; at < orders.size(); ++at) {
        const auto& [order, status] = orders[at];
        m_context.ways.tell(order.id, stepOf(fates[at]), asWhat(fates[at], status));
        if (fates[at] == Fate::Known) m_known.add();
        if (fates[at] == Fate::Canceled) m_canceled.add();
        stored = stored || fates[at] == Fate::Stored || fates[at] == Fate::Canceled;
        if (fates[at] != Fate::Stored) continue;
        if (status == OrderStatus::Completed) m_completed.add();
        if (status == OrderStatus::Reserved) m_reserved.add();
        if (status == OrderStatus::Canceled) m_canceled.add();
        m_completionTime.record(std::max(Milliseconds{0}, now - order.acceptedAt));
    }
    if (stored) m_whenStored();
}

}  // namespace rushlab::roles
