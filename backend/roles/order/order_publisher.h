// Hands accepted orders over to the worker, through the order queue.
// Guarantees: an order is published under its own id, so that a repeat is the same order to the worker; what was not
// confirmed in time is published again in the background until it is, a bounded number of times; units that were held
// are settled as soon as the queue owns their order.
// Belongs to its instance's loop.
#pragma once

#include <string>
#include <string_view>

#include "roles/held_units.h"
#include "roles/order/strategy.h"

namespace rushlab::roles {

Held heldBy(const PlaceOrder& order);

class OrderPublisher {
  public:
    enum class Units : std::uint8_t { Held, TakenByWorker };

    OrderPublisher(RoleContext& context, HeldUnits& held, std::string_view strategy, Units units);

    // Says yes once it is confirmed and settled. OutcomeUnknown: it goes on in the background. Any other error: surely
    // not published, and the units are still held: give them back.
    io::Awaitable<Result<>> publish(PlaceOrder order, Deadline deadline);

  private:
    io::Awaitable<Result<>> send(const PlaceOrder& order, Deadline deadline);
    io::Awaitable<> sendUntilConfirmed(PlaceOrder order);
    io::Awaitable<Result<>> settle(const PlaceOrder& order, Deadline deadline);
    io::Awaitable<> settleLater(PlaceOrder order);

    RoleContext& m_context;
    HeldUnits& m_held;
    std::string m_strategy;
    Units m_units;
    Counter& m_unknown;
    Counter& m_confirmedLater;
};

}  // namespace rushlab::roles
