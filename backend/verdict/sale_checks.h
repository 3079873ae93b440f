// Whether a sale was right: what the buyers were told against what the stores hold.
// Pure functions; a check that cannot be decided says Unknown, never Pass. Evidence names the first 20.
#pragma once

#include <vector>

#include "verdict/attempt.h"
#include "verdict/check.h"
#include "verdict/stores_state.h"

namespace rushlab::verdict {

struct SaleExpectations {
    bool countsInKeyValue = false;  // the strategy's number is the key-value engine's: it must agree
    bool mayFail = true;            // false: not one request may fail
    bool takesInWorker = false;     // an accepted order has no units yet: CANCELED is its "sold out", told later
    bool repeatsAreOne = false;     // attempts carry idempotency keys: two may be told the same order
};

// In this order: record, sold, oversold, undersold, lost, duplicated, phantom; earlySale and payments where a sale
// opens at a moment; storesAgree; returnedOnce where orders gave units back; heldUnits where the key-value engine
// counts; drained, deadLetters, failedRequests, unknownAnswers.
std::vector<Check> checkSale(const Record& record, const StoresState& stores, const SaleExpectations& expectations);

// record, issued, left, duplicated, lost, drained, deadLetters, failedRequests, unknownAnswers.
std::vector<Check> checkCoupons(const Record& record, const CouponState& stores, bool mayFail);

}  // namespace rushlab::verdict
