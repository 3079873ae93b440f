// roles/gateway: what is there for the public, who is let in, who is turned away, and whose word is believed.
#include "roles/queues.h"
#include "tests/support/test_program.h"
#include "tests/unit/roles_gateway.h"

namespace rushlab::test::roles_gateway_access {
using namespace std::chrono_literals;
using namespace std::string_literals;

class RolesGatewayAccess : public QObject, protected test::GatewayShop {
    Q_OBJECT
  private slots:
    void init() { openShop(); }
    void cleanup() { closeShop(); }

    void whatIsNotForThePublicIsNotThere_data() {
        QTest::addColumn<QString>("path");
        for (const char* path :
             {"/", "/order", "/api", "/api/", "/apiitem", "/api/item/1/cache", "/api/stock/1/cache",
              "/api/item/1/%63ache", "/api/item/1/x/../cache", "/api/item/%2e%2e/health", "/api/health",
              "/api/instances", "/api/nothing", "/api//item", "/api/item/%zz", "/api/item/1/2/3/4"})
            QTest::newRow(path) << path;
    }
    void whatIsNotForThePublicIsNotThere() {
        QFETCH(QString, path);
        openGateway();
        QCOMPARE(outcomeOf(get(path.toStdString())), "404 NOT_FOUND"s);
    }

