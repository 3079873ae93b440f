#include "roles/order/unit_list.h"

#include <charconv>

#include "roles/keys.h"
#include "roles/order/unit_rows.h"

namespace rushlab::roles {
namespace {

locks::LockOptions lockOptions(const ShopSettings& settings) {
    locks::LockOptions options;
    options.lease = settings.lockLease;
    return options;
}

// What was popped, and what is missing for the order after that.
struct Claimed {
    std::int64_t missing = 0;
    std::vector<std::int64_t> spare;  // popped, free, and not needed

    Claimed() = default;
};

Result<Claimed> claim(sql::Session& session, const domain::OrderId& order, domain::ItemId item, std::int64_t count,
                      const std::vector<std::int64_t>& units) {
    auto has = unitsOf(session, order, item);
    if (!has) return pass(std::move(has));
    Claimed claimed;
    claimed.missing = count - *has;
    for (const std::int64_t unit : units) {
        if (claimed.missing == 0) {
            claimed.spare.push_back(unit);
            continue;
        }
        const auto done =
            session.execute("UPDATE stock_units SET order_id = ? WHERE item_id = ? AND unit = ? AND order_id IS NULL",
                            {order, item, unit});
        if (!done) return pass(done);
        claimed.missing -= *done;
    }
    return claimed;
}

Result<> disclaim(sql::Session& session, const domain::OrderId& order, domain::ItemId item) {
    const auto done =
        session.execute("UPDATE stock_units SET order_id = NULL WHERE item_id = ? AND order_id = ?", {item, order});
    if (!done) return pass(done);
    return {};
}

Result<std::vector<std::int64_t>> unitsForRefill(sql::Session& session, domain::ItemId item, std::int64_t most) {
    if (auto made = makeUnits(session, item); !made) return pass(std::move(made));
    auto units = unclaimedUnits(session, item, most);
    if (!units || !units->empty()) return units;
    const auto returned = freeReturnedUnits(session, item);
    if (!returned) return pass(returned);
    if (*returned == 0) return units;
    return unclaimedUnits(session, item, most);
}

}  // namespace

UnitList::UnitList(RoleContext& context)
    : m_context(context),
      m_metrics(context.metrics),
      m_lock(context.ports.keyValue, lockOptions(context.settings), m_metrics, context.random.fork()) {}

io::Awaitable<Result<>> UnitList::take(domain::OrderId order, domain::ItemId item, std::int64_t count,
                                       Deadline deadline) {
    // A repetition pops only what it lacks: what it would pop beside that is free to others.
    auto counting = [order, item](sql::Session& session) { return unitsOf(session, order, item); };
    const auto has = co_await m_context.ports.database.read(deadline, std::move(counting));
    if (!has) co_return pass(has);
    std::int64_t missing = count - *has;
    if (missing <= 0) co_return Result<>();
    while (!deadline.passed()) {
        auto units = co_await pop(item, missing, deadline);
        if (!units) co_return pass(std::move(units));
        auto claiming = [order, item, count, popped = *units](sql::Session& session) {
            return claim(session, order, item, count, popped);
        };
        auto claimed = co_await m_context.ports.database.transact(deadline, std::move(claiming));
        if (!claimed) co_return pass(std::move(claimed));
        const auto kept = co_await putBack(item, std::move(claimed->spare), deadline);
        if (!kept) co_return pass(kept);
        missing = claimed->missing;
        if (missing == 0) co_return Result<>();
        if (!units->empty()) continue;
        const auto refilled = co_await refill(item, deadline);
        if (!refilled) co_return pass(refilled);
        if (*refilled) continue;
        auto leaving = [order, item](sql::Session& session) { return disclaim(session, order, item); };
        const auto left = co_await m_context.ports.database.transact(deadline, std::move(leaving));
        if (!left) co_return pass(left);
        co_return fail(ErrorCode::SoldOut, "Item {} is sold out.", item.value);
    }
    co_return fail(ErrorCode::Timeout, "No unit of item {} could be taken in time; it is tried again.", item.value);
}

io::Awaitable<Result<std::vector<std::int64_t>>> UnitList::pop(domain::ItemId item, std::int64_t count,
                                                               Deadline deadline) {
    const std::string list = keys::freeUnits(item);
    std::vector<std::int64_t> units;
    while (std::ssize(units) < count) {
        const auto popped = co_await m_context.ports.keyValue.pop(list, kv::End::Left, deadline);
        if (!popped) co_return pass(popped);
        if (!*popped) break;
        std::int64_t unit = 0;
        std::from_chars((*popped)->data(), (*popped)->data() + (*popped)->size(), unit);
        units.push_back(unit);
    }
    co_return units;
}

io::Awaitable<Result<>> UnitList::putBack(domain::ItemId item, std::vector<std::int64_t> units, Deadline deadline) {
    const std::string list = keys::freeUnits(item);
    for (const std::int64_t unit : units) {
        const std::string text = std::to_string(unit);
        const auto pushed = co_await m_context.ports.keyValue.push(list, kv::End::Left, text, deadline);
        if (!pushed) co_return pass(pushed);
    }
    co_return Result<>();
}

io::Awaitable<Result<bool>> UnitList::refill(domain::ItemId item, Deadline deadline) {
    const std::string list = keys::freeUnits(item);
    auto lock = co_await m_lock.acquire(keys::lock("units:" + std::to_string(item.value)), deadline);
    if (!lock) co_return pass(std::move(lock));
    Result<bool> refilled = true;
    const auto length = co_await m_context.ports.keyValue.listLength(list, deadline);
    if (!length) refilled = pass(length);
    if (length && *length == 0) {
        auto work = [item, most = m_context.settings.couponsARefill](sql::Session& session) {
            return unitsForRefill(session, item, most);
        };
        auto units = co_await m_context.ports.database.transact(deadline, std::move(work));
        if (!units) {
            refilled = pass(units);
        } else if (units->empty()) {
            refilled = false;
        } else {
            std::reverse(units->begin(), units->end());  // putBack() puts the last one first
            const auto pushed = co_await putBack(item, *std::move(units), deadline);
            if (!pushed) refilled = pass(pushed);
        }
    }
    static_cast<void>(co_await m_lock.release(*std::move(lock), deadline));
    co_return refilled;
}

}  // namespace rushlab::roles
