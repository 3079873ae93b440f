// Carries the outbox's rows on: into the event log, or, of units that were returned, into the key-value engine; then
// deletes them.
// Guarantees: in the order of the rows' ids; at least once (a row is deleted after its events are in the log, so a kill
// between the two brings them again); a row that can not be carried on holds those behind it, until it can.
// Belongs to its role's loop.
#pragma once

#include <optional>
#include <vector>

#include "base/json.h"
#include "io/handoff.h"
#include "roles/cache/stale_stock.h"
#include "roles/held_units.h"
#include "roles/role.h"

namespace rushlab::roles {

class OutboxRelay {
  public:
    explicit OutboxRelay(RoleContext& context);

    void start();
    void wake();  // something was committed

  private:
    struct Row {
        std::int64_t id = 0;
        std::string topic;
        std::string key;
        std::string payload;
    };
    using Rows = std::vector<Row>;

    io::Awaitable<> run();
    io::Awaitable<Result<std::size_t>> relaySome();
    io::Awaitable<Result<Rows>> readSome();
    io::Awaitable<Result<>> append(const Rows& rows, std::size_t from, std::size_t to);
    io::Awaitable<Result<>> returnUnits(const Row& row);
    io::Awaitable<Result<>> forget(const Rows& rows, std::size_t count);
    Result<std::string> keyOf(const Row& row, std::string_view event);
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
