// io/: the HTTP client against our own server: calls, the pool, giving up.
#include "tests/support/test_program.h"
#include "tests/unit/io_test_client.h"
#include "tests/unit/io_test_server.h"

namespace rushlab::test::io_http_client {
using namespace std::chrono_literals;
using namespace std::string_literals;
using io::HttpMethod;

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
};

RUSHLAB_TEST(IoHttpClient)

}  // namespace rushlab::test::io_http_client
#include "io_http_client.moc"
