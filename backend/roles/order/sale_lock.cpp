#include "roles/order/sale_lock.h"

#include "locks/channel_lock.h"
#include "locks/spin_lock.h"
#include "roles/keys.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kReleaseWithin{1'000};
constexpr Milliseconds kSpinPause{10};
constexpr Milliseconds kUnwokenPause{200};

std::unique_ptr<locks::Lock> makeLock(RoleContext& context, SaleLock::Kind kind, LockMetrics& metrics) {
    locks::LockOptions options;
    options.lease = context.settings.lockLease;
    if (kind == SaleLock::Kind::Spin) {
        options.pollEvery = kSpinPause;
        return std::make_unique<locks::SpinLock>(context.ports.keyValue, options, metrics, context.random.fork());
    }
    options.pollEvery = kUnwokenPause;
    return std::make_unique<locks::ChannelLock>(context.loop, context.ports.keyValue, keys::lock("sale:"), options,
                                                metrics);
}

}  // namespace

SaleLock::SaleLock(RoleContext& context, Kind kind)
    : m_context(context), m_metrics(context.metrics), m_lock(makeLock(context, kind, m_metrics)) {}

std::string SaleLock::resource(domain::ItemId item) {
    return "sale:" + std::to_string(item.value);
}

io::Awaitable<Result<locks::Grant>> SaleLock::acquire(domain::OrderId order, domain::ItemId item, Deadline deadline) {
    const Deadline until = deadline.earlier(Deadline::in(m_context.settings.lockWait));
    auto grant = co_await m_lock->acquire(keys::lock(resource(item)), until);
    if (grant) m_context.ways.tell(order, WayStep::LockHeld);
    co_return grant;
}

// A lock that cannot be released lapses.
io::Awaitable<> SaleLock::release(domain::OrderId order, locks::Grant grant) {
    const auto released = co_await m_lock->release(std::move(grant), Deadline::in(kReleaseWithin));
    if (released) m_context.ways.tell(order, WayStep::LockReleased);
    if (!released) m_context.log.warning("A lock was not released: {}", released.error().message);
}

}  // namespace rushlab::roles
