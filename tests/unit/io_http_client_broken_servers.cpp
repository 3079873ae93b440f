// io/: the HTTP client against servers that follow a script: they break off, fall silent, or send what nobody asked
// for.
#include <latch>

#include "tests/support/test_program.h"
#include "tests/unit/io_raw_socket.h"
#include "tests/unit/io_test_client.h"

namespace rushlab::test::io_http_client_broken_servers {
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr const char* kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

io::Awaitable<> callInto(io::HttpClient& client, io::HttpEndpoint endpoint, io::HttpCall call,
                         std::optional<Result<io::HttpReply>>& reply) {
    reply.emplace(co_await client.call(endpoint, std::move(call), Deadline::in(100ms)));
}

}  // namespace

class IoHttpClientBrokenServers : public QObject {
    Q_OBJECT
  private slots:
    void noServerIsUnavailable() {
        std::uint16_t port = 0;
        {
            port = ScriptedServer([](RawSocket&, int) {}).port();
        }
        Client client;
        const auto reply = client.call(at(port), post("/order", "x"));
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Unavailable);
        QVERIFY(reply.error().message.find(fmt::format("127.0.0.1:{}", port)) != std::string::npos);
        QCOMPARE(client.client.counts().inUse, 0U);
    }

    void silenceIsATimeoutForAQuestionAndUnknownForAnOrder() {
        const ScriptedServer silent([](RawSocket& connection, int) { connection.readUntilClosed(1s); });
        Client client;
        const auto question = client.call(at(silent.port()), get("/a"), 50ms);
        QVERIFY(!question);
        QCOMPARE(question.error().code, ErrorCode::Timeout);
        const auto order = client.call(at(silent.port()), post("/order", "x"), 50ms);
        QVERIFY(!order);
        QCOMPARE(order.error().code, ErrorCode::OutcomeUnknown);
        QCOMPARE(client.client.counts().idle, 0U);  // neither connection may be used again
        QCOMPARE(client.client.counts().connects, 2U);
    }

    void aBodyThatNobodyReadsIsGivenUpInTime() {
        std::latch over(1);
        const ScriptedServer deaf([&](RawSocket&, int) { over.wait(); });
        Client client;
        const auto ender = qScopeGuard([&] { over.count_down(); });
        std::optional<Result<io::HttpReply>> reply;
        client.loop.spawn(
            callInto(client.client, at(deaf.port()), post("/order", std::string(30'000'000, 'x')), reply));
        for (const Deadline patience = Deadline::in(60s); !reply && !patience.passed();)
            client.loop.runUntilDone(io::sleepFor(20ms));
        QVERIFY(reply && !*reply);
        QCOMPARE(reply->error().code, ErrorCode::OutcomeUnknown);
    }

    void aServerThatDiesInMidAnswerIsNotBelieved_data() {
        QTest::addColumn<std::string>("answered");
        QTest::newRow("no byte") << ""s;
        QTest::newRow("half a head") << "HTTP/1.1 200 OK\r\nConte"s;
        QTest::newRow("half a body") << "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"s;
        QTest::newRow("no last chunk") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"s;
        QTest::newRow("not HTTP") << "SSH-2.0-OpenSSH_9.2\r\n"s;
        QTest::newRow("smuggling")
            << "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"s;
    }
    void aServerThatDiesInMidAnswerIsNotBelieved() {
        QFETCH(std::string, answered);
        const ScriptedServer server([&](RawSocket& connection, int) {
            connection.readUntil("\r\n\r\n");
            connection.send(answered);
        });
        Client client;
        const auto order = client.call(at(server.port()), post("/order", "x"));
        QVERIFY(!order);
        QCOMPARE(order.error().code, ErrorCode::OutcomeUnknown);
        const auto question = client.call(at(server.port()), get("/a"));
        QVERIFY(!question);
        QCOMPARE(question.error().code, ErrorCode::Unavailable);
        QCOMPARE(server.connections(), 2);  // a fresh connection's failure is not tried again
    }

    void aBodyUntilTheEndOfTheConnectionIsWhole() {
        const ScriptedServer server([](RawSocket& connection, int) {
            connection.readUntil("\r\n\r\n");
            connection.send("HTTP/1.0 200 OK\r\n\r\nall of it");
        });
        Client client;
        QCOMPARE(client.call(at(server.port()), get("/a"))->body(), "all of it"s);
        QCOMPARE(client.client.counts().idle, 0U);
    }

    void aConnectionThatWasClosedWhileIdleIsReplacedUnseen() {
        const ScriptedServer server([](RawSocket& connection, int) {
            connection.readUntil("\r\n\r\n");
            connection.send(kAnswer);
        });
        Client client;
        for (int i = 0; i < 3; ++i) {
            const auto reply = client.call(at(server.port()), post("/order", "x"));
            QVERIFY(reply);
            QCOMPARE(reply->body(), "hi"s);
            client.loop.runUntilDone(io::sleepFor(30ms));  // the end of the connection arrives
        }
        QCOMPARE(server.connections(), 3);
    }

    void aKeptConnectionThatDiesUnderTheCallIsTriedAgainOnlyIfThatIsSafe_data() {
        QTest::addColumn<std::string>("method");
        QTest::addColumn<bool>("repeatable");
        QTest::addColumn<bool>("answered");
        QTest::newRow("GET is") << "GET"s << false << true;
        QTest::newRow("PUT is") << "PUT"s << false << true;
        QTest::newRow("POST is not") << "POST"s << false << false;
        QTest::newRow("POST with its own key is") << "POST"s << true << true;
    }
    void aKeptConnectionThatDiesUnderTheCallIsTriedAgainOnlyIfThatIsSafe() {
        QFETCH(std::string, method);
        QFETCH(bool, repeatable);
        QFETCH(bool, answered);
        std::atomic<int> received = 0;
        const ScriptedServer server([&](RawSocket& connection, int number) {
            connection.readUntil("\r\n\r\n");
            ++received;
            connection.send(kAnswer);
            if (number > 0) return;
            connection.readUntil("\r\n\r\n");  // reads the second call, and dies without a word
            ++received;
        });
        Client client;
        QVERIFY(client.call(at(server.port()), get("/first")));
        io::HttpCall call(io::methodOf(method), "/second");
        if (repeatable) call.repeatable();
        const auto reply = client.call(at(server.port()), std::move(call));
        QCOMPARE(reply.has_value(), answered);
        QCOMPARE(received.load(), answered ? 3 : 2);
        if (!answered) QCOMPARE(reply.error().code, ErrorCode::OutcomeUnknown);
    }

    void whatMayHaveBeenDoneStaysSoWhenItsRepetitionIsRefused() {
        ScriptedServer server([&server](RawSocket& connection, int) {
            server.refuseFromNowOn();
            connection.readUntil("\r\n\r\n");
            connection.send(kAnswer);
            connection.readUntil("\r\n\r\n");  // the second call: done perhaps, and not answered
        });
        Client client;
        QVERIFY(client.call(at(server.port()), get("/first")));
        io::HttpCall call = post("/order", "x");
        call.repeatable();
        const auto reply = client.call(at(server.port()), std::move(call));
        QVERIFY(!reply);
        QCOMPARE(client.client.counts().repeated, 1U);
        QCOMPARE(reply.error().code, ErrorCode::OutcomeUnknown);
    }

    void anAnswerThatHasBegunIsNeverAskedForTwice() {
        std::atomic<int> received = 0;
        const ScriptedServer server([&](RawSocket& connection, int) {
            for (int i = 0; i < 2 && !connection.readUntil("\r\n\r\n").empty(); ++i) {
                ++received;
                connection.send(i == 0 ? kAnswer : "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha");
            }
        });
        Client client;
        QVERIFY(client.call(at(server.port()), get("/a")));
        QVERIFY(!client.call(at(server.port()), get("/b")));
        QCOMPARE(received.load(), 2);
    }

    void whatComesUnaskedIsNotTheNextAnswer() {
        const ScriptedServer server([](RawSocket& connection, int number) {
            connection.readUntil("\r\n\r\n");
            connection.send(number == 0 ? kAnswer + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"s : kAnswer);
            connection.readUntilClosed(100ms);
        });
        Client client;
        QVERIFY(client.call(at(server.port()), get("/a")));
        QCOMPARE(client.call(at(server.port()), get("/b"))->body(), "hi"s);
    }

    void whatComesUnaskedIsNotTheAnswerToWhoWaitedForTheConnection() {
        const ScriptedServer server([](RawSocket& connection, int number) {
            connection.readUntil("\r\n\r\n");
            // Fills what is read at once exactly: the forged answer stays in the socket, unseen.
            const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nA: ";
            const std::string pad(io::ReadBuffer::kBytesAtFirst - 100 - 4 - head.size(), 'a');
            const std::string first = head + pad + "\r\n\r\n" + std::string(100, 'x');
            connection.send(number == 0 ? first + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged" : kAnswer);
            connection.readUntilClosed(100ms);
        });
        Client client({.connectionsMost = 1});
        std::vector<std::string> order;
        int left = 1;
        client.loop.spawn(callInTurn(client.client, at(server.port()), "first", order, left));
        QCOMPARE(client.call(at(server.port()), get("/b"))->body(), "hi"s);
        QCOMPARE(order, (std::vector<std::string>{"first"}));
    }

    void informationalAnswersAreSkippedButNotForEver() {
        const ScriptedServer server([](RawSocket& connection, int number) {
            connection.readUntil("\r\n\r\n");
            for (int i = 0; i < (number == 0 ? 2 : 100); ++i)
                connection.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
            connection.send(kAnswer);
        });
        Client client({.connectionsMost = 4});
        QCOMPARE(client.call(at(server.port()), get("/a"))->body(), "hi"s);
        client.loop.runUntilDone(io::sleepFor(20ms));
        QCOMPARE(client.call(at(server.port()), get("/a"))->status(), 103);
        QCOMPARE(client.client.counts().idle, 0U);
    }

    void aCallThatIsGivenUpClosesItsConnection() {
        std::atomic<bool> closed = false;
        const ScriptedServer server([&](RawSocket& connection, int) {
            connection.readUntil("\r\n\r\n");
            connection.readUntilClosed(5s);
            closed = connection.closedByPeer();
        });
        Client client;
        io::Cancellation cancellation;
        client.loop.spawn(cancelAfter(cancellation, 30ms));
        const auto start = std::chrono::steady_clock::now();
        const auto reply = client.loop.runUntilDone(
            client.client.call(at(server.port()), post("/order", "x"), Deadline::in(10s), &cancellation));
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::OutcomeUnknown);
        QVERIFY(std::chrono::steady_clock::now() - start < 5s);
        QTRY_VERIFY(closed.load());
        QCOMPARE(client.client.counts().idle, 0U);
        QCOMPARE(client.client.counts().inUse, 0U);
    }

    void theLoopMayGoWithCallsInFlight() {
        const ScriptedServer silent([](RawSocket& connection, int) { connection.readUntilClosed(2s); });
        std::vector<std::string> order;
        int left = 3;
        {
            Client client({.connectionsMost = 2});
            for (const char* name : {"one", "two", "waiting"}) {
                client.loop.spawn(callInTurn(client.client, at(silent.port()), name, order, left));
            }
            client.loop.runUntilDone(io::sleepFor(20ms));
        }
        QCOMPARE(left, 3);
    }
};

RUSHLAB_TEST(IoHttpClientBrokenServers)

}  // namespace rushlab::test::io_http_client_broken_servers
#include "io_http_client_broken_servers.moc"
