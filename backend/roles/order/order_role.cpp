#include "roles/order/order_role.h"

#include "roles/answer.h"
#include "roles/cache/item_catalog.h"
#include "roles/order/desk.h"
#include "roles/order/order_request.h"
#include "roles/order/strategy.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

using domain::Code;

class OrderRole final : public Role {
  public:
    explicit OrderRole(RoleContext& context);

    void addRoutes(io::HttpRouter& router) override;
    io::Awaitable<Result<>> start(Deadline deadline) override;

  private:
    io::Awaitable<io::HttpResponse> placeOrder(io::HttpRequest& request);
    io::Awaitable<Result<Placed>> place(OrderRequest request, domain::Item item, domain::OrderId id,
                                        std::string traceId, Deadline deadline);
    io::HttpResponse answerTo(const Answerer& answer, const domain::OrderId& id, const Result<Placed>& placed);
    // Less than what the gateway waits, so that it hears our reason and not its own time-out.
    Deadline within(const io::HttpRequest& request) const;

    RoleContext& m_context;
    ItemCatalog m_items;
    Desk m_desk;
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
    m_desk.addRoutes(router);
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
    std::string traceId(request.field(kTraceIdField).value_or(""));
    auto order = readOrderRequest(request, m_parser);
    if (!order) co_return answer.with(order.error().code, order.error().sentence);
    const domain::OrderId id = order->idempotencyKey.empty()
                                   ? domain::newOrderId(m_context.clock.wallNow(), m_context.random)
                                   : domain::orderIdFor(order->member, order->idempotencyKey);
    const auto item = co_await m_items.find(order->item, deadline);
    if (!item) co_return answer.refused(item.error());
    if (!item->isOpen(m_context.clock.wallNow())) {
        co_return answer.with(
            Code::NotOpen, fmt::format("The sale of item {} opens at {}.", item->id.value, toIso8601(*item->startAt)));
    }
    const auto placed = co_await place(*std::move(order), *item, id, std::move(traceId), deadline);
    m_latency.record(m_context.clock.steadyNow() - began);
    co_return answerTo(answer, id, placed);
}

io::Awaitable<Result<Placed>> OrderRole::place(OrderRequest request, domain::Item item, domain::OrderId id,
                                               std::string traceId, Deadline deadline) {
    PlaceOrder order;
    order.id = std::move(id);
    order.member = request.member;
    order.line = {item.id, request.count, item.price};
    order.at = m_context.clock.wallNow();
    if (item.type == domain::ItemType::TimeDeal) order.reservedUntil = order.at + m_context.settings.reservedFor;
    order.traceId = std::move(traceId);
    auto placed = co_await m_strategy->place(std::move(order), deadline);
    if (placed && placed->status != domain::OrderStatus::Pending) co_await m_desk.forgetStock(item.id, deadline);
    co_return placed;
}

io::HttpResponse OrderRole::answerTo(const Answerer& answer, const domain::OrderId& id, const Result<Placed>& placed) {
    if (placed) {
        m_accepted.add();
        const Code code = placed->status == domain::OrderStatus::Pending ? Code::Accepted : Code::Created;
        return answer.with(code, "", '"' + id.value + '"');
    }
    const Error& error = placed.error();
    if (error.code == ErrorCode::SoldOut) {
        m_soldOut.add();
        return answer.refused(error);
    }
    if (error.code == ErrorCode::OutcomeUnknown) {
        m_unknown.add();
        return answer.with(Code::OutcomeUnknown);
    }
    m_failed.add();
    if (error.code == ErrorCode::Timeout) return answer.with(Code::LockTimeout);
    m_context.log.warning("Order {} failed: {}", id.value, error.message);
    return answer.refused(error);
}

}  // namespace

std::unique_ptr<Role> makeOrderRole(RoleContext& context) {
    return std::make_unique<OrderRole>(context);
}

}  // namespace rushlab::roles
