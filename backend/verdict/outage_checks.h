// Whether a shop that lost its worker or its queue for a while kept what it had promised: what came meanwhile was taken
// on, held or refused as it was to be, and what was accepted is completed once the lost part is back.
// Pure functions; a check that cannot be decided says Unknown, never Pass.
#pragma once

#include <vector>

#include "verdict/sale_checks.h"

namespace rushlab::verdict {

// What is to become of an order that comes meanwhile.
enum class Meanwhile : std::uint8_t {
    Queued,   // accepted; it waits in the queue
    Held,     // accepted; it waits in the outbox
    Refused,  // 503 ENGINE_UNAVAILABLE; who ordered may come again
};

// What was seen at one moment of an outage.
struct Waiting {
    std::uint64_t completed = 0;  // orders, in the database
    std::uint64_t inQueue = 0;    // messages of the order queue and its retries; 0 where it cannot be asked
    std::uint64_t held = 0;       // orders in the outbox
};

struct Outage {
    Meanwhile meanwhile = Meanwhile::Queued;
    std::size_t first = 0;  // of the record's attempts: those from here on, `count` of them, were made meanwhile
    std::size_t count = 0;
    Waiting atItsBegin;
    Waiting atItsEnd;  // after the last of these was answered, and before the lost part was back
};

// record, answeredMeanwhile, stoodStill, waited, completed; lost, duplicated, phantom; storesAgree, heldUnits; drained,
// deadLetters, failedRequests, unknownAnswers.
std::vector<Check> checkOutage(const Record& record, const StoresState& stores, const SaleExpectations& expectations,
                               const Outage& outage);

}  // namespace rushlab::verdict
