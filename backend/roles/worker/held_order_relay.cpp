#include "roles/worker/held_order_relay.h"

#include "roles/outbox.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr std::int64_t kRowsARound = 256;
constexpr Milliseconds kLookEvery{250};
constexpr Milliseconds kLookPauseMost{1'000};
constexpr Milliseconds kWithin{10'000};

auto deleting(std::vector<std::int64_t> ids) {
    return [ids = std::move(ids)](sql::Session& session) { return forgetOutbox(session, ids); };
}

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
        if (relayed && *relayed == static_cast<std::size_t>(kRowsARound)) continue;
        co_await m_context.tasks.sleepFor(std::min(kLookEvery * (failures + 1), kLookPauseMost));
    }
}

io::Awaitable<Result<HeldOrderRelay::Rows>> HeldOrderRelay::readSome() {
    auto reading = [](sql::Session& session) -> Result<Rows> {
        const auto found = session.query("SELECT id, key, payload FROM outbox WHERE topic = ? ORDER BY id LIMIT ?",
                                         {kHeldOrders, kRowsARound});
        if (!found) return pass(found);
        Rows rows;
        for (const sql::Row row : *found)
            rows.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
        return rows;
    };
    co_return co_await m_context.ports.database.read(Deadline::in(kWithin), std::move(reading));
}

// What was published before a failure is deleted, so that it is not repeated.
io::Awaitable<Result<std::size_t>> HeldOrderRelay::relaySome() {
    const auto rows = co_await readSome();
    if (!rows) co_return pass(rows);
    std::size_t done = 0;
    Result<> failed;
    while (done < rows->size() && !m_context.tasks.stopping()) {
        failed = co_await publish((*rows)[done]);
        if (!failed) break;
        ++done;
    }
    if (done > 0) {
        auto forgotten = co_await forget(*rows, done);
        if (!forgotten) co_return pass(forgotten);
        m_relayed.add(done);
    }
    if (!failed) co_return pass(failed);
    co_return rows->size();
}

io::Awaitable<Result<>> HeldOrderRelay::publish(const Row& row) {
    queue::Message message;
    message.routingKey = kOrderQueue;
    message.body = row.content;
    message.messageId = row.order;
    message.mandatory = true;
    const auto confirmed = co_await m_context.ports.queue.publish(std::move(message), Deadline::in(kWithin));
    if (!confirmed) co_return pass(confirmed);
    co_return Result<>();
}

io::Awaitable<Result<>> HeldOrderRelay::forget(const Rows& rows, std::size_t count) {
    std::vector<std::int64_t> ids;
    ids.reserve(count);
    for (std::size_t at = 0; at < count; ++at)
        ids.push_back(rows[at].id);
    auto work = deleting(std::move(ids));
    co_return co_await m_context.ports.database.transact(Deadline::in(kWithin), std::move(work));
}

}  // namespace rushlab::roles
