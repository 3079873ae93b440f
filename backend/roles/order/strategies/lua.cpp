// A script takes the units in one step, then the order is completed in the database before it is answered.
#include "roles/held_units.h"
#include "roles/order/order_publisher.h"
#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"

namespace rushlab::roles {
namespace {

class Lua final : public Strategy {
  public:
    explicit Lua(RoleContext& context) : m_context(context), m_held(context), m_sale(context, "lua") {}

    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override;

  private:
    io::Awaitable<> end(Held units, Result<Placed> placed, bool tookThem);

    RoleContext& m_context;
    HeldUnits m_held;
    SqlSale m_sale;
};

io::Awaitable<Result<Placed>> Lua::place(PlaceOrder order, Deadline deadline) {
    const Held units = heldBy(order);
    const auto taken = co_await m_held.take(units, deadline);
    if (!taken) co_return withoutLockTimeout(pass(taken));
    SqlSale::Take take = [](sql::Session& session, const PlaceOrder& placed) {
        return takeFromStock(session, placed.line);
    };
    auto placed = co_await m_sale.place(std::move(order), std::move(take), deadline);
    co_await end(units, placed, *taken);
    co_return withoutLockTimeout(std::move(placed));
}

// An outcome that is unknown leaves the units held: the scheduler asks the database what became of the order. Units
// that the database has sold already are dropped, so that the number here falls to what is true. An order that has
// ended had taken, and returned, others than these; where the scheduler is ending it, giving back leaves them to the
// scheduler.
io::Awaitable<> Lua::end(Held units, Result<Placed> placed, bool tookThem) {
    if (!placed && placed.error().code == ErrorCode::OutcomeUnknown) co_return;
    const Deadline deadline = Deadline::in(m_context.settings.orderWithin);
    const bool isSold = placed ? domain::holdsUnits(placed->status) : placed.error().code == ErrorCode::SoldOut;
    if (isSold)
        static_cast<void>(co_await m_held.settle(std::move(units), deadline));
    else if (tookThem)
        static_cast<void>(co_await m_held.giveBack(std::move(units), deadline));
}

}  // namespace

std::unique_ptr<Strategy> makeLua(RoleContext& context) {
    return std::make_unique<Lua>(context);
}

}  // namespace rushlab::roles
