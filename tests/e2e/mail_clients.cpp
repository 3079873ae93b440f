// The mail sink against clients that nobody here wrote: curl, swaks, Python's smtplib.
#include "engines/mail/smtp_sink.h"
#include "tests/support/test_program.h"

namespace rushlab::test::mail_clients {
using namespace std::chrono_literals;

namespace {

struct Ended {
    int status = -1;
    QString said;
};

Ended run(const QString& program, const QStringList& words, const QByteArray& input = {}) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, words);
    if (!process.waitForStarted()) return {-1, program + " is needed: it is in cmake/packages.txt"};
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000)) return {-1, "it did not end"};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput())};
}

const QByteArray kMessage =
    "From: shop@rush.lab\r\nTo: kim@example.com\r\nSubject: =?UTF-8?B?7JWI64WV?=\r\n"
    "Message-ID: <one@rush.lab>\r\n\r\nHello\r\n.\r\n..two\r\n";

}  // namespace

class MailClients : public QObject {
    Q_OBJECT
    RealClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<mail::SmtpSink> m_sink;

    std::vector<mail::Letter> letters() {
        io::Loop loop;
        const auto found = loop.runUntilDone(m_sink->inbox().since(0, 1'000, Deadline::in(30s)));
        return found ? *found : std::vector<mail::Letter>();
    }
    std::string textOf(std::int64_t number) {
        io::Loop loop;
        const auto found = loop.runUntilDone(m_sink->inbox().find(number, Deadline::in(30s)));
        return found && *found ? (*found)->text : std::string();
    }
    QString port() const { return QString::number(m_sink->port()); }

  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        mail::SmtpSinkOptions options;
        options.inbox.file = m_folder->path().toStdString() + "/mail.db";
        auto sink = mail::SmtpSink::open(options, m_clock, Log::silent());
        QVERIFY(sink);
        m_sink = std::move(*sink);
    }
    void cleanup() { m_sink.reset(); }

    void curlSends() {
        const Ended ended =
            run("curl",
                {"--silent", "--show-error", QString("smtp://127.0.0.1:%1").arg(port()), "--mail-from", "shop@rush.lab",
                 "--mail-rcpt", "kim@example.com", "--mail-rcpt", "lee@example.com", "--upload-file", "-"},
                kMessage);
        QVERIFY2(ended.status == 0, qPrintable(ended.said));
        QCOMPARE(letters().size(), 1U);
        QCOMPARE(letters().front().to, (std::vector<std::string>{"kim@example.com", "lee@example.com"}));
        QCOMPARE(letters().front().subject, std::string("안녕"));
        QCOMPARE(letters().front().messageId, std::string("one@rush.lab"));
        QCOMPARE(textOf(1), std::string("Hello\n.\n..two\n"));
    }

    void curlIsTold_data() {
        QTest::addColumn<bool>("forGood");
        QTest::addColumn<QString>("code");
        QTest::newRow("refused for now") << false << "451";
        QTest::newRow("refused for good") << true << "550";
    }
    void curlIsTold() {
        QFETCH(bool, forGood);
        QFETCH(QString, code);
        m_sink->setManners(forGood ? mail::Manners{.refusedForGood = 1} : mail::Manners{.refusedForNow = 1});
        const Ended ended = run("curl",
                                {"--silent", "--show-error", QString("smtp://127.0.0.1:%1").arg(port()), "--mail-from",
                                 "a@b.c", "--mail-rcpt", "d@e.f", "--upload-file", "-"},
                                kMessage);
        QVERIFY(ended.status != 0);
        QVERIFY2(ended.said.contains(code), qPrintable(ended.said));
        QVERIFY(letters().empty());
    }

    void swaksSends_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("as it does by default") << QStringList{};
        QTest::newRow("pipelined") << QStringList{"--pipeline"};
        QTest::newRow("HELO") << QStringList{"--protocol", "SMTP"};
        QTest::newRow("with an attachment") << QStringList{"--attach", "@/etc/hostname"};
        QTest::newRow("dots") << QStringList{"--body", "\\n.\\n..\\n"};
    }
    void swaksSends() {
        QFETCH(QStringList, words);
        const Ended ended =
            run("swaks", QStringList{"--server", "127.0.0.1", "--port", port(), "--to", "kim@example.com", "--from",
                                     "shop@rush.lab", "--helo", "me.lab", "--h-Subject", "swaks was here"} +
                             words);
        QVERIFY2(ended.status == 0, qPrintable(ended.said));
        QCOMPARE(letters().size(), 1U);
        QCOMPARE(letters().front().subject, std::string("swaks was here"));
    }

    void pythonSends() {
        const Ended ended = run("python3", {"-c", QString(R"(
import smtplib, email.message, email.policy
server = smtplib.SMTP('127.0.0.1', %1)
server.ehlo()
assert server.esmtp_features['size'] == '10485760' and 'pipelining' in server.esmtp_features
assert server.verify('kim')[0] == 252 and server.noop()[0] == 250 and server.rset()[0] == 250
m = email.message.EmailMessage()
m['From'], m['To'], m['Subject'] = 'shop@rush.lab', 'kim@example.com', '환영합니다'
m.set_content('안녕하세요\n.\n')
server.send_message(m)
m = email.message.EmailMessage(policy=email.policy.SMTPUTF8)
m['From'], m['To'], m['Subject'] = '가게@rush.lab', '김@예.한국', '두번째'
m.set_content('8 bit 안녕\n', cte='8bit')
server.send_message(m, mail_options=['SMTPUTF8', 'BODY=8BITMIME'])
try:
    server.sendmail('a@b.c', ['d@e.f'], 'x' * 11000000)
    raise SystemExit('a letter of 11 MB was taken')
except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
    assert refused.smtp_code == 552, refused
server.quit()
)")
                                                      .arg(port())});
        QVERIFY2(ended.status == 0, qPrintable(ended.said));
        QCOMPARE(letters().size(), 2U);
        QCOMPARE(letters()[0].subject, std::string("환영합니다"));
        QCOMPARE(textOf(1), std::string("안녕하세요\n.\n"));
        QCOMPARE(letters()[1].to, (std::vector<std::string>{"김@예.한국"}));
        QCOMPARE(letters()[1].subject, std::string("두번째"));
        QCOMPARE(textOf(2), std::string("8 bit 안녕\n"));
    }

    // What the inbox holds is read by others as it is read here.
    void pythonReadsTheInbox() {
        curlSends();
        io::Loop loop;
        const auto found = loop.runUntilDone(m_sink->inbox().find(1, Deadline::in(30s)));
        const std::string& content = (*found)->content;
        const Ended ended = run("python3",
                                {"-c",
                                 "import sys, email, email.policy\n"
                                 "m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)\n"
                                 "assert not m.defects and len(m.get_all('received')) == 1\n"
                                 "print(m['return-path'], m['subject'])"},
                                QByteArray::fromStdString(content));
        QCOMPARE(ended.said.trimmed(), QString::fromUtf8("<shop@rush.lab> 안녕"));
    }
};

RUSHLAB_TEST(MailClients)

}  // namespace rushlab::test::mail_clients
#include "mail_clients.moc"
