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
// Where the stock has more units than there are free rows (some were sold and returned, or added, past the rows): how
// many rows were made for them.
Result<std::int64_t> addMissingUnits(sql::Session& session, domain::ItemId item);
// Those of orders that were given up become free; how many did.
Result<std::int64_t> freeReturnedUnits(sql::Session& session, domain::ItemId item);
// The lowest numbers that belong to nobody, those included that somebody is about to claim.
Result<std::vector<std::int64_t>> unclaimedUnits(sql::Session& session, domain::ItemId item, std::int64_t most);
// The same, once rows were made, freed or added as far as `least` demands; fewer than that are all that there are.
Result<std::vector<std::int64_t>> freeUnits(sql::Session& session, domain::ItemId item, std::int64_t least,
                                            std::int64_t most);
// Makes free ones the order's, those left out that others are claiming; how many.
Result<std::int64_t> claimUnits(sql::Session& session, const domain::OrderId& order, domain::ItemId item,
                                std::int64_t count);
Result<std::int64_t> unitsOf(sql::Session& session, const domain::OrderId& order, domain::ItemId item);

}  // namespace rushlab::roles
