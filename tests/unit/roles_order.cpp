// roles/order: what an order is answered, once it is one order only, what becomes of units whose publish fails or is
// not confirmed, payment against expiry, coupons, and the list of units.
#include <set>

#include "roles/held_units.h"
#include "roles/order/unit_list.h"
#include "tests/unit/roles_shop.h"

using namespace rushlab;
using namespace std::chrono_literals;
using test::Answered;
using test::Buyers;
using test::Shop;

namespace {

// Passes everything on, but for publishes: they fail, or are carried out and not confirmed, as often as they are told
// to.
class FaultyQueue final : public queue::WorkQueue {
  public:
    explicit FaultyQueue(queue::WorkQueue& real) : m_real(real) {}

    std::atomic<int> refusals = 0;  // of the next publishes, that many are surely not stored
    std::atomic<int> silences = 0;  // and after them, that many are stored but not confirmed

    io::Awaitable<Result<queue::Confirm>> publish(queue::Message message, Deadline deadline) override {
        if (refusals.fetch_sub(1) > 0) co_return fail(ErrorCode::Unavailable, "the disk refused");
        refusals = 0;
        auto confirmed = co_await m_real.publish(std::move(message), deadline);
        if (silences.fetch_sub(1) > 0) co_return fail(ErrorCode::OutcomeUnknown, "not confirmed");
        silences = 0;
        co_return confirmed;
    }
    io::Awaitable<Result<>> declareExchange(std::string name, queue::ExchangeType type, Deadline deadline) override {
        return m_real.declareExchange(std::move(name), type, deadline);
    }
    io::Awaitable<Result<>> declareQueue(std::string name, queue::QueueOptions options, Deadline deadline) override {
        return m_real.declareQueue(std::move(name), std::move(options), deadline);
    }
    io::Awaitable<Result<>> bind(std::string exchange, std::string name, std::string key, Deadline deadline) override {
        return m_real.bind(std::move(exchange), std::move(name), std::move(key), deadline);
    }
    io::Awaitable<Result<>> unbind(std::string exchange, std::string name, std::string key,
                                   Deadline deadline) override {
        return m_real.unbind(std::move(exchange), std::move(name), std::move(key), deadline);
    }
    io::Awaitable<Result<>> deleteQueue(std::string name, Deadline deadline) override {
        return m_real.deleteQueue(std::move(name), deadline);
    }
    io::Awaitable<Result<std::uint64_t>> purge(std::string name, Deadline deadline) override {
        return m_real.purge(std::move(name), deadline);
    }
    io::Awaitable<Result<std::unique_ptr<queue::Consumer>>> openConsumer(std::string name,
                                                                         queue::ConsumerOptions options,
                                                                         Deadline deadline) override {
        return m_real.openConsumer(std::move(name), std::move(options), deadline);
    }
    bool dropConsumer(queue::ConsumerId id) override { return m_real.dropConsumer(id); }
    io::Awaitable<Result<>> flushed(Deadline deadline) override { return m_real.flushed(deadline); }
    io::Awaitable<Result<queue::QueueStats>> stats(std::string name, Deadline deadline) override {
        return m_real.stats(std::move(name), deadline);
    }
    io::Awaitable<Result<std::vector<queue::QueueStats>>> allStats(Deadline deadline) override {
        return m_real.allStats(deadline);
    }
    io::Awaitable<Result<std::vector<queue::Delivery>>> browse(std::string name, std::uint64_t from,
                                                               std::uint64_t limit, Deadline deadline) override {
        return m_real.browse(std::move(name), from, limit, deadline);
    }
    queue::Traits traits() const override { return m_real.traits(); }
    std::string describe() const override { return m_real.describe(); }

  private:
    queue::WorkQueue& m_real;
};

// A role that only gives a test its context: what the sale's parts need to be used by themselves.
class BareRole final : public roles::Role {
  public:
    explicit BareRole(roles::RoleContext& context) : m_context(context) {}
    void addRoutes(io::HttpRouter& /*router*/) override {}
    roles::RoleContext& context() { return m_context; }

