// A version that is read, and must be the same when it is written: nobody waits, who was overtaken tries again.
#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

struct Seen {
    std::int64_t quantity = 0;
    std::int64_t version = 0;
};

Result<Seen> look(sql::Session& session, domain::ItemId item) {
    auto rows = session.query("SELECT quantity, version FROM stock WHERE item_id = ?", {item});
    if (!rows) return pass(std::move(rows));
    if (rows->empty()) return fail(ErrorCode::NotFound, "There is no stock of item {}.", item.value);
    return Seen{rows->first().integer(0), rows->first().integer(1)};
}

Result<> takeIfUnchanged(sql::Session& session, const domain::OrderLine& line, std::int64_t version) {
    const auto taken = session.execute(
        "UPDATE stock SET quantity = quantity - ?, version = version + 1 WHERE item_id = ? AND version = ?",
        {line.count, line.item, version});
    if (!taken) return pass(taken);
    if (*taken == 0) return fail(kOvertaken, "The stock of item {} has changed since it was read.", line.item.value);
    return {};
}

class DbOptimistic final : public Strategy {
  public:
    explicit DbOptimistic(RoleContext& context)
        : m_context(context),
          m_sale(context, "db-optimistic"),
          m_retries(context.metrics.counter("rushlab_optimistic_retries_total",
                                            "Orders that were tried again since the stock's version had changed")) {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override;

  private:
    RoleContext& m_context;
    SqlSale m_sale;
    Counter& m_retries;
};

io::Awaitable<Result<Placed>> DbOptimistic::place(PlaceOrder order, Deadline deadline) {
    Pause pause(m_context.random);
    while (true) {
        auto reading = [item = order.line.item](sql::Session& session) { return look(session, item); };
        const auto seen = co_await m_context.ports.database.read(deadline, std::move(reading));
        if (!seen) co_return withoutLockTimeout(pass(seen));
        m_context.ways.tell(order.id, WayStep::StockRead, fmt::format_int(seen->quantity).c_str());
        if (seen->quantity < order.line.count) co_return soldOut(order.line.item);
        SqlSale::Take take = [version = seen->version](sql::Session& session, const PlaceOrder& placed) {
            return takeIfUnchanged(session, placed.line, version);
        };
        auto placed = co_await m_sale.place(order, std::move(take), deadline);
        if (placed || placed.error().code != kOvertaken) co_return withoutLockTimeout(std::move(placed));
        m_retries.add();
        m_context.ways.tell(order.id, WayStep::Overtaken);
        if (deadline.passed())
            co_return fail(ErrorCode::Timeout, "Others were faster each time that this was tried; try again.");
        co_await pause.next();
    }
}

}  // namespace

std::unique_ptr<Strategy> makeDbOptimistic(RoleContext& context) {
    return std::make_unique<DbOptimistic>(context);
}

}  // namespace rushlab::roles
