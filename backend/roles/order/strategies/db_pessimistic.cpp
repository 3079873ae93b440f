// SELECT FOR UPDATE, then update: everybody waits in line for the row, and holds it over three round trips.
#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

Result<> lockAndTake(sql::Session& session, const PlaceOrder& order) {
    auto rows = session.query(fmt::format("SELECT quantity FROM stock WHERE item_id = ? {}", session.words().forUpdate),
                              {order.line.item});
    if (!rows) return pass(std::move(rows));
    if (rows->empty() || rows->first().integer(0) < order.line.count) return soldOut(order.line.item);
    const auto taken =
        session.execute("UPDATE stock SET quantity = quantity - ?, version = version + 1 WHERE item_id = ?",
                        {order.line.count, order.line.item});
    if (!taken) return pass(taken);
    return {};
}

class DbPessimistic final : public Strategy {
  public:
    explicit DbPessimistic(RoleContext& context) : m_context(context), m_sale(context, "db-pessimistic") {}

    io::Awaitable<Result<>> start(Deadline /*deadline*/) override { co_return needsRowLocks(m_context.ports.database); }

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override {
        SqlSale::Take take = lockAndTake;
        co_return co_await m_sale.place(std::move(order), std::move(take), deadline);
    }

  private:
    RoleContext& m_context;
    SqlSale m_sale;
};

}  // namespace

std::unique_ptr<Strategy> makeDbPessimistic(RoleContext& context) {
    return std::make_unique<DbPessimistic>(context);
}

}  // namespace rushlab::roles
