// io/: the HTTP server, seen from raw sockets.
#include <QtTest>

#include "io/file_limit.h"
#include "io/stream.h"
#include "tests/unit/io_raw_socket.h"
#include "tests/unit/io_test_server.h"

using namespace rushlab;
using namespace std::chrono_literals;
using namespace std::string_literals;
using test::RawSocket;
using test::TestServer;

namespace {

io::Awaitable<Result<>> produce(io::HttpBodyWriter& writer, int pieces, bool breaksOff) {
    for (int i = 0; i < pieces; ++i) {
        if (const auto written = co_await writer.write(fmt::format("piece {};", i)); !written) co_return written;
    }
    if (breaksOff) co_return fail(ErrorCode::Unavailable, "the source of the body has gone");
    co_return Result<>();
}

io::Awaitable<Result<>> breakWithoutAWord(io::HttpBodyWriter& writer, bool throws) {
    if (const auto written = co_await writer.write("half"); !written) co_return written;
    if (throws) throw 1;
    co_return tl::unexpected(Error{ErrorCode::Unavailable, ""});
}

io::Awaitable<> echoUpperCase(io::HttpTakenOver taken) {
    std::string bytes = std::move(taken.alreadyRead);
    io::IoError error;
    while (!error && bytes.find('.') == std::string::npos && !taken.stopping) {
        std::array<char, 256> room{};
        const std::size_t count = co_await taken.stream.readSome(room, error);
        bytes.append(room.data(), count);
    }
    for (char& letter : bytes)
        letter = static_cast<char>(std::toupper(letter));
    if (taken.stopping) bytes += "bye";
    io::IoError ignored;
    co_await taken.stream.writeAll(bytes, {}, ignored);
}

io::Awaitable<io::HttpResponse> handle(io::HttpRequest& request) {
    if (request.path == "/throw") throw std::runtime_error("planted");
    if (request.path == "/slow") co_await io::sleepFor(200ms);
    if (request.path == "/big") co_return io::HttpResponse::text(200, std::string(8'000'000, 'b'));
    if (request.path == "/medium") co_return io::HttpResponse::text(200, std::string(100'000, 'm'));
    if (request.path == "/empty") co_return io::HttpResponse(204);
    if (request.path == "/close") co_return io::HttpResponse::text(200, "last").closing();
    if (request.path == "/stream" || request.path == "/broken") {
        const bool breaksOff = request.path == "/broken";
        co_return io::HttpResponse::stream(
            200, "text/plain", [breaksOff](io::HttpBodyWriter& writer) { return produce(writer, 3, breaksOff); });
    }
    if (request.path == "/wordless" || request.path == "/odd") {
        const bool throws = request.path == "/odd";
        co_return io::HttpResponse::stream(
            200, "text/plain", [throws](io::HttpBodyWriter& writer) { return breakWithoutAWord(writer, throws); });
    }
    if (request.path == "/upgrade") {
        co_return io::HttpResponse::takeOver(echoUpperCase).field("Upgrade", "shout").field("Connection", "Upgrade");
    }
    co_return io::HttpResponse::text(200, fmt::format("{} {} [{}]", request.methodText, request.target, request.body));
}

constexpr const char* kHost = " HTTP/1.1\r\nHost: s\r\n\r\n";

std::string get(const std::string& target) {
    return "GET " + target + kHost;
}

io::HttpServerOptions quick() {
    io::HttpServerOptions options;
    options.receiveWithin = 200ms;
    options.idleMost = 400ms;
    options.writeWithin = 300ms;
    return options;
}

int countOf(std::string_view text, std::string_view part) {
    int count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

// The promise of pipelining (RFC 9112 9.3.2), as a check that can be turned on any server.
bool answersPipelinedRequestsInOrder(std::uint16_t port) {
    RawSocket socket = RawSocket::connectedTo(port);
    socket.send(get("/slow?1") + get("/a?2") + get("/medium?3") + get("/a?4") + get("/stream?5") + get("/a?6") +
                get("/close?7"));
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
            requests += get("/a");
        std::jthread sender([&] { socket.send(requests + get("/close")); });
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
        socket.send("HEAD /medium HTTP/1.1\r\nHost: s\r\n\r\nHEAD /stream HTTP/1.1\r\nHost: s\r\n\r\n" + get("/close"));
        const std::string answers = socket.readUntilClosed();
        QVERIFY(answers.find("Content-Length: 100000\r\n") != std::string::npos);
        QVERIFY(answers.find("mmm") == std::string::npos && answers.find("piece") == std::string::npos);
        QVERIFY(answers.ends_with("\r\n\r\nlast"));
        QCOMPARE(countOf(answers, "HTTP/1.1 200 OK"), 3);
    }

    void noContentHasNeitherLengthNorBody() {  // RFC 9110 8.6
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(get("/empty") + get("/close"));
        const std::string answers = socket.readUntilClosed();
        QVERIFY(answers.starts_with("HTTP/1.1 204 No Content\r\n"));
        QCOMPARE(countOf(answers, "Content-Length"), 1);
    }

    void aStreamedBodyIsChunkedAndToOldClientsEndsWithTheConnection() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(get("/stream"));
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
            socket.send(get(path));
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
        socket.send(get("/first") + bytes);
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
        socket.send(get("/throw") + get("/a"));
        const std::string answers = socket.readUntil("GET /a []");
        QVERIFY(answers.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
        QVERIFY(answers.ends_with("GET /a []"));
        QVERIFY(answers.find("planted") == std::string::npos);  // what went wrong inside is for the log
    }

    void aSlowSenderIsToldAndDropped() {
        TestServer server(quick(), handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send("POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\n\r\nab");
        QVERIFY(socket.readUntilClosed(5s).starts_with("HTTP/1.1 408 Request Timeout\r\n"));
        QVERIFY(socket.closedByPeer());
    }

    void aDrippingSenderGetsNoMoreTime() {
        TestServer server(quick(), handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        const auto start = std::chrono::steady_clock::now();
        bool sent = true;
        for (int i = 0; sent && i < 200; ++i) {
            sent = socket.send("x") && socket.readUntil("408", 10ms).empty();
        }
        QVERIFY(std::chrono::steady_clock::now() - start < 1500ms);
    }

    void anEmptyLineAfterARequestDoesNotBeginTheNext() {  // RFC 9112 2.2
        TestServer server(quick(), handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(get("/a") + "\r\n");
        QVERIFY(socket.readUntil("[]").ends_with("[]"));
        QCOMPARE(socket.readUntilClosed(5s), ""s);  // closed as idle, without a 408
    }

    void anAnswerBeforeHalfARequestArrivesThoughTheSenderEnds() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(get("/medium") + "GET /ha");
        socket.shutdownSending();
        const std::string answer = socket.readUntilClosed();
        QCOMPARE(std::count(answer.begin(), answer.end(), 'm'), 100'000L);
    }

    void stoppingDoesNotCutAnAnswerThatIsReadSlowly() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port(), 4096);
        socket.send(get("/big"));
        std::string answer = socket.readUntil("bbb");
        auto stopped = server.stopWithin(10s);
        answer += socket.readUntilClosed();
        QCOMPARE(std::count(answer.begin(), answer.end(), 'b'), 8'000'000L);
        socket.close();
        QVERIFY(stopped.get());
    }

    void anIdleConnectionIsClosedWithoutAWord() {
        TestServer server(quick(), handle);
        RawSocket never = RawSocket::connectedTo(server.port()), once = RawSocket::connectedTo(server.port());
        once.send(get("/a"));
        QVERIFY(once.readUntil("[]").ends_with("[]"));
        QCOMPARE(once.readUntilClosed(5s), ""s);
        QCOMPARE(never.readUntilClosed(5s), ""s);
        QVERIFY(once.closedByPeer() && never.closedByPeer());
    }

    void aReaderThatDoesNotReadIsDropped() {
        TestServer server(quick(), handle);
        RawSocket socket = RawSocket::connectedTo(server.port(), 4096);
        socket.send(get("/big"));
        QTRY_COMPARE_WITH_TIMEOUT(server.counts().connections, 1U, 2000);
        QTRY_COMPARE_WITH_TIMEOUT(server.counts().connections, 0U, 5000);
    }

    void aLargeAnswerArrivesWhole() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(get("/big") + get("/close"));
        const std::string answers = socket.readUntilClosed();
        QCOMPARE(std::count(answers.begin(), answers.end(), 'b'), 8'000'000L);
        QVERIFY(answers.ends_with("last"));
    }

    void aClientThatVanishesHarmsNobody() {
        TestServer server({}, handle);
        for (int i = 0; i < 50; ++i) {
            RawSocket socket = RawSocket::connectedTo(server.port());
            socket.send(get("/slow") + get("/big"));
            socket.reset();
        }
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(get("/a"));
        QVERIFY(socket.readUntil("[]").ends_with("[]"));
        QTRY_COMPARE_WITH_TIMEOUT(server.counts().connections, 1U, 5000);
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

    void stoppingFinishesWhatIsInFlight() {
        TestServer server({}, handle);
        RawSocket busy = RawSocket::connectedTo(server.port()), idle = RawSocket::connectedTo(server.port()),
                  taken = RawSocket::connectedTo(server.port());
        idle.send(get("/a"));
        QVERIFY(idle.readUntil("[]").ends_with("[]"));
        taken.send("GET /upgrade HTTP/1.1\r\nHost: s\r\n\r\n");
        taken.readUntil("\r\n\r\n");
        busy.send(get("/slow"));
        QTRY_COMPARE(server.counts().requests, 3U);
        auto stopped = server.stopWithin(10s);
        const std::string answer = busy.readUntilClosed();
        QVERIFY(answer.find("Connection: close\r\n") != std::string::npos && answer.ends_with("GET /slow []"));
        QCOMPARE(idle.readUntilClosed(), ""s);
        QCOMPARE(taken.readUntilClosed(), "bye"s);
        busy.close();
        QVERIFY(stopped.get());
        QVERIFY(!RawSocket::connectedTo(server.port()).connected());
    }

    void stoppingTwiceCutsNobodyOff() {
        TestServer server({}, handle);
        RawSocket busy = RawSocket::connectedTo(server.port());
        busy.send(get("/slow"));
        QTRY_COMPARE(server.counts().requests, 1U);
        auto first = server.stopWithin(10s), second = server.stopWithin(10s);
        QVERIFY(busy.readUntilClosed().ends_with("GET /slow []"));
        busy.close();
        QVERIFY(first.get());
        QVERIFY(second.get());
    }

    void stoppingIsBoundedByItsDeadline() {
        TestServer server({}, [](io::HttpRequest& request) { return handle(request); });
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(get("/slow"));
        QTRY_COMPARE(server.counts().requests, 1U);
        QVERIFY(!server.stopWithin(20ms).get());
        QCOMPARE(socket.readUntilClosed(), ""s);
    }

    void aServerThatIsDestroyedDoesNotCallItsHandlerAgain() {
        std::atomic<int> calls = 0;
        TestServer server({}, [&calls](io::HttpRequest& request) {
            ++calls;
            return handle(request);
        });
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(get("/slow") + get("/a"));
        QTRY_COMPARE(calls.load(), 1);
        server.destroyServer();
        QCOMPARE(socket.readUntilClosed(), ""s);
        QTest::qWait(300);
        QCOMPARE(calls.load(), 1);
    }

    void aLoopMayGoWithConnectionsInEveryState() {
        std::optional<TestServer> server(std::in_place, io::HttpServerOptions{}, handle);
        std::vector<RawSocket> sockets;
        for (const char* sent : {"", "GET /half", "GET /slow HTTP/1.1\r\nHost: s\r\n\r\n",
                                 "GET /big HTTP/1.1\r\nHost: s\r\n\r\n", "GET /upgrade HTTP/1.1\r\nHost: s\r\n\r\n"}) {
            sockets.push_back(RawSocket::connectedTo(server->port(), 4096));
            sockets.back().send(sent);
        }
        QTRY_COMPARE(server->counts().requests, 3U);
        server.reset();
        QVERIFY(sockets.front().readUntilClosed().empty());
        QVERIFY(sockets.front().closedByPeer());
    }

    void moreConnectionsThanTheLimitAreTurnedAwayWithAWord() {
        io::HttpServerOptions options;
        options.connectionsMost = 2;
        TestServer server(std::move(options), handle);
        RawSocket one = RawSocket::connectedTo(server.port()), two = RawSocket::connectedTo(server.port());
        one.send(get("/a"));
        two.send(get("/a"));
        QVERIFY(one.readUntil("[]").ends_with("[]") && two.readUntil("[]").ends_with("[]"));
        RawSocket three = RawSocket::connectedTo(server.port());
        const std::string answer = three.readUntilClosed();
        QVERIFY(answer.starts_with("HTTP/1.1 503 "));
        const std::size_t bodyAt = answer.find("\r\n\r\n") + 4;
        QVERIFY(answer.find(fmt::format("Content-Length: {}\r\n", answer.size() - bodyAt)) != std::string::npos);
        one.send(get("/close"));
        one.readUntilClosed();
        one.close();
        QTRY_COMPARE(server.counts().connections, 1U);
        RawSocket four = RawSocket::connectedTo(server.port());
        four.send(get("/a"));
        QVERIFY(four.readUntil("[]").ends_with("[]"));
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
        socket.send(get("/a"));
        // 2026-01-01T00:00:00Z and the 1000 s at which a manual clock begins.
        QVERIFY(socket.readUntil("[]").find("\r\nDate: Thu, 01 Jan 2026 00:16:40 GMT\r\n") != std::string::npos);
        loop.stop();
    }

    void theFileLimitIsRaisedOrSaysWhyNot() {
        QVERIFY(io::raiseFileLimit(64).has_value());
        const auto tooMany = io::raiseFileLimit(std::size_t{1} << 40);
        QVERIFY(!tooMany);
        QCOMPARE(tooMany.error().code, ErrorCode::Denied);
    }
};

QTEST_GUILESS_MAIN(IoHttpServer)
#include "io_http_server.moc"
