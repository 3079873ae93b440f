// Publishes the orders that were accepted while the work queue was away: each is a row of the outbox until the queue
// has confirmed it. Guarantees: in the order of their rows; at least once (a row is deleted after the confirm, and
// several workers may publish the same one), under the order's id, by which completion tells copies. Belongs to its
// role's loop.
#pragma once

#include "roles/worker/outbox_rows.h"

namespace rushlab::roles {

class HeldOrderRelay {
  public:
    explicit HeldOrderRelay(RoleContext& context);

    void start();

  private:
    io::Awaitable<> run();
    io::Awaitable<Result<std::size_t>> relaySome();
    io::Awaitable<Result<>> publish(const OutboxRow& row);

    RoleContext& m_context;
    Counter& m_relayed;
};

}  // namespace rushlab::roles
