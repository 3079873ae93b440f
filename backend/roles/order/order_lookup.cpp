#include "roles/order/order_lookup.h"

#include <charconv>

#include "roles/keys.h"
#include "roles/order/order_rows.h"

namespace rushlab::roles {
namespace {

using MaybeOrder = Result<std::optional<domain::Order>>;

io::Awaitable<MaybeOrder> findStored(Ports ports, domain::OrderId id, Deadline deadline) {
    auto reading = [id](sql::Session& session) { return readOrder(session, id); };
    co_return co_await ports.database.read(deadline, std::move(reading));
}

io::Awaitable<MaybeOrder> findPending(Ports ports, domain::OrderId id, Deadline deadline) {
    const std::string key = keys::pending(id);
    const auto who = co_await ports.keyValue.get(key, deadline);
    if (!who) co_return pass(who);
    if (!*who) co_return std::nullopt;
    domain::Order order;
    order.id = std::move(id);
    std::from_chars((*who)->data(), (*who)->data() + (*who)->size(), order.member.value);
    order.status = domain::OrderStatus::Pending;
    co_return order;
}

}  // namespace

io::Awaitable<MaybeOrder> findOrder(Ports ports, domain::OrderId id, Deadline deadline) {
    auto stored = co_await findStored(ports, id, deadline);
    if (!stored || *stored) co_return stored;
    auto pending = co_await findPending(ports, id, deadline);
    if (!pending || *pending) co_return pending;
    // The worker may have stored it in between, and forgotten then that it was pending.
    co_return co_await findStored(ports, std::move(id), deadline);
}

}  // namespace rushlab::roles
