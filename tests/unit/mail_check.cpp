// engines/mail: what may be handed to a mail server.
#include "engines/mail/mailer.h"
#include "tests/support/test_program.h"

namespace rushlab::test::mail_check {

class MailCheck : public QObject {
    Q_OBJECT
    static mail::Mail letter() {
        return {"order-7", "shop@rush.lab", "kim@example.com", "Welcome 환영", "Dear Kim,\r\n."};
    }

  private slots:
    void anOrdinaryLetterPasses() {
        const auto good = mail::check(letter());
        QVERIFY2(good, good ? "" : good.error().message.c_str());
    }

    void addressesAreJudged_data() {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* name, QByteArray address, bool good) {
            QTest::newRow(name) << address << good;
        };
        row("plain", "kim@example.com", true);
        row("no dot in the host", "kim@localhost", true);
        row("plus and dots", "kim.lee+sale@mail.example.com", true);
        row("longest local part", QByteArray(64, 'a') + "@b.c", true);
        row("local part too long", QByteArray(65, 'a') + "@b.c", false);
        row("too long",
            "a@" + QByteArray(60, 'b') + "." + QByteArray(60, 'b') + "." + QByteArray(60, 'b') + "." +
                QByteArray(60, 'b') + "." + QByteArray(60, 'b'),
            false);
        row("empty", "", false);
        row("no at", "kim.example.com", false);
        row("two ats", "kim@lee@example.com", false);
        row("no name", "@example.com", false);
        row("no host", "kim@", false);
        row("dot first", ".kim@example.com", false);
        row("two dots", "kim..lee@example.com", false);
        row("host ends in a dot", "kim@example.com.", false);
        row("label begins with a hyphen", "kim@-example.com", false);
        row("label too long", "kim@" + QByteArray(64, 'b') + ".com", false);
        row("space", "kim lee@example.com", false);
        row("angle brackets", "<kim@example.com>", false);
        row("a header smuggled in", "kim@example.com\r\nBcc: all@example.com", false);
        row("a command smuggled in", "kim@example.com>\r\nRCPT TO:<all@example.com", false);
        row("line feed alone", "kim@example.com\n", false);
        row("zero byte", QByteArray("kim\0@example.com", 16), false);
        row("not ASCII", "김@example.com", false);
    }
    void addressesAreJudged() {
        QFETCH(QByteArray, address);
        QFETCH(bool, good);
        const std::string text = address.toStdString();
        QCOMPARE(mail::checkAddress(text).has_value(), good);
        auto to = letter();
        to.to = text;
        QCOMPARE(mail::check(to).has_value(), good);
        auto from = letter();
        from.from = text;
        const auto checked = mail::check(from);
        QCOMPARE(checked.has_value(), good);
        if (checked) return;
        QCOMPARE(checked.error().code, ErrorCode::Invalid);
        // The sentence itself is safe to log and to show.
        QVERIFY(checked.error().message.find_first_of(std::string("\r\n\0", 3)) == std::string::npos);
        QVERIFY(checked.error().message.size() < 200);
    }

    void otherFieldsAreJudged_data() {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("subject with a header") << QByteArray("subject") << QByteArray("Hi\r\nBcc: all@example.com");
        QTest::newRow("subject with a bare CR") << QByteArray("subject") << QByteArray("Hi\rthere");
        QTest::newRow("subject too long") << QByteArray("subject") << QByteArray(901, 's');
        QTest::newRow("subject not UTF-8") << QByteArray("subject") << QByteArray("\xc3\x28");
        QTest::newRow("text too long") << QByteArray("text") << QByteArray(256 * 1024 + 1, 't');
        QTest::newRow("text with a zero byte") << QByteArray("text") << QByteArray("a\0b", 3);
        QTest::newRow("text not UTF-8") << QByteArray("text") << QByteArray("\xff");
        QTest::newRow("carrier with a command") << QByteArray("carries") << QByteArray("a.b\r\nRSET");
        QTest::newRow("carrier with a space") << QByteArray("carries") << QByteArray("worker 1");
        QTest::newRow("no id") << QByteArray("id") << QByteArray();
        QTest::newRow("id with a line") << QByteArray("id") << QByteArray("a\r\nb");
        QTest::newRow("id too long") << QByteArray("id") << QByteArray(201, 'i');
    }
    void otherFieldsAreJudged() {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        auto bad = letter();
        const std::map<QByteArray, std::string*> fields{
            {"subject", &bad.subject}, {"text", &bad.text}, {"id", &bad.id}, {"carries", &bad.carrier}};
        *fields.at(field) = value.toStdString();
        const auto checked = mail::check(bad);
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, ErrorCode::Invalid);
        QVERIFY2(checked.error().message.find(field.toStdString()) != std::string::npos,
                 checked.error().message.c_str());
    }
};

RUSHLAB_TEST(MailCheck)

}  // namespace rushlab::test::mail_check
#include "mail_check.moc"
