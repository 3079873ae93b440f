// Publishes the orders that were accepted while the work queue was away: each is a row of the outbox until the queue
// has confirmed it. Guarantees: in the order of their rows; at least once (a row is deleted after the confirm, and
// several workers may publish the same one), under the order's id, by which completion tells copies. Belongs to its
// role's loop.
#pragma once

#include <vector>

#include "roles/role.h"

namespace rushlab::roles {

class HeldOrderRelay {
  public:
    explicit HeldOrderRelay(RoleContext& context);

    void start();

  private:
    struct Row {
        std::int64_t id = 0;
        std::string order;
        std::string content;
    };
    using Rows = std::vector<Row>;

    io::Awaitable<> run();
    io::Awaitable<Result<std::size_t>> relaySome();
    io::Awaitable<Result<Rows>> readSome();
    io::Awaitable<Result<>> publish(const Row& row);
    io::Awaitable<Result<>> forget(const Rows& rows, std::size_t count);

    RoleContext& m_context;
    Counter& m_relayed;
};

}  // namespace rushlab::roles
