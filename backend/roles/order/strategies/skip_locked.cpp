// Claims rows that nobody else is claiming: buyers pass each other instead of standing in line. The stock's own number
// is written last, so that its row is held for the commit only.
#include <unordered_set>

#include "roles/order/sql_sale.h"
#include "roles/order/strategies/all.h"
#include "roles/order/unit_rows.h"

namespace rushlab::roles {
namespace {

// Too few could be claimed: because they are sold, or because others hold them who may yet let them go.
Result<> whyTooFew(sql::Session& session, const domain::OrderLine& line) {
    const auto free = unclaimedUnits(session, line.item, line.count);
    if (!free) return pass(free);
    if (std::ssize(*free) >= line.count) return fail(kOvertaken, "Others are claiming the last units.");
    return soldOut(line.item);
}

Result<> claimUnlocked(sql::Session& session, const PlaceOrder& order) {
    const domain::OrderLine& line = order.line;
    const auto claimed = claimUnits(session, order.id, line.item, line.count);
    if (!claimed) return pass(claimed);
    if (*claimed < line.count) {
        // Its own claims end with this transaction; they count as free here.
        const auto disclaimed = session.execute(
            "UPDATE stock_units SET order_id = NULL WHERE item_id = ? AND order_id = ?", {line.item, order.id});
        if (!disclaimed) return pass(disclaimed);
        return whyTooFew(session, line);
    }
    return {};
}

class SkipLocked final : public Strategy {
  public:
    explicit SkipLocked(RoleContext& context) : m_context(context), m_sale(context, "skip-locked") {}

    io::Awaitable<Result<>> start(Deadline /*deadline*/) override { co_return needsRowLocks(m_context.ports.database); }
    io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) override;

  private:
    io::Awaitable<Result<>> makeRows(domain::ItemId item, Deadline deadline);
    io::Awaitable<Result<bool>> returnedSome(domain::ItemId item, Deadline deadline);

    RoleContext& m_context;
    SqlSale m_sale;
    std::unordered_set<domain::ItemId> m_made;  // items whose units have rows
};

io::Awaitable<Result<>> SkipLocked::makeRows(domain::ItemId item, Deadline deadline) {
    if (m_made.contains(item)) co_return Result<>();
    auto work = [item](sql::Session& session) { return makeUnits(session, item); };
    auto made = co_await m_context.ports.database.transact(deadline, std::move(work));
    if (made) m_made.insert(item);
    co_return made;
}

io::Awaitable<Result<bool>> SkipLocked::returnedSome(domain::ItemId item, Deadline deadline) {
    auto work = [item](sql::Session& session) -> Result<bool> {
        auto left = stockOf(session, item);
        if (!left) return pass(std::move(left));
        if (*left == 0) return false;
        auto freed = freeReturnedUnits(session, item);
        if (!freed) return pass(std::move(freed));
        auto added = addMissingUnits(session, item);
        if (!added) return pass(std::move(added));
        return *freed + *added > 0;
    };
    return m_context.ports.database.transact(deadline, std::move(work));
}

io::Awaitable<Result<Placed>> SkipLocked::place(PlaceOrder order, Deadline deadline) {
    const auto made = co_await makeRows(order.line.item, deadline);
    if (!made) co_return withoutLockTimeout(pass(made));
    Pause pause(m_context.random);
    while (true) {
        SqlSale::Take take = claimUnlocked;
        SqlSale::Take last = [](sql::Session& session, const PlaceOrder& placed) {
            return takeFromStock(session, placed.line);
        };
        auto placed = co_await m_sale.place(order, std::move(take), deadline, std::move(last));
        if (placed) co_return placed;
        bool again = placed.error().code == kOvertaken;
        if (placed.error().code == ErrorCode::SoldOut) {
            const auto returned = co_await returnedSome(order.line.item, deadline);
            if (!returned) co_return withoutLockTimeout(pass(returned));
            again = *returned;
        }
        if (!again) co_return withoutLockTimeout(std::move(placed));
        m_context.ways.tell(order.id, WayStep::Overtaken);
        if (deadline.passed()) co_return fail(ErrorCode::Timeout, "The last units were held by others; try again.");
        co_await pause.next();
    }
}

}  // namespace

std::unique_ptr<Strategy> makeSkipLocked(RoleContext& context) {
    return std::make_unique<SkipLocked>(context);
}

}  // namespace rushlab::roles
