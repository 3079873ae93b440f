// io/: WebSockets over a real HTTP server, plain and TLS, seen from outside: the bytes that go over the wire.
#include <QTemporaryDir>

#include "io/websocket_parser.h"
#include "tests/support/test_program.h"
#include "tests/unit/io_websocket_room.h"

namespace rushlab::test::io_websocket {
using namespace std::chrono_literals;
using namespace std::string_literals;
using io::WebSocketClose;
using io::WebSocketOpcode;

namespace {

io::SharedFrame shared(std::string_view payload) {
    return std::make_shared<const std::string>(io::frameOf(WebSocketOpcode::Text, payload));
}

std::string text(std::string_view payload) {
    return fromClient(WebSocketOpcode::Text, payload);
}

std::string fragment(WebSocketOpcode opcode, bool isLast, std::string_view payload) {
    const std::uint32_t mask = 0x0102'0304;
    std::string out;
    io::appendFrame(out, opcode, isLast, payload, &mask);
    return out;
}

// The code and reason of a close frame in these bytes, and how many messages came whole before it.
struct Ending {
    std::size_t messages = 0;
    unsigned code = 0;
    std::string reason;
};
Ending endingOf(const std::string& bytes) {
    io::WebSocketParser parser(io::WebSocketParser::From::Server, 64 * 1024 * 1024);
    io::ReadBuffer buffer;
    buffer.append(bytes);
    Ending ending;
    for (;; ++ending.messages) {
        const io::WebSocketEvent event = parser.parse(buffer);
        if (event == io::WebSocketEvent::Message) continue;
        if (event != io::WebSocketEvent::Close) return ending;
        ending.code = parser.closeCode();
        ending.reason = parser.payload();
        return ending;
    }
}

// Both ends of TLS, or of none.
class Transport {
  public:
    explicit Transport(bool tls) {
        if (!tls) return;
        m_server.emplace(std::move(io::TlsServerContext::open(m_folder.path().toStdString()).value()));
        m_client.emplace(std::move(io::TlsClientContext::withoutVerification().value()));
    }
    io::TlsServerContext* server() { return m_server ? &*m_server : nullptr; }
    io::TlsClientContext* client() { return m_client ? &*m_client : nullptr; }

  private:
    QTemporaryDir m_folder;
    std::optional<io::TlsServerContext> m_server;
    std::optional<io::TlsClientContext> m_client;
};

void transports() {
    QTest::addColumn<bool>("tls");
    QTest::newRow("plain") << false;
    QTest::newRow("tls") << true;
}

}  // namespace

class IoWebsocket : public QObject {
    Q_OBJECT
  private slots:
    void messagesComeBackWholeAndInOrder_data() { transports(); }
    void messagesComeBackWholeAndInOrder() {
        QFETCH(bool, tls);
        Transport transport(tls);
        Room room({}, transport.server());
        WebSocketClient client(room.port(), "/echo", transport.client());
        std::string sent, expected;
        for (std::size_t number = 0; number < 300; ++number) {
            const auto opcode = number % 3 == 0 ? WebSocketOpcode::Binary : WebSocketOpcode::Text;
            std::string payload = number % 7 == 0 ? ""s : std::to_string(number) + "|";
            if (number % 50 == 1) payload.resize(number % 100 == 1 ? 65'535 : 65'536, 'x');
            sent += fromClient(opcode, payload);
            expected += io::frameOf(opcode, payload);
        }
        expected += io::frameOf(WebSocketOpcode::Text, "the last");
        client.send(sent + text("the last"));
        QVERIFY(client.readUntil("the last") == expected);
    }

