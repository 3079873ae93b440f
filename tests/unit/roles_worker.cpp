// roles/worker: every order once, whatever happens to the queue, the database and the messages.
#include "io/http_client.h"
#include "roles/coupon_request.h"
#include "roles/keys.h"
#include "roles/outbox.h"
#include "roles/worker/worker_role.h"
#include "tests/support/faulty_queue.h"
#include "tests/support/small_shop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_worker {
using namespace rushlab::test;
using namespace std::chrono_literals;

namespace {

const std::string kOrders(roles::kOrderQueue);
const std::string kDead = roles::deadLetterQueue(roles::kOrderQueue);

std::string reasonOf(const queue::Delivery& letter) {
    for (const auto& [name, value] : letter.message.headers) {
        if (name == roles::kFailureHeader) return value;
    }
    return {};
}

}  // namespace

class RolesWorker : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase_data() { addSqlEngines(); }
    void init() {
        QFETCH_GLOBAL(bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        m_shop = std::make_unique<SmallShop>(postgres);
    }
    void cleanup() {
        m_host.reset();
        m_shop.reset();
    }

    void everyOrderIsCompletedOnceHoweverOftenItComes() {
        start();
        const auto item = m_shop->addItem(1000);
        const auto other = m_shop->addItem(1000);
        for (int i = 0; i < 300; ++i) {
            auto order = m_shop->order(item, 1 + i % 3);
            if (i % 10 == 0) order.lines.push_back({other, 2, 50});
            m_shop->publish(order);
            if (i % 7 == 0) m_shop->publish(order);
        }
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'"), 300);
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM order_lines"), 330);
        QCOMPARE(m_shop->quantity(item), 1000 - 600);
        QCOMPARE(m_shop->quantity(other), 1000 - 60);
        QCOMPARE(m_host->metrics().count("rushlab_orders_completed_total"), 300U);
        QCOMPARE(m_host->metrics().count("rushlab_orders_known_total"), 43U);
        QVERIFY(m_shop->becomes([this] { return m_shop->number("SELECT COUNT(*) FROM outbox") == 0; }));
        QCOMPARE(m_shop->events(std::string(roles::kOrderEvents)).size(), 300U);
    }

    void unitsThatNobodyTookAreTakenHereAndWhoComesTooLateIsCanceled() {
        start();
        const auto item = m_shop->addItem(10);
        for (int i = 0; i < 16; ++i) {
            auto order = m_shop->order(item, 1 + i % 2);
            order.unitsAreHeld = false;
            order.strategy = "mq-list";
            m_shop->publish(order);
            if (i % 5 == 0) m_shop->publish(order);
            if (i == 7) QVERIFY(m_shop->run(m_shop->keyValue->flushAll(Deadline::in(20s))));
        }
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->quantity(item), 0);
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders"), 16);
        const std::string sold =
            "SELECT CAST(COALESCE(SUM(l.count), 0) AS BIGINT) FROM orders o JOIN order_lines l ON l.order_id = o.id "
            "WHERE o.status = 'COMPLETED'";
        QCOMPARE(m_shop->number(sold), 10);
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM stock_units WHERE order_id IS NOT NULL"), 10);
        QCOMPARE(m_host->metrics().count("rushlab_worker_dead_letters_total"), 0U);
    }

    void whatIsStoredIsNoLongerPendingUnlessItMayBeOrderedAgain() {
        start();
        const auto item = m_shop->addItem(2);
        const auto once = m_shop->order(item);
        auto keyed = m_shop->order(item);
        keyed.id = domain::orderIdFor(keyed.member, "a key");
        const auto refused = m_shop->order(item, 3);
        for (const domain::OrderMessage* order : std::vector<const domain::OrderMessage*>{&once, &keyed, &refused}) {
            const std::string key = roles::keys::pending(order->id);
            QVERIFY(m_shop->run(m_shop->keyValue->set(key, "42", {}, Deadline::in(20s))));
            m_shop->publish(*order);
        }
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders"), 2);
        QVERIFY(!isPending(once.id));
        QVERIFY(isPending(keyed.id));
        QVERIFY(isPending(refused.id));
    }

    // The stock has fallen past the rows, as an order of another way makes it fall.
    void whatNobodyTookAndTheStockDoesNotCoverIsCanceledAndItsRowsAreFree() {
        start();
        const auto item = m_shop->addItem(10);
        const auto queued = [&](std::int64_t count) {
            auto order = m_shop->order(item, count);
            order.unitsAreHeld = false;
            m_shop->publish(order);
            return order.id;
        };
        const auto first = queued(2);
        QVERIFY(settlesIn(kOrders));
        QVERIFY(execute(*m_shop->database, "UPDATE stock SET quantity = 1"));
        const auto tooMany = queued(3);
        QVERIFY(settlesIn(kOrders));
        const auto last = queued(1);
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->quantity(item), 0);
        QCOMPARE(rowsOf(first) + rowsOf(last), 3);
        QCOMPARE(rowsOf(tooMany), 0);
        QCOMPARE(
            m_shop->number("SELECT COUNT(*) FROM orders WHERE status = 'CANCELED' AND id = '" + tooMany.value + "'"),
            1);
        QCOMPARE(m_host->metrics().count("rushlab_orders_canceled_total"), 1U);
        QCOMPARE(m_host->metrics().count("rushlab_worker_dead_letters_total"), 0U);
        QVERIFY(m_shop->becomes([this] { return m_shop->number("SELECT COUNT(*) FROM outbox") == 0; }));
        QCOMPARE(m_shop->events(std::string(roles::kOrderEvents)).size(), 3U);
    }

    void aTimeDealIsStoredAsReserved() {
        start();
        auto order = m_shop->order(m_shop->addItem(5, "TIME_DEAL"), 2);
        order.reservedUntil = m_shop->clock().wallNow() + 120s;
        m_shop->publish(order);
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders WHERE status = 'RESERVED' AND expires_at IS NOT NULL"), 1);
    }

    void whatTheStockDoesNotCoverGoesThroughTheRetriesAndDies() {
        start();
        const auto item = m_shop->addItem(5);
        const auto plenty = m_shop->addItem(100);
        for (int i = 0; i < 8; ++i)
            m_shop->publish(m_shop->order(item));
        for (int i = 0; i < 20; ++i)
            m_shop->publish(m_shop->order(plenty));
        QVERIFY(m_shop->becomes([this] { return m_shop->stats(kDead).ready == 3; }));
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->quantity(item), 0);
        QCOMPARE(m_shop->quantity(plenty), 80);
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders"), 25);
        QCOMPARE(m_host->metrics().count("rushlab_worker_retries_total"), 9U);
        QCOMPARE(m_host->metrics().count("rushlab_worker_dead_letters_total"), 3U);
    }

    void poisonIsSetApartAndTheOthersAreCompleted() {
        start();
        const auto item = m_shop->addItem(100);
        for (int i = 0; i < 60; ++i) {
            auto order = m_shop->order(item);
            if (i == 13) m_shop->publish(kOrders, "{\"order\":7}", "poison");
            // The database can not hold a zero byte: the whole transaction fails, and the culprit has to be found.
            if (i == 29) order.strategy = std::string("a\0b", 3);
            m_shop->publish(order);
        }
        QVERIFY(m_shop->becomes([this] { return m_shop->stats(kDead).ready == 2; }));
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders"), 59);
        QCOMPARE(m_shop->quantity(item), 41);
        const auto letters = m_shop->take(m_shop->run(m_shop->queue->browse(kDead, 0, 10, Deadline::in(20s))));
        QCOMPARE(letters.size(), 2U);
        QCOMPARE(letters[0].message.messageId, std::string("poison"));
        QVERIFY(reasonOf(letters[0]).starts_with("This is no order"));
        QVERIFY(!reasonOf(letters[1]).empty());
    }

    void aDatabaseThatIsAwayCostsNoAttempt() {
        m_shop->failing->away = true;
        start();
        const auto item = m_shop->addItem(100);
        for (int i = 0; i < 40; ++i)
            m_shop->publish(m_shop->order(item));
        QVERIFY(m_shop->becomes([this] { return m_shop->failing->refused >= 8; }));
        m_shop->failing->away = false;
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders"), 40);
        QCOMPARE(m_host->metrics().count("rushlab_worker_retries_total"), 0U);
        QCOMPARE(m_host->metrics().count("rushlab_worker_dead_letters_total"), 0U);
    }

    void aConsumerThatIsDroppedAgainAndAgainCompletesEachOrderOnce() {
        constexpr int kAll = 2000;
        constexpr int kDrops = 20;
        const auto item = m_shop->addItem(kAll);
        start();
        m_host->stop(Deadline::in(20s));
        std::vector<domain::OrderMessage> orders;
        for (int i = 0; i < kAll; ++i)
            orders.push_back(m_shop->order(item));
        m_shop->run(publishAll(*m_shop->queue, orders));
        start();
        for (int drop = 1; drop <= kDrops; ++drop) {
            const auto reached = static_cast<std::uint64_t>(drop * (kAll / (kDrops + 5)));
            QVERIFY(m_shop->becomes([&] { return completed() >= reached; }));
            QVERIFY(m_shop->becomes([&] { return dropOne(); }));
        }
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'"), kAll);
        QCOMPARE(m_shop->quantity(item), 0);
        QVERIFY(m_host->metrics().count("rushlab_worker_consumers_reopened_total") >= 1);
    }

    void aWorkerThatIsKilledLeavesNothingUndoneToTheNext() {
        const auto item = m_shop->addItem(500);
        start();
        for (int i = 0; i < 500; ++i)
            m_shop->publish(m_shop->order(item));
        m_host->kill();
        start();
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders"), 500);
        QCOMPARE(m_shop->quantity(item), 0);
    }

    void heldOrdersAreCompletedOnceTheQueueTakesThemAndHoldUpNothingElse() {
        FaultyQueue faulty(*m_shop->queue);
        m_shop->queueInUse = &faulty;
        faulty.refusals = 1'000'000;
        const auto item = m_shop->addItem(100);
        std::vector<domain::OrderMessage> orders;
        for (int i = 0; i < 20; ++i) {
            const auto& order = orders.emplace_back(m_shop->order(item));
            const auto hold = [&order](sql::Session& session) {
                return roles::writeOutbox(session, roles::kHeldOrders, order.id.value, domain::encode(order),
                                          order.acceptedAt);
            };
            QVERIFY(transact(*m_shop->database, hold));
        }
        start();
        m_shop->publish(m_shop->order(item));  // by somebody who still reaches it
        QVERIFY(m_shop->becomes([this] { return completed() == 1; }));
        QVERIFY(m_shop->becomes([this] { return m_shop->number("SELECT COUNT(*) FROM outbox") == 20; }));
        QCOMPARE(m_shop->events(std::string(roles::kOrderEvents)).size(), 1U);
        // One of them came to the queue although nobody heard so.
        m_shop->publish(orders.front());
        faulty.silences = 1;
        faulty.refusals = 0;
        QVERIFY(m_shop->becomes([this] { return m_shop->number("SELECT COUNT(*) FROM outbox") == 0; }));
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'"), 21);
        QCOMPARE(m_shop->quantity(item), 100 - 21);
        QCOMPARE(m_host->metrics().count("rushlab_held_orders_relayed_total"), 20U);
        m_host.reset();
        m_shop->queueInUse = nullptr;
    }

    void deadLettersAreForTheAdminAlone() {
        m_shop->settings.adminToken = "let me in";
        start();
        for (const auto& [method, target] : {std::pair(io::HttpMethod::Get, "/worker/dlq"),
                                             std::pair(io::HttpMethod::Post, "/worker/dlq/reprocess")}) {
            const std::string refused = ask(method, target, "let me on");
            QVERIFY2(refused.find("ACCESS_DENIED") != std::string::npos, refused.c_str());
        }
    }

    void deadLettersAreShownAndRedriven() {
        m_shop->settings.adminToken = "let me in";
        start();
        const auto item = m_shop->addItem(1);
        for (int i = 0; i < 4; ++i)
            m_shop->publish(m_shop->order(item));
        QVERIFY(m_shop->becomes([this] { return m_shop->stats(kDead).ready == 3; }));
        const std::string shown = ask(io::HttpMethod::Get, "/worker/dlq");
        QVERIFY2(shown.find("\"depth\":3") != std::string::npos, shown.c_str());
        const std::string dry = ask(io::HttpMethod::Post, "/worker/dlq/reprocess?dryRun=true&batchSize=2");
        QVERIFY2(dry.find("\"count\":2") != std::string::npos, dry.c_str());
        QCOMPARE(m_shop->stats(kDead).ready, 3U);
        const std::string wrong = ask(io::HttpMethod::Post, "/worker/dlq/reprocess?target=moon");
        QVERIFY2(wrong.find("VALIDATION_ERROR") != std::string::npos, wrong.c_str());
        const auto restocked = execute(*m_shop->database, "UPDATE stock SET quantity = 2");
        QVERIFY(restocked);
        const std::string moved = ask(io::HttpMethod::Post, "/worker/dlq/reprocess?batchSize=2");
        QVERIFY2(moved.find("\"count\":2") != std::string::npos, moved.c_str());
        QVERIFY(settlesIn(kOrders));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM orders"), 3);
        QCOMPARE(m_shop->stats(kDead).ready, 1U);
        (void)ask(io::HttpMethod::Post, "/worker/dlq/reprocess?target=retry");
        QVERIFY(m_shop->becomes([this] { return m_host->metrics().count("rushlab_worker_dead_letters_total") == 4; }));
        QVERIFY(m_shop->becomes([this] { return m_shop->stats(kDead).ready == 1; }));
    }

    void eachCouponHasOneAccountAndEachRequestOneCoupon() {
        m_shop->settings.couponsARefill = 7;
        start();
        for (int i = 0; i < 30; ++i)
            QVERIFY(execute(*m_shop->database, "INSERT INTO coupons (id) VALUES ('" + randomUuid() + "')"));
        const std::string coupons(roles::kCouponQueue);
        for (int i = 1; i <= 40; ++i) {
            const roles::CouponRequest request{randomUuid(), {i}};
            m_shop->publish(coupons, roles::encode(request), request.id);
            if (i % 4 == 0) m_shop->publish(coupons, roles::encode(request), request.id);
            // The key-value engine forgets everything now and then.
            if (i % 15 == 0) QVERIFY(m_shop->run(m_shop->keyValue->flushAll(Deadline::in(20s))));
        }
        QVERIFY(settlesIn(coupons));
        QCOMPARE(m_shop->number("SELECT COUNT(DISTINCT account_id) FROM coupons"), 30);
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM coupon_requests"), 30);
        QCOMPARE(m_host->metrics().count("rushlab_coupons_given_total"), 30U);
    }

  private:
    void start() { m_host = m_shop->open("worker", "worker-1", roles::makeWorkerRole); }
    std::uint64_t completed() const { return m_host->metrics().count("rushlab_orders_completed_total"); }
    bool isPending(const domain::OrderId& order) {
        const std::string key = roles::keys::pending(order);
        return SmallShop::take(m_shop->run(m_shop->keyValue->exists(key, Deadline::in(20s))));
    }
    std::int64_t rowsOf(const domain::OrderId& order) {
        return m_shop->number("SELECT COUNT(*) FROM stock_units WHERE order_id = '" + order.value + "'");
    }
    // Nothing of the queue is ready, held or put off.
    bool settlesIn(const std::string& queue) {
        return m_shop->becomes([&] {
            for (std::size_t retry = 1; retry <= m_shop->settings.retryDelays.size(); ++retry) {
                if (m_shop->depth(roles::retryQueue(queue, retry)) > 0) return false;
            }
            return m_shop->depth(queue) == 0;
        });
    }
    bool dropOne() {
        const auto stats = m_shop->stats(kOrders);
        return !stats.consumers.empty() && m_shop->queue->dropConsumer(stats.consumers.front().id);
    }
    static io::Awaitable<> publishAll(queue::WorkQueue& queue, const std::vector<domain::OrderMessage>& orders) {
        for (const domain::OrderMessage& order : orders) {
            queue::Message message;
            message.routingKey = kOrders;
            message.body = domain::encode(order);
            message.messageId = order.id.value;
            const auto confirmed = co_await queue.publish(std::move(message), Deadline::in(60s));
            if (!confirmed) qFatal("%s", confirmed.error().message.c_str());
        }
    }
    std::string ask(io::HttpMethod method, std::string_view target, std::string_view token = "let me in") {
        io::HttpClient client(m_shop->loop(), {});
        io::HttpCall call(method, std::string(target));
        call.field("Authorization", fmt::format("Bearer {}", token));
        const auto reply = m_shop->run(client.call(m_host->endpoint(), std::move(call), Deadline::in(20s)));
        return reply ? std::string(reply->body()) : reply.error().message;
    }
    std::unique_ptr<SmallShop> m_shop;
    std::unique_ptr<roles::RoleHost> m_host;
};

RUSHLAB_TEST(RolesWorker)

}  // namespace rushlab::test::roles_worker
#include "roles_worker.moc"
