// roles/scheduler: what is overdue goes back once, whoever else moves the order; a job runs once a tick.
#include "roles/held_units.h"
#include "roles/keys.h"
#include "roles/scheduler/daily_statistics.h"
#include "roles/scheduler/overdue_orders.h"
#include "roles/scheduler/scheduler_role.h"
#include "roles/worker/order_store.h"
#include "roles/worker/worker_role.h"
#include "tests/support/small_shop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_scheduler {
using namespace rushlab::test;
using namespace std::chrono_literals;
using roles::HeldFate;

namespace {

// Holds units as an order instance does, from a context of its own.
class Holder final : public roles::Role {
  public:
    explicit Holder(roles::RoleContext& context) : m_context(context), m_units(context) {}
    void addRoutes(io::HttpRouter& /*router*/) override {}
    io::Awaitable<Result<>> start(Deadline deadline) override {
        auto declared = co_await roles::declareShopQueues(m_context.ports.queue, m_context.settings, deadline);
        if (!declared) co_return declared;
        for (roles::Held& held : toHold) {
            const auto taken = co_await m_units.take(held, deadline);
            if (!taken) co_return pass(taken);
        }
        co_return Result<>();
    }

    inline static std::vector<roles::Held> toHold{};

  private:
    roles::RoleContext& m_context;
    roles::HeldUnits m_units;
};

std::unique_ptr<roles::Role> makeHolder(roles::RoleContext& context) {
    return std::make_unique<Holder>(context);
}

}  // namespace

