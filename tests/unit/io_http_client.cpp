// io/: the HTTP client, against our own server and against servers that follow a script.
#include <QtTest>
#include <latch>

#include "io/http_client.h"
#include "tests/unit/io_raw_socket.h"
#include "tests/unit/io_test_server.h"

using namespace rushlab;
using namespace std::chrono_literals;
using namespace std::string_literals;
using io::HttpMethod;
using test::RawSocket;
using test::ScriptedServer;
using test::TestServer;

namespace {

io::Awaitable<Result<>> produce(io::HttpBodyWriter& writer) {
    for (const char* piece : {"one ", "two ", "three"}) {
        if (const auto written = co_await writer.write(piece); !written) co_return written;
    }
    co_return Result<>();
}

io::Awaitable<io::HttpResponse> handle(io::HttpRequest& request) {
    if (request.path == "/slow") co_await io::sleepFor(100ms);
    if (request.path == "/large") co_return io::HttpResponse::text(200, std::string(300'000, 'x'));
    if (request.path == "/stream") co_return io::HttpResponse::stream(200, "text/plain", produce);
    co_return io::HttpResponse::text(200, fmt::format("{} {} {} [{}]", request.methodText, request.target,
                                                      request.field("X-User-Id").value_or("-"), request.body))
        .field("X-Answer", "yes");
}

io::HttpCall get(std::string target) {
    return io::HttpCall(HttpMethod::Get, std::move(target));
}
io::HttpCall post(std::string target, std::string body) {
    return io::HttpCall(HttpMethod::Post, std::move(target)).body("text/plain", std::move(body));
}
io::HttpEndpoint at(std::uint16_t port) {
    return {"127.0.0.1", port, false};
}

// A client on a loop that the test runs.
struct Client {
    explicit Client(io::HttpClientOptions options = {}) : client(loop, std::move(options)) {}

    Result<io::HttpReply> call(const io::HttpEndpoint& endpoint, io::HttpCall call, Milliseconds within = 10s) {
        return loop.runUntilDone(client.call(endpoint, std::move(call), Deadline::in(within)));
    }

    io::Loop loop;
    io::HttpClient client;
};

constexpr const char* kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

io::Awaitable<> callInTurn(io::HttpClient& client, io::HttpEndpoint endpoint, std::string name,
                           std::vector<std::string>& order, int& left) {
    const auto reply = co_await client.call(endpoint, get("/slow"), Deadline::in(10s));
    order.push_back(reply ? name : reply.error().message);
    --left;
}

io::Awaitable<> callInto(io::HttpClient& client, io::HttpEndpoint endpoint, io::HttpCall call,
                         std::optional<Result<io::HttpReply>>& reply) {
    reply.emplace(co_await client.call(endpoint, std::move(call), Deadline::in(100ms)));
}

io::Awaitable<> cancelAfter(io::Cancellation& cancellation, Milliseconds span) {
    co_await io::sleepFor(span);
    cancellation.cancel();
}

io::Awaitable<> waitFor(const int& left) {
    while (left > 0)
        co_await io::sleepFor(1ms);
}

}  // namespace

class IoHttpClient : public QObject {
    Q_OBJECT
  private slots:
    void callsAndKeepsItsConnection() {
        TestServer server({}, handle);
        Client client;
        for (int i = 0; i < 5; ++i) {
            const auto reply = client.call(at(server.port()), post("/order?x=1", "hello").field("X-User-Id", "42"));
            QVERIFY(reply);
            QCOMPARE(reply->status(), 200);
            QCOMPARE(reply->body(), "POST /order?x=1 42 [hello]"s);
            QCOMPARE(reply->field("x-answer").value_or(""), "yes"s);
        }
        QCOMPARE(client.client.counts().connects, 1U);
        QCOMPARE(client.client.counts().idle, 1U);
        QCOMPARE(client.client.counts().inUse, 0U);
    }

    void readsChunkedLargeAndHeadAnswersOnOneConnection() {
        TestServer server({}, handle);
        Client client;
        const auto streamed = client.call(at(server.port()), get("/stream"));
        QCOMPARE(streamed->body(), "one two three"s);
        const auto head = client.call(at(server.port()), io::HttpCall(HttpMethod::Head, "/large"));
        QCOMPARE(head->field("Content-Length").value_or(""), "300000"s);
        QCOMPARE(head->body(), ""s);
        QCOMPARE(client.call(at(server.port()), get("/large"))->body(), std::string(300'000, 'x'));
        QCOMPARE(client.client.counts().connects, 1U);
    }

    void hostsByNameAreResolved() {
        TestServer server({}, handle);
        Client client;
        QVERIFY(client.call({"localhost", server.port(), false}, get("/a")));
        const auto unknown = client.call({"no-such-host.invalid", server.port(), false}, get("/a"), 2s);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.find("no-such-host.invalid") != std::string::npos);
    }

    void thePoolIsBoundedAndServesWaitersInTheirOrder() {
        TestServer server({}, handle);
        Client client({.connectionsMost = 1});
        std::vector<std::string> order;
        int left = 4;
        for (const char* name : {"a", "b", "c", "d"}) {
            client.loop.spawn(callInTurn(client.client, at(server.port()), name, order, left));
        }
        client.loop.runUntilDone(waitFor(left));
        QCOMPARE(order, (std::vector<std::string>{"a", "b", "c", "d"}));
        QCOMPARE(client.client.counts().connects, 1U);
    }

    void whoWaitsInVainIsToldSo() {
        TestServer server({}, handle);
        Client client({.connectionsMost = 1, .waitersMost = 1});
        std::vector<std::string> order;
        int left = 1;
        client.loop.spawn(callInTurn(client.client, at(server.port()), "holder", order, left));
        client.loop.runUntilDone(io::sleepFor(10ms));
        const auto late = client.call(at(server.port()), post("/a", "x"), 30ms);
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Timeout);  // surely not sent
        left = 2;
        client.loop.spawn(callInTurn(client.client, at(server.port()), "waiter", order, left));
        client.loop.runUntilDone(io::sleepFor(1ms));
        const auto full = client.call(at(server.port()), get("/a"));
        QVERIFY(!full);
        QCOMPARE(full.error().code, ErrorCode::Full);
        client.loop.runUntilDone(waitFor(left));
        QCOMPARE(order, (std::vector<std::string>{"holder", "waiter"}));
        QCOMPARE(client.client.counts().inUse, 0U);
    }

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
        client.loop.runUntilDone(io::sleepFor(1s));
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

    void aCallThatWasGivenUpOrIsTooLateIsNotSent() {
        TestServer server({}, handle);
        Client client;
        QVERIFY(client.call(at(server.port()), get("/a")));  // leaves a connection that could be used
        io::Cancellation cancellation;
        cancellation.cancel();
        const auto givenUp = client.loop.runUntilDone(
            client.client.call(at(server.port()), post("/order", "x"), Deadline::in(10s), &cancellation));
        QVERIFY(!givenUp);
        QCOMPARE(givenUp.error().code, ErrorCode::Unavailable);
        const auto late = client.call(at(server.port()), post("/order", "x"), 0ms);
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Timeout);
        QCOMPARE(server.counts().requests, 1U);
    }

    void aWaiterThatIsGivenUpLeavesTheQueue() {
        TestServer server({}, handle);
        Client client({.connectionsMost = 1});
        std::vector<std::string> order;
        int left = 1;
        client.loop.spawn(callInTurn(client.client, at(server.port()), "holder", order, left));
        client.loop.runUntilDone(io::sleepFor(10ms));
        io::Cancellation cancellation;
        client.loop.spawn(cancelAfter(cancellation, 10ms));
        const auto reply = client.loop.runUntilDone(
            client.client.call(at(server.port()), get("/a"), Deadline::in(10s), &cancellation));
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Unavailable);
        QCOMPARE(left, 1);  // it did not wait for the holder
        client.loop.runUntilDone(waitFor(left));
        QVERIFY(client.call(at(server.port()), get("/a")));
    }