    // 5.5.2: "an endpoint MUST send a Pong frame in response"; 5.4: in the middle of a fragmented message too.
    void aPingIsAnsweredInTheMiddleOfAMessage_data() { transports(); }
    void aPingIsAnsweredInTheMiddleOfAMessage() {
        QFETCH(bool, tls);
        Transport transport(tls);
        Room room({}, transport.server());
        WebSocketClient client(room.port(), "/echo", transport.client());
        client.send(fragment(WebSocketOpcode::Text, false, "half ") + fromClient(WebSocketOpcode::Ping, "p1"));
        QCOMPARE(client.readUntil("p1"), io::frameOf(WebSocketOpcode::Pong, "p1"));
        client.send(fragment(WebSocketOpcode::Continuation, true, "and half"));
        QCOMPARE(client.readUntil("and half"), io::frameOf(WebSocketOpcode::Text, "half and half"));
    }

    // 5.5.1: "it MUST send a Close frame in response", "typically echos the status code"; 7.1.1: the server closes.
    // 7.1.7 and 7.4.1: whoever fails a connection says why.
    void whatAClientDoesIsAnsweredWithTheRightCode_data() {
        QTest::addColumn<std::string>("sent");
        QTest::addColumn<int>("code");
        QTest::newRow("1000") << closeFromClient(WebSocketClose::Normal, "bye") << 1000;
        QTest::newRow("1001") << closeFromClient(WebSocketClose::GoingAway, "") << 1001;
        QTest::newRow("3001") << closeFromClient(static_cast<WebSocketClose>(3001), "") << 3001;
        QTest::newRow("no code") << fromClient(WebSocketOpcode::Close, "") << 1000;
        QTest::newRow("in the middle of a message")
            << fragment(WebSocketOpcode::Text, false, "a") + closeFromClient(WebSocketClose::Normal, "") << 1000;
        QTest::newRow("not masked") << "\x81\x01x"s << 1002;
        QTest::newRow("a reserved bit") << "\xC1\x80mask"s << 1002;
        QTest::newRow("a code that is never sent") << fromClient(WebSocketOpcode::Close, "\x03\xED") << 1002;
        QTest::newRow("no UTF-8") << text("\xFF") << 1007;
        QTest::newRow("too long") << "\x81\xFF\x00\x00\x00\x00\x00\x01\x00\x01"s << 1009;
    }
    void whatAClientDoesIsAnsweredWithTheRightCode() {
        QFETCH(std::string, sent);
        QFETCH(int, code);
        for (const bool tls : {false, true}) {
            Transport transport(tls);
            Room room({}, transport.server());
            WebSocketClient client(room.port(), "/echo", transport.client());
            client.send(text("before") + sent + text("behind"));
            const std::string received = client.readUntilClosed();
            QVERIFY(client.ended());
            const Ending ending = endingOf(received);
            QCOMPARE(ending.messages, 1U);
            QCOMPARE(ending.code, static_cast<unsigned>(code));
            QTRY_COMPARE(room.ended(), 1U);
            QCOMPARE(room.reasons().front(), code >= 1002 && code < 3000 ? ending.reason : ""s);
            QCOMPARE(received.find("behind"), std::string::npos);
        }
    }

    void whatTheServerClosesIsClosedByBoth() {
        Room room;
        RawSocket socket = rawWebSocket(room.port(), "/echo");
        QTRY_COMPARE(room.open(), 1U);
        const std::string goodbye = closeFrame(WebSocketClose::PolicyViolated, "enough");
        room.onLoop([](const auto& sockets) {
            sockets.front()->send(shared("before"));
            sockets.front()->close(WebSocketClose::PolicyViolated, "enough");
            sockets.front()->send(shared("behind"));
            sockets.front()->close(WebSocketClose::Normal, "twice");
            return true;
        });
        QCOMPARE(socket.readUntil(goodbye), *shared("before") + goodbye);
        // 5.5.1: what still comes before the other side's close frame is not answered.
        socket.send(text("too late") + fromClient(WebSocketOpcode::Ping, "p") +
                    closeFromClient(WebSocketClose::PolicyViolated, "enough"));
        QCOMPARE(socket.readUntilClosed(), ""s);
        QVERIFY(socket.closedByPeer());
    }

