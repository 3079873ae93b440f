#include "roles/worker/held_order_relay.h"

#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kLookPauseMost{1'000};

}  // namespace

HeldOrderRelay::HeldOrderRelay(RoleContext& context)
    : m_context(context),
      m_relayed(context.metrics.counter("rushlab_held_orders_relayed_total",
                                        "Orders that went from the outbox to the queue once it was back.")) {}

void HeldOrderRelay::start() {
    m_context.tasks.spawn(run());
}

io::Awaitable<> HeldOrderRelay::run() {
    int failures = 0;
    while (!m_context.tasks.stopping()) {
        const auto relayed = co_await relaySome();
        if (!relayed && failures++ == 0)
            m_context.log.warning("Orders are held until the queue takes them: {}", relayed.error().message);
        if (relayed) failures = 0;
        if (relayed && *relayed == kOutboxBatch) continue;
        co_await m_context.tasks.sleepFor(std::min(kOutboxLookEvery * (failures + 1), kLookPauseMost));
    }
}

// What was published before a failure is deleted, so that it is not repeated.
io::Awaitable<Result<std::size_t>> HeldOrderRelay::relaySome() {
    const auto rows = co_await readOutbox(m_context, OutboxPart::HeldOrders);
    if (!rows) co_return pass(rows);
    std::size_t done = 0;
    Result<> failed;
    while (done < rows->size() && !m_context.tasks.stopping()) {
        failed = co_await publish((*rows)[done]);
        if (!failed) break;
        ++done;
    }
    if (done > 0) {
        auto forgotten = co_await forgetOutbox(m_context, std::span(*rows).first(done));
        if (!forgotten) co_return pass(forgotten);
        m_relayed.add(done);
    }
    if (!failed) co_return pass(failed);
    co_return rows->size();
}

io::Awaitable<Result<>> HeldOrderRelay::publish(const OutboxRow& row) {
    queue::Message message;
    message.routingKey = kOrderQueue;
    message.body = row.payload;
    message.messageId = row.key;
    message.mandatory = true;
    const auto confirmed = co_await m_context.ports.queue.publish(std::move(message), Deadline::in(kOutboxWithin));
    if (!confirmed) co_return pass(confirmed);
    co_return Result<>();
}

}  // namespace rushlab::roles
