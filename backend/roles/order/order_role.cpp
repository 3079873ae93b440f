#include "roles/order/order_role.h"

#include "roles/answer.h"
#include "roles/cache/item_catalog.h"
#include "roles/order/coupon_desk.h"
#include "roles/order/desk.h"
#include "roles/order/idempotency.h"
#include "roles/order/order_request.h"
#include "roles/order/order_rows.h"
#include "roles/order/payment.h"
#include "roles/order/sql_sale.h"
#include "roles/order/strategy.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

using domain::Code;

WayStep stepOf(const Error& error) {
    if (error.code == ErrorCode::SoldOut) return WayStep::SoldOut;
    return error.code == ErrorCode::OutcomeUnknown ? WayStep::OutcomeUnknown : WayStep::Failed;
}

class OrderRole final : public Role {
  public:
    explicit OrderRole(RoleContext& context);

    void addRoutes(io::HttpRouter& router) override;
    io::Awaitable<Result<>> start(Deadline deadline) override;

  private:
    io::Awaitable<io::HttpResponse> placeOrder(io::HttpRequest& request);
    io::Awaitable<Outcome> placeOnce(KeyedRequest asked, PlaceOrder order, Deadline deadline);
    io::Awaitable<Outcome> placeClaimed(PlaceOrder order, Deadline deadline);
    // What the database says of an order under this id; nothing: it knows of none.
    io::Awaitable<std::optional<Outcome>> answerFromRow(PlaceOrder order, Deadline deadline);
    io::Awaitable<Outcome> place(PlaceOrder order, Deadline deadline);
    static Outcome answerOf(domain::OrderStatus status, const domain::OrderId& id);
    Outcome failed(const Error& error);
    // Less than what the gateway waits, so that it hears our reason and not its own time-out.
    Deadline within(const io::HttpRequest& request) const;

    RoleContext& m_context;
    ItemCatalog m_items;
    Desk m_desk;
    Payment m_payment;
    CouponDesk m_coupons;
    IdempotencyKeys m_idempotency;
    JsonParser m_parser;
    const StrategyInfo* m_info;
    std::unique_ptr<Strategy> m_strategy;
    Counter& m_accepted;
    Counter& m_soldOut;
    Counter& m_failed;
    Counter& m_unknown;
    LiveHistogram& m_latency;
};

OrderRole::OrderRole(RoleContext& context)
    : m_context(context),
      m_items(context),
      m_desk(context, m_items),
      m_payment(context),
      m_coupons(context),
      m_idempotency(context),
      m_info(findStrategy(context.settings.strategy)),
      m_strategy(m_info ? m_info->make(context) : nullptr),
      m_accepted(context.metrics.counter("rushlab_orders_accepted_total", "Orders completed, reserved or queued")),
      m_soldOut(context.metrics.counter("rushlab_orders_sold_out_total", "Orders refused as sold out")),
      m_failed(context.metrics.counter("rushlab_orders_failed_total", "Orders that failed for another reason")),
      m_unknown(context.metrics.counter("rushlab_orders_unknown_total", "Orders whose outcome was not known in time")),
      m_latency(context.metrics.latency("rushlab_order_seconds", "Time to answer an order")) {}

void OrderRole::addRoutes(io::HttpRouter& router) {
    router.add(io::HttpMethod::Post, "/order", "Orders units of an item; data is the order's id",
               [this](io::HttpRequest& request) { return placeOrder(request); });
    m_payment.addRoutes(router);
    m_desk.addRoutes(router);
    m_coupons.addRoutes(router);
}

io::Awaitable<Result<>> OrderRole::start(Deadline deadline) {
    if (!m_strategy)
        co_return fail(ErrorCode::Invalid, "There is no strategy \"{}\"; `rushlab list` shows those that there are.",
                       m_context.settings.strategy);
    auto declared = co_await declareShopQueues(m_context.ports.queue, m_context.settings, deadline);
    if (!declared) co_return declared;
    co_return co_await m_strategy->start(deadline);
}

Deadline OrderRole::within(const io::HttpRequest& request) const {
    return request.deadline.earlier(Deadline::in(m_context.settings.orderWithin / 10 * 9));
}

