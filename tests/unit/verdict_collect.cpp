// verdict/: what is collected is what the stores hold, on every database: all pages of it, and each fault that is
// planted in a store is found.
#include "domain/order_message.h"
#include "tests/contract/sql_engines.h"
#include "tests/support/embedded_engines.h"
#include "tests/support/sold_orders.h"
#include "tests/support/test_program.h"
#include "verdict/collect.h"
#include "verdict/sale_checks.h"

namespace rushlab::test::verdict_collect {
using namespace std::chrono_literals;
using verdict::Verdict;

namespace {

constexpr std::int64_t kOrders = 5'200;  // more than one page

struct Shop {
    explicit Shop(bool postgres) : engines(clock), own(postgres) {
        sql::Settings settings;
        settings.url = own.url();
        auto opened = sql::openDatabase(settings, Log::silent());
        if (!opened) qFatal("%s", opened.error().message.c_str());
        database = *std::move(opened);
        must([](sql::Session& session) { return test::sellAtOnce(session, kOrders); });
        for (const char* queue : {"orders", "orders.retry.1", "orders.dlq"})
            check(loop.runUntilDone(engines.ports().queue.declareQueue(queue, {}, Deadline::in(20s))));
        check(loop.runUntilDone(engines.ports().keyValue.set("stock:1", "0", Deadline::in(20s))));
        record.whole = true;
        for (std::int64_t number = 1; number <= kOrders; ++number) {
            verdict::Attempt attempt;
            attempt.member = domain::MemberId{number};
            attempt.item = domain::ItemId{test::kSoldItem};
            attempt.units = 1;
            attempt.outcome = verdict::Outcome::Ok;
            attempt.status = 202;
            attempt.sent = attempt.answered = std::chrono::milliseconds(1);
            std::ranges::copy(test::soldOrderId(number), attempt.order.begin());
            record.attempts.push_back(attempt);
        }
    }

    template <class T>
    static void check(const Result<T>& result) {
        if (!result) qFatal("%s", result.error().message.c_str());
    }
    template <class F>
    void must(F work) {
        check(loop.runUntilDone(database->transact(Deadline::in(60s), std::move(work))));
    }
    void execute(std::string statement) {
        must([statement](sql::Session& session) -> Result<> {
            auto done = session.execute(statement);
            return done ? Result<>{} : pass(std::move(done));
        });
    }
    verdict::StoresState collect() {
        const verdict::Stores stores{engines.ports().keyValue, engines.ports().queue, *database};
        std::vector<verdict::WatchedItem> items{{domain::ItemId{test::kSoldItem}, "stock:1", "reservations:1"}};
        verdict::WatchedQueues queues{{"orders", "orders.retry.1"}, "orders.dlq"};
        auto state =
            loop.runUntilDone(verdict::collectSale(stores, std::move(items), std::move(queues), Deadline::in(60s)));
        check(state);
        return *std::move(state);
    }
    // The checks that do not pass.
    QStringList faults() {
        const auto state = collect();
        QStringList names;
        for (const verdict::Check& one : verdict::checkSale(record, state, {.countsInKeyValue = true})) {
            if (one.outcome != Verdict::Pass) names << QString::fromStdString(one.name);
        }
        return names;
    }

    RealClock clock;
    test::EmbeddedEngines engines;
    test::OwnDatabase own;
    std::unique_ptr<sql::Database> database;
    io::Loop loop;
    verdict::Record record;
};

}  // namespace

class VerdictCollect : public QObject {
    Q_OBJECT
  private slots:
    void whatIsPlantedInAStoreIsFound_data() {
        QTest::addColumn<bool>("postgres");
        QTest::newRow("SQLite") << false;
        QTest::newRow("PostgreSQL") << true;
    }
    void whatIsPlantedInAStoreIsFound() {
        QFETCH(bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        Shop shop(postgres);
        const auto state = shop.collect();
        QCOMPARE(state.orders.size(), static_cast<std::size_t>(kOrders));
        QCOMPARE(state.items[0].initial, kOrders);
        QCOMPARE(state.items[0].keyValueStock, std::optional<std::int64_t>(0));
        QVERIFY(std::ranges::is_sorted(state.orders, {}, &verdict::StoredOrder::key));
        QCOMPARE(shop.faults(), QStringList());

        // An order of two lines that was completed twice.
        shop.execute("INSERT INTO order_lines (order_id, line, item_id, count, price) VALUES ('" +
                     test::soldOrderId(5'100) + "', 2, 1, 1, 5)");
        QCOMPARE(shop.faults(), (QStringList{"sold", "oversold", "duplicated", "storesAgree"}));
        shop.execute("DELETE FROM order_lines WHERE line = 2");
        // One that was lost, on the last page.
        const std::string last = test::soldOrderId(kOrders);
        shop.execute("DELETE FROM order_lines WHERE order_id = '" + last + "'");
        shop.execute("DELETE FROM orders WHERE id = '" + last + "'");
        QCOMPARE(shop.faults(), (QStringList{"lost", "storesAgree"}));
        shop.execute("UPDATE stock SET quantity = 1");
        QCOMPARE(shop.faults(), (QStringList{"lost", "storesAgree"}));  // the key-value engine's number is off
        Shop::check(shop.loop.runUntilDone(shop.engines.ports().keyValue.set("stock:1", "1", Deadline::in(20s))));
        QCOMPARE(shop.faults(), QStringList{"lost"});
        shop.record.attempts.pop_back();
        QCOMPARE(shop.faults(), QStringList());
    }

    void whatIsOnItsWayIsSeen() {
        Shop shop(false);
        auto& ports = shop.engines.ports().queue;
        domain::OrderMessage order;
        order.id = domain::OrderId{test::soldOrderId(7)};
        order.member = domain::MemberId{7};
        order.lines = {{domain::ItemId{1}, 1, 5}};
        queue::Message message;
        message.routingKey = "orders";
        message.body = domain::encode(order);
        Shop::check(shop.loop.runUntilDone(ports.publish(message, Deadline::in(20s))));
        QCOMPARE(shop.faults(), QStringList{"drained"});
        message.routingKey = "orders.dlq";
        message.headers = {{"x-failure", "it is poison"}};
        Shop::check(shop.loop.runUntilDone(ports.publish(message, Deadline::in(20s))));
        const auto state = shop.collect();
        QCOMPARE(state.deadLetterCount, 1U);
        QCOMPARE(state.deadLetters[0].order, test::soldOrderId(7));
        QCOMPARE(state.deadLetters[0].why, "it is poison");
        Shop::check(shop.loop.runUntilDone(shop.engines.ports().keyValue.sortedAdd(
            "reservations:1", 1, test::soldOrderId(9) + ":3", Deadline::in(20s))));
        QCOMPARE(shop.collect().items[0].heldUnits, 3);
    }

    void anItemThatIsNotThereIsSaid() {
        Shop shop(false);
        const verdict::Stores stores{shop.engines.ports().keyValue, shop.engines.ports().queue, *shop.database};
        std::vector<verdict::WatchedItem> items{{domain::ItemId{99}, "a", "b"}};
        const auto state =
            shop.loop.runUntilDone(verdict::collectSale(stores, std::move(items), {}, Deadline::in(60s)));
        QVERIFY(!state);
        QCOMPARE(state.error().code, ErrorCode::NotFound);
    }
};

RUSHLAB_TEST(VerdictCollect)

}  // namespace rushlab::test::verdict_collect
#include "verdict_collect.moc"