    void anAnswerBeyondTheLimitIsRefused() {
        TestServer server({}, handle);
        Client client({.limits = {.bodyBytesMost = 1000}});
        const auto reply = client.call(at(server.port()), get("/large"));
        QVERIFY(!reply);
        QVERIFY(reply.error().message.find("larger than the limit") != std::string::npos);
        QCOMPARE(client.client.counts().idle, 0U);
    }

    void anEarlyRefusalOfALargeBodyIsHeard() {
        io::HttpServerOptions options;
        options.limits.bodyBytesMost = 1000;
        TestServer server(std::move(options), handle);
        Client client;
        const auto reply = client.call(at(server.port()), post("/a", std::string(3'000'000, 'x')));
        QVERIFY2(reply.has_value(), reply ? "" : reply.error().message.c_str());
        QCOMPARE(reply->status(), 413);
    }

    void aTargetCannotForgeARequest() {
        Client client;
        for (const char* target : {"", "a", "/a b", "/a\r\nX: y", "/a HTTP/1.1\r\n\r\nGET /b"}) {
            const auto reply = client.call(at(1), get(target));
            QVERIFY(!reply);
            QCOMPARE(reply.error().code, ErrorCode::Invalid);
        }
    }

    void idleConnectionsAreClosedInTime() {
        TestServer server({}, handle);
        Client client({.idleMost = 50ms});
        QVERIFY(client.call(at(server.port()), get("/a")));
        QCOMPARE(client.client.counts().idle, 1U);
        client.loop.runUntilDone(io::sleepFor(150ms));
        QCOMPARE(client.client.counts().idle, 0U);
        QTRY_COMPARE(server.counts().connections, 0U);
    }

    void theClientMayGoBeforeItsCalls() {
        TestServer server({}, handle);
        io::Loop loop;
        auto client = std::make_unique<io::HttpClient>(loop, io::HttpClientOptions{.connectionsMost = 1});
        std::vector<std::string> order;
        int left = 2;
        for (const char* name : {"in flight", "waiting"}) {
            loop.spawn(callInTurn(*client, at(server.port()), name, order, left));
        }
        loop.runUntilDone(io::sleepFor(20ms));
        client.reset();
        loop.runUntilDone(waitFor(left));
        QCOMPARE(order.size(), 2U);
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

QTEST_GUILESS_MAIN(IoHttpClient)
#include "io_http_client.moc"
