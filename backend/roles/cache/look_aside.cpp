#include "roles/cache/look_aside.h"

#include <array>

#include "roles/keys.h"

namespace rushlab::roles {
namespace {

// How long a load may take, and its lease with it: whoever died while loading is waited for no longer.
constexpr Milliseconds kLoadWithin{5'000};
// A cache that is slower than this is no help.
constexpr Milliseconds kEngineWithin{500};
constexpr Milliseconds kFirstPause{2};
constexpr Milliseconds kLongestPause{50};
constexpr std::size_t kWaitersMost = 100'000;

// KEYS: the value, its lease. ARGV: the lease's token, its milliseconds. The value; or 1: ours to load; or 0: somebody
// else loads it.
constexpr std::string_view kLease = R"(
local value = redis.call('GET', KEYS[1])
if value then return value end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0
)";

// KEYS: the value, its lease. ARGV: the token, the value, its milliseconds. 0: the lease is no longer ours, nothing is
// stored.
constexpr std::string_view kStore = R"(
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1
)";

// KEYS: the lease. ARGV: the token.
constexpr std::string_view kRelease = R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
)";

Deadline engineDeadline(Deadline deadline) {
    return deadline.earlier(Deadline::in(kEngineWithin));
}

std::string labelOf(std::string_view what) {
    return fmt::format("cache=\"{}\"", what);
}

}  // namespace

LookAside::LookAside(RoleContext& context, std::string_view what, Milliseconds timeToLive)
    : m_context(context),
      m_timeToLive(timeToLive),
      m_lease(std::string(kLease)),
      m_store(std::string(kStore)),
      m_release(std::string(kRelease)),
      m_hits(context.metrics.counter("rushlab_cache_hits_total", "Lookups that the cache answered.", labelOf(what))),
      m_misses(context.metrics.counter("rushlab_cache_misses_total", "Lookups that the cache had no answer to.",
                                       labelOf(what))),
      m_loads(context.metrics.counter("rushlab_cache_loads_total", "Reads of the database for the cache.",
                                      labelOf(what))),
      m_hitLatency(context.metrics.latency("rushlab_cache_hit_seconds", "How long a hit takes.", labelOf(what))),
      m_missLatency(context.metrics.latency("rushlab_cache_miss_seconds", "How long a miss takes, with its load.",
                                            labelOf(what))) {}

io::Awaitable<Result<std::string>> LookAside::get(std::string key, Loader loader, Deadline deadline) {
    const SteadyTime began = m_context.clock.steadyNow();
    if (!m_context.settings.cache) {
        auto loaded = co_await load(loader, deadline);
        m_missLatency.record(m_context.clock.steadyNow() - began);
        co_return loaded;
    }
    auto cached = co_await m_context.ports.keyValue.get(key, engineDeadline(deadline));
    if (cached && *cached) {
        m_hits.add();
        m_hitLatency.record(m_context.clock.steadyNow() - began);
        co_return **std::move(cached);
    }
    m_misses.add();
    auto loaded = co_await join(std::move(key), std::move(loader), deadline);
    m_missLatency.record(m_context.clock.steadyNow() - began);
    co_return loaded;
}

io::Awaitable<Result<std::string>> LookAside::join(std::string key, Loader loader, Deadline deadline) {
    auto [giver, taker] = io::handoff<Result<std::string>>(m_context.loop);
    const auto [place, isFirst] = m_flights.try_emplace(key);
    if (isFirst) place->second = std::make_shared<Flight>();
    const std::shared_ptr<Flight> flight = place->second;
    if (flight->waiting.size() >= kWaitersMost)
        co_return fail(ErrorCode::Full, "{} callers wait for \"{}\" already; try again later.", kWaitersMost, key);
    flight->waiting.push_back(std::move(giver));
    // A task of its own, so that the others are not left with the first one's deadline.
    if (isFirst) m_context.tasks.spawn(fly(key, std::move(loader), flight));
    auto loaded = co_await taker.take(deadline);
    if (!loaded) co_return fail(ErrorCode::Timeout, "\"{}\" was not loaded in time; try again.", key);
    co_return *std::move(loaded);
}

