// io/: the parser and the writer of WebSocket frames. What is refused names its section of RFC 6455, and the close code
// that the RFC has for it; however the bytes are cut, the outcome is the same.
#include <rapidcheck.h>

#include "io/websocket_parser.h"
#include "tests/support/test_program.h"

namespace rushlab::test::io_websocket_parser {
using namespace std::string_literals;
using io::WebSocketClose;
using io::WebSocketOpcode;

namespace {

using From = io::WebSocketParser::From;

constexpr std::size_t kMessageBytesMost = 100'000;
constexpr std::uint32_t kMask = 0x21F7'A53D;

// Everything that can be said about how a stream of bytes was read, an event a line.
std::string read(const std::vector<std::string>& pieces, From from, std::size_t messageBytesMost = kMessageBytesMost) {
    io::WebSocketParser parser(from, messageBytesMost);
    io::ReadBuffer buffer;
    std::string events;
    bool ended = false;
    for (const std::string& piece : pieces) {
        buffer.append(piece);
        while (!ended) {
            const io::WebSocketEvent event = parser.parse(buffer);
            if (event == io::WebSocketEvent::NeedsMore) break;
            ended = event == io::WebSocketEvent::Close || event == io::WebSocketEvent::Refused;
            if (event == io::WebSocketEvent::Message) events += parser.isText() ? "text " : "binary ";
            if (event == io::WebSocketEvent::Ping) events += "ping ";
            if (event == io::WebSocketEvent::Pong) events += "pong ";
            if (event == io::WebSocketEvent::Close) events += fmt::format("close {} ", parser.closeCode());
            if (event == io::WebSocketEvent::Refused) {
                events +=
                    fmt::format("refused {}: {}", static_cast<unsigned>(parser.fault().code), parser.fault().sentence);
            } else {
                events += parser.payload();
            }
            events += '\n';
        }
    }
    return events;
}

std::string readWhole(const std::string& bytes) {
    return read({bytes}, From::Client);
}

std::vector<std::string> singleBytes(const std::string& bytes) {
    std::vector<std::string> pieces;
    for (const char byte : bytes)
        pieces.emplace_back(1, byte);
    return pieces;
}

std::string fragment(WebSocketOpcode opcode, bool isLast, std::string_view payload) {
    std::string out;
    io::appendFrame(out, opcode, isLast, payload, &kMask);
    return out;
}
std::string text(std::string_view payload) {
    return io::maskedFrameOf(WebSocketOpcode::Text, payload, kMask);
}
std::string ping(std::string_view payload) {
    return io::maskedFrameOf(WebSocketOpcode::Ping, payload, kMask);
}
std::string closing(std::string_view payload) {
    return io::maskedFrameOf(WebSocketOpcode::Close, payload, kMask);
}
std::string codeOf(unsigned code) {
    return {static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
}
const std::string kFourMaskBytes = "mask";
const std::string kKorean = "\xEA\xB0\x80\xEB\x82\x98";  // two characters

struct Row {
    const char* what;
    std::string bytes;
    std::string events;  // of a refusal its code
};

std::vector<Row> accepted() {
    const std::string hello = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";  // the RFC's own, 5.7
    const auto [Continuation, Text, Binary] =
        std::tuple(WebSocketOpcode::Continuation, WebSocketOpcode::Text, WebSocketOpcode::Binary);
    return {
        {"5.7 a masked Hello", hello, "text Hello\n"},
        {"5.7 a masked pong with Hello", "\x8a" + hello.substr(1), "pong Hello\n"},
        {"5.6 an empty text", text(""), "text \n"},
        {"5.6 an empty binary message", io::maskedFrameOf(Binary, "", kMask), "binary \n"},
        {"5.6 any bytes are binary", io::maskedFrameOf(Binary, "\xFF\xC0", kMask), "binary \xFF\xC0\n"},
        {"5.2 125 bytes", text(std::string(125, 'a')), "text " + std::string(125, 'a') + "\n"},
        {"5.2 126 bytes", text(std::string(126, 'a')), "text " + std::string(126, 'a') + "\n"},
        {"5.2 127 bytes", text(std::string(127, 'a')), "text " + std::string(127, 'a') + "\n"},
        {"5.2 65535 bytes", text(std::string(65'535, 'a')), "text " + std::string(65'535, 'a') + "\n"},
        {"5.2 65536 bytes", text(std::string(65'536, 'a')), "text " + std::string(65'536, 'a') + "\n"},
        {"5.4 two fragments", fragment(Text, false, "a") + fragment(Continuation, true, "b"), "text ab\n"},
        {"5.4 empty fragments",
         fragment(Text, false, "") + fragment(Continuation, false, "") + fragment(Continuation, true, ""), "text \n"},
        {"5.4 a last fragment that is empty", fragment(Binary, false, "a") + fragment(Continuation, true, ""),
         "binary a\n"},
        {"5.4 control frames between fragments",
         fragment(Text, false, "a") + ping("p") + fragment(Continuation, false, "b") +
             io::maskedFrameOf(WebSocketOpcode::Pong, "q", kMask) + fragment(Continuation, true, "c") + text("d"),
         "ping p\npong q\ntext abc\ntext d\n"},
        {"5.4 a close between fragments", fragment(Text, false, "a") + closing(codeOf(1001)), "close 1001 \n"},
        {"5.5.2 a ping of 125 bytes", ping(std::string(125, 'p')), "ping " + std::string(125, 'p') + "\n"},
        {"5.5.2 an empty ping", ping(""), "ping \n"},
        {"5.5.3 a pong that nobody asked for", io::maskedFrameOf(WebSocketOpcode::Pong, "", kMask), "pong \n"},
        {"5.5.1 a close without a code", closing(""), "close 0 \n"},
        {"5.5.1 a close with a reason", closing(codeOf(1000) + kKorean), "close 1000 " + kKorean + "\n"},
        {"5.5.1 what follows a close is not read", closing(codeOf(1000)) + "\xFF\xFF", "close 1000 \n"},
        {"8.1 a character over two fragments",
         fragment(Text, false, kKorean.substr(0, 1)) + fragment(Continuation, false, kKorean.substr(1, 3)) +
             fragment(Continuation, true, kKorean.substr(4)),
         "text " + kKorean + "\n"},
        {"8.1 U+10FFFF and U+D7FF", text("\xF4\x8F\xBF\xBF\xED\x9F\xBF"), "text \xF4\x8F\xBF\xBF\xED\x9F\xBF\n"},
        {"many small messages", text("a") + text("b") + text("") + text("c"), "text a\ntext b\ntext \ntext c\n"},
    };
}

std::vector<Row> refused() {
    const auto [Continuation, Text] = std::pair(WebSocketOpcode::Continuation, WebSocketOpcode::Text);
    std::vector<Row> rows{
        {"5.1 not masked", "\x81\x01x", "1002"},
        {"5.1 an unmasked ping", "\x89\x00"s, "1002"},
        {"5.2 RSV1", "\xC1\x80mask", "1002"},
        {"5.2 RSV2", "\xA1\x80mask", "1002"},
        {"5.2 RSV3", "\x91\x80mask", "1002"},
        {"5.2 RSV1 of a control frame", "\xC9\x80mask", "1002"},
        {"5.2 126 for 125", "\x81\xFE\x00\x7D"s + kFourMaskBytes, "1002"},
        {"5.2 126 for 0", "\x81\xFE\x00\x00"s + kFourMaskBytes, "1002"},
        {"5.2 127 for 65535", "\x81\xFF\x00\x00\x00\x00\x00\x00\xFF\xFF"s + kFourMaskBytes, "1002"},
        {"5.2 127 for 126", "\x82\xFF\x00\x00\x00\x00\x00\x00\x00\x7E"s + kFourMaskBytes, "1002"},
        {"5.2 the highest bit of a length", "\x81\xFF\x80\x00\x00\x00\x00\x01\x00\x00"s, "1002"},
        {"5.4 a continuation of nothing", fragment(Continuation, true, "a"), "1002"},
        {"5.4 a continuation of nothing that goes on", fragment(Continuation, false, "a"), "1002"},
        {"5.4 a continuation of a whole message", text("a") + fragment(Continuation, true, "b"), "1002"},
        {"5.4 a message inside a message", fragment(Text, false, "a") + text("b"), "1002"},
        {"5.4 a fragment of another inside a message", fragment(Text, false, "a") + fragment(Text, false, "b"), "1002"},
        {"5.5 a fragmented ping", fragment(WebSocketOpcode::Ping, false, "a"), "1002"},
        {"5.5 a fragmented close", fragment(WebSocketOpcode::Close, false, ""), "1002"},
        {"5.5 a ping of 126 bytes", "\x89\xFE\x00\x7E"s, "1002"},
        {"5.5 a pong of 64 KiB", "\x8A\xFF\x00\x00\x00\x00\x00\x01\x00\x00"s, "1002"},
        {"5.5.1 half a code", closing("\x03"), "1002"},
        {"5.5.1 a reason that is no UTF-8", closing(codeOf(1000) + "\xC3\x28"), "1007"},
        {"5.5.1 a reason cut inside a character", closing(codeOf(1000) + kKorean.substr(0, 4)), "1007"},
        {"8.1 a byte that begins no character", text("a\x80"), "1007"},
        {"8.1 cut inside a character", text(kKorean.substr(0, 5)), "1007"},
        {"8.1 overlong", text("\xC0\xAF"), "1007"},
        {"8.1 a surrogate", text("\xED\xA0\x80"), "1007"},
        {"8.1 past U+10FFFF", text("\xF4\x90\x80\x80"), "1007"},
        {"8.1 over fragments", fragment(Text, false, kKorean.substr(0, 2)) + fragment(Continuation, true, "x"), "1007"},
    };
    for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U})
        rows.push_back(
            {"5.2 a reserved opcode", std::string{static_cast<char>(0x80U | opcode), '\x80'} + "mask", "1002"});
    for (const unsigned code : {0U, 1U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65'535U})
        rows.push_back({"7.4 a code that is never sent", closing(codeOf(code)), "1002"});
    return rows;
}

// Good and bad frames in any order.
rc::Gen<std::string> anyFrames() {
    const auto frame = rc::gen::element<std::string>(
        text("hi"), text(""), fragment(WebSocketOpcode::Text, false, "\xEA"),
        fragment(WebSocketOpcode::Continuation, false, "\xB0"), fragment(WebSocketOpcode::Continuation, true, "\x80"),
        ping("p"), fragment(WebSocketOpcode::Binary, false, std::string(130, '\xFF')), closing(codeOf(1000)),
        closing(codeOf(1005)), "\x81\xFE", "x", text(std::string(300, 'b')));
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(frame), [](const auto& frames) {
        std::string bytes;
        for (const std::string& one : frames)
            bytes += one;
        return bytes;
    });
}

// Where to cut: everywhere in small ones, around the heads and ends of large ones.
std::vector<std::size_t> cutsOf(const std::string& bytes) {
    std::vector<std::size_t> cuts;
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
        if (cut < 200 || cut + 20 > bytes.size() || cut % 9973 == 0) cuts.push_back(cut);
    }
    return cuts;
}

}  // namespace

class IoWebsocketParser : public QObject {
    Q_OBJECT
  private slots:
    void understandsWhatIsWellFormedHoweverItIsCut_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("events");
        for (const Row& row : accepted())
            QTest::newRow(row.what) << row.bytes << row.events;
    }
    void understandsWhatIsWellFormedHoweverItIsCut() {
        QFETCH(std::string, bytes);
        QFETCH(std::string, events);
        QCOMPARE(readWhole(bytes), events);
        QCOMPARE(read(singleBytes(bytes), From::Client), events);
        for (const std::size_t cut : cutsOf(bytes))
            QCOMPARE(read({bytes.substr(0, cut), bytes.substr(cut)}, From::Client), events);
    }

