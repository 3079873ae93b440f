// io/: the parser and the writer of STOMP frames. Each row names its section of the 1.2 specification
// (https://stomp.github.io/stomp-specification-1.2.html); however the bytes are cut, the outcome is the same.
#include <rapidcheck.h>

#include "io/stomp_parser.h"
#include "tests/support/test_program.h"

namespace rushlab::test::io_stomp_parser {
using namespace std::string_literals;
using io::StompFrame;
using io::StompVersion;

namespace {

const std::string kNul(1, '\0');

constexpr io::StompLimits kLimits{.frameBytesMost = 400, .headBytesMost = 200, .headersMost = 8};

// Everything that can be said about how a stream of bytes was read: each frame, and the refusal if there is one.
std::string read(const std::vector<std::string>& pieces, StompVersion version = StompVersion::V12) {
    io::StompParser parser(kLimits);
    parser.speak(version);
    io::ReadBuffer buffer;
    std::string events;
    io::StompProgress progress = io::StompProgress::NeedsMore;
    for (const std::string& piece : pieces) {
        buffer.append(piece);
        while (progress != io::StompProgress::Refused) {
            progress = parser.parse(buffer);
            if (progress == io::StompProgress::NeedsMore) break;
            if (progress == io::StompProgress::Refused) {
                events += "refused: " + parser.fault();
                break;
            }
            events += parser.frame().command;
            for (const auto& [name, value] : parser.frame().headers)
                events += fmt::format(" [{}={}]", name, value);
            events += fmt::format(" <{}>\n", parser.frame().body);
        }
    }
    return events;
}

std::vector<std::string> singleBytes(const std::string& bytes) {
    std::vector<std::string> pieces;
    for (const char byte : bytes)
        pieces.emplace_back(1, byte);
    return pieces;
}

struct Row {
    const char* what;
    std::string bytes;
    std::string outcome;
    StompVersion version = StompVersion::V12;
};

std::vector<Row> accepted() {
    return {
        {"STOMP Frames", "SEND\ndestination:/queue/a\n\nhello" + kNul, "SEND [destination=/queue/a] <hello>\n"},
        {"STOMP Frames: no headers", "DISCONNECT\n\n" + kNul, "DISCONNECT <>\n"},
        {"STOMP Frames: EOL is LF or CR LF", "SEND\r\na:1\r\nb:2\n\r\nhello\r\n" + kNul,
         "SEND [a=1] [b=2] <hello\r\n>\n"},
        {"STOMP Frames: CR LF and LF in turn", "SEND\na:1\r\n\nx" + kNul, "SEND [a=1] <x>\n"},
        {"STOMP Frames: EOLs behind the NUL", "BEGIN\n\n" + kNul + "\n\r\n\nABORT\n\n" + kNul + "\n",
         "BEGIN <>\nABORT <>\n"},
        {"STOMP Frames: one after the other", "BEGIN\n\n" + kNul + "ABORT\n\n" + kNul, "BEGIN <>\nABORT <>\n"},
        {"Heart-beating: EOLs before a frame", "\n\n\r\n\nBEGIN\n\n" + kNul, "BEGIN <>\n"},
        {"Heart-beating: nothing else", "\n\r\n\n\r\n", ""},
        {"Augmented BNF: an empty value", "SEND\na:\n\n" + kNul, "SEND [a=] <>\n"},
        {"Value Encoding: no padding is taken off", "SEND\n a : b \n\n" + kNul, "SEND [ a = b ] <>\n"},
        {"Value Encoding", "SEND\n\\c\\n\\r\\\\:\\c\\n\\r\\\\\n\n" + kNul, "SEND [:\n\r\\=:\n\r\\] <>\n"},
        {"Value Encoding: once, not twice", "SEND\na:\\\\n\n\n" + kNul, "SEND [a=\\n] <>\n"},
        {"Value Encoding: not in CONNECT", "CONNECT\nlogin:a\\b:c\\\n\n" + kNul, "CONNECT [login=a\\b:c\\] <>\n"},
        {"Value Encoding: in STOMP", "STOMP\nlogin:a\\cb\n\n" + kNul, "STOMP [login=a:b] <>\n"},
        {"Value Encoding: not in CONNECTED", "CONNECTED\nserver:a\\c\n\n" + kNul, "CONNECTED [server=a\\c] <>\n"},
        {"Value Encoding of 1.1", "SEND\na:\\c\\n\\\\\n\n" + kNul, "SEND [a=:\n\\] <>\n", StompVersion::V11},
        {"Value Encoding: 1.0 has none", "SEND\na:\\r\\t\\\n\n" + kNul, "SEND [a=\\r\\t\\] <>\n", StompVersion::V10},
        {"a colon in a value is the value's", "SEND\na:b:c\n\n" + kNul, "SEND [a=b:c] <>\n"},
        {"Value Encoding: UTF-8", "SEND\n\xEA\xB0\x80:\xEB\x82\x98\n\n" + kNul,
         "SEND [\xEA\xB0\x80=\xEB\x82\x98] <>\n"},
        {"Repeated Header Entries are all kept", "MESSAGE\nfoo:World\nfoo:Hello\n\n" + kNul,
         "MESSAGE [foo=World] [foo=Hello] <>\n"},
        {"Header content-length: NULs in the body", "SEND\ncontent-length:5\n\na" + kNul + "b" + kNul + "c" + kNul,
         "SEND [content-length=5] <a" + kNul + "b" + kNul + "c>\n"},
        {"Header content-length: 0", "BEGIN\ncontent-length:0\n\n" + kNul, "BEGIN [content-length=0] <>\n"},
        {"Header content-length: the first counts", "SEND\ncontent-length:1\ncontent-length:9\n\nx" + kNul,
         "SEND [content-length=1] [content-length=9] <x>\n"},
        {"Body: without a length it ends at the first NUL", "SEND\n\na\n\nb" + kNul + "BEGIN\n\n" + kNul,
         "SEND <a\n\nb>\nBEGIN <>\n"},
        {"Body: any bytes", "SEND\n\n\xFF\xC0\r\n" + kNul, "SEND <\xFF\xC0\r\n>\n"},
        {"Body: MESSAGE and ERROR have one", "MESSAGE\n\na" + kNul + "ERROR\n\nb" + kNul, "MESSAGE <a>\nERROR <b>\n"},
        {"Size Limits: all that is allowed",
         "SEND\n" + std::string(1, 'a') + ":" + std::string(191, 'v') + "\n\n" + std::string(200, 'b') + kNul,
         "SEND [a=" + std::string(191, 'v') + "] <" + std::string(200, 'b') + ">\n"},
        {"Size Limits: eight headers", "SEND\na:\nb:\nc:\nd:\ne:\nf:\ng:\nh:\n\n" + kNul,
         "SEND [a=] [b=] [c=] [d=] [e=] [f=] [g=] [h=] <>\n"},
    };
}

std::vector<Row> refused() {
    const std::string tooLong = "a frame is longer than 400 bytes",
                      tooLongHead = "a frame's headers are longer than 200";
    return {
        {"Augmented BNF: a header without a colon", "SEND\nnonsense\n\n" + kNul, "no name:value"},
        {"Augmented BNF: a header without a name", "SEND\n:x\n\n" + kNul, "no name:value"},
        {"Augmented BNF: a CR inside a value", "SEND\na:b\rc\n\n" + kNul, "carriage return"},
        {"Augmented BNF: a CR inside a name", "SEND\na\rb:c\n\n" + kNul, "carriage return"},
        {"Augmented BNF: two CRs", "SEND\na:b\r\r\n\n" + kNul, "carriage return"},
        {"Augmented BNF: a CR before the command", "\rSEND\n\n" + kNul, "carriage return"},
        {"Augmented BNF: no empty line", "DISCONNECT\n" + kNul, "ends before its headers do"},
        {"Augmented BNF: a command alone", "DISCONNECT" + kNul, "ends before its headers do"},
        {"Augmented BNF: a NUL in a header", "SEND\na:b" + kNul + "\n\nbody" + kNul, "ends before its headers do"},
        {"Augmented BNF: a NUL alone", kNul, "ends before its headers do"},
        {"Value Encoding: \\t MUST be an error", "SEND\na:\\t\n\n" + kNul, "escape"},
        {"Value Encoding: in a name", "SEND\na\\t:b\n\n" + kNul, "escape"},
        {"Value Encoding: a backslash at the end", "SEND\na:b\\\n\n" + kNul, "escape"},
        {"Value Encoding: a backslash before the colon", "SEND\na\\:b\n\n" + kNul, "escape"},
        {"Value Encoding: 1.1 knows no \\r", "SEND\na:\\r\n\n" + kNul, "escape", StompVersion::V11},
        {"Value Encoding: no UTF-8", "SEND\na:\xFF\n\n" + kNul, "UTF-8"},
        {"Value Encoding: a command that is no UTF-8", "SEN\xC0\n\n" + kNul, "UTF-8"},
        {"Header content-length: no number", "SEND\ncontent-length:x\n\n" + kNul, "no number"},
        {"Header content-length: empty", "SEND\ncontent-length:\n\n" + kNul, "no number"},
        {"Header content-length: a sign", "SEND\ncontent-length:+1\n\na" + kNul, "no number"},
        {"Header content-length: negative", "SEND\ncontent-length:-1\n\na" + kNul, "no number"},
        {"Header content-length: a space", "SEND\ncontent-length: 1\n\na" + kNul, "no number"},
        {"Header content-length: beyond 64 bits", "SEND\ncontent-length:99999999999999999999\n\na" + kNul, "no number"},
        {"Header content-length: 2^64 - 1", "SEND\ncontent-length:18446744073709551615\n\na" + kNul, tooLong},
        {"Header content-length: too short for its body", "SEND\ncontent-length:1\n\nab" + kNul,
         "behind its content-length"},
        {"Body: only SEND, MESSAGE and ERROR", "SUBSCRIBE\nid:0\n\nx" + kNul, "SUBSCRIBE has no body"},
        {"Body: CONNECT has none", "CONNECT\ncontent-length:1\n\nx" + kNul, "CONNECT has no body"},
        {"Size Limits: headers", "SEND\na:" + std::string(192, 'v') + "\n\n" + kNul, tooLongHead},
        {"Size Limits: headers without an end", std::string(201, 'x'), tooLongHead},
        {"Size Limits: a NUL beyond the limit", std::string(201, 'x') + kNul, tooLongHead},
        {"Size Limits: nine headers", "SEND\na:\nb:\nc:\nd:\ne:\nf:\ng:\nh:\ni:\n\n" + kNul, "more than 8 headers"},
        {"Size Limits: a body", "SEND\n\n" + std::string(395, 'b') + kNul, tooLong},
        {"Size Limits: a body without an end", "SEND\n\n" + std::string(395, 'b'), tooLong},
        {"Size Limits: a length, before the body", "SEND\ncontent-length:1000\n\n", tooLong},
    };
}

rc::Gen<std::string> anyBytes() {
    const auto piece = rc::gen::element<std::string>("SEND\n", "BEGIN\r\n", "CONNECT\n", "a:b\n", "a:\\c\r\n",
                                                     "a:\\t\n", "content-length:3\n", "\n", "\r\n", "\r", kNul, "abc",
                                                     "\xFF", std::string(90, 'x'), "SEND\n\nbody" + kNul);
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
        std::string bytes;
        for (const std::string& one : pieces)
            bytes += one;
        return bytes;
    });
}

}  // namespace