    void aClientThatAnswersNoCloseIsLeftInBoundedTime() {
        Room room({.closeWithin = 100ms});
        RawSocket socket = rawWebSocket(room.port(), "/echo");
        QTRY_COMPARE(room.open(), 1U);
        room.onLoop([](const auto& sockets) { return sockets.front()->close(WebSocketClose::Normal, ""), true; });
        QTRY_COMPARE_WITH_TIMEOUT(room.ended(), 1U, 5000);
        QCOMPARE(socket.readUntilClosed(), closeFrame(WebSocketClose::Normal, ""));
    }

    // 7.4.1: "1001 indicates that an endpoint is 'going away', such as a server going down".
    void aServerThatStopsSaysSoToEverybody_data() { transports(); }
    void aServerThatStopsSaysSoToEverybody() {
        QFETCH(bool, tls);
        Transport transport(tls);
        Room room({.closeWithin = 10s}, transport.server());
        WebSocketClient one(room.port(), "/echo", transport.client()), two(room.port(), "/listen", transport.client());
        QTRY_COMPARE(room.open(), 2U);
        auto stopped = room.server().stopWithin(20s);
        const std::string goodbye = closeFrame(WebSocketClose::GoingAway, "the server stops");
        for (WebSocketClient* client : {&one, &two}) {
            QCOMPARE(client->readUntil("stops"), goodbye);
            client->send(closeFromClient(WebSocketClose::GoingAway, ""));
            QCOMPARE(client->readUntilClosed(), ""s);
            QVERIFY(client->ended());
        }
    }

