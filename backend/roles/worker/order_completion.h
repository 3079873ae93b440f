// What the worker does with a batch of accepted orders: reads them, takes the units of those that nobody took any for
// yet (mq-list), stores them in one transaction, counts them. Who comes too late for a unit has his order canceled.
// Idempotent by order id. Belongs to its role's loop.
#pragma once

#include <functional>

#include "base/json.h"
#include "domain/order_message.h"
#include "roles/order/unit_list.h"
#include "roles/worker/batch_consumer.h"
#include "roles/worker/order_store.h"

namespace rushlab::roles {

class OrderCompletion final : public BatchHandler {
  public:
    // `whenStored` is called after each commit that stored something.
    OrderCompletion(RoleContext& context, std::function<void()> whenStored);

    io::Awaitable<Result<std::vector<Handled>>> handle(Messages messages, Deadline deadline) override;

  private:
    using Orders = std::vector<OrderToStore>;

    // Nothing where it is settled already by what is written into `handled`.
    std::optional<OrderToStore> read(const queue::Message& message, Handled& handled);
    io::Awaitable<Result<>> takeUnits(Orders& orders, Deadline deadline);
    io::Awaitable<Result<>> takeLines(const domain::OrderMessage& order, Deadline deadline);
    // What is stored is no longer pending: a shop that remembered it would remember the more, the faster it is. Not
    // where the order may come again under its key: its repetition takes no second unit while it is remembered.
    io::Awaitable<> forgetPending(const Orders& orders, const std::vector<Fate>& fates);
    void count(const Orders& orders, const std::vector<Fate>& fates);

    RoleContext& m_context;
    const std::function<void()> m_whenStored;
    JsonParser m_parser;
    UnitList m_units;

    Counter& m_completed;
    Counter& m_reserved;
    Counter& m_canceled;
    Counter& m_known;
    LiveHistogram& m_completionTime;
};

}  // namespace rushlab::roles
