#include "roles/order/order_publisher.h"

#include "domain/order_message.h"
#include "roles/outbox.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr int kAttemptsMost = 100;
constexpr std::size_t kSentAgainMost = 10'000;  // at once; beyond them the outcome is unknown all the same
constexpr Milliseconds kFirstPublishPause{100};
constexpr Milliseconds kLongestPublishPause{2'000};

auto holding(std::string order, std::string content, WallTime now) {
    return [order = std::move(order), content = std::move(content), now](sql::Session& session) {
        return writeOutbox(session, kHeldOrders, order, content, now);
    };
}

// So that what the queue lets wait in vain leaves time to hold the order.
Deadline half(Deadline deadline) {
    const SteadyTime now = std::chrono::steady_clock::now();
    return Deadline::at(now + (deadline.time() - now) / 2);
}

bool isAway(const Error& error) {
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Timeout ||
           error.code == ErrorCode::OutcomeUnknown;
}

}  // namespace

Held heldBy(const PlaceOrder& order) {
    return {order.id, order.line.item, order.line.count, order.at, order.member};
}

OrderPublisher::OrderPublisher(RoleContext& context, HeldUnits& held, std::string_view strategy, Units units)
    : m_context(context),
      m_held(held),
      m_strategy(strategy),
      m_units(units),
      m_unknown(context.metrics.counter("rushlab_order_publishes_unknown_total",
                                        "Orders whose publish was not confirmed in time")),
      m_confirmedLater(context.metrics.counter("rushlab_order_publishes_confirmed_later_total",
                                               "Of these, confirmed when they were published again")),
      m_heldOrders(context.metrics.counter("rushlab_orders_held_total",
                                           "Orders that were put into the outbox since the queue was away")) {}

std::string OrderPublisher::encoded(const PlaceOrder& order) const {
    domain::OrderMessage content;
    content.id = order.id;
    content.member = order.member;
    content.lines.push_back(order.line);
    content.acceptedAt = order.at;
    content.reservedUntil = order.reservedUntil;
    content.strategy = m_strategy;
    content.unitsAreHeld = m_units == Units::Held;
    return domain::encode(content);
}

io::Awaitable<Result<>> OrderPublisher::send(const PlaceOrder& order, Deadline deadline) {
    queue::Message message;
    message.routingKey = kOrderQueue;
    message.body = encoded(order);
    message.messageId = order.id.value;
    message.mandatory = true;
    if (!order.traceId.empty()) message.headers.emplace_back(kTraceHeader, order.traceId);
    m_context.ways.tell(order.id, WayStep::Published);
    const auto confirmed = co_await m_context.ports.queue.publish(std::move(message), deadline);
    const bool isUnknown = !confirmed && confirmed.error().code == ErrorCode::OutcomeUnknown;
    if (isUnknown) m_context.ways.tell(order.id, WayStep::Unconfirmed);
    if (!confirmed) co_return pass(confirmed);
    m_context.ways.tell(order.id, WayStep::Confirmed);
    co_return Result<>();
}

// What the queue did not take surely fails as it did; where either may have taken it, that is not known.
io::Awaitable<Result<>> OrderPublisher::sendOrHold(PlaceOrder order, Deadline deadline) {
    const bool mayHold = m_context.settings.holdOrders;
    auto sent = co_await send(order, mayHold ? half(deadline) : deadline);
    if (!mayHold || sent || !isAway(sent.error())) co_return sent;
    const auto held = co_await hold(std::move(order), deadline);
    if (held) co_return held;
    if (held.error().code == ErrorCode::OutcomeUnknown) co_return pass(held);
    co_return sent;
}

io::Awaitable<Result<>> OrderPublisher::hold(PlaceOrder order, Deadline deadline) {
    auto work = holding(order.id.value, encoded(order), m_context.clock.wallNow());
    const auto held = co_await m_context.ports.database.transact(deadline, std::move(work));
    if (held) m_heldOrders.add();
    co_return held;
}

io::Awaitable<Result<>> OrderPublisher::publish(PlaceOrder order, Deadline deadline) {
    const auto sent = co_await sendOrHold(order, deadline);
    if (sent) co_return co_await settle(order, deadline);
    if (sent.error().code == ErrorCode::OutcomeUnknown) {
        m_unknown.add();
        if (m_beingSentAgain < kSentAgainMost) m_context.tasks.spawn(sendUntilConfirmed(std::move(order)));
    }
    co_return sent;
}

// An attempt that surely failed says nothing of the first one: only a confirm ends this before its bound. What is still
// unconfirmed then is left to the scheduler, which asks the database whether the order ever came.
io::Awaitable<> OrderPublisher::sendUntilConfirmed(PlaceOrder order) {
    ++m_beingSentAgain;
    Milliseconds pause = kFirstPublishPause;
    bool isConfirmed = false;
    for (int attempt = 0; attempt < kAttemptsMost && !isConfirmed; ++attempt) {
        const bool goesOn = co_await m_context.tasks.sleepFor(pause);
        if (!goesOn) break;
        const auto sent = co_await send(order, Deadline::in(m_context.settings.orderWithin));
        isConfirmed = sent.has_value();
        pause = std::min(pause * 2, kLongestPublishPause);
    }
    --m_beingSentAgain;
    if (isConfirmed) {
        m_confirmedLater.add();
        static_cast<void>(co_await settle(order, Deadline::in(m_context.settings.orderWithin)));
        co_return;
    }
    m_context.log.warning("Order {} was published, but whether the queue has it is not known.", order.id.value);
}

// The queue has the order, so it is accepted, whatever the key-value engine says: it is told again later.
io::Awaitable<Result<>> OrderPublisher::settle(const PlaceOrder& order, Deadline deadline) {
    if (m_units == Units::Held) {
        const auto settled = co_await m_held.settle(heldBy(order), deadline);
        if (!settled) m_context.tasks.spawn(settleLater(order));
    }
    co_return Result<>();
}

io::Awaitable<> OrderPublisher::settleLater(PlaceOrder order) {
    for (int attempt = 0; attempt < kAttemptsMost; ++attempt) {
        if (!co_await m_context.tasks.sleepFor(kFirstPublishPause)) co_return;
        const auto settled = co_await m_held.settle(heldBy(order), Deadline::in(m_context.settings.orderWithin));
        if (settled) co_return;
    }
}

}  // namespace rushlab::roles
