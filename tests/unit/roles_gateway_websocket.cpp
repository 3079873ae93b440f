// roles/gateway: WebSockets that pass through.
#include "tests/support/test_program.h"
#include "tests/unit/roles_gateway.h"

namespace rushlab::test::roles_gateway_websocket {
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr const char* kUpgrade =
    "GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Authorization: 42\r\n\r\n";

}  // namespace

class RolesGatewayWebsocket : public QObject, protected test::GatewayShop {
    Q_OBJECT
  private slots:
    void init() { openShop(); }
    void cleanup() { closeShop(); }

    void aWebSocketPassesThrough() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send(
            "GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            "Sec-WebSocket-Key: k\r\nAuthorization: 42\r\nX-User-Id: 7\r\n\r\nearly ");
        const std::string opened = socket.readUntil("early ");
        QVERIFY2(opened.starts_with("HTTP/1.1 101"), opened.c_str());
        QVERIFY(opened.find("Sec-WebSocket-Accept: accepted") != std::string::npos);
        QVERIFY(opened.ends_with("\r\n\r\nhello 42early "));
        std::string sent(200'000, 'x');
        sent += "end";
        std::thread writer([&] { socket.send(sent); });
        const std::string back = socket.readUntil("end", 60s);
        writer.join();
        QCOMPARE(back.size(), sent.size());
        socket.shutdownSending();
        socket.readUntilClosed(60s);
        QVERIFY(socket.closedByPeer());
        QVERIFY(test::becomesTrue([&] {
            for (const roles::Sample& sample : m_gateway->metrics().samples()) {
                if (sample.name == "rushlab_websockets") return sample.value == 0;
            }
            return false;
        }));
    }

    void aWebSocketEndsWhenTheOtherSideDies() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send(kUpgrade);
        QVERIFY(socket.readUntil("hello 42").ends_with("hello 42"));
        m_instances["chat-1"]->kill();
        socket.readUntilClosed(60s);
        QVERIFY(socket.closedByPeer());
        auto again = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        again.send(kUpgrade);
        QVERIFY(again.readUntil("ENGINE_UNAVAILABLE").starts_with("HTTP/1.1 503"));
    }

    void aWebSocketNeedsALoginAndAnUpgrade() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send("GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        QVERIFY(socket.readUntil("UNAUTHORIZED").starts_with("HTTP/1.1 401"));
        QCOMPARE(outcomeOf(get("/ws/chat")), "400 INVALID_INPUT"s);
    }

    // RFC 6455 10.2 and 4.2.2-4: a browser sends a visitor's cookie along with any page's upgrade.
    void aPageOfAnotherSiteMayNotUseAVisitorsCookie() {
        openGateway();
        const std::string upgrade =
            "GET /ws/chat HTTP/1.1\r\nHost: shop\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
        const std::string cookie = "Cookie: SESSION=" + logIn(42) + "\r\n";
        const auto answerTo = [&](const std::string& fields, const char* until) {
            auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
            socket.send(upgrade + fields + "\r\n");
            return socket.readUntil(until);
        };
        const std::string refused = answerTo(cookie + "Origin: http://evil.example\r\n", "ACCESS_DENIED");
        QVERIFY2(refused.starts_with("HTTP/1.1 403"), refused.c_str());
        QVERIFY(answerTo(cookie + "Origin: http://shop:8000\r\n", "hello 42").ends_with("hello 42"));
        QVERIFY(answerTo("Authorization: 42\r\nOrigin: http://evil.example\r\n", "hello 42").ends_with("hello 42"));
    }

    void stoppingEndsWhatPassesThrough() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send(kUpgrade);
        QVERIFY(socket.readUntil("hello 42").ends_with("hello 42"));
        QVERIFY(m_gateway->stop(Deadline::in(60s)));
        socket.readUntilClosed(60s);
        QVERIFY(socket.closedByPeer());
    }

    void whereOneInstanceIsDeadTheUpgradeIsAskedOfTheOther() {
        m_instances["chat-2"] = open<test::Echo>("chat-2");
        openGateway();
        m_instances["chat-1"]->kill();
        for (int i = 0; i < 8; ++i) {
            auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
            socket.send(kUpgrade);
            const std::string opened = socket.readUntil("hello 42");
            QVERIFY2(opened.starts_with("HTTP/1.1 101"), opened.c_str());
        }
        // Then it is left out; once more where the gateway hears only now that it had renewed its lease before it died.
        QVERIFY(m_gateway->metrics().count("rushlab_sent_elsewhere_total") <= 2U);
    }

    void anOpenWebSocketIsALoad() {
        m_instances["chat-2"] = open<test::Echo>("chat-2");
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send(kUpgrade);
        const bool isFirst = socket.readUntil("hello 42").find("X-Served-By: chat-1") != std::string::npos;
        for (int i = 0; i < 6; ++i)
            QCOMPARE(answeredBy(), isFirst ? "chat-2"s : "chat-1"s);
        socket.shutdownSending();
        socket.readUntilClosed(60s);
        QVERIFY(test::becomesTrue([&] { return answeredBy() == (isFirst ? "chat-1" : "chat-2"); }));
    }

    void whoIsSlowIsNotLeftOut() {
        m_settings.answerWithin = 1s;
        m_instances.erase("chat-1");
        const test::ScriptedServer slow([](test::RawSocket& socket, int) { socket.readUntilClosed(60s); });
        tellRegistry({"chat", "chat-8", {"127.0.0.1", slow.port(), false}});
        openGateway();
        for (int i = 1; i <= 2; ++i) {
            auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
            socket.send(kUpgrade);
            QVERIFY(socket.readUntil("ENGINE_UNAVAILABLE", 60s).starts_with("HTTP/1.1 503"));
            QVERIFY(test::becomesTrue([&] { return slow.connections() == i; }));
        }
    }

  private:
    std::string answeredBy() {
        io::HttpCall call = get("/api/chat/rooms/1/messages");
        call.field("Authorization", "42");
        const auto reply = ask(std::move(call));
        return reply ? std::string(reply->body().substr(0, reply->body().find(' '))) : reply.error().message;
    }
};

RUSHLAB_TEST(RolesGatewayWebsocket)

}  // namespace rushlab::test::roles_gateway_websocket
#include "roles_gateway_websocket.moc"