  private:
    roles::RoleContext& m_context;
};

struct Bare {
    explicit Bare(Shop& shop) {
        roles::HostOptions options;
        options.role = "order";
        options.instance = "order-9";
        const auto make = [this](roles::RoleContext& context) -> std::unique_ptr<roles::Role> {
            own = &context;
            return std::make_unique<BareRole>(context);
        };
        host = test::orFail(
            roles::RoleHost::open(std::move(options), shop.settings, shop.ports(), shop.clock, Log::silent(), make));
    }

    // Runs it on the role's loop, as everything of a role is.
    template <class T>
    T on(std::function<io::Awaitable<T>(roles::RoleContext&)> work) {
        io::Loop here;
        auto [giver, taker] = io::handoff<T>(here);
        auto done = std::make_shared<io::Giver<T>>(std::move(giver));
        own->loop.post([this, work, done] { own->loop.spawn(give(work(*own), done)); });
        return *here.runUntilDone(taker.take(Deadline::in(60s)));
    }

    std::unique_ptr<roles::RoleHost> host;
    roles::RoleContext* own = nullptr;

  private:
    template <class T>
    static io::Awaitable<> give(io::Awaitable<T> work, std::shared_ptr<io::Giver<T>> done) {
        done->give(co_await std::move(work));
    }
};

roles::Held held(std::string order, std::int64_t item, std::int64_t count, std::int64_t takenAtMs = 1'000) {
    return {domain::OrderId{std::move(order)}, domain::ItemId{item}, count, WallTime{Milliseconds{takenAtMs}},
            domain::MemberId{7}};
}

std::string text(kv::KeyValue& engine, const std::string& key) {
    io::Loop loop;
    return test::orFail(loop.runUntilDone(engine.get(key, Deadline::in(20s)))).value_or("");
}

std::int64_t heldOrders(Shop& shop, std::int64_t item) {
    io::Loop loop;
    const std::string key = roles::keys::reservations(domain::ItemId{item});
    return test::orFail(loop.runUntilDone(shop.keyValue->sortedSize(key, Deadline::in(20s))));
}

bool eventually(const std::function<bool()>& holds) {
    const auto until = Deadline::in(40s);
    io::Loop loop;
    while (!holds()) {
        if (until.passed()) return false;
        loop.runUntilDone(io::sleepFor(5ms));
    }
    return true;
}

io::Awaitable<Result<bool>> takeUnits(roles::RoleContext& context, roles::Held units) {
    roles::HeldUnits mine(context);
    co_return co_await mine.take(std::move(units), Deadline::in(20s));
}
io::Awaitable<Result<bool>> giveBackUnits(roles::RoleContext& context, roles::Held units) {
    roles::HeldUnits mine(context);
    co_return co_await mine.giveBack(std::move(units), Deadline::in(20s));
}
io::Awaitable<Result<>> returnUnits(roles::RoleContext& context, roles::Held units) {
    roles::HeldUnits mine(context);
    co_return co_await mine.returned(std::move(units), Deadline::in(20s));
}
io::Awaitable<Result<>> settleUnits(roles::RoleContext& context, roles::Held units) {
    roles::HeldUnits mine(context);
    co_return co_await mine.settle(std::move(units), Deadline::in(20s));
}
io::Awaitable<Result<std::vector<roles::Held>>> overdueUnits(roles::RoleContext& context, WallTime before) {
    roles::HeldUnits mine(context);
    co_return co_await mine.overdue(before, 10, Deadline::in(20s));
}
io::Awaitable<Result<>> takeFromList(roles::RoleContext& context, std::string order, domain::ItemId item,
                                     std::int64_t count) {
    roles::UnitList list(context);
    domain::OrderId id{std::move(order)};
    co_return co_await list.take(std::move(id), item, count, Deadline::in(20s));
}

}  // namespace

class RolesOrder : public QObject {
    Q_OBJECT

