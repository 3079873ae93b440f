// Dead letters: what has died, why, and the way back.
// Guarantees of a redrive as redrive.h has them; an order that is moved twice is known when it is completed.
// Both calls are for whoever has the admin token, and belong to its role's loop.
#pragma once

#include "roles/answer.h"
#include "roles/role.h"
#include "roles/worker/redrive.h"

namespace rushlab::roles {

class DeadLetters {
  public:
    explicit DeadLetters(RoleContext& context);

    void addRoutes(io::HttpRouter& router);

  private:
    io::Awaitable<io::HttpResponse> show(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> redrive(io::HttpRequest& request);
    Result<Redrive> redriveOf(const io::HttpRequest& request) const;

    RoleContext& m_context;
    Counter& m_redriven;
};

}  // namespace rushlab::roles
