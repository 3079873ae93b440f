// One sale on a fresh lab, from its load to its verdict: what flash-sale and pipeline do for each of their variants.
// The scenario's thread; it blocks.
#pragma once

#include "roles/order/strategy.h"
#include "scenarios/stage.h"
#include "verdict/sale_checks.h"

namespace rushlab::scenarios {

// What a sale by this strategy is held to.
verdict::SaleExpectations expectationsOf(const roles::StrategyInfo& strategy);

// A later load's attempts, times and figures behind those of an earlier one, as if it had been one load.
void append(load::LoadOutcome& whole, load::LoadOutcome later);

// What every store says of these items' sale. `drained`: all was seen at rest before.
Result<verdict::StoresState> readStores(Stage& stage, const std::vector<domain::ItemId>& items, bool drained);
std::size_t completedIn(const verdict::StoresState& stores);

struct JudgedSale {
    std::vector<verdict::Check> checks;
    std::size_t completed = 0;  // orders that the database has as COMPLETED
};
// Reads every store and holds the record against them. `drained`: all was seen at rest before.
Result<JudgedSale> judgeSale(Stage& stage, const verdict::Record& record, const std::vector<domain::ItemId>& items,
                             const verdict::SaleExpectations& expectations, bool drained);

// What the load and the lab measured until all was drained: rates, latency, memory, the load's own share, key-value
// commands a lock.
void measureSale(verdict::Variant& variant, Stage& stage, const load::LoadOutcome& outcome);
// Orders that were completed until nothing was on its way any more: fewer than were accepted, where a strategy finds
// out later that there is nothing left.
void measureCompleted(verdict::Variant& variant, std::size_t completed, std::chrono::nanoseconds untilDrained);

}  // namespace rushlab::scenarios
