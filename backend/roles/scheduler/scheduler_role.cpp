#include "roles/scheduler/scheduler_role.h"

#include "roles/held_units.h"
#include "roles/queues.h"
#include "roles/scheduler/daily_statistics.h"
#include "roles/scheduler/day_in_cache.h"
#include "roles/scheduler/once_a_tick.h"
#include "roles/scheduler/overdue_orders.h"

namespace rushlab::roles {
namespace {

constexpr std::int64_t kExpiredATransaction = 200;
constexpr std::size_t kHeldARun = 1'000;
constexpr std::size_t kHeldALook = 10;  // at the queues
constexpr int kTransactionsARun = 100;
constexpr std::chrono::days kStatisticsKept{400};
constexpr std::chrono::days kRequestsKept{30};

auto expiring(WallTime now) {
    return [now](sql::Session& session) { return expireReservations(session, now, kExpiredATransaction); };
}

auto claiming(const Held& held, WallTime now) {
    return [held, now](sql::Session& session) { return claimHeldOrder(session, held, now); };
}

auto counting(WallTime within) {
    return [within](sql::Session& session) { return countDay(session, within); };
}

auto keeping(std::vector<DayOfItem> items, WallTime within, WallTime now) {
    return
        [items = std::move(items), within, now](sql::Session& session) { return keepDay(session, within, items, now); };
}

auto cleaning(WallTime now) {
    return [now](sql::Session& session) -> Result<std::int64_t> {
        const std::string oldest = dayOf(now - kStatisticsKept);
        const auto statistics = session.execute("DELETE FROM daily_stats WHERE day < ?", {oldest});
        if (!statistics) return statistics;
        const auto requests = session.execute("DELETE FROM coupon_requests WHERE made_at < ?", {now - kRequestsKept});
        if (!requests) return requests;
        return *statistics + *requests;
    };
}

class SchedulerRole final : public Role {
  public:
    explicit SchedulerRole(RoleContext& context)
        : m_context(context),
          m_heldUnits(context),
          m_dayInCache(context),
          m_expired(context.metrics.counter("rushlab_orders_expired_total",
                                            "Reservations that were not paid in time and gave their units back.")),
          m_givenBack(context.metrics.counter("rushlab_held_units_given_back_total",
                                              "Units given back whose order never reached the queue or the database.")),
          m_cleaned(context.metrics.counter("rushlab_scheduler_cleaned_rows_total", "Old rows that were deleted.")),
          m_statistics(context, "batch:daily-stat", context.settings.dailyStatEvery,
                       [this](Deadline deadline) { return makeStatistics(deadline); }),
          m_overdue(context, "batch:overdue", context.settings.overdueEvery,
                    [this](Deadline deadline) { return releaseOverdue(deadline); }),
          m_cleanUp(context, "batch:clean-up", context.settings.cleanUpEvery,
                    [this](Deadline deadline) { return cleanUp(deadline); }) {}

    void addRoutes(io::HttpRouter& /*router*/) override {}

    io::Awaitable<Result<>> start(Deadline deadline) override {
        auto declared = co_await declareShopQueues(m_context.ports.queue, m_context.settings, deadline);
        if (!declared) co_return declared;
        declared = co_await declareShopTopics(m_context.ports.log, deadline);
        if (!declared) co_return declared;
        m_statistics.start();
        m_overdue.start();
        m_cleanUp.start();
        co_return Result<>();
    }

  private:
    io::Awaitable<Result<>> makeStatistics(Deadline deadline);
    io::Awaitable<Result<>> countOrders(WallTime within, Deadline deadline);
    io::Awaitable<Result<>> releaseOverdue(Deadline deadline);
    io::Awaitable<Result<>> expire(Deadline deadline);
    io::Awaitable<Result<>> giveBackHeld(Deadline deadline);
    io::Awaitable<Result<>> decideHeld(Held held, WallTime takenBefore, Deadline deadline);
    io::Awaitable<Result<>> cleanUp(Deadline deadline);