class IoStompParser : public QObject {
    Q_OBJECT
  private slots:
    void understandsWhatIsWellFormedHoweverItIsCut_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("outcome");
        QTest::addColumn<int>("version");
        for (const Row& row : accepted())
            QTest::newRow(row.what) << row.bytes << row.outcome << static_cast<int>(row.version);
    }
    void understandsWhatIsWellFormedHoweverItIsCut() {
        QFETCH(std::string, bytes);
        QFETCH(std::string, outcome);
        QFETCH(int, version);
        const auto spoken = static_cast<StompVersion>(version);
        QCOMPARE(read({bytes}, spoken), outcome);
        QCOMPARE(read(singleBytes(bytes), spoken), outcome);
        for (std::size_t cut = 1; cut < bytes.size(); ++cut)
            QCOMPARE(read({bytes.substr(0, cut), bytes.substr(cut)}, spoken), outcome);
    }

    void refusesWhatIsNotAndSaysWhy_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("sentence");
        QTest::addColumn<int>("version");
        for (const Row& row : refused())
            QTest::newRow(row.what) << row.bytes << row.outcome << static_cast<int>(row.version);
    }
    void refusesWhatIsNotAndSaysWhy() {
        QFETCH(std::string, bytes);
        QFETCH(std::string, sentence);
        QFETCH(int, version);
        const auto spoken = static_cast<StompVersion>(version);
        const std::string whole = read({bytes}, spoken);
        QVERIFY2(whole.starts_with("refused: ") && whole.find(sentence) != std::string::npos, whole.c_str());
        QCOMPARE(read(singleBytes(bytes), spoken), whole);
        for (std::size_t cut = 1; cut < bytes.size(); ++cut)
            QCOMPARE(read({bytes.substr(0, cut), bytes.substr(cut)}, spoken), whole);
    }

    void afterARefusalNothingFollows() {
        QCOMPARE(read({"SEND\nx\n\n" + kNul, "BEGIN\n\n" + kNul}), read({"SEND\nx\n\n" + kNul}));
    }

    void anyBytesCutAnywhereGiveTheSame() {
        QVERIFY(rc::check("whole and cut agree", [] {
            const std::string bytes = *anyBytes();
            const auto version = *rc::gen::element(StompVersion::V10, StompVersion::V11, StompVersion::V12);
            const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);
            const std::string whole = read({bytes}, version);
            RC_ASSERT(read({bytes.substr(0, cut), bytes.substr(cut)}, version) == whole);
            RC_ASSERT(read(singleBytes(bytes), version) == whole);
        }));
    }

    // "Repeated Header Entries": only the first "SHOULD be used as the value of header entry".
    void theFirstOfRepeatedHeadersCounts() {
        const StompFrame frame{"MESSAGE", {{"foo", "World"}, {"foo", "Hello"}}, {}};
        QCOMPARE(frame.header("foo"), std::optional<std::string_view>("World"));
        QVERIFY(!frame.header("Foo"));
    }

    void whatIsWrittenIsTheSpecificationsOwn() {
        const auto frame = StompFrame{"MESSAGE", {}, "hi"}.with("destination", "/a:b").with("x", "a\\b\nc\rd");
        QCOMPARE(io::encoded(frame, StompVersion::V12),
                 "MESSAGE\ndestination:/a\\cb\nx:a\\\\b\\nc\\rd\ncontent-length:2\n\nhi" + kNul);
        QCOMPARE(io::encoded(frame, StompVersion::V11),
                 "MESSAGE\ndestination:/a\\cb\nx:a\\\\b\\nc d\ncontent-length:2\n\nhi" + kNul);
        QCOMPARE(io::encoded(frame, StompVersion::V10),
                 "MESSAGE\ndestination:/a:b\nx:a\\b c d\ncontent-length:2\n\nhi" + kNul);
        QCOMPARE(io::encoded(StompFrame{"CONNECTED", {}, {}}.with("server", "a:b\nx"), StompVersion::V12),
                 "CONNECTED\nserver:a:b x\n\n" + kNul);
        QCOMPARE(io::encoded(StompFrame{"RECEIPT", {}, {}}, StompVersion::V12), "RECEIPT\n\n" + kNul);
    }

    void aFrameThatIsPassedOnHasTheLengthOfItsOwnBody() {
        const auto frame = StompFrame{"MESSAGE", {}, "abc"}.with("content-length", "9").with("a", "b");
        QCOMPARE(io::encoded(frame, StompVersion::V12), "MESSAGE\na:b\ncontent-length:3\n\nabc" + kNul);
    }

    void whatIsWrittenIsReadBackAsItWas() {
        QVERIFY(rc::check("reading undoes writing", [] {
            const auto word = rc::gen::container<std::string>(rc::gen::element('a', ':', '\\', '\n', '\r', 'n', ' '));
            StompFrame frame{
                "MESSAGE", {}, *rc::gen::container<std::string>(rc::gen::element('\0', 'b', '\n', '\xFF'))};
            frame.with("x" + *word, *word).with("y" + *word, *word);
            io::StompParser parser({});
            io::ReadBuffer buffer;
            buffer.append(io::encoded(frame, StompVersion::V12));
            RC_ASSERT(parser.parse(buffer) == io::StompProgress::Frame);
            StompFrame found = parser.frame();
            if (!frame.body.empty()) {
                RC_ASSERT(found.headers.back().first == "content-length");
                found.headers.pop_back();
            }
            RC_ASSERT(found == frame);
            RC_ASSERT(buffer.empty());
        }));
    }
};

RUSHLAB_TEST(IoStompParser)

}  // namespace rushlab::test::io_stomp_parser
#include "io_stomp_parser.moc"
