#include "roles/order/sql_sale.h"

#include "roles/outbox.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr int kRetriesMost = 10;  // in a row, of one order

domain::OrderStatus statusOf(const PlaceOrder& order) {
    return order.reservedUntil ? domain::OrderStatus::Reserved : domain::OrderStatus::Completed;
}

Result<std::optional<domain::OrderStatus>> findStatus(sql::Session& session, const domain::OrderId& order) {
    auto rows = session.query("SELECT status FROM orders WHERE id = ?", {order});
    if (!rows) return pass(std::move(rows));
    if (rows->empty()) return std::nullopt;
    return domain::orderStatusOf(rows->first().text(0));
}

}  // namespace

Result<> storeOrder(sql::Session& session, const PlaceOrder& order, std::string_view strategy, WallTime now) {
    const domain::OrderStatus status = statusOf(order);
    auto done = session.execute(
        "INSERT INTO orders (id, member_id, status, strategy, created_at, expires_at, changed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        {order.id, order.member, domain::name(status), strategy, order.at, order.reservedUntil, now});
    if (!done) return pass(std::move(done));
    done = session.execute("INSERT INTO order_lines (order_id, line, item_id, count, price) VALUES (?, 1, ?, ?, ?)",
                           {order.id, order.line.item, order.line.count, order.line.price});
    if (!done) return pass(std::move(done));
    std::string event;
    appendOrderEvent(event, order.id, order.member, status, std::span(&order.line, 1), now);
    return writeOutbox(session, kOrderEvents, order.id.value, event, now);
}

Result<std::int64_t> stockOf(sql::Session& session, domain::ItemId item) {
    auto rows = session.query("SELECT quantity FROM stock WHERE item_id = ?", {item});
    if (!rows) return pass(std::move(rows));
    if (rows->empty()) return fail(ErrorCode::NotFound, "There is no stock of item {}.", item.value);
    return rows->first().integer(0);
}

Result<> takeFromStock(sql::Session& session, const domain::OrderLine& line) {
    const auto taken = session.execute(
        "UPDATE stock SET quantity = quantity - ?, version = version + 1 WHERE item_id = ? AND quantity >= ?",
        {line.count, line.item, line.count});
    if (!taken) return pass(taken);
    if (*taken == 0) return soldOut(line.item);
    return {};
}

tl::unexpected<Error> soldOut(domain::ItemId item) {
    return fail(ErrorCode::SoldOut, "Item {} is sold out.", item.value);
}

io::Awaitable<Result<Placed>> SqlSale::place(PlaceOrder order, Take take, Deadline deadline, Take last) {
    Result<> done;
    for (int attempt = 0; attempt < kRetriesMost; ++attempt) {
        auto work = [order, take, last, strategy = m_strategy, now = m_context.clock.wallNow()](sql::Session& session) {
            auto going = take(session, order);
            if (going) going = storeOrder(session, order, strategy, now);
            if (going && last) going = last(session, order);
            return going;
        };
        done = co_await m_context.ports.database.transact(deadline, std::move(work));
        if (done) {
            m_context.ways.tell(order.id, WayStep::Committed, domain::name(statusOf(order)));
            co_return Placed{statusOf(order)};
        }
        if (!sql::canBeRunAgain(done.error())) break;
        m_context.ways.tell(order.id, WayStep::Overtaken);
    }
    if (done.error().code == ErrorCode::Conflict && !sql::canBeRunAgain(done.error()))
        co_return co_await repeated(order.id, done.error(), deadline);
    co_return pass(std::move(done));
}

// The same order was stored before: its answer is the state that it has come to.
io::Awaitable<Result<Placed>> SqlSale::repeated(domain::OrderId order, Error conflict, Deadline deadline) {
    auto work = [order](sql::Session& session) { return findStatus(session, order); };
    const auto status = co_await m_context.ports.database.read(deadline, std::move(work));
    if (!status) co_return pass(status);
    if (!*status) co_return tl::unexpected<Error>(std::move(conflict));
    m_context.ways.tell(order, WayStep::KnownAlready, domain::name(**status));
    co_return Placed{**status};
}

Result<> needsRowLocks(const sql::Database& database) {
    if (database.traits().rowLocks) return {};
    return fail(ErrorCode::Invalid, "{}", database.traits().withoutRowLocks);
}

io::Awaitable<> Pause::next() {
    constexpr std::uint64_t kLongestUs = 512'000;
    co_await io::sleepFor(std::chrono::microseconds{m_random.below(m_longestUs)});
    m_longestUs = std::min(m_longestUs * 2, kLongestUs);
}

Result<Placed> withoutLockTimeout(Result<Placed> placed) {
    if (!placed && placed.error().code == ErrorCode::Timeout) placed.error().code = ErrorCode::Unavailable;
    return placed;
}

}  // namespace rushlab::roles