    RoleContext& m_context;
    HeldUnits m_heldUnits;
    DayInCache m_dayInCache;
    Counter& m_expired;
    Counter& m_givenBack;
    Counter& m_cleaned;
    std::string m_countedLast;  // a day
    OnceATick m_statistics;
    OnceATick m_overdue;
    OnceATick m_cleanUp;
};

// What was completed after a day's last count is in none: the next day's first one counts that day once more.
io::Awaitable<Result<>> SchedulerRole::makeStatistics(Deadline deadline) {
    const WallTime now = m_context.clock.wallNow();
    if (dayOf(now) != m_countedLast) {
        auto done = co_await countOrders(now - std::chrono::days{1}, deadline);
        if (!done) co_return done;
    }
    auto done = co_await countOrders(now, deadline);
    if (!done) co_return done;
    m_countedLast = dayOf(now);
    co_return co_await m_dayInCache.countLog(deadline);
}

// By a reader, which holds up nobody who writes.
io::Awaitable<Result<>> SchedulerRole::countOrders(WallTime within, Deadline deadline) {
    auto reading = counting(within);
    auto items = co_await m_context.ports.database.read(deadline, std::move(reading));
    if (!items) co_return pass(items);
    auto writing = keeping(*items, within, m_context.clock.wallNow());
    auto done = co_await m_context.ports.database.transact(deadline, std::move(writing));
    if (!done) co_return done;
    co_return co_await m_dayInCache.keepOrders(within, *items, deadline);
}

io::Awaitable<Result<>> SchedulerRole::releaseOverdue(Deadline deadline) {
    auto expired = co_await expire(deadline);
    auto given = co_await giveBackHeld(deadline);
    co_return expired ? given : expired;
}

io::Awaitable<Result<>> SchedulerRole::expire(Deadline deadline) {
    for (int transaction = 0; transaction < kTransactionsARun; ++transaction) {
        auto work = expiring(m_context.clock.wallNow());
        const auto expired = co_await m_context.ports.database.transact(deadline, std::move(work));
        if (!expired) co_return pass(expired);
        m_expired.add(expired->size());
        for (const domain::OrderId& order : *expired)
            m_context.ways.tell(order, WayStep::Expired);
        if (std::ssize(*expired) < kExpiredATransaction) break;
    }
    co_return Result<>();
}

// An order that was published is in the queue or in the database. While anything is queued it may be just this one, so
// nothing is decided then. One that is published after that look finds its row expired, and its units on their way
// back; one that is asked for again takes nothing from then on.
io::Awaitable<Result<>> SchedulerRole::giveBackHeld(Deadline deadline) {
    const WallTime before = m_context.clock.wallNow() - m_context.settings.unitsHeldMost;
    auto overdue = co_await m_heldUnits.overdue(before, kHeldARun, deadline);
    if (!overdue) co_return pass(overdue);
    if (overdue->empty()) co_return Result<>();
    for (std::size_t at = 0; at < overdue->size(); ++at) {
        if (at % kHeldALook == 0) {
            const auto idle = co_await ordersAreIdle(m_context.ports, m_context.settings, deadline);
            if (!idle) co_return pass(idle);
            if (!*idle) co_return Result<>();
        }
        auto done = co_await decideHeld(std::move((*overdue)[at]), before, deadline);
        if (!done) co_return done;
    }
    co_return Result<>();
}

io::Awaitable<Result<>> SchedulerRole::decideHeld(Held held, WallTime takenBefore, Deadline deadline) {
    const auto ended = co_await m_heldUnits.end(held, takenBefore, deadline);
    if (!ended) co_return pass(ended);
    if (!*ended) co_return Result<>();
    auto work = claiming(held, m_context.clock.wallNow());
    const auto fate = co_await m_context.ports.database.transact(deadline, std::move(work));
    if (!fate) co_return pass(fate);
    if (*fate == HeldFate::Returned) {
        m_givenBack.add(static_cast<std::uint64_t>(held.count));
        m_context.ways.tell(held.order, WayStep::Expired);
    }
    co_return co_await m_heldUnits.settle(std::move(held), deadline);
}

io::Awaitable<Result<>> SchedulerRole::cleanUp(Deadline deadline) {
    auto work = cleaning(m_context.clock.wallNow());
    const auto cleaned = co_await m_context.ports.database.transact(deadline, std::move(work));
    if (!cleaned) co_return pass(cleaned);
    m_cleaned.add(static_cast<std::uint64_t>(*cleaned));
    co_return Result<>();
}

}  // namespace

std::unique_ptr<Role> makeSchedulerRole(RoleContext& context) {
    return std::make_unique<SchedulerRole>(context);
}

}  // namespace rushlab::roles