    void aServerThatStopsCutsNoFrameThatIsReadSlowly() {
        Room room({.waitingBytesMost = 32 * 1024 * 1024, .closeWithin = 20s});
        RawSocket socket = rawWebSocket(room.port(), "/listen", 4096);
        QTRY_COMPARE(room.open(), 1U);
        const io::SharedFrame frame = shared(std::string(100'000, 'x'));
        room.sendToAll(std::vector<io::SharedFrame>(100, frame));
        const auto waiting = [](const auto& sockets) { return sockets.front()->waitingBytes(); };
        QTRY_VERIFY(room.onLoop(waiting) < 100 * frame->size());
        QVERIFY(room.onLoop(waiting) > 0);
        auto stopped = room.server().stopWithin(30s);
        const Ending ending = endingOf(socket.readUntil("the server stops", 20s));
        QCOMPARE(ending.messages, 100U);
        QCOMPARE(ending.code, 1001U);
        socket.send(closeFromClient(WebSocketClose::GoingAway, ""));
        socket.readUntilClosed();
        socket.close();
        QVERIFY(stopped.get());
        QCOMPARE(room.reasons(), std::vector{""s});
    }

    void aGoodbyeThatWasSaidIsNotSaidAgainByAStop() {
        Room room({.closeWithin = 10s});
        RawSocket socket = rawWebSocket(room.port(), "/listen");
        QTRY_COMPARE(room.open(), 1U);
        room.onLoop(
            [](const auto& sockets) { return sockets.front()->close(WebSocketClose::Normal, "so long"), true; });
        auto stopped = room.server().stopWithin(20s);
        const std::string goodbye = closeFrame(WebSocketClose::Normal, "so long");
        QCOMPARE(socket.readUntil(goodbye), goodbye);
        socket.send(closeFromClient(WebSocketClose::Normal, ""));
        QCOMPARE(socket.readUntilClosed(), ""s);
        socket.close();
        QVERIFY(stopped.get());
    }

    void whoDoesNotReadIsDroppedWithAReasonAndTheOthersAreServed() {
        constexpr std::size_t kMost = 256 * 1024;
        Room room({.waitingBytesMost = kMost, .closeWithin = 20s});
        RawSocket silent = rawWebSocket(room.port(), "/listen", 4096);
        QTRY_COMPARE(room.open(), 1U);
        RawSocket reader = rawWebSocket(room.port(), "/listen");
        QTRY_COMPARE(room.open(), 2U);
        const std::vector<io::SharedFrame> burst(32, shared(std::string(1000, 'x')));
        bool dropped = false;
        for (std::size_t burstNumber = 0; !dropped && burstNumber < 5'000; ++burstNumber) {
            const io::SharedFrame last = shared(fmt::format("burst {};", burstNumber));
            room.sendToAll(burst);
            room.sendToAll({last});
            const std::string received = reader.readUntil(*last);
            QCOMPARE(received.size(), burst.size() * burst.front()->size() + last->size());
            dropped = room.onLoop([](const auto& sockets) {
                if (sockets.front()->waitingBytes() > kMost + 200) abortBecause("more waits than may");
                return sockets.front()->isClosing();
            });
        }
        QVERIFY(dropped);
        const Ending ending = endingOf(silent.readUntil("waited for it", 20s));
        QVERIFY(ending.messages > 0);
        QCOMPARE(ending.code, 1008U);
        QCOMPARE(ending.reason, "it reads too slowly: more than 256 KiB waited for it"s);
        silent.close();
        QTRY_COMPARE(room.open(), 1U);
        QTRY_COMPARE(room.reasons(), std::vector{ending.reason});
        room.sendToAll({shared("on we go")});
        QCOMPARE(reader.readUntil("on we go"), *shared("on we go"));
    }

    void aFrameOfWhichAPartIsWrittenGoesOutWholeBeforeTheGoodbye() {
        constexpr std::size_t kMost = 8 * 1024 * 1024;
        Room room({.waitingBytesMost = kMost, .closeWithin = 20s});
        RawSocket socket = rawWebSocket(room.port(), "/listen", 4096);
        QTRY_COMPARE(room.open(), 1U);
        room.sendToAll({shared(std::string(kMost - 20, 'x'))});  // 10 bytes are left, too few for a close frame
        QTRY_VERIFY(room.onLoop([](const auto& sockets) { return sockets.front()->waitingBytes() < kMost - 20; }));
        room.sendToAll({shared(std::string(kMost, 'y')), shared("z")});
        const Ending ending = endingOf(socket.readUntil("waited for it", 20s));
        QCOMPARE(ending.messages, 1U);
        QCOMPARE(ending.code, 1008U);
    }

    void whatNobodyCouldEverReadIsNotSent() {
        Room room({.waitingBytesMost = 10});  // less than the goodbye itself
        RawSocket socket = rawWebSocket(room.port(), "/listen");
        QTRY_COMPARE(room.open(), 1U);
        room.sendToAll({shared("eleven bytes")});
        QCOMPARE(endingOf(socket.readUntil("waited for it")).code, 1008U);
    }

    void manySmallFramesThatWaitAreBoundedToo() {
        Room room({.waitingBytesMost = 64 * 1024});
        RawSocket socket = rawWebSocket(room.port(), "/listen");
        QTRY_COMPARE(room.open(), 1U);
        const auto pong = std::make_shared<const std::string>(io::frameOf(WebSocketOpcode::Pong, ""));
        room.sendToAll(std::vector<io::SharedFrame>(2'000, pong));  // within one tick
        QCOMPARE(endingOf(socket.readUntil("waited for it")).code, 1008U);
    }

    void aSharedFrameReachesAllWholeAndInOrder() {
        constexpr std::size_t kSockets = 200;
        Room room;
        std::vector<RawSocket> clients;
        for (std::size_t i = 0; i < kSockets; ++i)
            clients.push_back(rawWebSocket(room.port(), "/listen"));
        QTRY_COMPARE(room.open(), kSockets);
        std::vector<io::SharedFrame> frames;
        std::string expected;
        for (std::size_t number = 0; number < 300; ++number) {
            frames.push_back(shared(fmt::format("{:04}{}", number, std::string(number, 'x'))));
            expected += *frames.back();
        }
        room.sendToAll({frames.begin(), frames.begin() + 150});
        room.sendToAll({frames.begin() + 150, frames.end()});
        for (RawSocket& client : clients)
            QVERIFY(client.readUntil(*frames.back()) == expected);
        QTRY_COMPARE(frames.front().use_count(), 1L);
    }

    void whatGathersWithinATickGoesOutTogether() {
        Room room;
        RawSocket socket = rawWebSocket(room.port(), "/listen");
        QTRY_COMPARE(room.open(), 1U);
        std::vector<io::SharedFrame> frames;
        std::string expected;
        for (int number = 0; number < 50; ++number) {
            frames.push_back(shared(fmt::format("{:02}", number)));
            expected += *frames.back();
        }
        room.sendToAll(frames);
        QCOMPARE(socket.readUntil(*frames.front()), expected);  // in the piece that brought the first
    }

    void bytesThatCameWithTheUpgradeAreRead() {
        Room room;
        RawSocket socket = RawSocket::connectedTo(room.port());
        const std::string hello = text("hello"), rest = text("there");
        socket.send(upgradeRequest("/echo") + hello + rest.substr(0, 3));
        QVERIFY(socket.readUntil("hello").starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
        socket.send(rest.substr(3));
        QCOMPARE(socket.readUntil("there"), *shared("there"));
    }

    void aClientThatVanishesEndsItsCoroutine() {
        Room room;
        std::vector<RawSocket> clients;
        for (int i = 0; i < 20; ++i)
            clients.push_back(rawWebSocket(room.port(), "/echo"));
        QTRY_COMPARE(room.open(), 20U);
        for (std::size_t i = 0; i < clients.size(); ++i) {
            clients[i].send(text("a") + fragment(WebSocketOpcode::Text, false, "half"));
            if (i % 2 == 0) clients[i].reset();
            clients[i].close();
            room.sendToAll({shared(std::string(10'000, 'x'))});
        }
        QTRY_COMPARE_WITH_TIMEOUT(room.ended(), 20U, 10'000);
        QCOMPARE(room.reasons(), std::vector(20, "the other side has gone without a word"s));
    }

    void whoIsGivenUpIsLeftThoughItReadsNothing_data() { transports(); }
    void whoIsGivenUpIsLeftThoughItReadsNothing() {
        QFETCH(bool, tls);
        Transport transport(tls);
        Room room({.waitingBytesMost = 64 * 1024 * 1024}, transport.server());
        WebSocketClient client(room.port(), "/listen", transport.client());
        QTRY_COMPARE(room.open(), 1U);
        room.sendToAll(std::vector<io::SharedFrame>(30, shared(std::string(1'000'000, 'x'))));
        QTest::qWait(50);
        room.onLoop([](const auto& sockets) { return sockets.front()->giveUp("it was not heard"), true; });
        QTRY_COMPARE_WITH_TIMEOUT(room.ended(), 1U, 5'000);
        QCOMPARE(room.reasons(), std::vector{"it was not heard"s});
    }

    void aServerOrItsLoopMayGoWithSocketsInEveryState() {
        for (const bool serverFirst : {true, false}) {
            std::optional<Room> room(std::in_place, io::WebSocketOptions{.waitingBytesMost = 64 * 1024 * 1024});
            RawSocket idle = rawWebSocket(room->port(), "/echo"), full = rawWebSocket(room->port(), "/listen", 4096),
                      closing = rawWebSocket(room->port(), "/listen");
            QTRY_COMPARE(room->open(), 3U);
            room->sendToAll(std::vector<io::SharedFrame>(100, shared(std::string(100'000, 'x'))));
            room->onLoop([](const auto& sockets) { return sockets.back()->close(WebSocketClose::Normal, ""), true; });
            if (serverFirst) {
                room->server().destroyServer();
                QTRY_COMPARE_WITH_TIMEOUT(room->ended(), 3U, 5'000);
            }
            room.reset();
            closing.readUntilClosed();
            QVERIFY(closing.closedByPeer());
        }
    }
};

RUSHLAB_TEST(IoWebsocket)

}  // namespace rushlab::test::io_websocket
#include "io_websocket.moc"
