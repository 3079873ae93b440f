// The ways of real orders through a whole lab: placed over HTTP at its gateway, followed to the event log.
#include <set>

#include "base/json.h"
#include "lab/open_lab.h"
#include "roles/queues.h"
#include "tests/support/opened_lab.h"
#include "tests/support/shop_client.h"
#include "tests/support/test_program.h"

namespace rushlab::test::lab_order_ways {
using namespace std::chrono_literals;

class LabOrderWays : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    RealClock m_clock;
    io::Loop m_loop;
    test::ShopClient m_client{m_loop};
    std::unique_ptr<lab::Lab> m_lab;
    std::unique_ptr<lab::OpenLab> m_seen;
    std::string m_login;

    void open(roles::ShopSettings shop = {}, bool keepOrderWays = true) {
        m_login = "7";
        lab::LabOptions options;
        options.portBase = 0;
        options.shop = std::move(shop);
        options.shop.trustUserNumber = true;
        options.shop.orderWithin = 60s;
        options.shop.answerWithin = 60s;
        options.keepOrderWays = keepOrderWays;
        auto lab = test::openLab(m_folder, m_clock, std::move(options));
        QVERIFY2(lab, lab ? "" : lab.error().message.c_str());
        m_lab = *std::move(lab);
        m_seen = std::make_unique<lab::OpenLab>(*m_lab, 1, lab::Purpose::Run, "a sale");
    }

    test::Reply call(io::HttpMethod method, std::string path, std::string body = "", std::string key = "") {
        test::CallFields fields;
        fields.authorization = m_login;
        fields.key = std::move(key);
        return m_loop.runUntilDone(
            m_client.send(m_lab->gateway(), test::ShopClient::callOf(method, "/api" + path, std::move(body), fields)));
    }
    std::int64_t addItem(int stock, const std::string& more = "") {
        const auto made = call(io::HttpMethod::Post, "/items",
                               fmt::format(R"({{"name":"a thing","price":100,"stockQuantity":{}{}}})", stock, more));
        if (made.status != 201) qFatal("%s", made.body.c_str());
        return made.number("itemNumber");
    }
    test::Reply order(std::int64_t item, std::string key = "") {
        return call(io::HttpMethod::Post, "/order", fmt::format(R"({{"itemNumber":{},"count":1}})", item),
                    std::move(key));
    }

    // "gateway-1 arrived", in the order of their time; an instance of a role of several is told by its role.
    QStringList way(const std::string& id) const {
        QStringList steps;
        for (const lab::OrderStep& step : m_seen->wayOf(id)) {
            const QString where = QString::fromStdString(step.where).section('-', 0, 0);
            steps += QString("%1 %2 %3").arg(where, step.what.c_str(), step.detail.c_str()).trimmed();
        }
        return steps;
    }
    // Those of them, in this order, with whatever between them.
    static QString firstMissing(const QStringList& way, const QStringList& wanted) {
        qsizetype at = -1;
        for (const QString& step : wanted) {
            at = way.indexOf(QRegularExpression(QRegularExpression::anchoredPattern(step)), at + 1);
            if (at < 0) return step + " is not where it should be in:\n" + way.join('\n');
        }
        return {};
    }
    bool has(const std::string& id, const QString& step) const { return way(id).contains(step); }

  private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void cleanup() {
        if (m_seen) m_seen->letGo();
        if (m_lab) QVERIFY(m_lab->stop(Deadline::in(30s)));
        m_seen.reset();
        m_lab.reset();
    }

