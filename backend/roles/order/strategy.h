// How an order's units are taken: the one thing that differs between the sale's mechanisms. A strategy is one file in
// strategies/, and a row in strategies/all.cpp.
// Belongs to its order instance's loop.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "domain/order.h"
#include "roles/role.h"

namespace rushlab::roles {

// An order that was read, checked and priced; its id was made.
struct PlaceOrder {
    domain::OrderId id;
    domain::MemberId member;
    domain::OrderLine line;
    WallTime at{};
    std::optional<WallTime> reservedUntil;  // a time deal: to be stored as RESERVED until then
    std::string traceId;
};

struct Placed {
    domain::OrderStatus status;  // COMPLETED or RESERVED: in the database (201); PENDING: in the queue (202)
};

class Strategy {
  public:
    virtual ~Strategy() = default;

    // Before the first order: scripts, subscriptions, whether the engine can do it at all. Invalid: it can't; the
    // sentence names the engine that can.
    virtual io::Awaitable<Result<>> start(Deadline /*deadline*/) { co_return Result<>(); }

    // SoldOut: surely nothing was taken. Timeout: the lock could not be had, nothing was taken. OutcomeUnknown: the
    // units may be taken; whoever asks again with the same id gets the one answer.
    virtual io::Awaitable<Result<Placed>> place(PlaceOrder order, Deadline deadline) = 0;
};

// What a strategy should do under load, for verdicts: `none` is meant to oversell.
enum class Expectation : std::uint8_t { Right, Oversells, OversellsWithTwoInstances };

struct StrategyInfo {
    std::string_view id;         // "lua-mq"
    std::string_view mechanism;  // one line
    std::string_view teaches;    // one line
    Expectation expectation = Expectation::Right;
    bool needsRowLocks = false;     // of the database
    bool queued = false;            // answers 202; the worker completes
    bool countsInKeyValue = false;  // what is left is the key-value engine's number
    bool hasUnitRows = false;       // an order has a row for each of its units
    bool takesInWorker = false;     // answers before anybody has looked for units
    std::unique_ptr<Strategy> (*make)(RoleContext&) = nullptr;
};

std::span<const StrategyInfo> allStrategies();
const StrategyInfo* findStrategy(std::string_view id);

}  // namespace rushlab::roles
