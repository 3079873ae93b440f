// One UPDATE that tests and takes: the database's own row lock is held for one statement and the rows of the order.
#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class DbConditional final : public Strategy {
  public:
    explicit DbConditional(RoleContext& context) : m_sale(context, "db-conditional") {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override {
        SqlSale::Take take = [](sql::Session& session, const PlaceOrder& placed) {
            return takeFromStock(session, placed.line);
        };
        co_return withoutLockTimeout(co_await m_sale.place(std::move(order), std::move(take), deadline));
    }

  private:
    SqlSale m_sale;
};

}  // namespace

std::unique_ptr<Strategy> makeDbConditional(RoleContext& context) {
    return std::make_unique<DbConditional>(context);
}

}  // namespace rushlab::roles
