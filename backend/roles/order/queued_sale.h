// The second half of a sale by queue: units that were taken in the key-value engine are published, or given back.
// Guarantees: units go back once, and only where the order surely is not in the queue.
// Belongs to its instance's loop.
#pragma once

#include "roles/order/order_publisher.h"

namespace rushlab::roles {

class QueuedSale {
  public:
    QueuedSale(RoleContext& context, HeldUnits& held, std::string_view strategy);

    // `tookThem`: by this request. Otherwise the order had its units already; it is published again, since nobody here
    // knows whether it was, and they are not this request's to give back.
    io::Awaitable<Result<Placed>> publish(PlaceOrder order, bool tookThem, Deadline deadline);

  private:
    io::Awaitable<> giveBack(Held units);

    RoleContext& m_context;
    HeldUnits& m_held;
    OrderPublisher m_publisher;
    Counter& m_givenBack;
};

}  // namespace rushlab::roles
