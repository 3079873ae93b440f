// io/: the HTTP server, seen from raw sockets: how it ends what is slow, silent or too much, and itself.
#include "io/file_limit.h"
#include "tests/support/test_program.h"
#include "tests/unit/io_planted_answers.h"
#include "tests/unit/io_raw_socket.h"
#include "tests/unit/io_test_server.h"

namespace rushlab::test::io_http_server_endings {
using namespace std::chrono_literals;
using namespace std::string_literals;

class IoHttpServerEndings : public QObject {
    Q_OBJECT
  private slots:
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

    void anAnswerBeforeHalfARequestArrivesThoughTheSenderEnds() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(getRequest("/medium") + "GET /ha");
        socket.shutdownSending();
        const std::string answer = socket.readUntilClosed();
        QCOMPARE(std::count(answer.begin(), answer.end(), 'm'), 100'000L);
    }

    void stoppingDoesNotCutAnAnswerThatIsReadSlowly() {
        TestServer server({}, handle);
        RawSocket socket = RawSocket::connectedTo(server.port(), 4096);
        socket.send(getRequest("/big"));
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
        once.send(getRequest("/a"));
        QVERIFY(once.readUntil("[]").ends_with("[]"));
        QCOMPARE(once.readUntilClosed(5s), ""s);
        QCOMPARE(never.readUntilClosed(5s), ""s);
        QVERIFY(once.closedByPeer() && never.closedByPeer());
    }

    void aReaderThatDoesNotReadIsDropped() {
        TestServer server(quick(), handle);
        RawSocket socket = RawSocket::connectedTo(server.port(), 4096);
        socket.send(getRequest("/big"));
        QTRY_COMPARE_WITH_TIMEOUT(server.counts().connections, 1U, 2000);
        QTRY_COMPARE_WITH_TIMEOUT(server.counts().connections, 0U, 5000);
    }

    void aClientThatVanishesHarmsNobody() {
        TestServer server({}, handle);
        for (int i = 0; i < 50; ++i) {
            RawSocket socket = RawSocket::connectedTo(server.port());
            socket.send(getRequest("/slow") + getRequest("/big"));
            socket.reset();
        }
        RawSocket socket = RawSocket::connectedTo(server.port());
        socket.send(getRequest("/a"));
        QVERIFY(socket.readUntil("[]").ends_with("[]"));
        QTRY_COMPARE_WITH_TIMEOUT(server.counts().connections, 1U, 5000);
    }

    void stoppingFinishesWhatIsInFlight() {
        TestServer server({}, handle);
        RawSocket busy = RawSocket::connectedTo(server.port()), idle = RawSocket::connectedTo(server.port()),
                  taken = RawSocket::connectedTo(server.port());
        idle.send(getRequest("/a"));
        QVERIFY(idle.readUntil("[]").ends_with("[]"));
        taken.send("GET /upgrade HTTP/1.1\r\nHost: s\r\n\r\n");
        taken.readUntil("\r\n\r\n");
        busy.send(getRequest("/slow"));
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
        busy.send(getRequest("/slow"));
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
        socket.send(getRequest("/slow"));
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
        socket.send(getRequest("/slow") + getRequest("/a"));
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
        one.send(getRequest("/a"));
        two.send(getRequest("/a"));
        QVERIFY(one.readUntil("[]").ends_with("[]") && two.readUntil("[]").ends_with("[]"));
        RawSocket three = RawSocket::connectedTo(server.port());
        const std::string answer = three.readUntilClosed();
        QVERIFY(answer.starts_with("HTTP/1.1 503 "));
        const std::size_t bodyAt = answer.find("\r\n\r\n") + 4;
        QVERIFY(answer.find(fmt::format("Content-Length: {}\r\n", answer.size() - bodyAt)) != std::string::npos);
        one.send(getRequest("/close"));
        one.readUntilClosed();
        one.close();
        QTRY_COMPARE(server.counts().connections, 1U);
        RawSocket four = RawSocket::connectedTo(server.port());
        four.send(getRequest("/a"));
        QVERIFY(four.readUntil("[]").ends_with("[]"));
    }

    void theFileLimitIsRaisedOrSaysWhyNot() {
        QVERIFY(io::raiseFileLimit(64).has_value());
        const auto tooMany = io::raiseFileLimit(std::size_t{1} << 40);
        QVERIFY(!tooMany);
        QCOMPARE(tooMany.error().code, ErrorCode::Denied);
    }
};

RUSHLAB_TEST(IoHttpServerEndings)

}  // namespace rushlab::test::io_http_server_endings
#include "io_http_server_endings.moc"
