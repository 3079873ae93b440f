// An item's units as rows, for the strategies that claim a unit instead of counting.
// Guarantees: a unit belongs to one order; the units of canceled and expired orders are free again.
// Within its caller's transaction; any thread.
#pragma once

#include <vector>

#include "domain/order.h"
#include "engines/sql/database.h"

namespace rushlab::roles {

// Makes a row for each unit that is in stock, where the item has none yet.
Result<> makeUnits(sql::Session& session, domain::ItemId item);
// Those of orders that were given up become free; how many did.
Result<std::int64_t> freeReturnedUnits(sql::Session& session, domain::ItemId item);
// The lowest numbers that belong to nobody, those included that somebody is about to claim.
Result<std::vector<std::int64_t>> unclaimedUnits(sql::Session& session, domain::ItemId item, std::int64_t most);
Result<std::int64_t> unitsOf(sql::Session& session, const domain::OrderId& order, domain::ItemId item);

}  // namespace rushlab::roles
