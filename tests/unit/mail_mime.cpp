// engines/mail: letters are written so that they are read back as they were, here and by Python's email package.
#include <rapidcheck.h>

#include "base/utf8.h"
#include "engines/mail/mime.h"
#include "tests/support/test_program.h"

namespace rushlab::test::mail_mime {
namespace {

mail::Mail letter(std::string subject, std::string text) {
    return {"welcome-7", "shop@rush.lab", "kim@example.com", std::move(subject), std::move(text)};
}

// As lines ending in LF, as a reader sees them.
std::string withLineFeeds(const std::string& text) {
    std::string lines;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r') {
            lines += text[at];
            continue;
        }
        lines += '\n';
        if (at + 1 < text.size() && text[at + 1] == '\n') ++at;
    }
    if (!lines.empty() && !lines.ends_with('\n')) lines += '\n';
    return lines;
}

bool isFitToSend(const std::string& message) {
    for (std::size_t at = 0, begin = 0; at < message.size(); ++at) {
        const auto byte = static_cast<unsigned char>(message[at]);
        if (byte >= 0x80 || (byte < 32 && byte != '\r' && byte != '\n' && byte != '\t')) return false;
        if (message[at] == '\n') {
            if (at == 0 || message[at - 1] != '\r' || at + 1 - begin > 80) return false;
            begin = at + 1;
        } else if (message[at] == '\r' && (at + 1 == message.size() || message[at + 1] != '\n')) {
            return false;
        }
    }
    return message.ends_with("\r\n");
}

}  // namespace

class MailMime : public QObject {
    Q_OBJECT
  private slots:
    void aLetterIsReadBackAsItWas_data() {
        QTest::addColumn<QByteArray>("subject");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, QByteArray subject, QByteArray text) {
            QTest::newRow(name) << subject << text;
        };
        row("plain", "Welcome", "Dear Kim,\nwelcome.\n");
        row("Korean", "환영합니다, 김지수 님", "안녕하세요 김지수 님,\n러시랩에 오신 것을 환영합니다.\n");
        row("a long Korean subject", QByteArray("환영합니다 ").repeated(30), "x\n");
        row("a long plain subject", QByteArray("word ").repeated(50).trimmed(), "x\n");
        row("emoji", "🎉 hurray 🎉", "🎉\n");
        row("what looks encoded", "=?UTF-8?B?QQ==?=", "=41 = =\n");
        row("dots", "dots", ".\n..\n.a\n");
        row("spaces at the end", "spaces", "a  \n\t\n \n");
        row("a long line", "long", QByteArray(5000, 'a') + "\n");
        row("a long Korean line", "long", QByteArray("가").repeated(2000) + "\n");
        row("From", "mbox", "From me\n");
        row("nothing", "", "");
        row("a text without its last line end", "end", "a");
        row("CR alone ends a line", "cr", "a\rb\r\nc\n");
    }
    void aLetterIsReadBackAsItWas() {
        QFETCH(QByteArray, subject);
        QFETCH(QByteArray, text);
        const std::string message =
            mail::writeMessage(letter(subject.toStdString(), text.toStdString()), WallTime(Milliseconds(0)));
        QVERIFY2(isFitToSend(message), message.c_str());
        const auto read = mail::readMessage(message);
        QCOMPARE(QByteArray::fromStdString(read.subject), subject);
        QCOMPARE(QByteArray::fromStdString(read.text), QByteArray::fromStdString(withLineFeeds(text.toStdString())));
        QCOMPARE(read.messageId, std::string("welcome-7@rush.lab"));
    }

    void anyTextIsReadBackAsItWas() {
        const bool holds = rc::check([](const std::vector<std::uint32_t>& characters) {
            std::string text;
            for (const std::uint32_t c : characters) {
                constexpr std::array<std::string_view, 8> kPieces{"\n", "=", " ", "가", "a", ".", "\t", "🎉"};
                text += kPieces[c % kPieces.size()];
            }
            const auto message = mail::writeMessage(letter("s", text), WallTime(Milliseconds(0)));
            RC_ASSERT(isFitToSend(message));
            RC_ASSERT(mail::readMessage(message).text == withLineFeeds(text));
        });
        QVERIFY(holds);
    }

    void thePythonEmailPackageReadsThem() {
        constexpr std::int64_t kSent = 1'796'000'000'000;
        const std::string message = mail::writeMessage(letter("환영합니다 🎉 " + std::string(200, 'x'), "안녕 = .\n.\n"),
                                                       WallTime(Milliseconds(kSent)));
        QProcess python;
        python.start("python3",
                     {"-c",
                      "import sys, email, email.policy\n"
                      "m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)\n"
                      "assert not m.defects, m.defects\n"
                      "print(m['subject'], m['to'], m['from'], m['message-id'], m['date'].datetime.isoformat(), "
                      "repr(m.get_content()), sep='|')\n"});
        QVERIFY2(python.waitForStarted(), "python3 is needed");
        python.write(message.data(), static_cast<qint64>(message.size()));
        python.closeWriteChannel();
        QVERIFY(python.waitForFinished(60'000));
        const QByteArray expected =
            QByteArray::fromStdString("환영합니다 🎉 " + std::string(200, 'x')) +
            "|kim@example.com|shop@rush.lab|<welcome-7@rush.lab>|" +
            QDateTime::fromMSecsSinceEpoch(kSent, Qt::UTC).toString("yyyy-MM-ddTHH:mm:ss").toUtf8() +
            "+00:00|'안녕 = .\\r\\n.\\r\\n'\n";
        const QByteArray said = python.readAllStandardOutput() + python.readAllStandardError();
        QVERIFY2(said == expected, said + " is not " + expected);
    }

    void whatOthersWriteIsRead_data() {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("subject");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, QByteArray message, QByteArray subject, QByteArray text) {
            QTest::newRow(name) << message << subject << text;
        };
        row("RFC 2047 8: Q", "Subject: =?ISO-8859-1?Q?a?= =?ISO-8859-1?q?b_=E4?=\r\n\r\nx", "ab ä", "x");
        row("RFC 2047 8: a word beside plain text", "Subject: (=?ISO-8859-1?Q?a?= b)\r\n\r\n", "(a b)", "");
        row("folded", "Subject: a\r\n b\r\nX: y\r\n\r\nt\r\n", "a b", "t\n");
        row("base64", "subject: s\r\nContent-Transfer-Encoding: BASE64\r\n\r\n7JWI\r\n64WV\r\n", "s", "안녕");
        row("latin1 text", "Subject: s\r\nContent-Type: text/plain; charset=\"ISO-8859-1\"\r\n\r\n\xe4", "s", "ä");
        row("no UTF-8", "Subject: \xff\r\n\r\n\xfe", "?", "?");
        row("an unfinished word", "Subject: =?UTF-8?B?QQ\r\n\r\n", "=?UTF-8?B?QQ", "");
        row("a broken quoted-printable", "Content-Transfer-Encoding: quoted-printable\r\n\r\n=4=XY=", "", "=4=XY=");
        row("no headers", "\r\nonly text", "", "only text");
        row("nothing", "", "", "");
    }
    void whatOthersWriteIsRead() {
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, subject);
        QFETCH(QByteArray, text);
        const auto read = mail::readMessage(message.toStdString());
        QCOMPARE(QByteArray::fromStdString(read.subject), subject);
        QCOMPARE(QByteArray::fromStdString(read.text), text);
    }
};

RUSHLAB_TEST(MailMime)

}  // namespace rushlab::test::mail_mime
#include "mail_mime.moc"
