#include "roles/order/unit_list.h"

#include <algorithm>
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

// All of them or none. False: some were not free.
Result<bool> claim(sql::Session& session, const domain::OrderId& order, domain::ItemId item,
                   std::span<const std::int64_t> units) {
    std::vector<std::int64_t> claimed;
    for (const std::int64_t unit : units) {
        const auto done =
            session.execute("UPDATE stock_units SET order_id = ? WHERE item_id = ? AND unit = ? AND order_id IS NULL",
                            {order, item, unit});
        if (!done) return pass(done);
        if (*done == 1) claimed.push_back(unit);
    }
    if (claimed.size() == units.size()) return true;
    for (const std::int64_t unit : claimed) {
        const auto undone =
            session.execute("UPDATE stock_units SET order_id = NULL WHERE item_id = ? AND unit = ?", {item, unit});
        if (!undone) return pass(undone);
    }
    return false;
}

struct Claimed {
    bool whole = false;
    std::vector<std::int64_t> others;  // free as well, for the list

    Claimed() = default;
};

// SoldOut is final: nobody holds units that he may yet let go.
Result<Claimed> claimFree(sql::Session& session, const domain::OrderId& order, domain::ItemId item, std::int64_t count,
                          std::int64_t forTheList) {
    auto units = freeUnits(session, item, count, count + forTheList);
    if (!units) return pass(std::move(units));
    if (std::ssize(*units) < count) return fail(ErrorCode::SoldOut, "Item {} is sold out.", item.value);
    const auto split = units->begin() + count;
    auto whole = claim(session, order, item, std::span(units->begin(), split));
    if (!whole) return pass(std::move(whole));
    Claimed claimed;
    claimed.whole = *whole;
    claimed.others.assign(split, units->end());
    return claimed;
}

}  // namespace

UnitList::UnitList(RoleContext& context)
    : m_context(context),
      m_metrics(context.metrics),
      m_lock(context.ports.keyValue, lockOptions(context.settings), m_metrics, context.random.fork()) {}

io::Awaitable<Result<>> UnitList::take(domain::OrderId order, domain::ItemId item, std::int64_t count,
                                       Deadline deadline) {
    auto counting = [order, item](sql::Session& session) { return unitsOf(session, order, item); };
    const auto has = co_await m_context.ports.database.read(deadline, std::move(counting));
    if (!has) co_return pass(has);
    const std::int64_t missing = count - *has;
    if (missing <= 0) co_return Result<>();
    auto units = co_await pop(item, missing, deadline);
    if (!units) co_return pass(std::move(units));
    // Too few, or such as are not free any more: dropped. Those that are free are found again by a refill.
    if (std::ssize(*units) == missing) {
        std::sort(units->begin(), units->end());  // as everybody who claims several
        auto claiming = [order, item, popped = *std::move(units)](sql::Session& session) {
            return claim(session, order, item, popped);
        };
        const auto claimed = co_await m_context.ports.database.transact(deadline, std::move(claiming));
        if (!claimed) co_return pass(claimed);
        if (*claimed) co_return Result<>();
    }
    while (!deadline.passed()) {
        const auto taken = co_await takeFromRows(order, item, missing, deadline);
        if (!taken) co_return pass(taken);
        if (*taken) co_return Result<>();
    }
    co_return fail(ErrorCode::Timeout, "No unit of item {} could be taken in time; it is tried again.", item.value);
}

io::Awaitable<Result<UnitList::Units>> UnitList::pop(domain::ItemId item, std::int64_t count, Deadline deadline) {
    const std::string list = keys::freeUnits(item);
    Units units;
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

io::Awaitable<Result<bool>> UnitList::takeFromRows(domain::OrderId order, domain::ItemId item, std::int64_t count,
                                                   Deadline deadline) {
    auto lock = co_await m_lock.acquire(keys::lock("units:" + std::to_string(item.value)), deadline);
    if (!lock) co_return pass(std::move(lock));
    auto claiming = [order, item, count, most = m_context.settings.couponsARefill](sql::Session& session) {
        return claimFree(session, order, item, count, most);
    };
    auto claimed = co_await m_context.ports.database.transact(deadline, std::move(claiming));
    Result<> refilled;
    if (claimed) refilled = co_await refill(item, std::move(claimed->others), deadline);
    static_cast<void>(co_await m_lock.release(*std::move(lock), deadline));
    if (!claimed) co_return pass(claimed);
    if (!refilled) co_return pass(refilled);
    co_return claimed->whole;
}

io::Awaitable<Result<>> UnitList::refill(domain::ItemId item, Units units, Deadline deadline) {
    const std::string list = keys::freeUnits(item);
    if (units.empty()) co_return Result<>();
    const auto length = co_await m_context.ports.keyValue.listLength(list, deadline);
    if (!length) co_return pass(length);
    if (*length > 0) co_return Result<>();
    std::vector<std::string> texts;
    texts.reserve(units.size());
    for (const std::int64_t unit : units)
        texts.push_back(std::to_string(unit));
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    const auto pushed = co_await m_context.ports.keyValue.pushAll(list, kv::End::Right, views, deadline);
    if (!pushed) co_return pass(pushed);
    co_return Result<>();
}

}  // namespace rushlab::roles
