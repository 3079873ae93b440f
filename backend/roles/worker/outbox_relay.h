// Carries the outbox's rows on: into the event log, or, of units that were returned, into the key-value engine; then
// deletes them.
// Guarantees: in the order of the rows' ids; at least once (a row is deleted after its events are in the log, so a kill
// between the two brings them again); a row that can not be carried on holds those behind it, until it can.
// Belongs to its role's loop.
#pragma once

#include <span>

#include "base/json.h"
#include "io/handoff.h"
#include "roles/cache/stale_stock.h"
#include "roles/held_units.h"
#include "roles/worker/outbox_rows.h"

namespace rushlab::roles {

class OutboxRelay {
  public:
    explicit OutboxRelay(RoleContext& context);

    void start();
    void wake();  // something was committed

  private:
    io::Awaitable<> run();
    io::Awaitable<Result<std::size_t>> relaySome();
    io::Awaitable<Result<>> append(std::span<const OutboxRow> rows);
    io::Awaitable<Result<>> returnUnits(const OutboxRow& row);
    Result<std::string> keyOf(const OutboxRow& row, std::string_view event);
    io::Awaitable<> rest(Milliseconds span);

    RoleContext& m_context;
    HeldUnits m_heldUnits;
    StaleStock m_staleStock;
    JsonParser m_parser;
    bool m_awake = false;
    io::Giver<bool> m_alarm;

    Counter& m_relayed;
    Counter& m_failures;
};

}  // namespace rushlab::roles
