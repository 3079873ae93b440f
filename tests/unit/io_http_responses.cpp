// io/: responses: read as strictly as requests are, ended where RFC 9112 says, and written so that no field forges
// another.
#include "io/http_parser.h"
#include "tests/support/test_program.h"

namespace rushlab::test::io_http_responses {
using namespace std::string_literals;

namespace {

io::HttpLimits smallLimits() {
    return {.headBytesMost = 512, .bodyBytesMost = 64, .fieldsMost = 8};
}

std::vector<std::string> singleBytes(const std::string& bytes) {
    std::vector<std::string> pieces;
    for (const char byte : bytes)
        pieces.emplace_back(1, byte);
    return pieces;
}

struct ReadResponse {
    io::HttpProgress progress = io::HttpProgress::NeedsMore;
    int status = 0;
    std::string body;
    bool keepsAlive = false;
};

ReadResponse readResponse(const std::vector<std::string>& pieces, io::AnswerTo answerTo, bool thenClosed = false) {
    io::HttpResponseParser parser(smallLimits());
    parser.reset(answerTo);
    io::ReadBuffer buffer;
    ReadResponse read;
    for (const std::string& piece : pieces) {
        buffer.append(piece);
        if (read.progress == io::HttpProgress::NeedsMore) read.progress = parser.parse(buffer);
    }
    if (thenClosed && read.progress == io::HttpProgress::NeedsMore && parser.endedByClose()) {
        read.progress = io::HttpProgress::Done;
    }
    if (read.progress != io::HttpProgress::Done) return read;
    std::vector<io::HttpField> fields;
    std::string_view body;
    parser.fill(buffer.data(), fields, body);
    return {read.progress, parser.status(), std::string(body), parser.keepsAlive()};
}

}  // namespace

class IoHttpResponses : public QObject {
    Q_OBJECT
  private slots:
    void responsesEndWhereTheRfcSays_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<bool>("toHead");
        QTest::addColumn<bool>("thenClosed");
        QTest::addColumn<int>("status");
        QTest::addColumn<std::string>("body");
        QTest::addColumn<bool>("keepsAlive");
        const auto row = [](const char* what) -> QTestData& { return QTest::newRow(what); };
        row("length") << "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"s << false << false << 200 << "hi"s << true;
        row("empty reason") << "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nhi"s << false << false << 200 << "hi"s
                            << true;
        row("chunked") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"s << false << false
                       << 200 << "hi"s << true;
        row("6.3 to HEAD") << "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"s << true << false << 200 << ""s << true;
        row("6.3 204") << "HTTP/1.1 204 No Content\r\n\r\n"s << false << false << 204 << ""s << true;
        row("6.3 304") << "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"s << false << false << 304 << ""s
                       << true;
        row("6.3 100") << "HTTP/1.1 100 Continue\r\n\r\n"s << false << false << 100 << ""s << true;
        row("6.3 until closed") << "HTTP/1.1 200 OK\r\n\r\nhi"s << false << true << 200 << "hi"s << false;
        row("9.3 says close") << "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"s << false << false
                              << 200 << ""s << false;
        row("9.3 HTTP/1.0") << "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"s << false << false << 200 << ""s << false;
    }
    void responsesEndWhereTheRfcSays() {
        QFETCH(std::string, bytes);
        QFETCH(bool, toHead);
        QFETCH(bool, thenClosed);
        QFETCH(int, status);
        QFETCH(std::string, body);
        QFETCH(bool, keepsAlive);
        const auto answerTo = toHead ? io::AnswerTo::Head : io::AnswerTo::Other;
        for (const auto& pieces : {std::vector<std::string>{bytes}, singleBytes(bytes)}) {
            const ReadResponse read = readResponse(pieces, answerTo, thenClosed);
            QCOMPARE(read.progress, io::HttpProgress::Done);
            QCOMPARE(read.status, status);
            QCOMPARE(read.body, body);
            QCOMPARE(read.keepsAlive, keepsAlive);
        }
    }

    void responsesAreReadAsStrictlyAsRequests() {
        for (const char* head :
             {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
              "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 200\r\n\r\n",
              "HTTP/1.1 099 Low\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "SSH-2.0-OpenSSH\r\n",
              "HTTP/1.1 200 O\rK\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
              "HTTP/1.1 200 OK\r\nContent-Length: 65\r\n\r\n"}) {
            QVERIFY2(readResponse({head}, io::AnswerTo::Other).progress == io::HttpProgress::Refused, head);
            QVERIFY2(readResponse(singleBytes(head), io::AnswerTo::Other).progress == io::HttpProgress::Refused, head);
        }
    }

    void aResponseThatEndsEarlyIsNotWhole() {
        const auto cutOff = [](const char* bytes) { return readResponse({bytes}, io::AnswerTo::Other, true).progress; };
        QCOMPARE(cutOff("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi"), io::HttpProgress::NeedsMore);
        QCOMPARE(cutOff("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"),
                 io::HttpProgress::NeedsMore);
        QCOMPARE(cutOff("HTTP/1.1 200 OK\r\n"), io::HttpProgress::NeedsMore);
    }

    void responseFieldsCannotForgeOthers() {
        io::HttpResponse response(200);
        response.field("X-User", "1\r\nSet-Cookie: stolen").field("Content-Length", "7").field("connection", "upgrade");
        QCOMPARE(response.fieldLines(), "X-User: 1  Set-Cookie: stolen\r\n"s);
    }
};

RUSHLAB_TEST(IoHttpResponses)

}  // namespace rushlab::test::io_http_responses
#include "io_http_responses.moc"
