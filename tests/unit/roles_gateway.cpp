// roles/gateway: where a request goes, what happens when nobody is there, and what is told of it.
#include "tests/unit/roles_gateway.h"
#include "roles/openapi.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_gateway {
using namespace std::chrono_literals;
using namespace std::string_literals;

class RolesGateway : public QObject, protected test::GatewayShop {
    Q_OBJECT
  private slots:
    void init() { openShop(); }
    void cleanup() { closeShop(); }

    void aPathGoesToItsRole_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("reaches");
        QTest::newRow("item") << "/api/item/7?x=%20y"
                              << "item-1 GET /item/7?x=%20y\n";
        QTest::newRow("items") << "/api/items"
                               << "item-1 GET /items\n";
        QTest::newRow("members") << "/api/members"
                                 << "item-1 GET /members\n";
        QTest::newRow("orders") << "/api/orders?page=1"
                                << "order-1 GET /orders?page=1\n";
        QTest::newRow("chat") << "/api/chat/rooms/1/messages"
                              << "chat-1 GET /chat/rooms/1/messages\n";
        QTest::newRow("encoded") << "/api/%69tem/7"
                                 << "item-1 GET /%69tem/7\n";
    }
    void aPathGoesToItsRole() {
        QFETCH(QString, path);
        QFETCH(QString, reaches);
        openGateway();
        io::HttpCall call = get(path.toStdString());
        call.field("Authorization", "42");
        const auto reply = ask(std::move(call));
        QVERIFY2(reply, reply ? "" : reply.error().message.c_str());
        QVERIFY2(reply->body().starts_with(reaches.toStdString()), std::string(reply->body()).c_str());
        QCOMPARE(reply->field("X-Of-Role").value_or(""), "yes");
    }

    void whereOneInstanceIsGoneTheOtherAnswers() {
        m_instances["order-2"] = open<Echo>("order-2");
        openGateway();
        m_instances["order-1"]->kill();
        for (int i = 0; i < 20; ++i) {
            io::HttpCall call = order();
            call.field("Authorization", "42");
            const auto reply = ask(std::move(call));
            QCOMPARE(reply->status(), 202);
            QVERIFY(reply->body().starts_with("order-2"));
        }
        QVERIFY(m_gateway->metrics().count("rushlab_sent_elsewhere_total") <= 2U);  // then it is left out
    }

    void equalInstancesShareTheLoad() {
        m_instances["item-2"] = open<Echo>("item-2");
        openGateway();
        int first = 0;
        for (int i = 0; i < 40; ++i)
            first += ask(get("/api/item/1"))->body().starts_with("item-1") ? 1 : 0;
        QVERIFY(first >= 10 && first <= 30);
    }

    void whereNobodyIsLeftTheAnswerIs503() {
        openGateway();
        m_instances["order-1"]->kill();
        io::HttpCall call = order();
        call.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(call)), "503 ENGINE_UNAVAILABLE"s);
        QCOMPARE(outcomeOf(get("/api/stock/1")), "503 ENGINE_UNAVAILABLE"s);  // nobody ever was
        QCOMPARE(m_gateway->metrics().count("rushlab_orders_failed_total"), 1U);
    }

    void anOrderThatIsNotAnsweredIsUnknownAndNotRepeated() {
        m_settings.orderWithin = 100ms;
        m_instances["order-2"] = open<Echo>("order-2");
        openGateway();
        io::HttpCall call = order("slow");
        call.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(call)), "504 OUTCOME_UNKNOWN"s);
        QCOMPARE(m_gateway->metrics().count("rushlab_sent_elsewhere_total"), 0U);
    }

    void whatBreaksUnderAnOrderIsUnknownAndSentElsewhereOnlyWhereTheRoleTellsRepetitions_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("connection");
        QTest::addColumn<int>("sent");
        QTest::newRow("order") << "/api/order"
                               << "k"
                               << "keep-alive" << 2;
        QTest::newRow("desk") << "/api/orders"
                              << "k"
                              << "keep-alive" << 2;
        QTest::newRow("empty key") << "/api/order"
                                   << ""
                                   << "keep-alive" << 1;
        QTest::newRow("key of this hop") << "/api/order"
                                         << "k"
                                         << "idempotency-key" << 1;
        QTest::newRow("payment") << "/api/order/7"
                                 << "k"
                                 << "keep-alive" << 1;
    }
    void whatBreaksUnderAnOrderIsUnknownAndSentElsewhereOnlyWhereTheRoleTellsRepetitions() {
        QFETCH(QString, path);
        QFETCH(QString, key);
        QFETCH(QString, connection);
        QFETCH(int, sent);
        m_instances.erase("order-1");
        std::atomic<int> received = 0;
        const Breaking first(received), second(received);
        tellRegistry({"order", "order-8", {"127.0.0.1", first.server.port(), false}});
        tellRegistry({"order", "order-9", {"127.0.0.1", second.server.port(), false}});
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        const std::string head = fmt::format(
            "POST {} HTTP/1.1\r\nHost: x\r\nAuthorization: 42\r\nIdempotency-Key: {}\r\nConnection: {}\r\n"
            "Content-Length: 2\r\n\r\n{{}}",
            path.toStdString(), key.toStdString(), connection.toStdString());
        socket.send(head);
        const std::string answer = socket.readUntil("OUTCOME_UNKNOWN", 60s);
        QVERIFY2(answer.starts_with("HTTP/1.1 504"), answer.c_str());
        QCOMPARE(received.load(), sent);
        if (sent < 2) return;
        // Both are left out now, and an order that reaches nobody surely was not done.
        io::HttpCall next = order();
        next.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(next)), "503 ENGINE_UNAVAILABLE"s);
        QCOMPARE(received.load(), sent);
    }

    void whatMayHaveBeenDoneIsUnknownWhereNobodyElseIsThere() {
        m_instances.erase("order-1");
        std::atomic<int> received = 0;
        const Breaking breaking(received);
        tellRegistry({"order", "order-8", {"127.0.0.1", breaking.server.port(), false}});
        openGateway();
        io::HttpCall call = order();
        call.field("Authorization", "42").field("Idempotency-Key", "k");
        QCOMPARE(outcomeOf(std::move(call)), "504 OUTCOME_UNKNOWN"s);
    }

    void aQuestionThatIsNotAnsweredIs503() {
        m_settings.answerWithin = 100ms;
        openGateway();
        QCOMPARE(outcomeOf(get("/api/item/slow")), "503 ENGINE_UNAVAILABLE"s);
    }

    void ordersAreCountedByTheirOutcome() {
        openGateway();
        for (const char* body : {"{}", "{}", "sold out"}) {
            io::HttpCall call = order(body);
            call.field("Authorization", "42");
            QVERIFY(ask(std::move(call)));
        }
        const roles::Metrics& metrics = m_gateway->metrics();
        QCOMPARE(metrics.count("rushlab_orders_accepted_total"), 2U);
        QCOMPARE(metrics.count("rushlab_orders_sold_out_total"), 1U);
        QCOMPARE(metrics.count("rushlab_orders_failed_total"), 0U);
        QCOMPARE(metrics.histogram("rushlab_order_seconds").count(), 3U);
    }

    void theDescriptionIsOfTheWholePublicApi() {
        openGateway();
        QVERIFY(answers("/api/item/1"));
        const auto calls = roles::callsIn(m_caller.text(m_gateway->endpoint(), "/openapi.json"));
        QVERIFY(calls);
        const auto has = [&](const char* pattern) {
            return std::ranges::find(*calls, pattern, &roles::ApiCall::pattern) != calls->end();
        };
        QVERIFY(has("/api/order"));
        QVERIFY(has("/ws/chat"));
        QVERIFY(has("/health"));
        QVERIFY(!has("/api/item/{number}/cache"));
        QVERIFY(!has("/api/health"));
    }

    void headIsToldWhatGetWouldBe() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send("HEAD /api/item/refused HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        const std::string answer = socket.readUntilClosed();
        QVERIFY2(answer.ends_with("\r\n\r\n"), answer.c_str());
        const auto length = QString::fromStdString(answer).section("Content-Length: ", 1).section('\r', 0, 0).toInt();
        const auto got = ask(get("/api/item/refused"));
        // Only the moment that the answer tells may be written longer or shorter.
        QVERIFY(got && got->body().size() > 100);
        QVERIFY2(std::abs(length - static_cast<int>(got->body().size())) < 8, answer.c_str());
    }

    void whoLeavesServesUntilEverybodyHasHeardOfIt() {
        m_settings.heartbeat = 60s;
        const auto leaving = open<Echo>("item-2");
        const io::HttpEndpoint endpoint = leaving->endpoint();
        std::jthread stopping([&] { leaving->leave(Deadline::in(8s)); });
        QVERIFY(test::becomesTrue(
            [&] { return m_caller.text(m_registry->endpoint(), "/instances").find("item-2") == std::string::npos; }));
        const auto reply = m_caller.call(endpoint, get("/item/1"));
        QVERIFY2(reply, reply ? "" : reply.error().message.c_str());
        QCOMPARE(reply->status(), 200);
    }
};

RUSHLAB_TEST(RolesGateway)

}  // namespace rushlab::test::roles_gateway
#include "roles_gateway.moc"