io::Awaitable<io::HttpResponse> OrderRole::placeOrder(io::HttpRequest& request) {
    const SteadyTime began = m_context.clock.steadyNow();
    const Answerer answer(m_context.clock, request);
    const Deadline deadline = within(request);
    PlaceOrder order;
    order.traceId = request.field(kTraceIdField).value_or("");
    const auto asked = readOrderRequest(request, m_parser);
    if (!asked) co_return refuse(answer, asked.error());
    const auto item = co_await m_items.find(asked->item, deadline);
    if (!item) co_return answer.refused(item.error());
    order.at = m_context.clock.wallNow();
    if (!item->isOpen(order.at)) {
        co_return refuse(answer, Code::NotOpen,
                         fmt::format("The sale of item {} opens at {}.", item->id.value, toIso8601(*item->startAt)));
    }
    order.member = asked->member;
    order.line = {item->id, asked->count, item->price};
    if (item->type == domain::ItemType::TimeDeal) order.reservedUntil = order.at + m_context.settings.reservedFor;
    Outcome outcome;
    if (asked->idempotencyKey.empty()) {
        order.id = domain::newOrderId(order.at, m_context.random);
        m_context.ways.begin(order.id, order.traceId, began);
        outcome = co_await place(std::move(order), deadline);
    } else {
        KeyedRequest keyed("order", asked->member, asked->idempotencyKey, contentOf(std::span(&order.line, 1)));
        order.id = keyed.order();
        m_context.ways.begin(order.id, order.traceId, began);
        outcome = co_await placeOnce(std::move(keyed), std::move(order), deadline);
    }
    m_latency.record(m_context.clock.steadyNow() - began);
    co_return answerWith(answer, std::move(outcome));
}

io::Awaitable<Outcome> OrderRole::placeOnce(KeyedRequest asked, PlaceOrder order, Deadline deadline) {
    auto earlier = co_await m_idempotency.claim(asked, deadline);
    if (earlier) {
        m_context.ways.tell(order.id, WayStep::Repeated, domain::name(earlier->code));
        co_return *std::move(earlier);
    }
    Outcome outcome = co_await placeClaimed(std::move(order), deadline);
    co_await m_idempotency.end(std::move(asked), outcome.code);
    co_return outcome;
}

// An earlier request under this key may have lost its answer, and even its claim: its order's row is the answer then.
// Whoever finds nothing left looks once more, since that request may have taken the last units just before.
io::Awaitable<Outcome> OrderRole::placeClaimed(PlaceOrder order, Deadline deadline) {
    auto there = co_await answerFromRow(order, deadline);
    if (there) co_return *std::move(there);
    Outcome outcome = co_await place(order, deadline);
    if (outcome.code != Code::SoldOut) co_return outcome;
    there = co_await answerFromRow(std::move(order), deadline);
    co_return there ? *std::move(there) : std::move(outcome);
}

io::Awaitable<std::optional<Outcome>> OrderRole::answerFromRow(PlaceOrder order, Deadline deadline) {
    const auto reading = [id = order.id](sql::Session& session) { return readOrder(session, id); };
    const auto row = co_await m_context.ports.database.read(deadline, reading);
    if (!row) {
        m_failed.add();
        // Whether an earlier request placed it stays open.
        co_return Outcome(Code::EngineUnavailable, row.error().message);
    }
    if (!*row) co_return std::nullopt;
    const std::vector<domain::OrderLine>& lines = (*row)->lines;
    if (!lines.empty() && contentOf(lines) != contentOf(std::span(&order.line, 1))) co_return otherContent();
    m_context.ways.tell(order.id, WayStep::KnownAlready, domain::name((*row)->status));
    co_return answerOf((*row)->status, order.id);
}

Outcome OrderRole::answerOf(domain::OrderStatus status, const domain::OrderId& id) {
    if (status == domain::OrderStatus::Pending) return Outcome(Code::Accepted, "", '"' + id.value + '"');
    if (domain::holdsUnits(status)) return Outcome(Code::Created, "", '"' + id.value + '"');
    return Outcome(Code::OrderStateConflict, fmt::format("The order is {}; take a new key.", domain::name(status)));
}

io::Awaitable<Outcome> OrderRole::place(PlaceOrder order, Deadline deadline) {
    const domain::OrderId id = order.id;
    const domain::ItemId item = order.line.item;
    const auto placed = co_await m_strategy->place(std::move(order), deadline);
    if (!placed) m_context.ways.tell(id, stepOf(placed.error()));
    Outcome outcome = placed ? answerOf(placed->status, id) : failed(placed.error());
    if (domain::isSuccess(outcome.code)) m_accepted.add();
    if (outcome.code == Code::Created) co_await m_desk.forgetStock(item, deadline);
    m_context.ways.tell(id, WayStep::Answered, domain::name(outcome.code));
    co_return outcome;
}

Outcome OrderRole::failed(const Error& error) {
    if (error.code == ErrorCode::SoldOut) {
        m_soldOut.add();
        return Outcome(error);
    }
    if (error.code == ErrorCode::OutcomeUnknown) {
        m_unknown.add();
        return Outcome(Code::OutcomeUnknown);
    }
    m_failed.add();
    if (error.code == ErrorCode::Timeout) return Outcome(Code::LockTimeout);
    m_context.log.warning("An order failed: {}", error.message);
    return Outcome(domain::codeOf(error.code));
}

}  // namespace

std::unique_ptr<Role> makeOrderRole(RoleContext& context) {
    return std::make_unique<OrderRole>(context);
}

}  // namespace rushlab::roles
