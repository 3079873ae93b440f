#include "roles/order/desk.h"

#include <algorithm>

#include "base/json_writer.h"
#include "roles/keys.h"
#include "roles/order/order_lookup.h"
#include "roles/request_numbers.h"

namespace rushlab::roles {
namespace {

constexpr std::int64_t kPageSize = 20;
constexpr std::int64_t kPageSizeMost = 100;
constexpr int kDeadlocksMost = 3;
constexpr Milliseconds kTidyWithin{2'000};

// Without its member: with one, a second line of the order would be taken for a repetition of the first.
Held heldOf(const domain::Order& order, const domain::OrderLine& line) {
    return Held{order.id, line.item, line.count, order.createdAt, {}};
}

tl::unexpected<Error> tooManyDeadlocks(const Error& last) {
    return fail(ErrorCode::Unavailable, "The database gave the order up {} times: {}", kDeadlocksMost, last.message);
}

Outcome outcomeOf(const Result<OrderPlaced>& placed, const domain::OrderId& id) {
    if (!placed) {
        Outcome outcome(placed.error());
        if (placed.error().code == ErrorCode::NotFound) outcome.code = domain::Code::UserNotFound;
        return outcome;
    }
    if (!placed->isSame) return otherContent();
    if (domain::holdsUnits(placed->status)) return Outcome(domain::Code::Created, "", '"' + id.value + '"');
    // Its key was used for an order that has ended, or it was so late that the scheduler has ended it.
    return Outcome(domain::Code::OrderStateConflict, fmt::format("The order is {}.", domain::name(placed->status)));
}

std::vector<std::string> cachedStocks(const std::vector<domain::OrderLine>& lines) {
    std::vector<std::string> keys;
    for (const domain::OrderLine& line : lines)
        keys.push_back(keys::cachedStock(line.item));
    return keys;
}

// One line an item, in the order of the items: whoever takes several takes them in the same order as all others.
Result<> addLine(domain::Order& order, const JsonValue& value) {
    const auto object = value.object();
    if (!object) return pass(object);
    const auto item = object->integer("itemId", 1);
    if (!item) return pass(item);
    const auto count = object->integer("count", 1, domain::kCountMost);
    if (!count) return pass(count);
    const domain::ItemId id{*item};
    auto place =
        std::lower_bound(order.lines.begin(), order.lines.end(), id,
                         [](const domain::OrderLine& line, domain::ItemId wanted) { return line.item < wanted; });
    if (place == order.lines.end() || place->item != id) {
        order.lines.insert(place, domain::OrderLine{id, *count, 0});
        return {};
    }
    place->count += *count;
    if (place->count <= domain::kCountMost) return {};
    return fail(ErrorCode::Invalid, "orderItems name item {} for {} units; {} is allowed.", *item, place->count,
                domain::kCountMost);
}

Result<domain::Order> orderOf(const JsonValue& body) {
    const auto object = body.object();
    if (!object) return pass(object);
    const auto member = object->integer("memberId", 1);
    if (!member) return pass(member);
    const auto lines = object->array("orderItems", 1, domain::kLinesMost);
    if (!lines) return pass(lines);
    domain::Order order;
    order.member.value = *member;
    order.status = domain::OrderStatus::Completed;
    for (const JsonValue& line : lines->items()) {
        if (auto added = addLine(order, line); !added) return pass(added);
    }
    return order;
}

Result<OrderSearch> searchOf(const io::HttpRequest& request) {
    const auto page = pageOf(request, kPageSize, kPageSizeMost);
    if (!page) return pass(page);
    std::optional<domain::OrderStatus> status;
    if (const auto text = request.queryParameter("status"); text && !text->empty()) {
        status = domain::orderStatusOf(*text);
        if (!status)
            return fail(ErrorCode::Invalid,
                        "status must be RESERVED, PENDING, PAID, COMPLETED, CANCELED or EXPIRED, not \"{}\".", *text);
    }
    return OrderSearch(request.queryParameter("memberName").value_or(""), status, page->number, page->size);
}

std::string asJson(const OrdersFound& found, const OrderSearch& search) {
    std::string data = R"({"orders":[)";
    for (std::size_t at = 0; at < found.orders.size(); ++at) {
        if (at > 0) data += ',';
        domain::appendJson(data, found.orders[at]);
    }
    data += fmt::format(R"(],"page":{},"size":{},"total":{}}})", search.page, search.size, found.total);
    return data;
}

}  // namespace

Desk::Desk(RoleContext& context, ItemCatalog& items)
    : m_context(context),
      m_items(items),
      m_held(context),
      m_idempotency(context),
      m_strategy(findStrategy(context.settings.strategy)) {}

void Desk::addRoutes(io::HttpRouter& router) {
    router.add(io::HttpMethod::Get, "/order/{id}", "An order of yours, with its status",
               [this](io::HttpRequest& request) { return show(request); });
    router.add(io::HttpMethod::Post, "/orders", "Orders several items at once, for yourself: all or none",
               [this](io::HttpRequest& request) { return place(request); });
    router.add(io::HttpMethod::Get, "/orders", "Orders by member's name and status, a page at a time",
               [this](io::HttpRequest& request) { return search(request); });
    router.add(io::HttpMethod::Delete, "/orders/{id}/cancel", "Cancels an order of yours; its units go back",
               [this](io::HttpRequest& request) { return cancel(request); });
}

io::Awaitable<io::HttpResponse> Desk::show(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto member = userOf(request);
    if (!member) co_return answer.refusedAs(domain::Code::Unauthorized, member.error());
    const domain::OrderId id{std::string(request.parameter("id"))};
    if (!domain::isUuid(id.value)) co_return answer.with(domain::Code::NotFound);
    const auto found = co_await findOrder(m_context.ports, id, request.deadline);
    if (!found) co_return answer.refused(found.error());
    if (!*found) co_return answer.with(domain::Code::NotFound);
    const domain::Order& order = **found;
    if (order.member != *member) co_return answer.with(domain::Code::AccessDenied);
    std::string data;
    if (order.status != domain::OrderStatus::Pending) {
        domain::appendJson(data, order);
        co_return answer.ok(data);
    }
    JsonObjectWriter object(data);
    object.field("orderId", order.id.value).field("memberId", order.member.value);
    object.field("status", domain::name(order.status));
    object.close();
    co_return answer.ok(data);
}

io::Awaitable<io::HttpResponse> Desk::place(io::HttpRequest& request) {
    const SteadyTime began = m_context.clock.steadyNow();
    const Answerer answer(m_context.clock, request);
    const std::string trace(request.field(kTraceIdField).value_or(""));
    const auto member = userOf(request);
    if (!member) co_return answer.refusedAs(domain::Code::Unauthorized, member.error());
    const auto body = m_parser.parse(request.body);
    if (!body) co_return answer.refusedAs(domain::Code::InvalidInput, body.error());
    auto order = orderOf(*body);
    if (!order) co_return answer.refused(order.error());
    if (order->member != *member)
        co_return refuse(answer, domain::Code::AccessDenied,
                         fmt::format("memberId is {}, and member {} is logged in: everybody orders for himself alone.",
                                     order->member.value, member->value));
    order->createdAt = m_context.clock.wallNow();
    const auto key = readIdempotencyKey(request);
    if (!key) co_return refuse(answer, key.error());
    if (const auto priced = co_await price(*order, request.deadline); !priced)
        co_return priced.error().code == ErrorCode::Conflict ? answer.refusedAs(domain::Code::NotOpen, priced.error())
                                                             : answer.refused(priced.error());
    Outcome outcome;
    if (key->empty()) {
        order->id = domain::newOrderId(order->createdAt, m_context.random);
        m_context.ways.begin(order->id, trace, began);
        outcome = outcomeOf(co_await placeNew(*order, request.deadline), order->id);
    } else {
        KeyedRequest keyed("orders", order->member, *key, contentOf(order->lines));
        order->id = keyed.order();
        m_context.ways.begin(order->id, trace, began);
        outcome = co_await placeOnce(std::move(keyed), *order, request.deadline);
    }
    if (domain::isSuccess(outcome.code)) co_await forgetStock(cachedStocks(order->lines), request.deadline);
    m_context.ways.tell(order->id, WayStep::Answered, domain::name(outcome.code));
    co_return answerWith(answer, std::move(outcome));
}

io::Awaitable<Result<>> Desk::price(domain::Order& order, Deadline deadline) {
    for (domain::OrderLine& line : order.lines) {
        const auto item = co_await m_items.find(line.item, deadline);
        if (!item) co_return pass(item);
        if (!item->isOpen(order.createdAt))
            co_return fail(ErrorCode::Conflict, "The sale of item {} opens at {}.", line.item.value,
                           toIso8601(*item->startAt));
        line.price = item->price;
        if (item->type == domain::ItemType::TimeDeal) order.status = domain::OrderStatus::Reserved;
    }
    if (order.status == domain::OrderStatus::Reserved)
        order.expiresAt = order.createdAt + m_context.settings.reservedFor;
    co_return Result<>();
}

// A repetition finds the order's row, or the units that it holds, and takes nothing of its own.
io::Awaitable<Outcome> Desk::placeOnce(KeyedRequest asked, domain::Order order, Deadline deadline) {
    auto earlier = co_await m_idempotency.claim(asked, deadline);
    if (earlier) {
        m_context.ways.tell(asked.order(), WayStep::Repeated, domain::name(earlier->code));
        co_return *std::move(earlier);
    }
    const domain::OrderId id = order.id;
    const auto read = [id](sql::Session& session) { return readOrder(session, id); };
    const auto there = co_await m_context.ports.database.read(deadline, read);
    Result<OrderPlaced> placed;
    if (!there)
        placed = pass(there);
    else if (*there)
        placed = placedBefore(**there, order);
    else
        placed = co_await placeNew(std::move(order), deadline);
    Outcome outcome = outcomeOf(placed, id);
    co_await m_idempotency.end(std::move(asked), outcome.code);
    co_return outcome;
}

io::Awaitable<Result<OrderPlaced>> Desk::placeNew(domain::Order order, Deadline deadline) {
    // Where units are counted in the key-value engine an order that goes past the strategy must take them there too.
    if (m_strategy && m_strategy->countsInKeyValue) return takeAndStore(std::move(order), deadline);
    return store(std::move(order), deadline);
}

io::Awaitable<Result<OrderPlaced>> Desk::store(domain::Order order, Deadline deadline) {
    const Units units = m_strategy && m_strategy->hasUnitRows ? Units::Rows : Units::Counted;
    const domain::OrderId id = order.id;
    const auto work = [order = std::move(order), units](sql::Session& session) {
        return placeOrder(session, order, units);
    };
    Result<OrderPlaced> placed;
    for (int attempt = 0; attempt < kDeadlocksMost; ++attempt) {
        placed = co_await m_context.ports.database.transact(deadline, work);
        if (placed)
            m_context.ways.tell(id, placed->isNew ? WayStep::Committed : WayStep::KnownAlready,
                                domain::name(placed->status));
        if (placed || !sql::canBeRunAgain(placed.error())) co_return placed;
        m_context.ways.tell(id, WayStep::Overtaken);
    }
    co_return tooManyDeadlocks(placed.error());
}

io::Awaitable<Result<OrderPlaced>> Desk::takeAndStore(domain::Order order, Deadline deadline) {
    if (const auto taken = co_await take(order, deadline); !taken) co_return pass(taken);
    const auto placed = co_await store(order, deadline);
    // Where nobody knows what became of it, the scheduler finds out: it wins the order's row, or the row is there.
    if (!placed && placed.error().code == ErrorCode::OutcomeUnknown) co_return placed;
    if (placed && placed->isSame && domain::holdsUnits(placed->status))
        co_await settle(order);
    else
        co_await giveBack(order);
    co_return placed;
}

io::Awaitable<Result<>> Desk::take(domain::Order order, Deadline deadline) {
    for (const domain::OrderLine& line : order.lines) {
        const auto taken = co_await m_held.take(heldOf(order, line), deadline);
        if (taken) continue;
        co_await giveBack(order);
        if (taken.error().code != ErrorCode::SoldOut) co_return pass(taken);
        co_return fail(ErrorCode::SoldOut, "Item {} has fewer than {} left.", line.item.value, line.count);
    }
    co_return Result<>();
}

io::Awaitable<> Desk::giveBack(domain::Order order) {
    for (const domain::OrderLine& line : order.lines) {
        const auto given = co_await m_held.giveBack(heldOf(order, line), Deadline::in(kTidyWithin));
        if (!given)
            m_context.log.warning("Units of order {} wait for the scheduler: {}", order.id.value,
                                  given.error().message);
    }
}

io::Awaitable<> Desk::settle(domain::Order order) {
    for (const domain::OrderLine& line : order.lines) {
        const auto settled = co_await m_held.settle(heldOf(order, line), Deadline::in(kTidyWithin));
        if (!settled)
            m_context.log.warning("Units of order {} wait for the scheduler: {}", order.id.value,
                                  settled.error().message);
    }
}

io::Awaitable<> Desk::forgetStock(domain::ItemId item, Deadline deadline) {
    std::vector<std::string> cached;
    cached.push_back(keys::cachedStock(item));
    return forgetStock(std::move(cached), deadline);
}

// The relay of the outbox does it again: a loss here only means later.
io::Awaitable<> Desk::forgetStock(std::vector<std::string> cached, Deadline deadline) {
    const auto forgotten = co_await forgetCached(m_context.ports.keyValue, std::move(cached), deadline);
    if (!forgotten) m_context.log.warning("The stock that is shown is late: {}", forgotten.error().message);
}

io::Awaitable<io::HttpResponse> Desk::search(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto wanted = searchOf(request);
    if (!wanted) co_return answer.refused(wanted.error());
    const auto read = [search = *wanted](sql::Session& session) { return searchOrders(session, search); };
    auto found = co_await m_context.ports.database.read(request.deadline, read);
    if (!found) co_return answer.refused(found.error());
    const auto member = userOf(request);
    for (domain::Order& order : found->orders) {
        if (!member || order.member != *member) order.address.clear();
    }
    co_return answer.ok(asJson(*found, *wanted));
}

io::Awaitable<io::HttpResponse> Desk::cancel(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto member = userOf(request);
    if (!member) co_return answer.refusedAs(domain::Code::Unauthorized, member.error());
    const domain::OrderId id{std::string(request.parameter("id"))};
    if (!domain::isUuid(id.value)) co_return answer.with(domain::Code::NotFound);
    const auto work = [id, owner = *member, now = m_context.clock.wallNow()](sql::Session& session) {
        return cancelOrder(session, id, owner, now);
    };
    Result<OrderCanceled> canceled;
    for (int attempt = 0; attempt < kDeadlocksMost; ++attempt) {
        canceled = co_await m_context.ports.database.transact(request.deadline, work);
        if (canceled || !sql::canBeRunAgain(canceled.error())) break;
    }
    if (!canceled && sql::canBeRunAgain(canceled.error())) canceled = tooManyDeadlocks(canceled.error());
    if (!canceled) co_return answer.refused(canceled.error());
    switch (canceled->outcome) {
        case Canceling::Done:
            m_context.ways.tell(id, WayStep::Canceled);
            break;
        case Canceling::NotTheirs:
            co_return answer.with(domain::Code::AccessDenied);
        case Canceling::NotInThisState:
            co_return answer.refusedAs(
                domain::Code::OrderStateConflict,
                Error{ErrorCode::Conflict, fmt::format("The order is {}.", domain::name(canceled->from))});
        case Canceling::NotFound:
            co_return co_await refusePending(answer, id, *member, request.deadline);
    }
    co_await forgetStock(cachedStocks(canceled->lines), request.deadline);
    co_return answer.ok("");
}

// What its lines are is known to the queue alone: it can be canceled once it is stored.
io::Awaitable<io::HttpResponse> Desk::refusePending(Answerer answer, domain::OrderId id, domain::MemberId member,
                                                    Deadline deadline) {
    const auto found = co_await findOrder(m_context.ports, std::move(id), deadline);
    if (!found) co_return answer.refused(found.error());
    if (!*found) co_return answer.with(domain::Code::NotFound);
    if ((*found)->member != member) co_return answer.with(domain::Code::AccessDenied);
    const Error pending{ErrorCode::Conflict, "The order was PENDING; cancel it once it is completed."};
    co_return answer.refusedAs(domain::Code::OrderStateConflict, pending);
}

}  // namespace rushlab::roles
