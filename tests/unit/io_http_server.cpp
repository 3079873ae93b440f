// io/: the HTTP server, seen from raw sockets: what it answers.
#include "tests/support/test_program.h"
#include "tests/unit/io_planted_answers.h"
#include "tests/unit/io_raw_socket.h"
#include "tests/unit/io_test_server.h"

namespace rushlab::test::io_http_server {
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

// The promise of pipelining (RFC 9112 9.3.2), as a check that can be turned on any server.
bool answersPipelinedRequestsInOrder(std::uint16_t port) {
    RawSocket socket = RawSocket::connectedTo(port);
    socket.send(getRequest("/slow?1") + getRequest("/a?2") + getRequest("/medium?3") + getRequest("/a?4") +
                getRequest("/stream?5") + getRequest("/a?6") + getRequest("/close?7"));
    const std::string answers = socket.readUntilClosed();
    std::size_t from = 0;
    for (const char* part : {"GET /slow?1", "GET /a?2", "mmmm", "GET /a?4", "piece 2;", "GET /a?6", "last"}) {
        from = answers.find(part, from);
        if (from == std::string::npos) return false;
    }
    return countOf(answers, "HTTP/1.1 200 OK\r\n") == 7;
}

}  // namespace

class IoHttpServer : public QObject {
    Q_OBJECT
  private slots:
    void answersAndKeepsTheConnection() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        for (int i = 0; i < 3; ++i) {
            socket.send("POST /order HTTP/1.1\r\nHost: s\r\nContent-Length: 5\r\n\r\nhello");
            const std::string answer = socket.readUntil("[hello]");
            QVERIFY(answer.starts_with("HTTP/1.1 200 OK\r\nDate: "));
            QVERIFY(answer.find("\r\nContent-Length: 19\r\n") != std::string::npos);
            QVERIFY(answer.find("Connection:") == std::string::npos);
            QVERIFY(answer.ends_with("\r\n\r\nPOST /order [hello]"));
        }
        QCOMPARE(server.counts().accepted, 1U);
        QCOMPARE(server.counts().requests, 3U);
    }

    void pipelinedRequestsAreAnsweredInOrder() {
        TestServer server({}, handle);
        QVERIFY(answersPipelinedRequestsInOrder(server.port()));
    }

    void theCheckOfOrderSeesAServerThatAnswersTheQuickOnesFirst() {
        const test::ScriptedServer planted([](RawSocket& connection, int) {
            connection.readUntil("/close?7");
            for (const char* body : {"GET /a?2", "GET /slow?1", "mmmm", "GET /a?4", "piece 2;", "GET /a?6", "last"}) {
                connection.send("HTTP/1.1 200 OK\r\n\r\n"s + body);
            }
        });
        QVERIFY(!answersPipelinedRequestsInOrder(planted.port()));
    }

    void aThousandPipelinedRequestsAreAllAnswered() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        std::string requests;
        for (int i = 0; i < 1000; ++i)
            requests += getRequest("/a");
        std::jthread sender([&] { socket.send(requests + getRequest("/close")); });
        const std::string answers = socket.readUntilClosed();
        QCOMPARE(countOf(answers, "HTTP/1.1 200 OK\r\n"), 1001);
    }

    void aRequestMayComeByteByByte() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        for (const char byte :
             "POST /x HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"s) {
            socket.send({&byte, 1});
        }
        QVERIFY(socket.readUntil("[abc]").ends_with("POST /x [abc]"));
    }

    void headHasTheLengthButNoBody() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send("HEAD /medium HTTP/1.1\r\nHost: s\r\n\r\nHEAD /stream HTTP/1.1\r\nHost: s\r\n\r\n" +
                    getRequest("/close"));
        const std::string answers = socket.readUntilClosed();
        QVERIFY(answers.find("Content-Length: 100000\r\n") != std::string::npos);
        QVERIFY(answers.find("mmm") == std::string::npos && answers.find("piece") == std::string::npos);
        QVERIFY(answers.ends_with("\r\n\r\nlast"));
        QCOMPARE(countOf(answers, "HTTP/1.1 200 OK"), 3);
    }

    void noContentHasNeitherLengthNorBody() {  // RFC 9110 8.6
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(getRequest("/empty") + getRequest("/close"));
        const std::string answers = socket.readUntilClosed();
        QVERIFY(answers.starts_with("HTTP/1.1 204 No Content\r\n"));
        QCOMPARE(countOf(answers, "Content-Length"), 1);
    }

    void aStreamedBodyIsChunkedAndToOldClientsEndsWithTheConnection() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(getRequest("/stream"));
        const std::string answer = socket.readUntil("0\r\n\r\n");
        QVERIFY(answer.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
        QVERIFY(answer.ends_with("\r\n\r\n8\r\npiece 0;\r\n8\r\npiece 1;\r\n8\r\npiece 2;\r\n0\r\n\r\n"));
        RawSocket old = RawSocket::connectedTo(server.port());
        old.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const std::string plain = old.readUntilClosed();
        QVERIFY(plain.ends_with("\r\n\r\npiece 0;piece 1;piece 2;"));
        QVERIFY(plain.find("Transfer-Encoding") == std::string::npos);
    }

    void aBodyThatBreaksOffIsNotEnded() {
        TestServer server({}, handle);
        for (const char* path : {"/broken", "/wordless", "/odd"}) {
            RawSocket socket = RawSocket::connectedTo(server.port());
            socket.send(getRequest(path));
            const std::string answer = socket.readUntilClosed();
            QVERIFY(socket.closedByPeer());
            QVERIFY(!answer.ends_with("0\r\n\r\n"));
        }
    }

    void continueIsSaidToWhoWaitsForIt() {  // RFC 9110 10.1.1
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send("POST /x HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(socket.readUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n"s);
        socket.send("abc");
        const std::string answer = socket.readUntil("[abc]");
        QVERIFY(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("[abc]"));
        socket.send("POST /x HTTP/1.1\r\nHost: s\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n");
        QVERIFY(socket.readUntilClosed().starts_with("HTTP/1.1 413 "));
    }

    void oldClientsAreClosedUnlessTheyAskOtherwise() {  // RFC 9112 9.3
        TestServer server({}, handle);
        RawSocket old = RawSocket::connectedTo(server.port());
        old.send("GET /a HTTP/1.0\r\n\r\n");
        QVERIFY(old.readUntilClosed().find("Connection: close\r\n") != std::string::npos && old.closedByPeer());
        RawSocket kept = RawSocket::connectedTo(server.port());
        kept.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        QVERIFY(kept.readUntil("[]").find("Connection: keep-alive\r\n") != std::string::npos);
        kept.send("GET /b HTTP/1.0\r\n\r\n");
        QVERIFY(kept.readUntilClosed().find("GET /b") != std::string::npos);
    }

    void refusalsSayWhyAndCloseTheConnection_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("garbage") << "\x16\x03\x01 garbage"s << 400;
        QTest::newRow("both lengths")
            << "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"s << 400;
        QTest::newRow("2 GB") << "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 2147483648\r\n\r\n"s +
                                     std::string(70'000, 'x')
                              << 413;
        QTest::newRow("large head") << "GET / HTTP/1.1\r\nHost: s\r\nA: "s + std::string(20'000, 'a') + "\r\n\r\n"
                                    << 431;
        QTest::newRow("long target") << "GET /"s + std::string(20'000, 'a') + kHost << 414;
        QTest::newRow("version") << "GET / HTTP/3.0\r\n\r\n"s << 505;
    }
    void refusalsSayWhyAndCloseTheConnection() {
        QFETCH(std::string, bytes);
        QFETCH(int, status);
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(getRequest("/first") + bytes);
        const std::string answers = socket.readUntilClosed();
        QVERIFY(socket.closedByPeer());
        QVERIFY(answers.find("GET /first") != std::string::npos);
        const std::size_t refusal = answers.find(fmt::format("HTTP/1.1 {} ", status));
        QVERIFY(refusal != std::string::npos);
        QVERIFY(answers.find("Connection: close\r\n", refusal) != std::string::npos);
        QCOMPARE(server.counts().refused, 1U);
    }

    void anExceptionIsAnsweredAndTheConnectionGoesOn() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(getRequest("/throw") + getRequest("/a"));
        const std::string answers = socket.readUntil("GET /a []");
        QVERIFY(answers.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
        QVERIFY(answers.ends_with("GET /a []"));
        QVERIFY(answers.find("planted") == std::string::npos);  // what went wrong inside is for the log
    }

    void anEmptyLineAfterARequestDoesNotBeginTheNext() {  // RFC 9112 2.2
        TestServer server(quick(), handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(getRequest("/a") + "\r\n");
        QVERIFY(socket.readUntil("[]").ends_with("[]"));
        QCOMPARE(socket.readUntilClosed(5s), ""s);  // closed as idle, without a 408
    }

    void aLargeAnswerArrivesWhole() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(getRequest("/big") + getRequest("/close"));
        const std::string answers = socket.readUntilClosed();
        QCOMPARE(std::count(answers.begin(), answers.end(), 'b'), 8'000'000L);
        QVERIFY(answers.ends_with("last"));
    }

    void aHandlerMayTakeTheConnectionOver() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send("GET /upgrade HTTP/1.1\r\nHost: s\r\nConnection: Upgrade\r\nUpgrade: shout\r\n\r\nearly ");
        socket.send("and late.");
        const std::string answer = socket.readUntilClosed();
        QCOMPARE(answer,
                 "HTTP/1.1 101 Switching Protocols\r\nUpgrade: shout\r\nConnection: Upgrade\r\n\r\nEARLY AND LATE."s);
    }

    void aTakenPortIsASentence() {
        TestServer first({}, handle);
        io::Loop loop;
        const RealClock clock;
        io::HttpServerOptions options;
        options.owner = "the gateway";
        options.port = first.port();
        const auto second = io::HttpServer::open(loop, clock, Log::silent(), std::move(options), handle);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Unavailable);
        QCOMPARE(
            second.error().message,
            fmt::format("port {} at 127.0.0.1, which the gateway needs, is taken by another program; end that program, "
                        "or use another port with --port-base",
                        first.port()));
    }

    void aWrongAddressIsASentence() {
        io::Loop loop;
        const RealClock clock;
        for (const auto& [address, code] :
             {std::pair{"localhost", ErrorCode::Invalid}, {"203.0.113.1", ErrorCode::Unavailable}}) {
            io::HttpServerOptions options;
            options.address = address;
            const auto server = io::HttpServer::open(loop, clock, Log::silent(), std::move(options), handle);
            QVERIFY(!server);
            QCOMPARE(server.error().code, code);
            QVERIFY(server.error().message.find(address) != std::string::npos);
        }
    }

    void theDateIsTheClocks() {  // RFC 9110 5.6.7
        io::Loop loop;
        ManualClock clock;
        auto server = io::HttpServer::open(loop, clock, Log::silent(), {}, handle);
        QVERIFY(server);
        loop.start("date");
        RawSocket socket = RawSocket::connectedTo(server->port());
        socket.send(getRequest("/a"));
        // 2026-01-01T00:00:00Z and the 1000 s at which a manual clock begins.
        QVERIFY(socket.readUntil("[]").find("\r\nDate: Thu, 01 Jan 2026 00:16:40 GMT\r\n") != std::string::npos);
        loop.stop();
    }
};

RUSHLAB_TEST(IoHttpServer)

}  // namespace rushlab::test::io_http_server
#include "io_http_server.moc"
