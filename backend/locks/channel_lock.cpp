#include "locks/channel_lock.h"

#include <unordered_map>

#include "base/random.h"
#include "locks/commands.h"
#include "locks/local_mutex.h"

namespace rushlab::locks {
namespace {

constexpr std::string_view kChannelEnd = ":free";
constexpr std::string_view kFenceEnd = ":fence";
constexpr Milliseconds kListenFor{1'000};  // at a time, so that a listener sees that it has been left

std::string withEnd(std::string_view key, std::string_view end) {
    return std::string(key) += end;
}

}  // namespace

struct ChannelLock::State {
    // What this instance knows of one lock.
    struct Place {
        explicit Place(io::Loop& loop) : turn(loop) {}
        LocalMutex turn;            // who of ours competes for it, or holds it
        io::Giver<bool> whenFreed;  // the one who competes, while he waits
    };

    State(io::Loop& ownLoop, kv::KeyValue& ownKeyValue, std::string ownPrefix, LockOptions ownOptions)
        : loop(ownLoop),
          keyValue(ownKeyValue),
          prefix(std::move(ownPrefix)),
          options(ownOptions),
          lock(script("lock_acquire")),
          unlockAndTell(script("lock_release")),
          extend(script("lock_renew")) {}

    Place& placeOf(const std::string& key) { return places.try_emplace(key, loop).first->second; }
    void leave(const std::string& key) {
        const auto found = places.find(key);
        if (found == places.end()) return;
        found->second.turn.unlock();
        if (found->second.turn.isFree()) places.erase(found);
    }
    void freed(std::string_view channel) {
        if (!channel.ends_with(kChannelEnd)) return;
        const auto found = places.find(std::string(channel.substr(0, channel.size() - kChannelEnd.size())));
        if (found != places.end() && found->second.whenFreed) found->second.whenFreed.give(true);
    }
    kv::Topics topics() const {
        kv::Topics topics;
        topics.patterns.push_back(prefix + '*' + std::string(kChannelEnd));
        return topics;
    }

    io::Loop& loop;
    kv::KeyValue& keyValue;
    std::string prefix;
    LockOptions options;
    kv::Script lock;
    kv::Script unlockAndTell;
    kv::Script extend;
    std::unordered_map<std::string, Place> places;
    std::unordered_map<std::string, Grant> held;  // by token
    LockWatcher* watcher = nullptr;               // nothing once the lock is gone
};

ChannelLock::ChannelLock(io::Loop& loop, kv::KeyValue& keyValue, std::string prefix, LockOptions options,
                         LockWatcher& watcher)
    : m_state(std::make_shared<State>(loop, keyValue, std::move(prefix), options)), m_watcher(watcher) {
    m_state->watcher = &watcher;
}

ChannelLock::~ChannelLock() {
    m_state->watcher = nullptr;
}

io::Awaitable<Result<>> ChannelLock::start(Deadline deadline) {
    kv::Topics topics = m_state->topics();
    auto subscription = co_await m_state->keyValue.subscribe(std::move(topics), deadline);
    if (!subscription) co_return pass(std::move(subscription));
    m_state->loop.spawn(listen(m_state, *std::move(subscription)));
    if (m_state->options.renews) m_state->loop.spawn(renew(m_state));
    co_return Result<>();
}

io::Awaitable<> ChannelLock::listen(std::shared_ptr<State> state, std::unique_ptr<kv::Subscription> subscription) {
    while (state->watcher) {
        if (!subscription) {
            kv::Topics topics = state->topics();
            auto again = co_await state->keyValue.subscribe(std::move(topics), Deadline::in(kListenFor));
            if (again) {
                subscription = *std::move(again);
            } else {
                co_await io::sleepFor(state->options.pollEvery);
                continue;
            }
        }
        const auto message = co_await subscription->next(Deadline::in(kListenFor));
        if (message)
            state->freed(message->channel);
        else if (message.error().code != ErrorCode::Timeout)
            subscription.reset();
    }
}

// All that is held, three times a lease. What is no longer ours is told, once; its holder finds out by its fence.
io::Awaitable<> ChannelLock::renew(std::shared_ptr<State> state) {
    const Milliseconds lease = state->options.lease;
    while (state->watcher) {
        co_await io::sleepFor(lease / 3);
        std::vector<Grant> grants;
        for (const auto& [token, grant] : state->held)
            grants.push_back(grant);
        for (const Grant& grant : grants) {
            if (!state->watcher) co_return;
            if (!state->held.contains(grant.token)) continue;
            state->watcher->commandSent();
            const auto extended = co_await ask(state->keyValue, state->extend, grant.key, "", grant.token,
                                               std::to_string(lease.count()), Deadline::in(lease));
            const bool isLost = extended && *extended == 0;
            if (isLost && state->held.erase(grant.token) > 0 && state->watcher) state->watcher->lost();
        }
    }
}

io::Awaitable<Result<Grant>> ChannelLock::acquire(std::string key, Deadline deadline) {
    const SteadyTime began = std::chrono::steady_clock::now();
    const bool isMyTurn = co_await m_state->placeOf(key).turn.lock(deadline);
    if (!isMyTurn) co_return notInTime(key);
    auto grant = co_await compete(key, deadline);
    if (grant) {
        m_state->held.emplace(grant->token, *grant);
        m_watcher.acquired(std::chrono::steady_clock::now() - began);
    } else {
        m_state->leave(key);
    }
    co_return grant;
}

io::Awaitable<Result<Grant>> ChannelLock::compete(std::string key, Deadline deadline) {
    Grant grant;
    grant.token = randomToken(16);
    const std::string lease = std::to_string(m_state->options.lease.count());
    while (true) {
        // Listens before it tries: a message that comes in between is not missed.
        auto [giver, taker] = io::handoff<bool>(m_state->loop);
        m_state->placeOf(key).whenFreed = std::move(giver);
        grant.until = std::chrono::steady_clock::now() + m_state->options.lease;
        m_watcher.commandSent();
        const auto fence =
            co_await ask(m_state->keyValue, m_state->lock, key, withEnd(key, kFenceEnd), grant.token, lease, deadline);
        if (!fence) co_return pass(fence);
        if (*fence > 0) {
            grant.fence = *fence;
            break;
        }
        if (deadline.passed()) co_return notInTime(key);
        co_await taker.take(deadline.earlier(Deadline::in(m_state->options.pollEvery)));
    }
    m_state->placeOf(key).whenFreed = io::Giver<bool>();
    grant.key = std::move(key);
    co_return grant;
}

io::Awaitable<Result<bool>> ChannelLock::release(Grant grant, Deadline deadline) {
    m_state->held.erase(grant.token);
    const std::string key = grant.key;
    // Those of other instances are woken by the message, the next of ours is let go right after it: both then try.
    auto released = co_await unlock(m_state->keyValue, m_state->unlockAndTell, std::move(grant),
                                    withEnd(key, kChannelEnd), m_watcher, deadline);
    m_state->leave(key);
    co_return released;
}

}  // namespace rushlab::locks