  private slots:
    void saysWhatIsWrong() {
        Shop shop;
        shop.settings.strategy = "db-conditional";
        const std::int64_t item = shop.addItem(5);
        const std::int64_t later = shop.addItem(5, "TIME_DEAL", shop.clock.wallNow() + 1h);
        const auto host = shop.open();
        Buyers buyers;
        const auto code = [&](Buyers::Wish wish) { return buyers.send(*host, std::move(wish)).code(); };
        QCOMPARE(code(Buyers::order(0, item)), "401 UNAUTHORIZED");
        QCOMPARE(code({1, "/order", "{"}), "400 INVALID_INPUT");
        QCOMPARE(code({1, "/order", "{\"itemNumber\":1}"}), "400 VALIDATION_ERROR");
        QCOMPARE(code(Buyers::order(1, item, 0)), "400 VALIDATION_ERROR");
        QCOMPARE(code(Buyers::order(1, item, 1'001)), "400 VALIDATION_ERROR");
        QCOMPARE(code(Buyers::order(1, item, 1, "two words")), "400 VALIDATION_ERROR");
        QCOMPARE(code(Buyers::order(1, 999)), "404 NOT_FOUND");
        QCOMPARE(code(Buyers::order(1, later)), "409 NOT_OPEN");
        QCOMPARE(code(Buyers::order(1, item, 6)), "409 SOLD_OUT");
        QCOMPARE(code(Buyers::order(1, item, 5)), "201 CREATED");
        QCOMPARE(shop.soldUnits(), 5);
    }

    void aStrategyThatIsNotThereIsNamed() {
        Shop shop;
        shop.settings.strategy = "hope";
        const auto host = shop.tryOpen();
        QVERIFY(!host && host.error().message.find("hope") != std::string::npos);
    }

    void aKeyIsOneOrder_data() {
        QTest::addColumn<QString>("strategy");
        for (const char* strategy : {"db-conditional", "lua", "lua-mq", "lock-mq", "mq-list"})
            QTest::newRow(strategy) << QString(strategy);
    }
    void aKeyIsOneOrder() {
        QFETCH(const QString, strategy);
        Shop shop;
        shop.settings.strategy = strategy.toStdString();
        const bool queued = roles::findStrategy(shop.settings.strategy)->queued;
        const std::int64_t item = shop.addItem(5);
        const auto one = shop.open(1), two = shop.open(2);
        Buyers buyers;
        std::vector<Buyers::Wish> wishes(12, Buyers::order(3, item, 2, "once"));
        const auto answers = buyers.send({one.get(), two.get()}, std::move(wishes));
        std::set<std::string> orders;
        for (const Answered& answer : answers) {
            QVERIFY2(answer.status == (queued ? 202 : 201), answer.body.c_str());
            orders.insert(answer.text());
        }
        QCOMPARE(orders.size(), std::size_t{1});
        if (queued) QCOMPARE(shop.queued(), std::uint64_t{1});
        if (!queued) QCOMPARE(shop.soldUnits(), 2);
        // Also where the engine has forgotten the key.
        io::Loop loop;
        const std::string key = roles::keys::idempotency(domain::MemberId{3}, "once");
        QVERIFY(loop.runUntilDone(shop.keyValue->remove(key, Deadline::in(20s))).value());
        const Answered again = buyers.send(*two, Buyers::order(3, item, 2, "once"));
        QCOMPARE(again.text(), *orders.begin());
        if (!queued) QCOMPARE(shop.soldUnits(), 2);
        if (strategy != "mq-list" && queued)
            QCOMPARE(text(*shop.keyValue, roles::keys::stock(domain::ItemId{item})), "3");
        const Answered other = buyers.send(*one, Buyers::order(3, item, 1, "once"));
        QVERIFY(other.status == 409 && other.says("DUPLICATE_RESOURCE"));
        // Another member's key of the same name is another key.
        QVERIFY(buyers.send(*one, Buyers::order(4, item, 2, "once")).text() != *orders.begin());
    }

    void aRepetitionAfterTheLastUnitIsNotSoldOut_data() {
        QTest::addColumn<QString>("strategy");
        for (const char* strategy : {"none", "db-conditional", "db-optimistic", "lua", "lua-mq", "lock-mq"})
            QTest::newRow(strategy) << QString(strategy);
    }
    void aRepetitionAfterTheLastUnitIsNotSoldOut() {
        QFETCH(const QString, strategy);
        Shop shop;
        shop.settings.strategy = strategy.toStdString();
        const std::int64_t item = shop.addItem(2);
        const auto host = shop.open();
        Buyers buyers;
        const Answered first = buyers.send(*host, Buyers::order(3, item, 2, "once"));
        io::Loop loop;
        const std::string key = roles::keys::idempotency(domain::MemberId{3}, "once");
        QVERIFY(loop.runUntilDone(shop.keyValue->remove(key, Deadline::in(20s))).value());
        const Answered again = buyers.send(*host, Buyers::order(3, item, 2, "once"));
        QCOMPARE(again.status, first.status);
        QCOMPARE(again.text(), first.text());
        QCOMPARE(buyers.send(*host, Buyers::order(4, item, 1, "late")).code(), "409 SOLD_OUT");
    }

    void aRepetitionOfAnOrderThatHasEndedIsToldSo() {
        Shop shop;
        const std::int64_t item = shop.addItem(5);
        const auto host = shop.open();
        const domain::OrderId id = domain::orderIdFor(domain::MemberId{3}, "once");
        QVERIFY(test::execute(*shop.database,
                              fmt::format("INSERT INTO orders (id, member_id, status, created_at, changed_at) SELECT "
                                          "'{}', 3, 'EXPIRED', created_at, created_at FROM items",
                                          id.value)));
        Buyers buyers;
        QCOMPARE(buyers.send(*host, Buyers::order(3, item, 2, "once")).code(), "409 ORDER_STATE_CONFLICT");
        QCOMPARE(shop.queued(), std::uint64_t{0});
        QCOMPARE(text(*shop.keyValue, roles::keys::stock(domain::ItemId{item})), "");
    }

    void whatSurelyWasNotPublishedGoesBackOnce() {
        Shop shop;
        FaultyQueue faulty(*shop.queue);
        shop.queueInUse = &faulty;
        const std::int64_t item = shop.addItem(5);
        const auto host = shop.open();
        Buyers buyers;
        faulty.refusals = 1;
        const Answered refused = buyers.send(*host, Buyers::order(1, item, 2, "k"));
        QVERIFY2(refused.status == 503 && refused.says("ENGINE_UNAVAILABLE"), refused.body.c_str());
        QCOMPARE(text(*shop.keyValue, roles::keys::stock(domain::ItemId{item})), "5");
        QCOMPARE(heldOrders(shop, item), 0);
        // The same key is a new try, and the same order.
        QCOMPARE(buyers.send(*host, Buyers::order(1, item, 2, "k")).status, 202);
        QCOMPARE(text(*shop.keyValue, roles::keys::stock(domain::ItemId{item})), "3");
    }

    void anUnknownPublishIsPublishedAgainAndNeverFailed() {
        Shop shop;
        FaultyQueue faulty(*shop.queue);
        shop.queueInUse = &faulty;
        const std::int64_t item = shop.addItem(5);
        const auto host = shop.open();
        Buyers buyers;
        faulty.silences = 3;
        const Answered unknown = buyers.send(*host, Buyers::order(1, item, 2));
        QVERIFY2(unknown.status == 504 && unknown.says("OUTCOME_UNKNOWN"), unknown.body.c_str());
        QCOMPARE(text(*shop.keyValue, roles::keys::stock(domain::ItemId{item})), "3");
        QVERIFY(
            eventually([&] { return host->metrics().count("rushlab_order_publishes_confirmed_later_total") == 1; }));
        QVERIFY(eventually([&] { return heldOrders(shop, item) == 0; }));
        // Four copies of one order, which the worker tells by their id.
        io::Loop loop;
        const auto copies = test::orFail(
            loop.runUntilDone(shop.queue->browse(std::string(roles::kOrderQueue), 0, 10, Deadline::in(20s))));
        QCOMPARE(copies.size(), std::size_t{4});
        for (const queue::Delivery& copy : copies)
            QCOMPARE(copy.message.messageId, copies.front().message.messageId);
    }

    void unitsAreTakenGivenBackAndReturnedOnce() {
        Shop shop;
        const std::int64_t item = shop.addItem(5);
        Bare bare(shop);
        const std::string stock = roles::keys::stock(domain::ItemId{item});
        const auto take = [&](roles::Held units) {
            return bare.on<Result<bool>>([units](roles::RoleContext& context) { return takeUnits(context, units); });
        };
        const auto giveBack = [&](roles::Held units) {
            return *bare.on<Result<bool>>(
                [units](roles::RoleContext& context) { return giveBackUnits(context, units); });
        };
        const auto settle = [&](roles::Held units) {
            return bare.on<Result<>>([units](roles::RoleContext& context) { return settleUnits(context, units); });
        };
        const auto returned = [&](roles::Held units) {
            return bare.on<Result<>>([units](roles::RoleContext& context) { return returnUnits(context, units); });
        };
        io::Loop loop;
        static_cast<void>(loop.runUntilDone(
            shop.queue->declareQueue(std::string(roles::kOrderQueue), queue::QueueOptions(), Deadline::in(20s))));
        for (std::size_t retry = 1; retry <= shop.settings.retryDelays.size(); ++retry) {
            static_cast<void>(loop.runUntilDone(shop.queue->declareQueue(roles::retryQueue(roles::kOrderQueue, retry),
                                                                         queue::QueueOptions(), Deadline::in(20s))));
        }
        QCOMPARE(take(held("a", item, 3)), Result<bool>(true));
        QCOMPARE(take(held("a", item, 3)), Result<bool>(false));
        QCOMPARE(take(held("b", item, 3)).error().code, ErrorCode::SoldOut);
        const auto overdue = bare.on<Result<std::vector<roles::Held>>>(
            [](roles::RoleContext& context) { return overdueUnits(context, WallTime{Milliseconds{1'001}}); });
        QVERIFY(overdue && overdue->size() == 1 && overdue->front() == held("a", item, 3));
        QVERIFY(giveBack(held("a", item, 3)));
        QVERIFY(!giveBack(held("a", item, 3)));
        QCOMPARE(text(*shop.keyValue, stock), "5");
        QCOMPARE(take(held("c", item, 2)), Result<bool>(true));
        QVERIFY(settle(held("c", item, 2)).has_value());
        QCOMPARE(take(held("c", item, 2)), Result<bool>(false));
        QVERIFY(!giveBack(held("c", item, 2)));
        QVERIFY(returned(held("c", item, 2)).has_value());
        QVERIFY(returned(held("c", item, 2)).has_value());
        QCOMPARE(text(*shop.keyValue, stock), "5");
    }

    // The number is made anew only once no order is on its way any more.
    void whatTheEngineLostIsMadeAnewFromTheDatabase() {
        Shop shop;
        const std::int64_t item = shop.addItem(5);
        shop.settings.orderWithin = 4s;
        const auto host = shop.open();
        Buyers buyers;
        QCOMPARE(buyers.send(*host, Buyers::order(1, item, 2)).status, 202);
        io::Loop loop;
        QVERIFY(loop.runUntilDone(shop.keyValue->flushAll(Deadline::in(20s))).has_value());
        QCOMPARE(buyers.send(*host, Buyers::order(2, item, 2)).status, 503);
        QCOMPARE(loop.runUntilDone(shop.queue->purge(std::string(roles::kOrderQueue), Deadline::in(20s))).value(),
                 std::uint64_t{1});
        // An order that took before the loss could still be published within this time.
        QCOMPARE(buyers.send(*host, Buyers::order(2, item, 2)).status, 503);
        QVERIFY(eventually([&] { return buyers.send(*host, Buyers::order(2, item, 2)).status == 202; }));
        QCOMPARE(text(*shop.keyValue, roles::keys::stock(domain::ItemId{item})), "3");
    }

    void aReservationIsPaidOnce() {
        Shop shop;
        shop.settings.strategy = "db-conditional";
        const std::int64_t item = shop.addItem(5, "TIME_DEAL", shop.clock.wallNow() - 1h);
        const auto host = shop.open();
        Buyers buyers;
        const std::string order = buyers.send(*host, Buyers::order(1, item, 2)).text();
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(*) FROM orders WHERE status = 'RESERVED'"), 1);
        const std::string path = "/order/" + order;
        QCOMPARE(buyers.send(*host, {2, path, "{}"}).status, 403);
        QCOMPARE(buyers.send(*host, {1, "/order/00000000-0000-7000-8000-000000000000", "{}"}).status, 404);
        std::vector<Buyers::Wish> wishes(6, Buyers::Wish(1, path, "{}"));
        const auto answers = buyers.send({host.get()}, std::move(wishes));
        QCOMPARE(test::countOf(answers, 200), std::size_t{1});
        QCOMPARE(test::countOf(answers, 409), std::size_t{5});
        for (const Answered& answer : answers)
            QVERIFY(answer.status == 409 ? answer.says("ORDER_STATE_CONFLICT") : answer.says("\"data\":3"));
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'"), 1);
    }

    void aPaymentIsDeclinedAtTheShopsRate() {
        Shop shop;
        shop.settings.strategy = "db-conditional";
        shop.settings.paymentFailureRate = 1.0;
        const std::int64_t item = shop.addItem(5, "TIME_DEAL");
        const auto host = shop.open();
        Buyers buyers;
        const std::string order = buyers.send(*host, Buyers::order(1, item)).text();
        const Answered declined = buyers.send(*host, {1, "/order/" + order, "{}"});
        QVERIFY(declined.status == 402 && declined.says("PAYMENT_DECLINED"));
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(*) FROM orders WHERE status = 'RESERVED'"), 1);
    }

    void anExpiredReservationIsNotPaid() {
        Shop shop;
        shop.settings.strategy = "db-conditional";
        shop.settings.reservedFor = 0ms;
        const std::int64_t item = shop.addItem(5, "TIME_DEAL");
        const auto host = shop.open();
        Buyers buyers;
        const std::string order = buyers.send(*host, Buyers::order(1, item)).text();
        QCOMPARE(buyers.send(*host, {1, "/order/" + order, "{}"}).status, 409);
    }

    void couponsGoToOneAccountEach() {
        for (const bool byList : {false, true}) {
            Shop shop;
            shop.settings.couponsByList = byList;
            const auto host = shop.open();
            Buyers buyers;
            QVERIFY(buyers.send(*host, {1, "/coupons", "{\"count\":0}"}).says("VALIDATION_ERROR"));
            QVERIFY(buyers.send(*host, {1, "/coupons", "{\"count\":300}"}).says("\"data\":300"));
            QCOMPARE(test::number(*shop.database, "SELECT COUNT(*) FROM coupons WHERE account_id IS NULL"), 300);
            std::vector<Buyers::Wish> wishes;
            for (int account = 1; account <= 310; ++account)
                wishes.push_back({account, "/coupons/issue", fmt::format("{{\"accountId\":{}}}", account)});
            const auto answers = buyers.send({host.get()}, std::move(wishes));
            QCOMPARE(test::countOf(answers, byList ? 202 : 201), byList ? std::size_t{310} : std::size_t{300});
            if (byList) continue;
            QCOMPARE(test::countOf(answers, 409), std::size_t{10});
            QCOMPARE(test::number(*shop.database, "SELECT COUNT(DISTINCT account_id) FROM coupons"), 300);
        }
    }

    void aListGivesEachUnitOnce() {
        Shop shop;
        shop.settings.couponsARefill = 3;
        const std::int64_t item = shop.addItem(10);
        Bare bare(shop);
        const auto take = [&](std::string order, std::int64_t count) {
            return bare.on<Result<>>([order, count, item](roles::RoleContext& context) {
                return takeFromList(context, order, domain::ItemId{item}, count);
            });
        };
        for (int order = 0; order < 4; ++order)
            QVERIFY(take(fmt::format("order-{}", order), 2).has_value());
        QVERIFY(take("order-0", 2).has_value());
        QCOMPARE(take("too-many", 3).error().code, ErrorCode::SoldOut);
        io::Loop loop;
        QVERIFY(loop.runUntilDone(shop.keyValue->flushAll(Deadline::in(20s))).has_value());
        QVERIFY(take("last", 2).has_value());
        QCOMPARE(take("late", 1).error().code, ErrorCode::SoldOut);
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(DISTINCT order_id) FROM stock_units"), 5);
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(*) FROM stock_units WHERE order_id IS NOT NULL"), 10);
    }
};

QTEST_GUILESS_MAIN(RolesOrder)
#include "roles_order.moc"
