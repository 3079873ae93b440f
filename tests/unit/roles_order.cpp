// roles/order: what an order is answered, once it is one order only, what becomes of units whose publish fails or is
// not confirmed, payment against expiry, coupons.
#include <set>

#include "tests/support/faulty_queue.h"
#include "tests/support/test_program.h"
#include "tests/unit/roles_shop.h"

namespace rushlab::test::roles_order {
using namespace std::chrono_literals;

namespace {

std::string text(kv::KeyValue& engine, const std::string& key) {
    io::Loop loop;
    return Shop::take(loop.runUntilDone(engine.get(key, Deadline::in(20s)))).value_or("");
}

std::int64_t heldOrders(Shop& shop, std::int64_t item) {
    io::Loop loop;
    const std::string key = roles::keys::reservations(domain::ItemId{item});
    return Shop::take(loop.runUntilDone(shop.keyValue->sortedSize(key, Deadline::in(20s))));
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

}  // namespace

class RolesOrder : public QObject {
    Q_OBJECT

  private slots:
    void saysWhatIsWrong() {
        Shop shop;
        shop.settings.strategy = "db-conditional";
        const std::int64_t item = shop.addItem(5).value;
        const std::int64_t later = shop.addItem(5, "TIME_DEAL", shop.clock().wallNow() + 1h).value;
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
        const std::int64_t item = shop.addItem(5).value;
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
        const std::string key = roles::keys::idempotency("order", domain::MemberId{3}, "once");
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
        const std::int64_t item = shop.addItem(2).value;
        const auto host = shop.open();
        Buyers buyers;
        const Answered first = buyers.send(*host, Buyers::order(3, item, 2, "once"));
        io::Loop loop;
        const std::string key = roles::keys::idempotency("order", domain::MemberId{3}, "once");
        QVERIFY(loop.runUntilDone(shop.keyValue->remove(key, Deadline::in(20s))).value());
        const Answered again = buyers.send(*host, Buyers::order(3, item, 2, "once"));
        QCOMPARE(again.status, first.status);
        QCOMPARE(again.text(), first.text());
        QCOMPARE(buyers.send(*host, Buyers::order(4, item, 1, "late")).code(), "409 SOLD_OUT");
    }

    void aRepetitionOfAnOrderThatHasEndedIsToldSo() {
        Shop shop;
        const std::int64_t item = shop.addItem(5).value;
        const auto host = shop.open();
        const domain::OrderId id = domain::orderIdFor(domain::MemberId{3}, "order:once");
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
        const std::int64_t item = shop.addItem(5).value;
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
        const std::int64_t item = shop.addItem(5).value;
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
        const auto copies = Shop::take(
            loop.runUntilDone(shop.queue->browse(std::string(roles::kOrderQueue), 0, 10, Deadline::in(20s))));
        QCOMPARE(copies.size(), std::size_t{4});
        for (const queue::Delivery& copy : copies)
            QCOMPARE(copy.message.messageId, copies.front().message.messageId);
    }

    void whatTheQueueDoesNotTakeIsHeldBeforeItIsAccepted() {
        Shop shop;
        shop.settings.holdOrders = true;
        FaultyQueue faulty(*shop.queue);
        shop.queueInUse = &faulty;
        const std::int64_t item = shop.addItem(9).value;
        const auto host = shop.open();
        Buyers buyers;
        faulty.refusals = 1;
        const Answered held = buyers.send(*host, Buyers::order(1, item, 2));
        QVERIFY2(held.status == 202, held.body.c_str());
        QCOMPARE(shop.number("SELECT COUNT(*) FROM outbox WHERE topic = 'held-orders' AND key = '" + held.text() + "'"),
                 1);
        QCOMPARE(shop.queued(), 0U);
        QCOMPARE(heldOrders(shop, item), 0);
        QCOMPARE(host->metrics().count("rushlab_orders_held_total"), 1U);
        // Where nobody knows whether the queue has it: perhaps twice on its way, and never lost.
        faulty.silences = 1;
        QCOMPARE(buyers.send(*host, Buyers::order(2, item, 2)).status, 202);
        QCOMPARE(shop.number("SELECT COUNT(*) FROM outbox WHERE topic = 'held-orders'"), 2);
        QCOMPARE(shop.queued(), 1U);
        // Where neither takes it nothing was taken.
        faulty.refusals = 1;
        shop.failing->away = true;
        const Answered refused = buyers.send(*host, Buyers::order(3, item, 2));
        QVERIFY2(refused.status == 503 && refused.says("ENGINE_UNAVAILABLE"), refused.body.c_str());
        QCOMPARE(text(*shop.keyValue, roles::keys::stock(domain::ItemId{item})), "5");
        QCOMPARE(heldOrders(shop, item), 0);
    }

    void aHeldOrderIsOnItsWayWhenTheEnginesNumberIsLost() {
        Shop shop;
        shop.settings.holdOrders = true;
        shop.settings.orderWithin = 2s;
        FaultyQueue faulty(*shop.queue);
        shop.queueInUse = &faulty;
        const std::int64_t item = shop.addItem(2).value;
        const auto host = shop.open();
        Buyers buyers;
        faulty.refusals = 1;
        QCOMPARE(buyers.send(*host, Buyers::order(1, item, 2)).status, 202);
        io::Loop loop;
        QVERIFY(loop.runUntilDone(shop.keyValue->flushAll(Deadline::in(20s))).has_value());
        // The database still has both units, and they are sold: as often as it is asked, for longer than it waits.
        for (int again = 0; again < 3; ++again)
            QCOMPARE(buyers.send(*host, Buyers::order(2, item, 2)).status, 503);
    }

    // The number is made anew only once no order is on its way any more.
    void whatTheEngineLostIsMadeAnewFromTheDatabase() {
        Shop shop;
        const std::int64_t item = shop.addItem(5).value;
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
        const std::int64_t item = shop.addItem(5, "TIME_DEAL", shop.clock().wallNow() - 1h).value;
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
        const std::int64_t item = shop.addItem(5, "TIME_DEAL").value;
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
        const std::int64_t item = shop.addItem(5, "TIME_DEAL").value;
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
};

RUSHLAB_TEST(RolesOrder)

}  // namespace rushlab::test::roles_order
#include "roles_order.moc"