io::Awaitable<> LookAside::fly(std::string key, Loader loader, std::shared_ptr<Flight> flight) {
    const auto loaded = co_await loadOrWait(key, loader, Deadline::in(kLoadWithin));
    // forget() may have put another one in its place.
    if (const auto found = m_flights.find(key); found != m_flights.end() && found->second == flight)
        m_flights.erase(found);
    for (io::Giver<Result<std::string>>& giver : flight->waiting)
        giver.give(loaded);
}

io::Awaitable<Result<std::string>> LookAside::loadOrWait(std::string key, Loader& loader, Deadline deadline) {
    const std::string lease = keys::lock(key);
    const std::string token = randomToken(16);
    const std::string leaseMs = std::to_string(kLoadWithin.count());
    const std::array<std::string_view, 2> names{key, lease};
    const std::array<std::string_view, 2> arguments{token, leaseMs};
    Milliseconds pause = kFirstPause;
    while (!deadline.passed()) {
        auto reply = co_await m_context.ports.keyValue.eval(m_lease, names, arguments, engineDeadline(deadline));
        if (reply && reply->isText()) co_return std::move(*reply).takeText();
        if (!reply || !reply->isInteger()) co_return co_await load(loader, deadline);
        if (reply->integer() == 1) co_return co_await loadAndStore(key, token, loader, deadline);
        if (!co_await m_context.tasks.sleepFor(pause))
            co_return fail(ErrorCode::Unavailable, "{} is stopping; ask another instance.", m_context.instance);
        pause = std::min(pause * 2, kLongestPause);
    }
    co_return fail(ErrorCode::Timeout, "\"{}\" was not loaded within {} ms; try again.", key, kLoadWithin.count());
}

io::Awaitable<Result<std::string>> LookAside::loadAndStore(std::string key, std::string token, Loader& loader,
                                                           Deadline deadline) {
    const std::string lease = keys::lock(key);
    auto loaded = co_await load(loader, deadline);
    const Deadline within = Deadline::in(kEngineWithin);
    Result<kv::Reply> stored;
    if (loaded) {
        const std::string timeToLiveMs = std::to_string(m_timeToLive.count());
        const std::array<std::string_view, 2> names{key, lease};
        const std::array<std::string_view, 3> arguments{token, *loaded, timeToLiveMs};
        stored = co_await m_context.ports.keyValue.eval(m_store, names, arguments, within);
    } else {
        const std::array<std::string_view, 1> names{lease};
        const std::array<std::string_view, 1> arguments{token};
        stored = co_await m_context.ports.keyValue.eval(m_release, names, arguments, within);
    }
    if (!stored) m_context.log.warning("The cache did not take \"{}\": {}", key, stored.error().message);
    co_return loaded;
}

io::Awaitable<Result<std::string>> LookAside::load(Loader& loader, Deadline deadline) {
    m_loads.add();
    return loader(deadline);
}

io::Awaitable<Result<std::optional<std::string>>> LookAside::peek(std::string key, Deadline deadline) {
    co_return co_await m_context.ports.keyValue.get(key, engineDeadline(deadline));
}

io::Awaitable<Result<>> LookAside::forget(std::string key, Deadline deadline) {
    m_flights.erase(key);
    std::vector<std::string> keys;
    keys.push_back(std::move(key));
    co_return co_await forgetCached(m_context.ports.keyValue, std::move(keys), deadline);
}

io::Awaitable<Result<>> forgetCached(kv::KeyValue& keyValue, std::vector<std::string> keys, Deadline deadline) {
    if (keys.empty()) co_return Result<>();
    const std::size_t values = keys.size();
    for (std::size_t at = 0; at < values; ++at)
        keys.push_back(keys::lock(keys[at]));
    kv::Arguments command("DEL");
    for (const std::string& key : keys)
        command.add(key);
    const auto reply = co_await keyValue.call(command, engineDeadline(deadline));
    if (!reply) co_return pass(reply);
    if (reply->isError()) co_return fail(ErrorCode::Unavailable, "The cache did not forget: {}.", reply->text());
    co_return Result<>();
}

}  // namespace rushlab::roles
