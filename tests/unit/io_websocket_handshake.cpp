// io/: a WebSocket's opening handshake, the server's side (RFC 6455 4.2).
#include "io/http_parser.h"
#include "io/websocket_handshake.h"
#include "tests/support/test_program.h"

namespace rushlab::test::io_websocket_handshake {
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

const std::string kGet = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\n";
const std::string kAsks = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
const std::string kKey = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";  // the RFC's own, 1.3
const std::string kVersion = "Sec-WebSocket-Version: 13\r\n";

// Runs on the request that the HTTP parser makes of these bytes.
template <class F>
auto with(const std::string& head, F work) {
    io::HttpRequestParser parser(io::HttpLimits{});
    io::ReadBuffer buffer;
    buffer.append(head + "\r\n");
    if (parser.parse(buffer) != io::HttpProgress::Done) abortBecause("a test's request is not HTTP");
    return work(parser.request(buffer));
}

int statusOf(const std::string& head) {
    return with(head, [](const io::HttpRequest& request) {
        const auto flaw = io::flawOfUpgrade(request);
        return flaw ? flaw->status : 0;
    });
}

std::string chosen(const std::string& fields, std::span<const std::string_view> ours) {
    return with(kGet + fields,
                [ours](const io::HttpRequest& request) { return std::string(io::chosenSubprotocol(request, ours)); });
}

io::Awaitable<> nothing(io::HttpTakenOver /*taken*/) {
    co_return;
}

}  // namespace

class IoWebsocketHandshake : public QObject {
    Q_OBJECT
  private slots:
    void understandsWhoAsksRightly_data() {
        QTest::addColumn<std::string>("head");
        QTest::newRow("1.2") << kGet + kAsks + kKey + kVersion;
        QTest::newRow("4.2.1 with an origin and subprotocols")
            << kGet + kAsks + kKey + kVersion +
                   "Origin: http://example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\n";
        QTest::newRow("4.2.1-3 the case of Upgrade does not count")
            << kGet + "uPGRADE: WebSocket\r\nConnection: Upgrade\r\n" + kKey + kVersion;
        QTest::newRow("4.2.1-4 Connection lists it among others")
            << kGet + "Upgrade: websocket\r\nConnection: keep-alive, upgrade\r\n" + kKey + kVersion;
        QTest::newRow("4.2.1-4 Connection is given twice")
            << kGet + "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: Upgrade\r\n" + kKey + kVersion;
        QTest::newRow("9.1 extensions that are offered are left alone")
            << kGet + kAsks + kKey + kVersion + "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        QTest::newRow("an absolute target")
            << "GET http://server.example.com/chat HTTP/1.1\r\nHost: server.example.com\r\n" + kAsks + kKey + kVersion;
    }
    void understandsWhoAsksRightly() {
        QFETCH(std::string, head);
        QCOMPARE(statusOf(head), 0);
    }

    void refusesWhoDoesNot_data() {
        QTest::addColumn<std::string>("head");
        QTest::addColumn<int>("status");
        QTest::newRow("4.2.1-1 not GET") << "POST / HTTP/1.1\r\nHost: s\r\n" + kAsks + kKey + kVersion << 400;
        QTest::newRow("4.2.1-1 HTTP/1.0") << "GET / HTTP/1.0\r\nHost: s\r\n" + kAsks + kKey + kVersion << 400;
        QTest::newRow("4.2.1-3 no Upgrade") << kGet + "Connection: Upgrade\r\n" + kKey + kVersion << 426;
        QTest::newRow("4.2.1-3 another Upgrade")
            << kGet + "Upgrade: h2c\r\nConnection: Upgrade\r\n" + kKey + kVersion << 426;
        QTest::newRow("4.2.1-4 no Connection") << kGet + "Upgrade: websocket\r\n" + kKey + kVersion << 426;
        QTest::newRow("4.2.1-4 another Connection")
            << kGet + "Upgrade: websocket\r\nConnection: keep-alive\r\n" + kKey + kVersion << 426;
        QTest::newRow("4.2.1-5 no key") << kGet + kAsks + kVersion << 400;
        QTest::newRow("4.2.1-5 an empty key") << kGet + kAsks + "Sec-WebSocket-Key:\r\n" + kVersion << 400;
        QTest::newRow("4.2.1-5 a key of 15 bytes")
            << kGet + kAsks + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n" + kVersion << 400;
        QTest::newRow("4.2.1-5 a key of 17 bytes")
            << kGet + kAsks + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZWE=\r\n" + kVersion << 400;
        QTest::newRow("4.2.1-5 a key that is no base64")
            << kGet + kAsks + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBu-25jZQ==\r\n" + kVersion << 400;
        QTest::newRow("4.2.1-6 no version") << kGet + kAsks + kKey << 426;
        QTest::newRow("4.4 another version") << kGet + kAsks + kKey + "Sec-WebSocket-Version: 8\r\n" << 426;
        QTest::newRow("4.2.1-6 a list of versions") << kGet + kAsks + kKey + "Sec-WebSocket-Version: 13, 8\r\n" << 426;
    }
    void refusesWhoDoesNot() {
        QFETCH(std::string, head);
        QFETCH(int, status);
        QCOMPARE(statusOf(head), status);
    }

