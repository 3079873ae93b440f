// Payment of a reserved order: a stand-in for a payment provider, which declines at the shop's failure rate.
// Guarantees: RESERVED becomes PAID and COMPLETED in one transaction, guarded by the state, so that of payment, expiry
// and cancellation one wins; a payment that was declined changes nothing.
// Belongs to its instance's loop; outlives the router that it adds its route to.
#pragma once

#include "roles/answer.h"
#include "roles/role.h"

namespace rushlab::roles {

class Payment {
  public:
    explicit Payment(RoleContext& context);

    void addRoutes(io::HttpRouter& router);

  private:
    io::Awaitable<io::HttpResponse> pay(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> payFor(Answerer answer, domain::OrderId id, domain::MemberId member,
                                           Deadline deadline);

    RoleContext& m_context;
    Counter& m_paid;
    Counter& m_declined;
};

}  // namespace rushlab::roles
