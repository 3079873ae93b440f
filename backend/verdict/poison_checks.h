// Whether orders that the worker fails on are set aside without harm to the others: tried so often and no oftener, as
// slowly as the delays say, then dead, with the reason; and completed once the cause is gone and they are reprocessed.
// Pure functions; a check that cannot be decided says Unknown, never Pass.
#pragma once

#include <optional>

#include "verdict/sale_checks.h"

namespace rushlab::verdict {

// What was seen once every order was either completed or dead, and the cause was still there.
struct Isolation {
    StoresState stores;
    std::vector<DeadLetter> letters;             // all of them
    std::uint64_t deliveries = 0;                // by the order queue since the cause came; redeliveries left out
    std::vector<std::uint64_t> retries;          // messages that came into each retry queue since then
    std::optional<Milliseconds> firstDeadAfter;  // since the cause came; nothing: none was seen dead
};

// What reprocessing said, and did.
struct Reprocessing {
    std::vector<std::string> wouldMove;  // orders, by the dry run
    std::uint64_t leftByDryRun = 0;      // dead letters after it
    std::vector<std::string> moved;      // orders
    StoresState stores;                  // once all was at rest
};

struct PoisonRun {
    domain::ItemId poisoned;
    std::size_t first = 0;  // of the record's attempts: those from here on came while the cause was there
    std::vector<Milliseconds> retryDelays;
    Isolation isolation;
    std::optional<Reprocessing> reprocessing;  // nothing: the letters are left where they are
};

// record; poisonIsolated, reasons, tries, deliveries, delaysKept, restCompleted. With reprocessing: dryRun,
// reprocessed, then what checkSale has of orders, stores and answers. Without it: the same of everything but the
// poisoned item.
std::vector<Check> checkPoison(const Record& record, const SaleExpectations& expectations, const PoisonRun& run);

}  // namespace rushlab::verdict
