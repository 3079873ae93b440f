#include "locks/spin_lock.h"

#include "locks/commands.h"

namespace rushlab::locks {

io::Awaitable<Result<Grant>> SpinLock::acquire(std::string key, Deadline deadline) {
    const SteadyTime began = std::chrono::steady_clock::now();
    Grant grant;
    grant.key = std::move(key);
    grant.token = randomToken(16);
    kv::SetOptions options;
    options.condition = kv::SetOptions::If::Absent;
    options.timeToLive = m_options.lease;
    while (true) {
        // Counted from before it was asked for: the engine's lease surely ends later than what we take it for.
        grant.until = std::chrono::steady_clock::now() + m_options.lease;
        m_watcher.commandSent();
        const auto mine = co_await m_keyValue.set(grant.key, grant.token, options, deadline);
        if (!mine) co_return pass(mine);
        if (*mine) break;
        const auto pause = m_options.pollEvery / 2 + Milliseconds{static_cast<std::int64_t>(m_random.below(
                                                         static_cast<std::uint64_t>(m_options.pollEvery.count()) + 1))};
        if (deadline.passed(std::chrono::steady_clock::now() + pause)) co_return notInTime(grant.key);
        co_await io::sleepFor(pause);
    }
    m_watcher.acquired(std::chrono::steady_clock::now() - began);
    co_return grant;
}

io::Awaitable<Result<bool>> SpinLock::release(Grant grant, Deadline deadline) {
    co_return co_await unlock(m_keyValue, m_unlock, std::move(grant), "", m_watcher, deadline);
}

}  // namespace rushlab::locks
