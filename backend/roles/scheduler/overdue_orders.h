// What the database does about orders whose time is over.
// Guarantees: a row's status decides, by one guarded statement, between expiry and whoever pays, cancels or completes
// the order; the units go back with the same transaction, once. Within its caller's transaction, on any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/sql/database.h"
#include "roles/held_units.h"

namespace rushlab::roles {

// Reservations that were not paid in time: EXPIRED, their units back in the stock, and the outbox tells. Which ones.
Result<std::vector<domain::OrderId>> expireReservations(sql::Session& session, WallTime now, std::int64_t most);

// What is to be done with units that were taken in the key-value engine and never reported.
enum class HeldFate : std::uint8_t {
    // No row was there: it is now one that is EXPIRED and has no lines, so nobody can complete the order, and the
    // outbox
    // tells that its units are returned.
    Returned,
    Known,  // the database knows the order; it answers for its units
};
Result<HeldFate> claimHeldOrder(sql::Session& session, const Held& held, WallTime now);

}  // namespace rushlab::roles