    void aPageOfAnotherHostIsTold_data() {
        QTest::addColumn<std::string>("fields");
        QTest::addColumn<bool>("another");
        QTest::newRow("10.2 no page at all") << "Host: shop.example"s << false;
        QTest::newRow("10.2 the shop's own page") << "Host: shop.example\r\nOrigin: https://shop.example"s << false;
        QTest::newRow("RFC 6454 4 the host's case does not count")
            << "Host: Shop.Example:80\r\nOrigin: http://shop.example"s << false;
        QTest::newRow("RFC 6265 8.5 cookies know no ports")
            << "Host: 127.0.0.1:8083\r\nOrigin: http://127.0.0.1:8080"s << false;
        QTest::newRow("an address in brackets") << "Host: [::1]:8083\r\nOrigin: http://[::1]:8080"s << false;
        QTest::newRow("another address in brackets") << "Host: [::1]:8083\r\nOrigin: http://[::2]:8083"s << true;
        QTest::newRow("10.2 another host") << "Host: shop.example\r\nOrigin: https://evil.example"s << true;
        QTest::newRow("a host below it") << "Host: shop.example\r\nOrigin: https://a.shop.example"s << true;
        QTest::newRow("a host that begins alike") << "Host: shop.example\r\nOrigin: https://shop.example.evil"s << true;
        QTest::newRow("RFC 6454 7.3 null") << "Host: shop.example\r\nOrigin: null"s << true;
        QTest::newRow("nothing") << "Host: shop.example\r\nOrigin:"s << true;
    }
    void aPageOfAnotherHostIsTold() {
        QFETCH(std::string, fields);
        QFETCH(bool, another);
        with("GET /chat HTTP/1.1\r\n" + fields + "\r\n",
             [another](const io::HttpRequest& request) { QCOMPARE(io::asksForAnotherSite(request), another); });
    }

    // 4.2.2-5: SHA-1 of the key and the magic, in base64. The example is the RFC's own (1.3).
    void theAnswerProvesThatTheKeyWasRead() {
        QCOMPARE(io::acceptOf("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="s);
    }

    void theAnswerIs101WithWhatTheRfcAsksFor() {
        with(kGet + kAsks + kKey + kVersion, [](const io::HttpRequest& request) {
            const io::HttpResponse response = io::upgradeOf(request, "chat", nothing);
            QCOMPARE(response.status(), 101);
            QCOMPARE(response.fieldLines(),
                     "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                     "Sec-WebSocket-Protocol: chat\r\n"s);
            // 4.2.2-5: without a subprotocol "the server MUST NOT send back a |Sec-WebSocket-Protocol| header field".
            const io::HttpResponse without = io::upgradeOf(request, {}, nothing);
            QVERIFY(without.fieldLines().find("Protocol") == std::string::npos);
        });
    }

    // 4.1-10: the client lists them "ordered by preference"; 4.2.2: the value is one of the client's, or none.
    void theClientsFirstSubprotocolThatIsOursIsChosen() {
        const std::array ours{"v10.stomp"sv, "v11.stomp"sv, "v12.stomp"sv};
        QCOMPARE(chosen("Sec-WebSocket-Protocol: v12.stomp, v11.stomp\r\n", ours), "v12.stomp"s);
        QCOMPARE(chosen("Sec-WebSocket-Protocol: mqtt , v10.stomp,v12.stomp\r\n", ours), "v10.stomp"s);
        QCOMPARE(chosen("Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Protocol: v11.stomp\r\n", ours), "v11.stomp"s);
        QCOMPARE(chosen("Sec-WebSocket-Protocol: mqtt, v12.STOMP\r\n", ours), ""s);
        QCOMPARE(chosen("", ours), ""s);
        QCOMPARE(chosen("Sec-WebSocket-Protocol: v12.stomp\r\n", {}), ""s);
    }
};

RUSHLAB_TEST(IoWebsocketHandshake)

}  // namespace rushlab::test::io_websocket_handshake
#include "io_websocket_handshake.moc"
