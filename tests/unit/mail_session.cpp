// engines/mail: the mail server's side of a conversation, held to RFC 5321 and to what hostile clients do.
#include "engines/mail/smtp_session.h"
#include "tests/support/test_program.h"

namespace rushlab::test::mail_session {
using namespace rushlab::mail;

namespace {

struct Talk {
    std::string replies;
    std::vector<std::string> texts;
    std::vector<Envelope> envelopes;
    bool over = false;
    std::size_t left = 0;  // bytes that nobody took
};

SmtpLimits smallLimits() {
    SmtpLimits limits;
    limits.textBytes = 2'000;
    limits.recipients = 3;
    limits.badCommands = 4;
    limits.commandsWithoutLetter = 8;
    limits.skippedBytes = 4'000;
    limits.refusedTextBytes = 100'000;
    return limits;
}

RecipientAnswer judge(std::string_view mailbox) {
    if (mailbox.starts_with("later@")) return RecipientAnswer::RefusedForNow;
    return mailbox.starts_with("never@") ? RecipientAnswer::RefusedForGood : RecipientAnswer::Welcome;
}

// Gives the bytes in pieces of this size; lets every text come and stores every letter.
Talk talk(std::string_view bytes, std::size_t piece = std::string::npos) {
    SmtpSession session("sink", smallLimits(), judge);
    Talk talk;
    while (!bytes.empty() && !talk.over) {
        std::string_view part = bytes.substr(0, piece);
        bytes.remove_prefix(part.size());
        for (bool more = true; more;) {
            switch (session.take(part)) {
                case SmtpSession::Step::NeedsBytes:
                    more = false;
                    break;
                case SmtpSession::Step::TextAsked:
                    session.letTextCome();
                    break;
                case SmtpSession::Step::LetterDone:
                    talk.envelopes.push_back(session.envelope());
                    talk.texts.push_back(session.takeText());
                    session.letterStored("1");
                    break;
                case SmtpSession::Step::Over:
                    talk.over = true;
                    more = false;
                    break;
            }
        }
        talk.left = part.size() + bytes.size();
    }
    talk.replies = session.replies();
    return talk;
}

// "220 250 354": the code of each reply, a reply of several lines once.
std::string codesOf(const std::string& replies) {
    std::string codes;
    for (std::size_t at = 0; at < replies.size(); at = replies.find('\n', at) + 1) {
        if (replies[at + 3] == ' ') codes += (codes.empty() ? "" : " ") + replies.substr(at, 3);
    }
    return codes;
}

const std::string kHello = "EHLO me\r\n";
const std::string kBegun = kHello + "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\n";
const std::string kData = kBegun + "DATA\r\n";

}  // namespace

class MailSession : public QObject {
    Q_OBJECT
  private slots:
    void everyCommandHasItsReply_data() {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("codes");
        const auto row = [](const char* name, const std::string& sent, QByteArray codes) {
            QTest::newRow(name) << QByteArray::fromStdString(sent) << codes;
        };
        row("4.3.1: the greeting", " ", "220");
        row("4.1.1.1: EHLO", kHello, "220 250");
        row("4.1.1.1: HELO", "HELO me\r\n", "220 250");
        row("4.1.1.1: an address literal", "EHLO [127.0.0.1]\r\n", "220 250");
        row("4.1.1.1: nobody", "EHLO\r\n", "220 501");
        row("2.4: commands in any case", "eHlO me\r\nmail from:<a@b.c>\r\nrcpt To:<d@e.f>\r\n", "220 250 250 250");
        row("4.1.1: white space before CRLF", "EHLO me \t\r\n", "220 250");
        row("4.1.4: EHLO comes first", "MAIL FROM:<a@b.c>\r\n", "220 503");
        row("4.1.4: MAIL comes before RCPT", kHello + "RCPT TO:<a@b.c>\r\n", "220 250 503");
        row("4.1.4: RCPT comes before DATA", kHello + "MAIL FROM:<a@b.c>\r\nDATA\r\n", "220 250 250 554");
        row("4.1.4: DATA alone", kHello + "DATA\r\n", "220 250 503");
        row("4.1.4: one letter at a time", kBegun + "MAIL FROM:<a@b.c>\r\n", "220 250 250 250 503");
        row("4.1.4: EHLO begins anew", kBegun + kHello + "DATA\r\n", "220 250 250 250 250 503");
        row("4.1.1.4: a letter", kData + "x\r\n.\r\n", "220 250 250 250 354 250");
        row("4.1.1.4: two letters", kData + "x\r\n.\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\ny\r\n.\r\n",
            "220 250 250 250 354 250 250 250 354 250");
        row("4.1.1.5: RSET forgets", kBegun + "RSET\r\nDATA\r\n", "220 250 250 250 250 503");
        row("4.1.1.5: RSET without parameters", "RSET x\r\n", "220 501");
        row("4.1.1.6: VRFY before EHLO", "VRFY kim\r\n", "220 252");
        row("4.1.1.7: EXPN is not there", "EXPN all\r\n", "220 502");
        row("4.1.1.8: HELP", "HELP\r\n", "220 214");
        row("4.1.1.9: NOOP", "NOOP whatever\r\n", "220 250");
        row("4.1.1.10: QUIT", "QUIT\r\nNOOP\r\n", "220 221");
        row("4.3.2: QUIT without parameters", "QUIT now\r\n", "220 501");
        row("4.1.5: unknown commands", "XYZZY\r\n", "220 500");
        row("4.2.4: known ones that are not there", "STARTTLS\r\nAUTH PLAIN x\r\n", "220 502 502");
        row("4.5.5: the null reverse-path", kHello + "MAIL FROM:<>\r\nRCPT TO:<d@e.f>\r\n", "220 250 250 250");
        row("RFC 2920: pipelined", kData + "x\r\n.\r\nQUIT\r\n", "220 250 250 250 354 250 221");
        row("RFC 1870 6.1: SIZE", kHello + "MAIL FROM:<a@b.c> SIZE=1999\r\n", "220 250 250");
        row("RFC 1870 6.1: SIZE beyond the limit", kHello + "MAIL FROM:<a@b.c> SIZE=2001\r\n", "220 250 552");
        row("RFC 1870 6.1: an endless SIZE", kHello + "MAIL FROM:<a@b.c> SIZE=99999999999999999999999\r\n",
            "220 250 552");
        row("RFC 1870: SIZE of nothing", kHello + "MAIL FROM:<a@b.c> SIZE=x\r\n", "220 250 501");
        row("RFC 6152 3: BODY", kHello + "MAIL FROM:<a@b.c> BODY=8bitmime\r\n", "220 250 250");
        row("RFC 6152 3: another BODY", kHello + "MAIL FROM:<a@b.c> BODY=BINARYMIME\r\n", "220 250 501");
        row("RFC 6531 3.4: SMTPUTF8",
            kHello + "MAIL FROM:<김@쇼핑.한국> SMTPUTF8 BODY=8BITMIME\r\nRCPT TO:<지수@b.c>\r\n", "220 250 250 250");
        row("RFC 6531 3.5: without it", kHello + "MAIL FROM:<김@b.c>\r\n", "220 250 553");
        row("RFC 6531 3.5: recipients too", kHello + "MAIL FROM:<a@b.c>\r\nRCPT TO:<김@b.c>\r\n", "220 250 250 553");
        row("4.1.1.11: unknown parameters", kHello + "MAIL FROM:<a@b.c> FOO=1\r\n", "220 250 555");
        row("4.1.1.11: of recipients", kBegun + "RCPT TO:<a@b.c> NOTIFY=NEVER\r\n", "220 250 250 250 555");
        row("2.2.1: no parameters after HELO", "HELO me\r\nMAIL FROM:<a@b.c> SIZE=1\r\n", "220 250 555");
        row("refused for now", kHello + "MAIL FROM:<a@b.c>\r\nRCPT TO:<later@b.c>\r\n", "220 250 250 451");
        row("refused for good", kHello + "MAIL FROM:<a@b.c>\r\nRCPT TO:<never@b.c>\r\n", "220 250 250 550");
        row("one refused, one not", kBegun + "RCPT TO:<never@b.c>\r\nDATA\r\nx\r\n.\r\n",
            "220 250 250 250 550 354 250");
        row("4.5.3.1.10: too many recipients", kBegun + "RCPT TO:<x@e.f>\r\nRCPT TO:<y@e.f>\r\nRCPT TO:<z@e.f>\r\n",
            "220 250 250 250 250 250 452");
        row("4.5.3.1.4: 512 octets are not too long", "NOOP " + std::string(505, 'x') + "\r\n", "220 250");
        row("4.5.3.1.9: a line too long", "NOOP " + std::string(2'000, 'x') + "\r\nNOOP\r\n", "220 500 250");
        row("a line given up before its bare LF", "NOOP " + std::string(70'000, 'x') + "\n", "220 500");
        row("a line that does not end", "EHLO " + std::string(9'000, 'x'), "220 500");
        row("EHLO without end", QByteArray("EHLO me\r\n").repeated(20).toStdString(),
            "220 250 250 250 250 250 250 250 250 421");
        row("pipelined garbage", QByteArray("\x01\x02 garbage\r\n").repeated(100).toStdString(),
            "220 501 501 501 501 421");
        row("HTTP", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "220 500 500 500");
        row("2.3.8: a bare LF ends no command", "EHLO me\nMAIL FROM:<a@b.c>\r\n", "220 500");
        row("4.1.2: a bare CR in a command", "EHLO me\rNOOP\r\n", "220 501");
        row("4.1.2: a zero byte", std::string("NOOP \0\r\n", 8), "220 501");
        row("4.1.1.4: a bare LF in the text", kData + "a\nb\r\n.\r\n", "220 250 250 250 354 554");
        row("4.1.1.4: LF.LF is no end", kData + "a\n.\nMAIL FROM:<x@y.z>\r\n", "220 250 250 250 354 554");
        row("LF.CRLF is no end", kData + "a\n.\r\nMAIL FROM:<x@y.z>\r\n", "220 250 250 250 354 554");
        row("CRLF.LF is no end", kData + "a\r\n.\nMAIL FROM:<x@y.z>\r\n", "220 250 250 250 354 554");
        row("CR.CR is no end", kData + "a\r.\rMAIL FROM:<x@y.z>\r\n", "220 250 250 250 354 554");
        row("CRLF.CR is no end", kData + "a\r\n.\rMAIL FROM:<x@y.z>\r\n", "220 250 250 250 354 554");
        row("4.5.3.1.6: 1000 octets a line", kData + std::string(998, 'x') + "\r\n.\r\n", "220 250 250 250 354 250");
        row("4.5.3.1.6: the dot for transparency does not count", kData + ".." + std::string(997, 'x') + "\r\n.\r\n",
            "220 250 250 250 354 250");
        row("4.5.3.1.9: 1001 octets", kData + std::string(999, 'x') + "\r\n.\r\nNOOP\r\n",
            "220 250 250 250 354 500 250");
        row("4.5.3.1.9: too much mail data",
            kData + QByteArray("0123456789\r\n").repeated(300).toStdString() + ".\r\nNOOP\r\n",
            "220 250 250 250 354 552 250");
        row("much too much", kData + QByteArray("0123456789\r\n").repeated(30'000).toStdString() + ".\r\n",
            "220 250 250 250 354 552");
    }
    void everyCommandHasItsReply() {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, codes);
        const std::string bytes = sent.toStdString();
        const Talk whole = talk(bytes);
        QCOMPARE(QByteArray::fromStdString(codesOf(whole.replies)), codes);
        // However it is cut, the same is understood.
        for (const std::size_t piece : {1U, 2U, 3U, 7U, 100U}) {
            const Talk cut = talk(bytes, piece);
            QCOMPARE(cut.replies, whole.replies);
            QCOMPARE(cut.texts, whole.texts);
        }
        for (std::size_t at = 0; at < whole.replies.size(); at = whole.replies.find('\n', at) + 1)
            QVERIFY2(whole.replies.find('\n', at) - at < 512, "4.5.3.1.5: a reply line has 512 octets at most");
    }

    void theTextIsWhatWasSent_data() {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("4.5.2: dots are unstuffed")
            << QByteArray("..\r\n..a\r\n.b\r\nc.d\r\n.\r\n") << QByteArray(".\r\n.a\r\nb\r\nc.d\r\n");
        QTest::newRow("nothing") << QByteArray(".\r\n") << QByteArray();
        QTest::newRow("empty lines") << QByteArray("\r\n\r\n.\r\n") << QByteArray("\r\n\r\n");
        QTest::newRow("8 bits") << QByteArray("\xed\x95\x9c\xff\r\n.\r\n") << QByteArray("\xed\x95\x9c\xff\r\n");
    }
    void theTextIsWhatWasSent() {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, text);
        for (const std::size_t piece : {1U, 2U, 5U, 1000U}) {
            const Talk one = talk(kData + sent.toStdString(), piece);
            QCOMPARE(one.texts.size(), 1U);
            QCOMPARE(QByteArray::fromStdString(one.texts.front()), text);
        }
    }

    // SMTP smuggling: what one server takes for a text's end and another does not must not hide a second letter.
    void aSmuggledLetterIsNotTaken() {
        for (const std::string end : {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n"}) {
            const Talk one = talk(kData + "x" + end + "MAIL FROM:<boss@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\ny\r\n.\r\n");
            QVERIFY(one.texts.empty());
            QVERIFY(one.over);
            QVERIFY(one.left > 0);  // what follows is not looked at
        }
    }

    void ehloTellsTheExtensions() {
        const std::string replies = talk(kHello).replies;
        for (const std::string keyword :
             {"250-PIPELINING\r\n", "250-SIZE 2000\r\n", "250-8BITMIME\r\n", "250 SMTPUTF8\r\n"})
            QVERIFY2(replies.find(keyword) != std::string::npos, replies.c_str());
        QVERIFY(talk("HELO me\r\n").replies.find("SIZE") == std::string::npos);
    }

    void envelopesAreKeptApart() {
        const Talk two = talk(kData +
                              "x\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<@g.h,@i.j:k@l.m>\r\nRCPT TO:<PostMaster>\r\n"
                              "DATA\r\ny\r\n.\r\n");
        QCOMPARE(two.envelopes.size(), 2U);
        QCOMPARE(two.envelopes[0].from, std::string("a@b.c"));
        QCOMPARE(two.envelopes[0].to, (std::vector<std::string>{"d@e.f"}));
        QCOMPARE(two.envelopes[1].from, std::string());
        QCOMPARE(two.envelopes[1].to, (std::vector<std::string>{"k@l.m", "PostMaster"}));
    }

    void pathsAreJudged_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* name, QByteArray path, bool good) { QTest::newRow(name) << path << good; };
        row("plain", "<a@b>", true);
        row("4.1.2: quoted", R"(<"a b"@c.d>)", true);
        row("4.1.2: a quoted bracket", R"(<"a>b"@c.d>)", true);
        row("4.1.2: a quoted pair", R"(<"a\"b"@c.d>)", true);
        row("4.1.2: a quote that does not end", R"(<"a@c.d>)", false);
        row("4.1.3: IPv4", "<a@[127.0.0.1]>", true);
        row("4.1.3: IPv6", "<a@[IPv6:::1]>", true);
        row("4.1.3: 256", "<a@[127.0.0.256]>", false);
        row("4.1.3: does not end", "<a@[127.0.0.1>", false);
        row("4.1.1.3: a source route", "<@x.y:a@b.c>", true);
        row("a source route to nobody", "<@x.y:>", false);
        row("a source route of nothing", "<@:a@b.c>", false);
        row("no brackets", "a@b.c", false);
        row("one bracket", "<a@b.c", false);
        row("nobody", "<>", false);
        row("no domain", "<a>", false);
        row("two dots", "<a..b@c.d>", false);
        row("an underscore in a domain", "<a@b_c.d>", false);
        row("two", "<a@b.c>,<d@e.f>", false);
        row("4.5.3.1.1: 65 octets of local part", "<" + QByteArray(65, 'a') + "@b.c>", false);
        row("4.5.3.1.3: 257 octets",
            "<" + QByteArray(60, 'a') + "@" + (QByteArray(60, 'b') + ".").repeated(3) + QByteArray(13, 'c') + ">",
            false);
        row("broken UTF-8", "<\xff@b.c>", false);
    }
    void pathsAreJudged() {
        QFETCH(QByteArray, path);
        QFETCH(bool, good);
        const std::string text = path.toStdString();
        QCOMPARE(readPath(text, PathKind::Forward, Letters::Utf8).has_value(), good);
    }
};

RUSHLAB_TEST(MailSession)

}  // namespace rushlab::test::mail_session
#include "mail_session.moc"
