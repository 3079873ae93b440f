// What the checks of a sale look things up in: the record and the stores, brought together once.
// Internal to verdict/. Plain values; one thread; its record and stores outlive it.
#pragma once

#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "verdict/attempt.h"
#include "verdict/check.h"
#include "verdict/sale_checks.h"
#include "verdict/stores_state.h"

namespace rushlab::verdict {

struct Promise {
    OrderKey key;
    const Attempt* attempt = nullptr;
};

struct ItemSums {
    std::int64_t holding = 0;       // units in orders that hold them
    std::int64_t returned = 0;      // units in orders that had them and gave them back
    std::int64_t soldOutLeast = 0;  // the fewest units that somebody was refused as sold out; 0: nobody was
    std::int64_t accepted = 0;      // units, by outcome of the attempts
    std::int64_t soldOut = 0;
    std::int64_t unknown = 0;
    std::int64_t failed = 0;  // of those that were sent
    std::int64_t unitsMost = 0;
    // Of attempts that the sale never decided on: failed, not sent, turned away by a limit, or unknown and in no order.
    std::int64_t undecided = 0;
    std::int64_t undecidedLeast = 0;  // the fewest units of one of them; 0: there is none
    std::size_t decided = 0;          // attempts
};

struct SaleView {
    SaleView(const Record& ownRecord, const StoresState& ownStores, const SaleExpectations& ownExpectations);

    const ItemState* item(domain::ItemId id) const;
    std::span<const StoredOrder> stored(OrderKey key) const;  // one for each item of it
    bool isPromised(OrderKey key) const;
    // Accepted before anybody looked for units, and there were none left.
    bool neverHadUnits(const StoredOrder& order) const;
    bool cameTooLate(const Attempt& attempt) const;
    // Something is still on its way: what is missing may yet come.
    bool isMoving() const;

    const Record& record;
    const StoresState& stores;
    const SaleExpectations& expectations;
    std::vector<Promise> promises;  // accepted attempts that were told an order, by key
    std::unordered_map<std::int64_t, ItemSums> sums;
    std::unordered_map<std::int64_t, std::size_t> unknownOf;  // attempts by member
    std::unordered_map<std::int64_t, const Attempt*> failedOf;
    // Orders that nobody was promised and that a member's unknown answer explains.
    std::size_t unknownDone = 0;
};

// Each adds its checks.
void checkRecord(std::vector<Check>& checks, const Record& record);
void checkStock(std::vector<Check>& checks, const SaleView& view);
void checkOrders(std::vector<Check>& checks, SaleView& view);
void checkAgreement(std::vector<Check>& checks, const SaleView& view);
void checkDrained(std::vector<Check>& checks, std::span<const QueueState> queues, std::uint64_t outboxRows,
                  std::uint64_t deadLetters, bool waitedOut);
void checkDeadLetters(std::vector<Check>& checks, std::uint64_t count, std::span<const DeadLetter> letters);
void checkAnswers(std::vector<Check>& checks, const Record& record, bool mayFail, std::string whatOfUnknown);

}  // namespace rushlab::verdict