    void refusesWhatIsNotWithTheCodeThatIsForIt_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("code");
        int number = 0;
        for (const Row& row : refused())
            QTest::addRow("%s (%d)", row.what, ++number) << row.bytes << row.events;
    }
    void refusesWhatIsNotWithTheCodeThatIsForIt() {
        QFETCH(std::string, bytes);
        QFETCH(std::string, code);
        const std::string whole = readWhole(bytes);
        QVERIFY2(whole.find("refused " + code + ": ") != std::string::npos, whole.c_str());
        QCOMPARE(std::count(whole.begin(), whole.end(), '\n'), 1 + (whole.starts_with("text ") ? 1 : 0));
        QCOMPARE(read(singleBytes(bytes), From::Client), whole);
        for (const std::size_t cut : cutsOf(bytes))
            QCOMPARE(read({bytes.substr(0, cut), bytes.substr(cut)}, From::Client), whole);
    }

    // 7.4.1: "a status code that MAY be set by an endpoint"; 7.4.2: 3000 to 4999 are for frameworks and programs.
    void understandsEveryCodeThatMayBeSent() {
        for (unsigned code = 0; code < 6000; ++code) {
            const bool may =
                (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
            QCOMPARE(io::isCloseCode(code), may);
            QCOMPARE(readWhole(closing(codeOf(code))).starts_with("close "), may);
        }
    }

    // 7.4.1, 1009. Told before the payload comes, so that nobody makes a server gather what it will not take.
    void aMessageOverTheLimitIsRefusedByItsHeadAlone() {
        const auto firstBytes = [](const std::string& frame, std::size_t bytes) { return frame.substr(0, bytes); };
        const std::string over = fragment(WebSocketOpcode::Binary, true, std::string(1001, 'x'));
        QVERIFY(read({firstBytes(over, 4)}, From::Client, 1000).starts_with("refused 1009: "));
        QCOMPARE(read({firstBytes(over, 3)}, From::Client, 1000), ""s);
        const std::string most = fragment(WebSocketOpcode::Binary, true, std::string(1000, 'x'));
        QCOMPARE(read({most}, From::Client, 1000), "binary " + std::string(1000, 'x') + "\n");
        QVERIFY(read({"\x82\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s}, From::Client, 1000).starts_with("refused 1009: "));
        const std::string begun = fragment(WebSocketOpcode::Text, false, std::string(999, 'x'));
        const std::string one = fragment(WebSocketOpcode::Continuation, true, "y");
        const std::string two = fragment(WebSocketOpcode::Continuation, true, "yz");
        QCOMPARE(read({begun + ping("p") + one}, From::Client, 1000), "ping p\ntext " + std::string(999, 'x') + "y\n");
        QVERIFY(read({begun + firstBytes(two, 2)}, From::Client, 1000).starts_with("refused 1009: "));
        QVERIFY(read({begun + one + begun + one}, From::Client, 1000).ends_with("y\n"));
    }

    // 5.1: "A client MUST close a connection if it detects a masked frame."
    void aClientReadsWhatIsNotMaskedAndRefusesWhatIs() {
        for (const std::size_t bytes : {0U, 1U, 125U, 126U, 65'535U, 65'536U}) {
            const std::string payload(bytes, 'a');
            const std::string frame = io::frameOf(WebSocketOpcode::Text, payload);
            QCOMPARE(read({frame}, From::Server), "text " + payload + "\n");
            for (const std::size_t cut : cutsOf(frame))
                QCOMPARE(read({frame.substr(0, cut), frame.substr(cut)}, From::Server), "text " + payload + "\n");
        }
        QVERIFY(read({text("a")}, From::Server).starts_with("refused 1002: "));
        QCOMPARE(read({"\x81\x05Hello"}, From::Server), "text Hello\n"s);          // 5.7
        QCOMPARE(read({"\x01\x03Hel\x80\x02lo"}, From::Server), "text Hello\n"s);  // 5.7
        QCOMPARE(read({"\x88\x00"s}, From::Server), "close 0 \n"s);
    }

    void anyFramesCutAnywhereGiveTheSame() {
        QVERIFY(rc::check("whole and cut agree", [] {
            const std::string bytes = *anyFrames();
            const std::string whole = read({bytes}, From::Client, 400);
            const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);
            RC_ASSERT(read({bytes.substr(0, cut), bytes.substr(cut)}, From::Client, 400) == whole);
            RC_ASSERT(read(singleBytes(bytes), From::Client, 400) == whole);
        }));
    }

    // 5.2: "the minimal number of bytes MUST be used to encode the length".
    void aFrameIsWrittenWithItsShortestLength() {
        const auto headOf = [](std::size_t bytes) {
            const std::string frame = io::frameOf(WebSocketOpcode::Binary, std::string(bytes, 'x'));
            return frame.substr(0, frame.size() - bytes);
        };
        QCOMPARE(headOf(0), "\x82\x00"s);
        QCOMPARE(headOf(125), "\x82\x7D"s);
        QCOMPARE(headOf(126), "\x82\x7E\x00\x7E"s);
        QCOMPARE(headOf(65'535), "\x82\x7E\xFF\xFF"s);
        QCOMPARE(headOf(65'536), "\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00"s);
        QCOMPARE(io::frameOf(WebSocketOpcode::Text, "Hello"), "\x81\x05Hello"s);  // 5.7
    }

    // 5.3, byte by byte as the RFC has it, at every length and so at every place of a word.
    void maskingIsTheRfcsOwn() {
        const std::string key = "\x37\xfa\x21\x3d";
        std::uint32_t mask = 0;
        std::memcpy(&mask, key.data(), sizeof mask);
        QCOMPARE(io::maskedFrameOf(WebSocketOpcode::Text, "Hello", mask),
                 "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s);  // 5.7
        for (std::size_t bytes = 0; bytes < 70; ++bytes) {
            std::string payload, expected;
            for (std::size_t at = 0; at < bytes; ++at) {
                payload += static_cast<char>(at * 7);
                expected += static_cast<char>(payload[at] ^ key[at % 4]);
            }
            std::string masked = payload;
            io::applyMask(masked, mask);
            QCOMPARE(masked, expected);
            io::applyMask(masked, mask);
            QCOMPARE(masked, payload);
        }
    }

    // 5.5: a control frame's payload is 125 bytes at most; 5.5.1: the reason is UTF-8.
    void aLongReasonIsCutBetweenCharacters() {
        QCOMPARE(io::closePayload(WebSocketClose::GoingAway, "bye"),
                 "\x03\xE9"
                 "bye"s);
        QCOMPARE(io::closePayload(WebSocketClose::Normal, ""), "\x03\xE8"s);
        QCOMPARE(io::closePayload(WebSocketClose::Normal, std::string(200, 'a')), "\x03\xE8" + std::string(123, 'a'));
        for (std::size_t before = 0; before < 4; ++before) {
            std::string reason(before, 'a');
            while (reason.size() < 140)
                reason += kKorean;
            const std::string payload = io::closePayload(WebSocketClose::PolicyViolated, reason);
            QVERIFY(payload.size() <= io::kControlBytesMost && payload.size() > io::kControlBytesMost - 3);
            QVERIFY(readWhole(closing(payload)).starts_with("close 1008 " + reason.substr(0, 100)));
        }
        QCOMPARE(io::closePayload(WebSocketClose::Normal, "a\xFFz"),
                 "\x03\xE8"
                 "a"s);
    }
};

RUSHLAB_TEST(IoWebsocketParser)

}  // namespace rushlab::test::io_websocket_parser
#include "io_websocket_parser.moc"
