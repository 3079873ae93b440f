// What the strategies that complete an order in the database have in common: the rows that an order is, and how its
// transaction's end is read.
// Guarantees: an order's rows are stored once for each id, in the transaction that takes its units; a repeat is told
// the state that the order has.
// SqlSale belongs to its instance's loop; the functions to the transaction that they are called in.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "roles/order/strategy.h"

namespace rushlab::roles {

// The order, its line and its event. Conflict: it is there already.
Result<> storeOrder(sql::Session& session, const PlaceOrder& order, std::string_view strategy, WallTime now);

// NotFound: the item has no stock.
Result<std::int64_t> stockOf(sql::Session& session, domain::ItemId item);
// By one UPDATE that tests what it takes. SoldOut: too few are left.
Result<> takeFromStock(sql::Session& session, const domain::OrderLine& line);
tl::unexpected<Error> soldOut(domain::ItemId item);

// What a Take answers where somebody else changed what it had seen: it may be tried again. No engine answers this.
constexpr ErrorCode kOvertaken = ErrorCode::Denied;

// Invalid, with which engine can, where the database has no row locks.
Result<> needsRowLocks(const sql::Database& database);

class SqlSale {
  public:
    // Takes the units of an order in its transaction; may be run again, and owns what it uses.
    using Take = std::function<Result<>(sql::Session&, const PlaceOrder&)>;

    SqlSale(RoleContext& context, std::string_view strategy) : m_context(context), m_strategy(strategy) {}

    // Takes and stores in one transaction; `last` is done behind the order's rows. A Timeout stays one: it is for the
    // caller to say what was waited for.
    io::Awaitable<Result<Placed>> place(PlaceOrder order, Take take, Deadline deadline, Take last = {});

  private:
    io::Awaitable<Result<Placed>> repeated(domain::OrderId order, Error conflict, Deadline deadline);

    RoleContext& m_context;
    std::string m_strategy;
};

// Between two tries of one order: longer each time, by lot, so that those who collided do not meet again.
class Pause {
  public:
    explicit Pause(Random& random) : m_random(random) {}
    io::Awaitable<> next();

  private:
    Random& m_random;
    std::uint64_t m_longestUs = 8'000;
};

// An outcome where nothing was waited for but the engine itself: a Timeout is an engine that is not there.
Result<Placed> withoutLockTimeout(Result<Placed> placed);

}  // namespace rushlab::roles
