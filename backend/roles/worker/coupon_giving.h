// Gives coupons away: pops ids from a list in the key-value engine, refilled from the database under a lock when it is
// empty or was lost, and writes each to the account that asked for it.
// Guarantees: a coupon has one account (the UPDATE of a row that is still free decides, whatever the list says); a
// request gets one coupon however often it comes; an id that was popped and not written is found again by a refill.
// Belongs to its role's loop.
#pragma once

#include "roles/coupon_request.h"
#include "roles/worker/batch_consumer.h"

namespace rushlab::roles {

class CouponGiving final : public BatchHandler {
  public:
    explicit CouponGiving(RoleContext& context);

    io::Awaitable<Result<std::vector<Handled>>> handle(Messages messages, Deadline deadline) override;

  private:
    using Requests = std::vector<CouponRequest>;
    using Ids = std::vector<std::string>;

    io::Awaitable<Result<>> give(Requests requests, Deadline deadline);
    io::Awaitable<Result<Ids>> pop(std::size_t most, Deadline deadline);
    // Whether there may be ids in the list now; false: no coupon is free.
    io::Awaitable<Result<bool>> refill(Deadline deadline);
    io::Awaitable<Result<bool>> refillUnderLock(Deadline deadline);

    RoleContext& m_context;
    JsonParser m_parser;
    Counter& m_given;
    Counter& m_known;
    Counter& m_soldOut;
    Counter& m_refills;
};

}  // namespace rushlab::roles
