// Frames of STOMP, as the window's clients write and read them, by the examples and the rules of the specification.
#include "ui/chat/stomp_frame.h"
#include "tests/support/test_program.h"

namespace rushlab::test::stomp_frame {

using ui::StompFrame;
using ui::StompReader;

class StompFrameTest : public QObject {
    Q_OBJECT
  private slots:
    void whatIsWrittenIsReadHoweverItIsCut() {
        const StompFrame said{
            "SEND", {{"destination", "/pub/chat.send"}, {"odd:name", "a\\b\nc\rd:e"}}, QByteArray("line\0end", 8)};
        const StompFrame next{"MESSAGE", {{"subscription", "1"}}, "안녕"};
        const QByteArray bytes = "\n" + encoded(said) + "\r\n\n" + encoded(next);
        for (qsizetype piece = 1; piece <= bytes.size(); ++piece) {
            StompReader reader;
            QList<StompFrame> read;
            for (qsizetype at = 0; at < bytes.size(); at += piece) {
                reader.add(bytes.mid(at, piece));
                while (auto frame = reader.next()) {
                    frame->headers.removeIf([](const auto& header) { return header.first == "content-length"; });
                    read += *frame;
                }
            }
            QCOMPARE(read, (QList<StompFrame>{said, next}));
        }
    }

    void connectIsNotEscapedAndTheFirstOfEqualHeadersCounts() {
        QCOMPARE(ui::encoded({"CONNECT", {{"login", "a\\b"}}, {}}), QByteArray("CONNECT\nlogin:a\\b\n\n\0", 20));
        StompReader reader;
        reader.add(QByteArray("MESSAGE\r\nfoo:World\r\nfoo:Hello\r\n\r\nbody\0", 38));
        const auto frame = reader.next();
        QVERIFY(frame.has_value());
        QCOMPARE(frame->header("foo"), QString("World"));
        QCOMPARE(frame->body, QByteArray("body"));
        QCOMPARE(frame->header("bar"), QString());
    }

    void whatIsNoStompIsAnError_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no colon") << QByteArray("MESSAGE\nnothing\n\n\0", 18);
        QTest::newRow("no name") << QByteArray("MESSAGE\n:value\n\n\0", 17);
        QTest::newRow("wrong escape") << QByteArray("MESSAGE\na:\\t\n\n\0", 15);
        QTest::newRow("open escape") << QByteArray("MESSAGE\na:\\\n\n\0", 14);
        QTest::newRow("wrong length") << QByteArray("MESSAGE\ncontent-length:1\n\nlong\0", 31);
    }
    void whatIsNoStompIsAnError() {
        QFETCH(QByteArray, bytes);
        StompReader reader;
        reader.add(bytes);
        const auto frame = reader.next();
        QVERIFY(frame.has_value());
        QCOMPARE(frame->command, QString("ERROR"));
        QVERIFY(!frame->header("message").isEmpty());
        QVERIFY(!reader.next().has_value());
    }
};

RUSHLAB_TEST(StompFrameTest)

}  // namespace rushlab::test::stomp_frame
#include "stomp_frame.moc"
