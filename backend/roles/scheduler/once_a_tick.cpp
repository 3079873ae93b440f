#include "roles/scheduler/once_a_tick.h"

#include <optional>

#include "roles/keys.h"
#include "roles/lease.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kLease{30'000};
constexpr Milliseconds kJobWithin{20'000};  // a job is over before its lease lapses
constexpr Milliseconds kTickKept{86'400'000};

std::string label(const std::string& job) {
    return fmt::format("job=\"{}\"", job);
}

}  // namespace

OnceATick::OnceATick(RoleContext& context, std::string name, Milliseconds every, Job job)
    : m_context(context),
      m_name(std::move(name)),
      m_every(std::max(every, Milliseconds{1})),
      m_job(std::move(job)),
      m_runs(context.metrics.counter("rushlab_scheduler_runs_total", "Runs of a job.", label(m_name))),
      m_failures(
          context.metrics.counter("rushlab_scheduler_failures_total", "Runs of a job that failed.", label(m_name))),
      m_leftToOthers(context.metrics.counter("rushlab_scheduler_left_to_others_total",
                                             "Ticks that another scheduler had, or holds the lock of.",
                                             label(m_name))) {}

void OnceATick::start() {
    m_context.tasks.spawn(run());
}

std::int64_t OnceATick::tickNow() const {
    return m_context.clock.wallNow().time_since_epoch() / m_every;
}

Milliseconds OnceATick::untilNextTick() const {
    return m_every - m_context.clock.wallNow().time_since_epoch() % m_every;
}

io::Awaitable<> OnceATick::run() {
    while (!m_context.tasks.stopping()) {
        const auto done = co_await tryRun();
        if (!done) {
            m_failures.add();
            m_context.log.warning("The job {} failed: {}", m_name, done.error().message);
        }
        co_await m_context.tasks.sleepFor(untilNextTick());
    }
}

io::Awaitable<Result<>> OnceATick::tryRun() {
    const Deadline deadline = Deadline::in(kJobWithin);
    const std::int64_t tick = tickNow();
    auto lease = co_await Lease::tryTake(m_context.ports.keyValue, keys::lock(m_name), kLease, deadline);
    if (!lease) co_return pass(lease);
    if (!*lease) {
        m_leftToOthers.add();
        co_return Result<>();
    }
    auto done = co_await runUnderLock(tick, deadline);
    const auto released = co_await (*lease)->release(Deadline::in(kJobWithin));
    if (released && !*released) m_context.log.warning("The lock of {} had lapsed before its job was done.", m_name);
    co_return done;
}

io::Awaitable<Result<>> OnceATick::runUnderLock(std::int64_t tick, Deadline deadline) {
    const std::string key = keys::lastTick(m_name);
    const auto last = co_await m_context.ports.keyValue.get(key, deadline);
    if (!last) co_return pass(last);
    const std::string now = std::to_string(tick);
    if (*last == now) {
        m_leftToOthers.add();
        co_return Result<>();
    }
    m_runs.add();
    auto done = co_await m_job(deadline);
    if (!done) co_return done;
    kv::SetOptions options;
    options.timeToLive = std::max(kTickKept, 2 * m_every);
    const auto kept = co_await m_context.ports.keyValue.set(key, now, options, deadline);
    if (!kept) co_return pass(kept);
    co_return Result<>();
}

}  // namespace rushlab::roles