    void onlyWhoIsLoggedInMayOrder_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("nobody") << "X"
                                << ""
                                << "401 UNAUTHORIZED";
        QTest::newRow("forged") << "X-User-Id"
                                << "7"
                                << "401 UNAUTHORIZED";
        QTest::newRow("made up") << "Authorization" << QString("Bearer " + QString(64, 'a')) << "401 INVALID_TOKEN";
        QTest::newRow("no token") << "Authorization"
                                  << "Bearer x"
                                  << "401 INVALID_TOKEN";
        QTest::newRow("no number") << "Authorization"
                                   << "-4"
                                   << "401 INVALID_TOKEN";
        QTest::newRow("other scheme") << "Authorization"
                                      << "Basic eDp5"
                                      << "401 INVALID_TOKEN";
        QTest::newRow("other cookie") << "Cookie"
                                      << "A=b"
                                      << "401 UNAUTHORIZED";
        QTest::newRow("made-up cookie") << "Cookie"
                                        << "A=b; SESSION=x"
                                        << "401 INVALID_TOKEN";
        QTest::newRow("number") << "Authorization"
                                << "42"
                                << "202";
    }
    void onlyWhoIsLoggedInMayOrder() {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, outcome);
        openGateway();
        io::HttpCall call = order();
        call.field(field.toStdString(), value.toStdString());
        QCOMPARE(outcomeOf(std::move(call)), outcome.toStdString());
    }

    void aSessionIsAMember() {
        openGateway();
        const std::string token = logIn(7);
        for (const auto& [name, value] : {std::pair("Authorization"s, "Bearer " + token),
                                          std::pair("Cookie"s, "a=b; SESSION=" + token + "; c=d")}) {
            io::HttpCall call = order();
            call.field(name, value).field(test::kUser, "999").field("x-user-id", "998");
            const auto reply = ask(std::move(call));
            QCOMPARE(reply->status(), 202);
            QVERIFY(reply->body().find("X-User-Id: 7\n") != std::string_view::npos);
            for (const std::string& hidden : {token, "999"s, "998"s})
                QVERIFY(reply->body().find(hidden) == std::string_view::npos);
        }
    }

    void anExpiredSessionIsToldFromAMadeUpOne() {
        openGateway();
        const std::string token = randomToken(roles::session::kTokenBytes);
        store(roles::session::seenKey(token), "1");
        io::HttpCall call = order();
        call.field("Authorization", "Bearer " + token);
        QCOMPARE(outcomeOf(std::move(call)), "401 EXPIRED_TOKEN"s);
    }

    void useKeepsASessionAlive() {
        openGateway();
        const std::string token = logIn(7);
        io::HttpCall call = order();
        call.field("Authorization", "Bearer " + token);
        QCOMPARE(outcomeOf(std::move(call)), "202"s);
        io::Loop loop;
        const std::string key = roles::session::key(token);
        const auto left = loop.runUntilDone(m_engines->ports().keyValue.timeToLive(key, Deadline::in(20s)));
        QVERIFY(left && *left && **left > 600s);  // what it had been given by its login
    }

    void aBareNumberIsALoginOnlyWhereThatIsTrusted() {
        m_settings.trustUserNumber = false;
        openGateway();
        io::HttpCall call = order();
        call.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(call)), "401 INVALID_TOKEN"s);
    }

    void theTokenReachesOnlyWhoReadsIt() {
        openGateway();
        const std::string bearer = "Bearer " + logIn(7);
        io::HttpCall call = get("/api/auth/me");
        call.field("Authorization", bearer);
        QVERIFY(ask(std::move(call))->body().find(bearer) != std::string_view::npos);
        io::HttpCall item = get("/api/item/1");
        item.field("Authorization", bearer);
        QVERIFY(ask(std::move(item))->body().find(bearer) == std::string_view::npos);
    }

    void deadLettersAreForTheAdmin() {
        openGateway();
        QCOMPARE(outcomeOf(get("/api/worker/dlq")), "403 ACCESS_DENIED"s);
        io::HttpCall wrong = get("/api/worker/dlq");
        wrong.field("Authorization", "Bearer let me on");
        QCOMPARE(outcomeOf(std::move(wrong)), "403 ACCESS_DENIED"s);
        io::HttpCall right = get("/api/worker/dlq");
        right.field("Authorization", "Bearer let me in");
        QCOMPARE(outcomeOf(std::move(right)), "200"s);
    }

    void withoutAnAdminTokenNobodyIsOne() {
        m_settings.adminToken.clear();
        openGateway();
        io::HttpCall call = get("/api/worker/dlq");
        call.field("Authorization", "Bearer ");
        QCOMPARE(outcomeOf(std::move(call)), "403 ACCESS_DENIED"s);
    }

    void whatIsTooLargeIsRefused() {
        openGateway();
        io::HttpCall call = order(std::string(2 * 1024 * 1024, 'x'));
        call.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(call)), "413 PAYLOAD_TOO_LARGE"s);
        QVERIFY(answers("/api/item/1"));
    }

    void aDeepQueueTurnsOrdersAwayAndNothingElse() {
        m_settings.shedAtQueueDepth = 2;
        io::Loop loop;
        queue::WorkQueue& queue = m_engines->ports().queue;
        QVERIFY(loop.runUntilDone(roles::declareShopQueues(queue, m_settings, Deadline::in(20s))));
        for (int i = 0; i < 3; ++i) {
            queue::Message message;
            message.routingKey = roles::kOrderQueue;
            QVERIFY(loop.runUntilDone(queue.publish(std::move(message), Deadline::in(20s))));
        }
        openGateway();
        const auto placed = [&] {
            io::HttpCall call = order();
            call.field("Authorization", "42");
            return ask(std::move(call));
        };
        QVERIFY(test::becomesTrue([&] { return placed()->status() == 429; }));
        QCOMPARE(placed()->field("Retry-After").value_or(""), "1");
        QVERIFY(m_gateway->metrics().count("rushlab_orders_shed_total") >= 1U);
        QCOMPARE(outcomeOf(get("/api/item/1")), "200"s);
        QVERIFY(loop.runUntilDone(queue.purge(std::string(roles::kOrderQueue), Deadline::in(20s))));
        QVERIFY(test::becomesTrue([&] { return placed()->status() == 202; }));
    }

    void whoAsksTooOftenIsToldToWait() {
        m_settings.requestsPerSecondPerUser = 0.01;
        m_settings.burstPerUser = 3;
        openGateway();
        const auto asks = [&](std::string_view member) {
            io::HttpCall call = get("/api/orders");
            call.field("Authorization", member);
            return ask(std::move(call));
        };
        for (int i = 0; i < 3; ++i)
            QCOMPARE(asks("1")->status(), 200);
        const auto refused = asks("1");
        QCOMPARE(refused->status(), 429);
        const int seconds = QByteArray::fromStdString(std::string(refused->field("Retry-After").value_or(""))).toInt();
        QVERIFY(seconds > 1 && seconds <= 100);
        QCOMPARE(asks("2")->status(), 200);  // each member by themselves
    }

    void traceIdsAndHopFieldsAreTheGatewaysOwn() {
        openGateway();
        io::HttpCall call = get("/api/item/1");
        call.field("X-Trace-Id", "forged");
        const auto reply = ask(std::move(call));
        const std::string trace(reply->field("X-Trace-Id").value_or(""));
        QCOMPARE(trace.size(), 16U);
        QCOMPARE(trace.find_first_not_of("0123456789abcdef"), std::string::npos);
        QVERIFY(reply->body().find("X-Trace-Id: " + trace + "\n") != std::string_view::npos);
        QVERIFY(reply->body().find("forged") == std::string_view::npos);
        QVERIFY(std::string(ask(get("/api/item/1"))->field("X-Trace-Id").value_or("")) != trace);

        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send("GET /api/item/1 HTTP/1.1\r\nHost: x\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nX-End: 2\r\n\r\n");
        const std::string answer = socket.readUntilClosed();
        QVERIFY(answer.find("X-End: 2") != std::string::npos);
        QVERIFY(answer.find("X-Hop: 1") == std::string::npos);
    }

    void anAnswersPathIsWhatTheClientAskedFor() {
        openGateway();
        const auto refused = ask(get("/api/item/refused"));
        QVERIFY(refused->body().find(R"("path":"/api/item/refused")") != std::string_view::npos);
        const auto unknown = ask(get("/api/nothing"));
        QVERIFY(unknown->body().find(R"("path":"/api/nothing")") != std::string_view::npos);
        QCOMPARE(unknown->field("X-Trace-Id").value_or("").size(), 16U);
    }

    void whatOnlyTheGatewaySaysIsBelievedOfNobody() {
        openGateway();
        const std::string forged = "X-Trace-Id: forged\r\nX-Forwarded-Prefix: /forged\r\nX-Forwarded-Proto: forged\r\n";
        for (const std::string line : {"GET /api/nothing", "GET /api/item/refused", "GET /api/item/1", "GET /health",
                                       "BREW /api/item/1", "POST /api/order"}) {
            auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
            socket.send(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + forged + "\r\n");
            const std::string answer = socket.readUntilClosed();
            QVERIFY2(answer.starts_with("HTTP/1.1 "), answer.c_str());
            QVERIFY2(answer.find("forged") == std::string::npos, answer.c_str());
        }
        // What the server itself refuses, before anybody looks at it.
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send("POST /api/order HTTP/1.1\r\nHost: x\r\n" + forged + "Content-Length: 9000000\r\n\r\n");
        const std::string refused = socket.readUntil("}");
        QVERIFY2(refused.starts_with("HTTP/1.1 413"), refused.c_str());
        QVERIFY2(refused.find("forged") == std::string::npos, refused.c_str());
        QVERIFY2(refused.find(R"("path":"/api/order")") != std::string::npos, refused.c_str());
        QVERIFY(refused.find("X-Trace-Id: ") != std::string::npos);
    }
};

RUSHLAB_TEST(RolesGatewayAccess)

}  // namespace rushlab::test::roles_gateway_access
#include "roles_gateway_access.moc"
