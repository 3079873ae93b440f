// One sale on a fresh lab, from its load to its verdict: what flash-sale and pipeline do for each of their variants.
// The scenario's thread; it blocks.
#pragma once

#include "roles/order/strategy.h"
#include "scenarios/stage.h"
#include "verdict/sale_checks.h"

namespace rushlab::scenarios {

// What a sale by this strategy is held to.
verdict::SaleExpectations expectationsOf(const roles::StrategyInfo& strategy);

// Reads every store and holds the record against them. `drained`: all was seen at rest before.
Result<std::vector<verdict::Check>> judgeSale(Stage& stage, const verdict::Record& record,
                                              const std::vector<domain::ItemId>& items,
                                              const verdict::SaleExpectations& expectations, bool drained);

// What the load and the lab measured: rates, latency, memory, the load's own share, key-value commands a lock.
void measureSale(verdict::Variant& variant, Stage& stage, const load::LoadOutcome& outcome,
                 std::chrono::nanoseconds untilDrained);

// Where somebody interrupted, a variant that was not finished is UNKNOWN, whatever its checks say.
void concludeVariant(verdict::Variant& variant, bool interrupted);

}  // namespace rushlab::scenarios
