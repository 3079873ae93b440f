// Hands accepted orders over to the worker, through the order queue.
// Guarantees: an order is published under its own id, so that a repeat is the same order to the worker; what was not
// confirmed in time is published again in the background until it is, a bounded number of times; units that were held
// are settled as soon as somebody durable owns their order. With holdOrders that is the outbox where the queue is away
// or does not confirm: the order is its row there, committed before it is accepted, and the worker's relay publishes
// it. Belongs to its instance's loop.
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

    // Says yes once it is confirmed, or held, and settled. OutcomeUnknown: it goes on in the background. Any other
    // error: surely not published, and the units are still held: give them back.
    io::Awaitable<Result<>> publish(PlaceOrder order, Deadline deadline);

  private:
    std::string encoded(const PlaceOrder& order) const;
    io::Awaitable<Result<>> send(const PlaceOrder& order, Deadline deadline);
    io::Awaitable<Result<>> sendOrHold(PlaceOrder order, Deadline deadline);
    io::Awaitable<Result<>> hold(PlaceOrder order, Deadline deadline);
    io::Awaitable<> sendUntilConfirmed(PlaceOrder order);
    io::Awaitable<Result<>> settle(const PlaceOrder& order, Deadline deadline);
    io::Awaitable<> settleLater(PlaceOrder order);

    RoleContext& m_context;
    HeldUnits& m_held;
    std::string m_strategy;
    Units m_units;
    Counter& m_unknown;
    Counter& m_confirmedLater;
    Counter& m_heldOrders;
    std::size_t m_beingSentAgain = 0;
};

}  // namespace rushlab::roles