class RolesScheduler : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase_data() { addSqlEngines(); }
    void init() {
        QFETCH_GLOBAL(bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        m_shop = std::make_unique<SmallShop>(postgres);
        m_shop->settings.overdueEvery = 10ms;
        m_shop->settings.unitsHeldMost = 1ms;
    }
    void cleanup() {
        m_hosts.clear();
        m_shop.reset();
    }

    void whatWasNotPaidInTimeExpiresAndGoesBackOnce() {
        const auto item = m_shop->addItem(10, "TIME_DEAL");
        const auto late = reserve(item, 3, -1s);
        const auto early = reserve(item, 2, 600s);
        QCOMPARE(m_shop->quantity(item), 5);
        schedulers(2);
        QVERIFY(m_shop->becomes([&] { return status(late) == "EXPIRED"; }));
        QVERIFY(m_shop->becomes([&] { return runsOf("batch:overdue") >= 5; }));
        QCOMPARE(m_shop->quantity(item), 8);
        QCOMPARE(status(early), std::string("RESERVED"));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM outbox WHERE topic = 'units-returned'"), 1);
        m_hosts.push_back(m_shop->open("worker", "worker-1", roles::makeWorkerRole));
        QVERIFY(m_shop->becomes([this] { return m_shop->number("SELECT COUNT(*) FROM outbox") == 0; }));
        QCOMPARE(m_shop->events(std::string(roles::kOrderEvents)).size(), 3U);
    }

    void expiryAndPaymentContendAndOneOfThemWins() {
        const auto item = m_shop->addItem(1000, "TIME_DEAL");
        std::vector<domain::OrderId> orders;
        for (int i = 0; i < 60; ++i)
            orders.push_back(reserve(item, 1, -1s));
        sql::Database& database = *m_shop->database;
        const WallTime now = m_shop->clock().wallNow();
        const auto paid = Crowd<std::int64_t>::run(60 + 3, [&](int i) -> io::Awaitable<Result<std::int64_t>> {
            const auto expire = [now](sql::Session& session) -> Result<std::int64_t> {
                const auto expired = roles::expireReservations(session, now, 30);
                if (!expired) return pass(expired);
                return std::ssize(*expired);
            };
            if (i % 21 == 20) return database.transact(Deadline::in(60s), expire);
            const auto pay = [now, id = orders[static_cast<std::size_t>(i - i / 21)]](sql::Session& session) {
                return session.execute(
                    "UPDATE orders SET status = 'COMPLETED', changed_at = ? WHERE id = ? AND status = 'RESERVED'",
                    {now, id});
            };
            return database.transact(Deadline::in(60s), pay);
        });
        std::int64_t completed = 0;
        for (std::size_t i = 0; i < paid.size(); ++i) {
            // A deadlock or a serialization failure is no outcome; whoever had it did nothing.
            if (!paid[i]) QVERIFY2(sql::canBeRunAgain(paid[i].error()), paid[i].error().message.c_str());
            if (paid[i] && i % 21 != 20) completed += *paid[i];
        }
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'"), completed);
        const auto expired = m_shop->number("SELECT COUNT(*) FROM orders WHERE status = 'EXPIRED'");
        QCOMPARE(m_shop->quantity(item), 1000 - 60 + expired);
    }

    void anOrderThatIsCompletedAfterItsUnitsWentBackStaysExpired() {
        const auto item = m_shop->addItem(10);
        const auto order = m_shop->order(item, 2);
        QCOMPARE(claim(order), HeldFate::Returned);
        QCOMPARE(claim(order), HeldFate::Returned);
        m_hosts.push_back(m_shop->open("worker", "worker-1", roles::makeWorkerRole));
        m_shop->publish(order);
        QVERIFY(m_shop->becomes([this] { return m_shop->depth(std::string(roles::kOrderQueue)) == 0; }));
        QCOMPARE(status(order.id), std::string("EXPIRED"));
        QCOMPARE(m_shop->quantity(item), 10);
    }

    void unitsOfAnOrderThatTheDatabaseKnowsAreNotGivenBack() {
        const auto item = m_shop->addItem(10);
        const auto order = m_shop->order(item, 2);
        QCOMPARE(store(order), roles::Fate::Stored);
        QCOMPARE(claim(order), HeldFate::Known);
        const auto late = reserve(item, 1, -1s);
        const auto expired = transact(*m_shop->database, [this](sql::Session& session) {
            return roles::expireReservations(session, m_shop->clock().wallNow(), 10);
        });
        QCOMPARE(m_shop->take(expired), std::vector{late});
        domain::OrderMessage again = order;
        again.id = late;
        QCOMPARE(claim(again), HeldFate::Known);
    }

    void unitsOfAnInstanceThatDiedComeBackOnce() {
        const auto item = m_shop->addItem(10);
        const auto stored = m_shop->order(item, 2);
        Holder::toHold = {held(m_shop->order(item, 3)), held(stored)};
        m_hosts.push_back(m_shop->open("order", "order-1", makeHolder));
        m_hosts.clear();
        QCOMPARE(units(item), std::string("5"));
        QCOMPARE(store(stored), roles::Fate::Stored);
        schedulers(2);
        m_hosts.push_back(m_shop->open("worker", "worker-1", roles::makeWorkerRole));
        QVERIFY(m_shop->becomes([&] { return units(item) == "8"; }));
        QVERIFY(m_shop->becomes([this] { return m_shop->number("SELECT COUNT(*) FROM orders") == 2; }));
        const auto runs = runsOf("batch:overdue");
        QVERIFY(m_shop->becomes([&] { return runsOf("batch:overdue") >= runs + 3; }));
        QCOMPARE(units(item), std::string("8"));
        const auto left = m_shop->run(m_shop->keyValue->sortedSize(roles::keys::reservations(item), Deadline::in(20s)));
        QCOMPARE(m_shop->take(left), 0);
        // Whoever asks once more, and has not looked at the order's row, takes nothing that nobody would return.
        const auto refused = m_shop->tryOpen("order", "order-1", makeHolder);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QCOMPARE(units(item), std::string("8"));
    }

    // The publisher may settle what the scheduler has just decided to return: the order's row alone carries the units
    // back.
    void unitsAreReturnedByWhoeverWonTheRowAndNotByWhatIsStillHeld() {
        const auto item = m_shop->addItem(10);
        const auto order = m_shop->order(item, 3);
        Holder::toHold = {held(order)};
        m_hosts.push_back(m_shop->open("order", "order-1", makeHolder));
        m_hosts.clear();
        QCOMPARE(claim(order), HeldFate::Returned);
        const std::string key = roles::keys::reservations(item);
        const std::string member = order.id.value + ":3";
        QVERIFY(m_shop->take(m_shop->run(m_shop->keyValue->sortedRemove(key, member, Deadline::in(20s)))));
        QCOMPARE(units(item), std::string("7"));
        m_hosts.push_back(m_shop->open("worker", "worker-1", roles::makeWorkerRole));
        QVERIFY(m_shop->becomes([&] { return units(item) == "10"; }));
    }

    void twoSchedulersRunAJobOnceATick() {
        // One tick, however long the test takes.
        m_shop->settings.dailyStatEvery = std::chrono::hours{24 * 365 * 200};
        const auto item = m_shop->addItem(100);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(store(m_shop->order(item, 2)), roles::Fate::Stored);
        schedulers(2);
        schedulers(2);
        QVERIFY(m_shop->becomes([this] { return ranOrLeft() >= 4; }));
        QCOMPARE(runsOf("batch:daily-stat"), 1U);
        QVERIFY(m_shop->becomes([this] { return m_shop->number("SELECT COUNT(*) FROM daily_stats") == 1; }));
        QCOMPARE(m_shop->number("SELECT units FROM daily_stats"), 10);
        QCOMPARE(m_shop->number("SELECT amount FROM daily_stats"), 1000);
    }

    void aDayIsCountedAgainFromWhatItsOrdersAreNow() {
        const auto item = m_shop->addItem(100);
        const auto order = m_shop->order(item, 4);
        QCOMPARE(store(order), roles::Fate::Stored);
        QCOMPARE(store(m_shop->order(item, 1)), roles::Fate::Stored);
        countTheDay();
        QCOMPARE(m_shop->number("SELECT orders * 100 + units FROM daily_stats"), 205);
        QVERIFY(
            execute(*m_shop->database, "UPDATE orders SET status = 'CANCELED' WHERE id = '" + order.id.value + "'"));
        countTheDay();
        QCOMPARE(m_shop->number("SELECT orders * 100 + units FROM daily_stats"), 101);
    }

    // What was completed after the last count of its day.
    void theFirstCountOfADayCountsTheDayBeforeOnceMore() {
        const auto order = m_shop->order(m_shop->addItem(100), 4);
        QCOMPARE(store(order), roles::Fate::Stored);
        const WallTime yesterday = m_shop->clock().wallNow() - std::chrono::days{1};
        const auto work = [&](sql::Session& session) {
            return session.execute("UPDATE orders SET created_at = ? WHERE id = ?", {yesterday, order.id.value});
        };
        QVERIFY(transact(*m_shop->database, work));
        schedulers(1);
        QVERIFY(m_shop->becomes([this] { return m_shop->number("SELECT COUNT(*) FROM daily_stats") == 1; }));
        QCOMPARE(m_shop->number("SELECT units FROM daily_stats WHERE day = '" + roles::dayOf(yesterday) + "'"), 4);
    }

    void theDaysFiguresAreInTheCacheOnceHoweverOftenTheyAreCounted() {
        const auto item = m_shop->addItem(100);
        QCOMPARE(store(m_shop->order(item, 4)), roles::Fate::Stored);
        m_shop->settings.dailyStatEvery = 50ms;
        schedulers(2);
        const std::string views = fmt::format("views:{}", item.value);
        tell(roles::kChatLines, "lobby", 3);
        tell(roles::kItemViews, std::to_string(item.value), 5);
        QVERIFY(isCountedAgain());
        QCOMPARE(inCache("lines:lobby"), std::string("3"));
        QCOMPARE(inCache(views), std::string("5"));
        QCOMPARE(inCache(fmt::format("units:{}", item.value)), std::string("4"));
        tell(roles::kChatLines, "lobby", 2);
        QVERIFY(isCountedAgain() && isCountedAgain());
        QCOMPARE(inCache("lines:lobby"), std::string("5"));
        QCOMPARE(inCache(views), std::string("5"));
        // An item of which every order was canceled has no figures, and yesterday's are counted once more.
        QVERIFY(execute(*m_shop->database, "UPDATE orders SET status = 'CANCELED'"));
        QVERIFY(m_shop->becomes([&] { return inCache(fmt::format("units:{}", item.value)) == "nothing"; }));
        QCOMPARE(inCache("lines:lobby"), std::string("5"));
        // What the engine has lost is counted anew.
        QVERIFY(m_shop->take(m_shop->run(m_shop->keyValue->flushAll(Deadline::in(20s)))));
        QVERIFY(m_shop->becomes([&] { return inCache("lines:lobby") == "5" && inCache(views) == "5"; }));
    }

  private:
    void tell(std::string_view topic, const std::string& key, int times) {
        std::vector<log::Record> records;
        for (int at = 0; at < times; ++at)
            records.push_back({key, "{}"});
        m_shop->take(m_shop->run(m_shop->log->append(std::string(topic), records, Deadline::in(20s))));
    }
    // A run that began after this call has ended: the second one from now on.
    bool isCountedAgain() {
        const std::uint64_t runs = runsOf("batch:daily-stat");
        return m_shop->becomes([&] { return runsOf("batch:daily-stat") >= runs + 2; });
    }
    std::string inCache(const std::string& field) {
        const std::string key = roles::keys::dayStatistics(roles::dayOf(m_shop->clock().wallNow()));
        const auto kept = m_shop->run(m_shop->keyValue->hashGet(key, field, Deadline::in(20s)));
        return kept && *kept ? **kept : "nothing";
    }
    void schedulers(int count) {
        for (int i = 0; i < count; ++i)
            m_hosts.push_back(
                m_shop->open("scheduler", fmt::format("scheduler-{}", m_hosts.size() + 1), roles::makeSchedulerRole));
    }
    std::uint64_t sum(std::string_view name, std::string_view job) const {
        std::uint64_t all = 0;
        for (const auto& host : m_hosts) {
            for (const roles::Sample& sample : host->metrics().samples()) {
                if (sample.name == name && sample.label.find(job) != std::string::npos)
                    all += static_cast<std::uint64_t>(sample.value);
            }
        }
        return all;
    }
    std::uint64_t runsOf(std::string_view job) const { return sum("rushlab_scheduler_runs_total", job); }
    std::uint64_t ranOrLeft() const {
        return runsOf("batch:daily-stat") + sum("rushlab_scheduler_left_to_others_total", "batch:daily-stat");
    }

    roles::Fate store(const domain::OrderMessage& order) {
        const roles::OrderToStore one(order);
        const auto fates = transact(*m_shop->database, [&](sql::Session& session) {
            return roles::storeOrders(session, std::span(&one, 1), m_shop->clock().wallNow());
        });
        return m_shop->take(fates).front();
    }
    domain::OrderId reserve(domain::ItemId item, std::int64_t count, Milliseconds left) {
        auto order = m_shop->order(item, count);
        order.reservedUntil = m_shop->clock().wallNow() + left;
        if (store(order) != roles::Fate::Stored) qFatal("a reservation was not stored");
        return order.id;
    }
    HeldFate claim(const domain::OrderMessage& order) {
        const auto fate = transact(*m_shop->database, [&](sql::Session& session) {
            return roles::claimHeldOrder(session, held(order), order.acceptedAt);
        });
        return m_shop->take(fate);
    }
    roles::Held held(const domain::OrderMessage& order) const {
        roles::Held units;
        units.order = order.id;
        units.item = order.lines.front().item;
        units.count = order.lines.front().count;
        units.takenAt = m_shop->clock().wallNow() - 60s;
        units.member = order.member;
        return units;
    }
    void countTheDay() {
        const WallTime now = m_shop->clock().wallNow();
        const auto items =
            read(*m_shop->database, [now](sql::Session& session) { return roles::countDay(session, now); });
        const auto kept = transact(*m_shop->database,
                                   [&](sql::Session& session) { return roles::keepDay(session, now, *items, now); });
        if (!kept) qFatal("%s", kept.error().message.c_str());
    }
    std::string status(const domain::OrderId& order) {
        const auto found = read(*m_shop->database, [&](sql::Session& session) {
            return session.query("SELECT status FROM orders WHERE id = ?", {order});
        });
        return found && !found->empty() ? std::string(found->first().text(0)) : std::string("missing");
    }
    std::string units(domain::ItemId item) {
        const auto found = m_shop->run(m_shop->keyValue->get(roles::keys::stock(item), Deadline::in(20s)));
        return found ? found->value_or("none") : found.error().message;
    }

    std::unique_ptr<SmallShop> m_shop;
    std::vector<std::unique_ptr<roles::RoleHost>> m_hosts;
};

RUSHLAB_TEST(RolesScheduler)

}  // namespace rushlab::test::roles_scheduler
#include "roles_scheduler.moc"