    void anOrderIsFollowedFromTheGatewayToTheEventLog() {
        open();
        const auto placed = order(addItem(10));
        QCOMPARE(placed.status, 202);
        const std::string id = placed.text();
        QCOMPARE(m_seen->orders(), std::vector<std::string>{id});
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "worker in the event log order-events"), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "worker acknowledged"), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "gateway answered 202"), 60'000);
        const QStringList all = way(id);
        QCOMPARE(firstMissing(all, {"gateway arrived", "gateway forwarded order-[12]", "order received",
                                    "order units taken", "order published", "order confirmed by the queue",
                                    "order answered ACCEPTED", "gateway answered 202"}),
                 QString());
        QCOMPARE(firstMissing(all, {"order published", "worker taken from the queue", "worker stored COMPLETED",
                                    "worker in the event log order-events"}),
                 QString());
        QCOMPARE(firstMissing(all, {"worker stored COMPLETED", "worker acknowledged"}), QString());
        QCOMPARE(all.size(), 12);
        const auto steps = m_seen->wayOf(id);
        QVERIFY(std::ranges::is_sorted(steps, {}, &lab::OrderStep::at));
        QVERIFY(steps.front().at > 0us && steps.back().at <= m_lab->age() + 1ms);
        const auto received =
            std::ranges::find(steps, std::string("received"), [](const lab::OrderStep& step) { return step.what; });
        QCOMPARE(received->where, steps[1].detail);
    }

    void anOrderThatIsSoldOutEndsAtTheOrderRole() {
        open();
        const auto item = addItem(1);
        QCOMPARE(order(item).status, 202);
        QCOMPARE(order(item).code(), std::string("SOLD_OUT"));
        const auto orders = m_seen->orders();
        QCOMPARE(orders.size(), std::size_t{2});
        QTRY_VERIFY_WITH_TIMEOUT(has(orders.back(), "gateway answered 409"), 60'000);
        const QStringList all = way(orders.back());
        QCOMPARE(firstMissing(all, {"gateway arrived", "gateway forwarded order-[12]", "order received",
                                    "order sold out", "order answered SOLD_OUT", "gateway answered 409"}),
                 QString());
        QCOMPARE(all.size(), 6);
    }

    void whatIsRefusedBeforeItIsAnOrderIsNotAmongThem() {
        open();
        QCOMPARE(order(4'711).status, 404);
        QVERIFY(m_seen->orders().empty());
    }

    void aRepeatedRequestIsOnTheWayOfItsOrder() {
        open();
        const auto item = addItem(10);
        const std::string id = order(item, "a-key").text();
        QCOMPARE(order(item, "a-key").text(), id);
        QCOMPARE(m_seen->orders(), std::vector<std::string>{id});
        QTRY_COMPARE_WITH_TIMEOUT(way(id).count("gateway answered 202"), 2, 60'000);
        QCOMPARE(firstMissing(way(id), {"gateway arrived", "order answered ACCEPTED", "gateway answered 202",
                                        "gateway arrived", "order known by its key ACCEPTED", "gateway answered 202"}),
                 QString());
    }

    // It stands still, so that it settles nothing before its consumer is lost.
    void aMessageThatIsDeliveredAgainIsToldAgain() {
        open();
        const auto item = addItem(10);
        QVERIFY(m_lab->pauseInstance("worker-1"));
        const std::string id = order(item).text();
        const auto held = [this] {
            const auto stats =
                m_loop.runUntilDone(m_lab->ports().queue.stats(std::string(roles::kOrderQueue), Deadline::in(60s)));
            return stats ? stats->unacked : 0;
        };
        QTRY_COMPARE_WITH_TIMEOUT(held(), std::uint64_t{1}, 60'000);
        QCOMPARE(m_lab->dropConsumers(roles::kOrderQueue, Deadline::in(60s)).value_or(0), std::size_t{1});
        QVERIFY(m_lab->resumeInstance("worker-1"));
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "worker acknowledged"), 60'000);
        // What it was given first may still be done, before or after.
        const QStringList all = way(id);
        QCOMPARE(firstMissing(all, {"order published", "worker delivered again",
                                    "worker (stored COMPLETED|was stored before)", "worker acknowledged"}),
                 QString());
        QCOMPARE(all.count("worker stored COMPLETED"), 1);
    }

    void whatTheStockDoesNotCoverIsPutOffAndEndsAmongTheDead() {
        roles::ShopSettings shop;
        shop.retryDelays = {1ms, 1ms};
        open(std::move(shop));
        const auto item = addItem(10);
        QVERIFY(m_lab->pauseInstance("worker-1"));
        const std::string id = order(item).text();
        sql::Database& database = m_lab->ports().database;
        const auto emptied = m_loop.runUntilDone(database.transact(Deadline::in(60s), [item](sql::Session& session) {
            return session.execute("UPDATE stock SET quantity = 0 WHERE item_id = ?", {item});
        }));
        QVERIFY(emptied);
        QVERIFY(m_lab->resumeInstance("worker-1"));
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "worker dead letter orders.dlq"), 60'000);
        // It may be taken from the queue again before its putting off is confirmed, but not tried.
        const QStringList all = way(id);
        QCOMPARE(firstMissing(all, {"worker taken from the queue", "worker not covered by the stock",
                                    "worker put off orders.retry.1", "worker not covered by the stock",
                                    "worker put off orders.retry.2", "worker not covered by the stock",
                                    "worker dead letter orders.dlq"}),
                 QString());
        QCOMPARE(all.count("worker taken from the queue"), 3);
    }

    void aReservationThatIsNotPaidExpiresAndItsUnitsGoBack() {
        roles::ShopSettings shop;
        shop.reservedFor = 50ms;
        shop.overdueEvery = 50ms;
        open(std::move(shop));
        const auto item = addItem(10, R"(,"type":"TIME_DEAL","startAt":"2020-01-01T00:00:00Z")");
        const std::string id = order(item).text();
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "worker units given back"), 60'000);
        QCOMPARE(firstMissing(way(id), {"order units taken", "worker stored RESERVED", "scheduler expired"}),
                 QString());
        QTRY_COMPARE_WITH_TIMEOUT(way(id).count("worker in the event log order-events"), 2, 60'000);
    }

    void aLockIsHeldAroundWhatItGuards() {
        roles::ShopSettings shop;
        shop.strategy = "pubsub-lock";
        open(std::move(shop));
        const auto placed = order(addItem(10));
        QCOMPARE(placed.status, 201);
        const std::string id = placed.text();
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "worker in the event log order-events"), 60'000);
        QCOMPARE(firstMissing(way(id),
                              {"order lock held", "order stock read 10", "order units taken and order stored COMPLETED",
                               "order lock released", "order answered CREATED"}),
                 QString());
    }

    void anOrderOfManyLinesIsFollowedUntilItIsCanceled() {
        open();
        const auto member = call(io::HttpMethod::Post, "/members", R"({"name":"Mina","address":"Seoul"})");
        m_login = std::to_string(member.number("memberId"));
        const auto placed =
            call(io::HttpMethod::Post, "/orders",
                 fmt::format(R"({{"memberId":{},"orderItems":[{{"itemId":{},"count":1}},{{"itemId":{},"count":2}}]}})",
                             m_login, addItem(10), addItem(10)));
        QVERIFY2(placed.status == 201, placed.body.c_str());
        const std::string id = placed.text();
        QCOMPARE(call(io::HttpMethod::Delete, "/orders/" + id + "/cancel").status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(way(id).count("worker units given back"), 2, 60'000);
        QCOMPARE(firstMissing(way(id), {"gateway arrived", "order received", "order units taken", "order units taken",
                                        "order units taken and order stored COMPLETED", "order answered CREATED",
                                        "order canceled", "worker units given back"}),
                 QString());
    }

    void aReservationIsFollowedUntilItIsPaid() {
        open();
        const std::string id = order(addItem(10, R"(,"type":"TIME_DEAL","startAt":"2020-01-01T00:00:00Z")")).text();
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "worker stored RESERVED"), 60'000);
        QCOMPARE(call(io::HttpMethod::Post, "/order/" + id).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(way(id).count("worker in the event log order-events"), 3, 60'000);
        QCOMPARE(firstMissing(way(id), {"worker stored RESERVED", "order paid"}), QString());
    }

    void aClosedLabStillTellsItsOrders() {
        open();
        const std::string id = order(addItem(10)).text();
        QTRY_VERIFY_WITH_TIMEOUT(has(id, "worker in the event log order-events"), 60'000);
        m_seen->letGo();
        QVERIFY(m_lab->stop(Deadline::in(30s)));
        m_lab.reset();
        QCOMPARE(m_seen->orders(), std::vector<std::string>{id});
        QVERIFY(has(id, "worker stored COMPLETED"));
    }

    void whereNobodyLooksOnNothingIsKept() {
        open({}, false);
        QCOMPARE(order(addItem(10)).status, 202);
        QVERIFY(!m_lab->orderWays());
        QVERIFY(m_seen->orders().empty());
        QVERIFY(m_seen->wayOf("0190").empty());
    }
};

RUSHLAB_TEST(LabOrderWays)

}  // namespace rushlab::test::lab_order_ways
#include "lab_order_ways.moc"
