// io/: the HTTP/1.1 parser of requests. What is refused names its section of RFC 9112 (or 9110); however the bytes are
// cut, the outcome is the same; and the check for smuggling is shown to fail on a parser that is lenient.
#include <rapidcheck.h>

#include "io/http_grammar.h"
#include "io/http_parser.h"
#include "tests/support/test_program.h"

namespace rushlab::test::io_http_parser {
using namespace std::string_literals;

namespace {

// Everything that can be said about how a stream of bytes was read.
struct Outcome {
    io::HttpProgress progress = io::HttpProgress::NeedsMore;
    int status = 0;
    std::string sentence;
    std::string text;  // the request as it was understood
    std::string rest;  // what stays in the buffer

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

std::string describe(const io::HttpRequest& request) {
    std::string text =
        fmt::format("{}|{}|{}|{}|{}|1.{}|{}|{}\n", request.methodText, request.target, request.path, request.query,
                    request.host, request.minorVersion, request.keepAlive, request.expectsContinue);
    for (const auto& [name, value] : request.fields)
        text += fmt::format("{}={}\n", name, value);
    return text.append(request.body);
}

io::HttpLimits smallLimits() {
    return {.headBytesMost = 512, .bodyBytesMost = 64, .fieldsMost = 8};
}

Outcome read(const std::vector<std::string>& pieces, const io::HttpLimits& limits) {
    io::HttpRequestParser parser(limits);
    io::ReadBuffer buffer;
    Outcome outcome;
    for (const std::string& piece : pieces) {
        buffer.append(piece);
        if (outcome.progress == io::HttpProgress::NeedsMore) outcome.progress = parser.parse(buffer);
    }
    outcome.status = parser.fault().status;
    outcome.sentence = parser.fault().sentence;
    if (outcome.progress == io::HttpProgress::Done) {
        outcome.text = describe(parser.request(buffer));
        outcome.rest = std::string(buffer.data() + parser.length(), buffer.size() - parser.length());
    }
    return outcome;
}

Outcome readWhole(const std::string& bytes) {
    return read({bytes}, smallLimits());
}

std::vector<std::string> singleBytes(const std::string& bytes) {
    std::vector<std::string> pieces;
    for (const char byte : bytes)
        pieces.emplace_back(1, byte);
    return pieces;
}

std::string withHead(const std::string& fields, const std::string& body = {}) {
    return "POST /order HTTP/1.1\r\nHost: shop\r\n" + fields + "\r\n" + body;
}

struct Refused {
    const char* what;
    std::string bytes;
    int status;
};

std::vector<Refused> refusedRequests() {
    return {
        {"9112-2.2 bare line feed", "GET / HTTP/1.1\nHost: shop\n\n", 400},
        {"9112-2.2 bare line feed after a field", "GET / HTTP/1.1\r\nHost: shop\n\r\n", 400},
        {"9112-2.2 bare CR in the request line", "GET /\r HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-2.2 bare CR in a value", withHead("A: b\rContent-Length: 5\r\n"), 400},
        {"9112-2.2 two empty lines", "\r\n\r\nGET / HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-2.2 space before the first field", "GET / HTTP/1.1\r\n Host: shop\r\n\r\n", 400},
        {"9112-3 two spaces", "GET  / HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3 tab for a space", "GET\t/ HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3 HTTP/0.9", "GET /\r\n", 400},
        {"9110-9.1 method", "GE(T / HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3 a TLS greeting", "\x16\x03\x01\x02", 400},
        {"9112-3.2 target with a quote", "GET /\" HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3.2 target beyond ASCII", "GET /\xEA\xB0\x80 HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3.2 target with a NUL", "GET /"s + '\0' + " HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3.2.1 target without slash", "GET shop HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3.2.2 absolute without host", "GET http:///a HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3.2.3 CONNECT", "CONNECT shop:443 HTTP/1.1\r\nHost: shop\r\n\r\n", 501},
        {"9112-3.2.4 asterisk", "GET * HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-3.2 Host is missing", "GET / HTTP/1.1\r\n\r\n", 400},
        {"9112-3.2 Host is given twice", "GET / HTTP/1.1\r\nHost: shop\r\nHost: shop\r\n\r\n", 400},
        {"9112-3.2 Host is a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"9112-3.2 Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"9112-3.2 Host with a bad port", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", 400},
        {"9112-2.3 version in small letters", "GET / http/1.1\r\nHost: shop\r\n\r\n", 400},
        {"9112-2.3 version HTTP/2.0", "GET / HTTP/2.0\r\nHost: shop\r\n\r\n", 505},
        {"9112-2.3 version HTTP/1.2", "GET / HTTP/1.2\r\nHost: shop\r\n\r\n", 505},
        {"9112-2.3 version HTTP/1.10", "GET / HTTP/1.10\r\nHost: shop\r\n\r\n", 400},
        {"9112-5.1 space before colon", withHead("Content-Length : 5\r\n"), 400},
        {"9112-5.1 empty name", withHead(": x\r\n"), 400},
        {"9112-5 no colon", withHead("Nonsense\r\n"), 400},
        {"9110-5.1 name with a bracket", withHead("A(b): x\r\n"), 400},
        {"9112-5.2 folded", withHead("A: b\r\n c\r\n"), 400},
        {"9112-5.2 folded with a tab", withHead("A: b\r\n\tc\r\n"), 400},
        {"9110-5.5 NUL in a value", withHead("A: b"s + '\0' + "\r\n"), 400},
        {"9110-5.5 escape in a value", withHead("A: \x1B[31m\r\n"), 400},
        {"9112-6.1 both lengths", withHead("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {"9112-6.1 both lengths, other order", withHead("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
        {"9112-6.1 in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"9112-6.1 chunked twice", withHead("Transfer-Encoding: chunked, chunked\r\n"), 400},
        {"9112-6.1 given twice", withHead("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"9112-6.1 chunked not last", withHead("Transfer-Encoding: chunked, gzip\r\n"), 400},
        {"9112-6.1 empty", withHead("Transfer-Encoding:\r\n"), 400},
        {"9112-6.1 unknown coding", withHead("Transfer-Encoding: xchunked\r\n"), 501},
        {"9112-6.1 gzip, chunked", withHead("Transfer-Encoding: gzip, chunked\r\n"), 501},
        {"9112-6.1 identity", withHead("Transfer-Encoding: identity\r\n"), 501},
        {"9112-6.3 differing lengths", withHead("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), 400},
        {"9112-6.3 the same length twice", withHead("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400},
        {"9112-6.3 a list of lengths", withHead("Content-Length: 5, 5\r\n", "hello"), 400},
        {"9112-6.3 positive sign", withHead("Content-Length: +5\r\n", "hello"), 400},
        {"9112-6.3 negative", withHead("Content-Length: -5\r\n"), 400},
        {"9112-6.3 hexadecimal", withHead("Content-Length: 0x5\r\n"), 400},
        {"9112-6.3 empty length", withHead("Content-Length:\r\n"), 400},
        {"9112-6.3 overflow", withHead("Content-Length: 18446744073709551621\r\n"), 400},
        {"9110-15.5.14 2 GB", withHead("Content-Length: 2147483648\r\n"), 413},
        {"9110-15.5.14 one more than the limit", withHead("Content-Length: 65\r\n"), 413},
        {"9112-7.1 size with a sign", withHead("Transfer-Encoding: chunked\r\n", "+5\r\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1 size with 0x", withHead("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1 empty size", withHead("Transfer-Encoding: chunked\r\n", "\r\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1 space before the size", withHead("Transfer-Encoding: chunked\r\n", " 5\r\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1 space after the size", withHead("Transfer-Encoding: chunked\r\n", "5 \r\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1 longer than its size", withHead("Transfer-Encoding: chunked\r\n", "4\r\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1 shorter than its size", withHead("Transfer-Encoding: chunked\r\n", "6\r\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1 size with a bare LF", withHead("Transfer-Encoding: chunked\r\n", "5\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1 chunk with a bare LF", withHead("Transfer-Encoding: chunked\r\n", "5\r\nhello\n0\r\n\r\n"), 400},
        {"9112-7.1 chunk over the limit", withHead("Transfer-Encoding: chunked\r\n", "41\r\n"), 413},
        {"9112-7.1 chunk of 2^64", withHead("Transfer-Encoding: chunked\r\n", "10000000000000000\r\n"), 413},
        {"9112-7.1.1 no extension", withHead("Transfer-Encoding: chunked\r\n", "5 x\r\nhello\r\n0\r\n\r\n"), 400},
        {"9112-7.1.1 bare CR in an extension", withHead("Transfer-Encoding: chunked\r\n", "5;\rx\r\nhello\r\n"), 400},
        {"9112-7.1.1 long extension", withHead("Transfer-Encoding: chunked\r\n", "5;" + std::string(300, 'x') + "\r\n"),
         400},
        {"9112-7.1.2 trailer without colon", withHead("Transfer-Encoding: chunked\r\n", "0\r\nx\r\n\r\n"), 400},
        {"9112-7.1.2 folded trailer", withHead("Transfer-Encoding: chunked\r\n", "0\r\nA: b\r\n c\r\n\r\n"), 400},
        {"9112-7.1.2 endless trailers", withHead("Transfer-Encoding: chunked\r\n", "0\r\nA: " + std::string(4096, 'x')),
         431},
        {"9110-10.1.1 other expectation", withHead("Expect: tea\r\n"), 417},
        {"9110-15.5.15 long target", "GET /" + std::string(600, 'a') + " HTTP/1.1\r\nHost: shop\r\n\r\n", 414},
        {"6585-5 long fields", withHead("A: " + std::string(600, 'a') + "\r\n"), 431},
        {"6585-5 many fields", withHead("A:\r\nB:\r\nC:\r\nD:\r\nE:\r\nF:\r\nG:\r\nH:\r\n"), 431},
        {"garbage without end", std::string(600, 'x'), 414},
    };
}

std::vector<std::pair<std::string, std::string>> acceptedRequests() {
    return {
        {"GET / HTTP/1.1\r\nHost: shop\r\n\r\n", "GET|/|/||shop|1.1|true|false\nHost=shop\n"},
        {"\r\nGET /item/1?x=%20y&z HTTP/1.1\r\nhOST:shop:8080\r\n\r\n",
         "GET|/item/1?x=%20y&z|/item/1|x=%20y&z|shop:8080|1.1|true|false\nhOST=shop:8080\n"},
        {"GET / HTTP/1.0\r\n\r\n", "GET|/|/|||1.0|false|false\n"},
        {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET|/|/|||1.0|true|false\nConnection=Keep-Alive\n"},
        {"GET / HTTP/1.1\r\nHost: s\r\nConnection: x, Close\r\n\r\n",
         "GET|/|/||s|1.1|false|false\nHost=s\nConnection=x, Close\n"},
        {"GET http://far:1/a?b HTTP/1.1\r\nHost: near\r\n\r\n",
         "GET|http://far:1/a?b|/a|b|far:1|1.1|true|false\nHost=near\n"},
        {"GET http://far?b HTTP/1.1\r\nHost: near\r\n\r\n", "GET|http://far?b|/|b|far|1.1|true|false\nHost=near\n"},
        {"OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "OPTIONS|*|*||[::1]:80|1.1|true|false\nHost=[::1]:80\n"},
        {"BREW / HTTP/1.1\r\nHost:\r\nA:  \t b \t\r\n\r\n", "BREW|/|/|||1.1|true|false\nHost=\nA=b\n"},
        {withHead("Content-Length: 5\r\nExpect: 100-Continue\r\n", "hello"),
         "POST|/order|/order||shop|1.1|true|true\nHost=shop\nContent-Length=5\nExpect=100-Continue\nhello"},
        {withHead("Transfer-Encoding: Chunked\r\n", "5\r\nhello\r\n0006;a=\"b\" ;c\r\n world\r\n0\r\nT: x\r\n\r\n"),
         "POST|/order|/order||shop|1.1|true|false\nHost=shop\nTransfer-Encoding=Chunked\nhello world"},
        {withHead("Content-Length: 0\r\n"), "POST|/order|/order||shop|1.1|true|false\nHost=shop\nContent-Length=0\n"},
        {"GET / HTTP/1.1\r\nHost: s\r\nA: \xEA\xB0\x80\r\n\r\n", "GET|/|/||s|1.1|true|false\nHost=s\nA=\xEA\xB0\x80\n"},
    };
}

// Two readers in a row must not see different messages in the same bytes: a strict one refuses. Gives what it does not.
using ReadsStatus = std::function<int(const std::string&)>;
std::vector<std::string> whatCanBeSmuggled(const ReadsStatus& statusOf) {
    std::vector<std::string> accepted;
    for (const Refused& request : refusedRequests()) {
        if (statusOf(request.bytes) == 0) accepted.emplace_back(request.what);
    }
    return accepted;
}

// The planted bug: reads as careless parsers do. The first Content-Length counts, whatever else is said.
int lenientStatusOf(const std::string& bytes) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string::npos) return 400;
    const std::size_t at = bytes.find("Content-Length");
    const std::size_t digits = at < end ? bytes.find_first_of("0123456789", at) : std::string::npos;
    if (digits < end && std::strtoull(bytes.c_str() + digits, nullptr, 10) > 64) return 413;
    return 0;
}

// Pieces of requests, good and bad, in any order and cut anywhere.
rc::Gen<std::string> anyBytes() {
    const auto piece = rc::gen::element<std::string>(
        "GET / HTTP/1.1\r\n", "POST /a HTTP/1.1\r\n", "Host: s\r\n", "Content-Length: 5\r\n", "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n", "\r\n", "\n", "\r", " ", "hello", "5\r\nhello\r\n", "5;x\r\nhello\r\n",
        "0\r\n\r\n", "0\r\nA: b\r\n\r\n", "3\r\nab", "A: b\r\n", "x", "HTTP/1.0", "ffffffff\r\n", "\r\n\r\n");
    const auto ordered = rc::gen::just("POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n"s);
    const auto start = rc::gen::weightedOneOf<std::string>({{2, ordered}, {1, rc::gen::just(""s)}, {1, piece}});
    return rc::gen::map(rc::gen::pair(start, rc::gen::container<std::vector<std::string>>(piece)),
                        [](const auto& parts) {
                            std::string bytes = parts.first;
                            for (const std::string& part : parts.second)
                                bytes += part;
                            return bytes;
                        });
}

std::vector<std::string> cutAt(const std::string& bytes, const std::vector<std::size_t>& gaps) {
    std::vector<std::string> pieces;
    std::size_t from = 0;
    for (const std::size_t gap : gaps) {
        if (from >= bytes.size()) break;
        pieces.push_back(bytes.substr(from, gap + 1));
        from += gap + 1;
    }
    if (from < bytes.size()) pieces.push_back(bytes.substr(from));
    return pieces;
}

}  // namespace

class IoHttpParser : public QObject {
    Q_OBJECT
  private slots:
    void understandsWhatIsWellFormed_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("understood");
        for (const auto& [bytes, understood] : acceptedRequests()) {
            QTest::addRow("%s", QByteArray::fromStdString(bytes).left(60).toPercentEncoding(" /:").constData())
                << bytes << understood;
        }
    }
    void understandsWhatIsWellFormed() {
        QFETCH(std::string, bytes);
        QFETCH(std::string, understood);
        const Outcome whole = readWhole(bytes + "NEXT");
        QCOMPARE(whole.progress, io::HttpProgress::Done);
        QCOMPARE(whole.text, understood);
        QCOMPARE(whole.rest, "NEXT"s);
    }

    void refusesWhatIsNot_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<int>("status");
        for (const Refused& row : refusedRequests())
            QTest::newRow(row.what) << row.bytes << row.status;
    }
    void refusesWhatIsNot() {
        QFETCH(std::string, bytes);
        QFETCH(int, status);
        const Outcome whole = readWhole(bytes);
        QCOMPARE(whole.progress, io::HttpProgress::Refused);
        QCOMPARE(whole.status, status);
        QVERIFY(!whole.sentence.empty());
        const Outcome cut = read(singleBytes(bytes), smallLimits());
        QCOMPARE(cut.progress, io::HttpProgress::Refused);
        QCOMPARE(cut.sentence, whole.sentence);
    }

    void nothingCanBeSmuggledAndTheCheckWouldSeeIt() {
        QCOMPARE(whatCanBeSmuggled([](const std::string& bytes) { return readWhole(bytes).status; }),
                 std::vector<std::string>());
        const auto leaks = whatCanBeSmuggled(lenientStatusOf);
        for (const char* known : {"9112-6.1 both lengths", "9112-6.3 differing lengths", "9112-5.1 space before colon",
                                  "9112-5.2 folded", "9112-7.1 longer than its size", "9112-2.2 bare CR in a value"}) {
            QVERIFY2(std::find(leaks.begin(), leaks.end(), known) != leaks.end(), known);
        }
    }

    void everyCutInTwoGivesTheSame() {
        std::vector<std::string> all;
        for (const auto& [bytes, understood] : acceptedRequests())
            all.push_back(bytes + "NEXT");
        for (const Refused& row : refusedRequests())
            all.push_back(row.bytes);
        for (const std::string& bytes : all) {
            const Outcome whole = readWhole(bytes);
            for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
                QCOMPARE(read({bytes.substr(0, cut), bytes.substr(cut)}, smallLimits()), whole);
            }
            QCOMPARE(read(singleBytes(bytes), smallLimits()), whole);
        }
    }

    void anyBytesCutAnywhereGiveTheSame() {
        QVERIFY(rc::check("whole and cut agree", [] {
            const std::string bytes = *anyBytes();
            const auto gaps = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 20));
            const Outcome whole = readWhole(bytes), cut = read(cutAt(bytes, gaps), smallLimits());
            RC_ASSERT(whole == cut);
        }));
    }

    void aBodyOfTheLimitIsTaken() {
        const std::string body(64, 'b');
        QVERIFY(readWhole(withHead("Content-Length: 64\r\n", body)).text.ends_with(body));
        QVERIFY(readWhole(withHead("Transfer-Encoding: chunked\r\n", "40\r\n" + body + "\r\n0\r\n\r\n"))
                    .text.ends_with(body));
    }

    void aHeadOfTheLimitIsTakenAndOneByteMoreIsNot() {
        const std::string head = withHead("A: " + std::string(100, 'a') + "\r\n");
        io::HttpLimits limits;
        limits.headBytesMost = head.size();
        QCOMPARE(read({head}, limits).progress, io::HttpProgress::Done);
        --limits.headBytesMost;
        QCOMPARE(read({head}, limits).status, 431);
        QCOMPARE(read(singleBytes(head), limits).status, 431);
    }

    void manySmallChunksTakeNoMoreRoomThanTheirBody() {
        io::HttpLimits limits;
        io::HttpRequestParser parser(limits);
        io::ReadBuffer buffer;
        buffer.append(withHead("Transfer-Encoding: chunked\r\n"));
        std::string sent;
        for (int i = 0; i < 20'000; ++i) {
            const char letter = static_cast<char>('a' + i % 26);
            sent += letter;
            buffer.append("1\r\n"s + letter + "\r\n");
            QCOMPARE(parser.parse(buffer), io::HttpProgress::NeedsMore);
            QVERIFY(buffer.size() < sent.size() + 200);
        }
        buffer.append("0\r\n\r\n"s);
        QCOMPARE(parser.parse(buffer), io::HttpProgress::Done);
        QCOMPARE(std::string(parser.request(buffer).body), sent);
    }

    void percentDecodingIsStrict() {
        using io::PlusIs;
        QCOMPARE(io::percentDecoded("a%2Fb%EA%B0%80+", PlusIs::Plus), "a/b\xEA\xB0\x80+"s);
        QCOMPARE(io::percentDecoded("a+b", PlusIs::Space), "a b"s);
        for (const char* wrong : {"%", "%2", "%2g", "%g2", "a%00b"})
            QVERIFY2(!io::percentDecoded(wrong, PlusIs::Plus), wrong);
        QVERIFY(rc::check("decoding undoes encoding", [](std::string text) {
            std::erase(text, '\0');
            RC_ASSERT(io::percentDecoded(io::percentEncoded(text), PlusIs::Plus) == text);
        }));
    }

    void queryParametersAreFoundDecoded() {
        io::HttpRequest request;
        request.query = "page=2&member%4Eame=Kim+Su&empty&bad=%zz&page=3";
        QCOMPARE(request.queryParameter("page"), "2"s);
        QCOMPARE(request.queryParameter("memberName"), "Kim Su"s);
        QCOMPARE(request.queryParameter("empty"), ""s);
        QVERIFY(!request.queryParameter("bad") && !request.queryParameter("absent"));
    }
};

RUSHLAB_TEST(IoHttpParser)

}  // namespace rushlab::test::io_http_parser
#include "io_http_parser.moc"
