// Nothing guards the stock: two buyers who read the same number write the same number back.
#include "roles/order/read_then_write.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class None final : public Strategy {
  public:
    explicit None(RoleContext& context) : m_sale(context, "none") {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override {
        SqlSale::Take nothingFirst;
        co_return withoutLockTimeout(co_await m_sale.place(std::move(order), std::move(nothingFirst), deadline));
    }

  private:
    ReadThenWrite m_sale;
};

}  // namespace

std::unique_ptr<Strategy> makeNone(RoleContext& context) {
    return std::make_unique<None>(context);
}

}  // namespace rushlab::roles
