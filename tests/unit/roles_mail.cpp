// roles/mail: what each way of sending does with a mail, and what it does with those that are on their way when their
// carrier dies. The mail server stands outside and is the witness.
#include "engines/mail/smtp_mailer.h"
#include "engines/mail/smtp_sink.h"
#include "roles/auth/auth_role.h"
#include "roles/mail/mail_message.h"
#include "roles/mail/mail_way.h"
#include "roles/worker/worker_role.h"
#include "tests/support/bare_role.h"
#include "tests/support/shop_client.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_mail {
using namespace rushlab::test;
using namespace std::chrono_literals;

namespace {

const std::string kMails(roles::kMailQueue);

mail::Manners slow(Milliseconds beforeText, Milliseconds beforeAnswer) {
    mail::Manners manners;
    manners.beforeText = beforeText;
    manners.beforeAnswer = beforeAnswer;
    return manners;
}

// Carries mails, and does nothing else.
class CarrierRole final : public roles::Role {
  public:
    CarrierRole(roles::RoleContext& context, const roles::MailWayInfo& way) : m_carrier(way.makeCarrier(context)) {}

    void addRoutes(io::HttpRouter& /*router*/) override {}
    io::Awaitable<Result<>> start(Deadline deadline) override {
        const auto prepared = co_await m_carrier->prepare(deadline);
        if (prepared) m_carrier->start();
        co_return prepared;
    }
    io::Awaitable<> stop(Deadline /*deadline*/) override {
        m_carrier->close();
        co_return;
    }

  private:
    std::unique_ptr<roles::MailCarrier> m_carrier;
};

}  // namespace

class RolesMail : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_opened = 0;
    std::unique_ptr<SmallShop> m_shop;
    std::unique_ptr<mail::SmtpSink> m_sink;
    std::unique_ptr<mail::Mailer> m_mailer;
    std::unique_ptr<Bare> m_wanting;  // who wants mails sent
    std::unique_ptr<roles::MailSender> m_sender;
    std::unique_ptr<roles::RoleHost> m_carrying;
    const roles::MailWayInfo* m_way = nullptr;

    static void addWays() {
        QTest::addColumn<QString>("way");
        for (const roles::MailWayInfo& way : roles::allMailWays())
            QTest::newRow(way.id.data()) << QString::fromUtf8(way.id.data());
    }

    void use(const QString& way) {
        m_way = roles::findMailWay(way.toStdString());
        QVERIFY(m_way);
        m_wanting = std::make_unique<Bare>(*m_shop, "auth-1");
        m_sender = m_way->makeSender(*m_wanting->own);
        openCarrier();
    }
    void openCarrier() {
        if (!m_way->makeCarrier) return;
        const auto make = [way = m_way](roles::RoleContext& context) -> std::unique_ptr<roles::Role> {
            return std::make_unique<CarrierRole>(context, *way);
        };
        m_carrying = m_shop->open("worker", "worker-1", make);
    }
    // As a process dies: the one that holds mails on their way.
    void kill() {
        if (m_carrying) {
            m_carrying->kill();
            m_carrying.reset();
            return;
        }
        m_wanting->host->kill();
        m_sender.reset();
        m_wanting.reset();
    }
    bool stopAll() {
        bool whole = m_wanting->host->stop(Deadline::in(60s));
        if (m_carrying) whole = m_carrying->stop(Deadline::in(60s)) && whole;
        m_carrying.reset();
        m_sender.reset();
        m_wanting.reset();
        return whole;
    }

    void send(int from, int count) {
        for (int n = from; n < from + count; ++n) {
            const auto handed = m_wanting->on<Result<>>([this, n](roles::RoleContext&) {
                mail::Mail mail = roles::welcomeMail(n, fmt::format("user{}", n), fmt::format("u{}@rush.lab", n));
                return m_sender->handOver(std::move(mail), Deadline::in(60s));
            });
            QVERIFY2(handed, handed ? "" : handed.error().message.c_str());
        }
    }
    std::uint64_t letters() const { return m_sink->counts().letters; }
    bool arrive(std::uint64_t count) {
        return m_shop->becomes([&] { return letters() >= count; });
    }
    // How often each mail is in the inbox.
    std::map<std::string, int> copies() {
        std::map<std::string, int> copies;
        for (const mail::Letter& letter :
             SmallShop::take(m_shop->run(m_sink->inbox().since(0, 1'000, Deadline::in(20s)))))
            ++copies[letter.messageId];
        return copies;
    }
    std::set<int> howOften() {
        std::set<int> counts;
        for (const auto& [id, count] : copies())
            counts.insert(count);
        return counts;
    }

  private slots:
    void init() {
        m_shop = std::make_unique<SmallShop>();
        m_shop->settings.answerWithin = 60s;
        m_shop->settings.mailsAtOnce = 4;
        mail::SmtpSinkOptions options;
        options.inbox.file = m_folder.filePath(QString("mail-%1.db").arg(++m_opened)).toStdString();
        m_sink = SmallShop::take(mail::SmtpSink::open(std::move(options), m_shop->clock(), Log::silent()));
        m_mailer = SmallShop::take(mail::SmtpMailer::open(m_sink->url(), m_shop->clock()));
        m_shop->mailer = m_mailer.get();
    }
    void cleanup() {
        m_carrying.reset();
        if (m_wanting) m_wanting->host->kill();
        m_sender.reset();
        m_wanting.reset();
        m_shop.reset();
        m_mailer.reset();
        m_sink.reset();
    }

    void everyMailArrivesOnce_data() { addWays(); }
    void everyMailArrivesOnce() {
        QFETCH(const QString, way);
        use(way);
        m_sink->setManners(slow(2ms, 2ms));
        send(1, 30);
        QVERIFY(arrive(30));
        QVERIFY(stopAll());
        QCOMPARE(copies().size(), 30U);
        QCOMPARE(howOften(), std::set<int>{1});
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM mails_sent"), 30);
    }

    void whatIsOnItsWayInAKillIsLostOrNotAsTheWaySays_data() { addWays(); }
    void whatIsOnItsWayInAKillIsLostOrNotAsTheWaySays() {
        QFETCH(const QString, way);
        use(way);
        m_sink->setManners(slow(600s, 0ms));
        send(1, 4);
        QVERIFY(m_shop->becomes([&] { return m_sink->underWay().size() == 4; }));
        kill();
        QVERIFY(m_shop->becomes([&] { return m_sink->counts().brokenOff == 4; }));
        QCOMPARE(letters(), 0U);
        m_sink->setManners({});
        if (m_wanting) {
            openCarrier();
        } else {
            m_wanting = std::make_unique<Bare>(*m_shop, "auth-1");
            m_sender = m_way->makeSender(*m_wanting->own);
        }
        send(5, 2);
        const std::uint64_t arriving = m_way->survivesKill ? 6 : 2;
        QVERIFY(arrive(arriving));
        QVERIFY(stopAll());
        QCOMPARE(copies().size(), arriving);
        QCOMPARE(howOften(), std::set<int>{1});
    }

    void onlyWhatWasHandedOverAndNotAcknowledgedComesTwice_data() { addWays(); }
    void onlyWhatWasHandedOverAndNotAcknowledgedComesTwice() {
        QFETCH(const QString, way);
        use(way);
        send(1, 3);
        QVERIFY(m_shop->becomes([&] { return m_shop->number("SELECT COUNT(*) FROM mails_sent") == 3; }));
        m_sink->setManners(slow(0ms, 600s));
        send(4, 2);
        QVERIFY(arrive(5));
        kill();
        m_sink->setManners({});
        if (!m_way->mayRepeat) {
            QCOMPARE(howOften(), std::set<int>{1});
            return;
        }
        openCarrier();
        QVERIFY(arrive(7));
        QVERIFY(stopAll());
        const auto found = copies();
        for (int n = 1; n <= 5; ++n) {
            const std::string id = fmt::format("welcome-{}@rush.lab", n);
            QVERIFY(found.contains(id));
            QCOMPARE(found.at(id), n <= 3 ? 1 : 2);
        }
    }

    void aCleanStopLosesNothing_data() { addWays(); }
    void aCleanStopLosesNothing() {
        QFETCH(const QString, way);
        use(way);
        m_sink->setManners(slow(10ms, 10ms));
        send(1, 40);
        QVERIFY(stopAll());
        if (way == "queue") {  // the rest waits for the next start
            use(way);
            QVERIFY(arrive(40));
            QVERIFY(stopAll());
        }
        QCOMPARE(copies().size(), 40U);
        QCOMPARE(howOften(), std::set<int>{1});
    }

    void aConsumerThatIsDroppedGivesItsMailUpAndAnotherSendsIt() {
        use("queue");
        m_sink->setManners(slow(600s, 0ms));
        send(1, 1);
        QVERIFY(m_shop->becomes([&] { return m_sink->underWay().size() == 1; }));
        m_sink->setManners({});
        const auto stats = m_shop->stats(kMails);
        QCOMPARE(stats.consumers.size(), 1U);
        QVERIFY(m_shop->queue->dropConsumer(stats.consumers.front().id));
        QVERIFY(arrive(1));
        QVERIFY(m_shop->becomes([&] { return m_shop->depth(kMails) == 0; }));
        QVERIFY(m_shop->becomes([&] { return m_sink->counts().brokenOff == 1; }));
        QCOMPARE(howOften(), std::set<int>{1});
        QCOMPARE(m_shop->stats(kMails).redelivered.total, 1U);
    }

    void aWorkerThatIsBrokenOffByHandLosesOrNotAsTheWaySays_data() {
        QTest::addColumn<QString>("way");
        QTest::addColumn<bool>("survives");
        QTest::newRow("queue") << "queue" << true;
        QTest::newRow("list") << "list" << false;
        QTest::newRow("list-reliable") << "list-reliable" << true;
    }
    void aWorkerThatIsBrokenOffByHandLosesOrNotAsTheWaySays() {
        QFETCH(const QString, way);
        QFETCH(const bool, survives);
        m_shop->settings.mailWay = way.toStdString();
        m_shop->settings.adminToken = "sesame";
        const auto worker = m_shop->open("worker", "worker-1", roles::makeWorkerRole);
        m_wanting = std::make_unique<Bare>(*m_shop, "auth-1");
        m_sender = roles::findMailWay(way.toStdString())->makeSender(*m_wanting->own);
        m_sink->setManners(slow(600s, 0ms));
        send(1, 2);
        QVERIFY(m_shop->becomes([&] { return m_sink->underWay().size() == 2; }));
        m_sink->setManners({});
        ShopClient client(m_shop->loop());
        ShopClient::Fields fields;
        QCOMPARE(client.call(*worker, io::HttpMethod::Post, "/worker/mails/drop", "", fields).status, 403);
        fields.authorization = "Bearer sesame";
        QCOMPARE(client.call(*worker, io::HttpMethod::Post, "/worker/mails/drop", "", fields).status, 200);
        QVERIFY(m_shop->becomes([&] { return m_sink->counts().brokenOff == 2; }));
        send(3, 1);
        const std::uint64_t arriving = survives ? 3 : 1;
        QVERIFY(arrive(arriving));
        QVERIFY(m_wanting->host->stop(Deadline::in(60s)) && worker->stop(Deadline::in(60s)));
        QCOMPARE(copies().size(), arriving);
        QCOMPARE(howOften(), std::set<int>{1});
    }

    void aMailThatComesAgainIsNotSentAgain() {
        use("queue");
        send(1, 1);
        QVERIFY(m_shop->becomes([&] { return m_shop->number("SELECT COUNT(*) FROM mails_sent") == 1; }));
        send(1, 1);
        QVERIFY(m_shop->becomes([&] { return m_carrying->metrics().count("rushlab_mails_known_total") == 1; }));
        QVERIFY(m_shop->becomes([&] { return m_shop->depth(kMails) == 0; }));
        QCOMPARE(letters(), 1U);
    }

    void whatIsRefusedForGoodIsADeadLetterAndWhatIsRefusedForNowIsTriedAgain() {
        use("queue");
        mail::Manners moody;
        moody.refusedForGood = 1;
        m_sink->setManners(moody);
        send(1, 1);
        QVERIFY(m_shop->becomes([&] { return m_shop->depth(roles::deadLetterQueue(kMails)) == 1; }));
        moody.refusedForGood = 0;
        moody.refusedForNow = 1;
        m_sink->setManners(moody);
        send(2, 1);
        QVERIFY(m_shop->becomes([&] { return m_carrying->metrics().count("rushlab_mails_retried_total") >= 2; }));
        m_sink->setManners({});
        QVERIFY(arrive(1));
        QCOMPARE(copies().begin()->first, std::string("welcome-2@rush.lab"));
    }

    void whoSignsUpIsWelcomed() {
        const auto worker = m_shop->open("worker", "worker-1", roles::makeWorkerRole);
        const auto auth = m_shop->open("auth", "auth-1", roles::makeAuthRole);
        ShopClient client(m_shop->loop());
        const Reply made = client.post(*auth, "/auth/signup",
                                       R"({"username":"kim","password":"correct horse","email":"kim@example.com"})");
        QVERIFY2(made.status == 201, made.body.c_str());
        QVERIFY(arrive(1));
        const auto letter = *SmallShop::take(m_shop->run(m_sink->inbox().find(1, Deadline::in(20s))));
        QCOMPARE(letter.letter.to, std::vector<std::string>{"kim@example.com"});
        QVERIFY2(letter.text.find("kim 님") != std::string::npos, letter.text.c_str());
        const auto mails = [&] { return client.get(*worker, "/worker/mails").body; };
        QVERIFY(m_shop->becomes([&] { return mails().find(R"("data":0)") != std::string::npos; }));
    }

    void theJsonOfAMailIsReadAsItWasWritten() {
        JsonParser parser;
        const mail::Mail mail{"id-1", "a@rush.lab", "b@rush.lab", "\"제목\"", "줄 1\n\tline 2\\"};
        const auto read = roles::decodeMail(roles::encode(mail), parser);
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QCOMPARE(*read, mail);
        QVERIFY(!roles::decodeMail(R"({"id":"1","from":"a@b.c","to":"x\r\nRCPT","subject":"","text":""})", parser));
        QVERIFY(!roles::decodeMail("nothing", parser));
    }
};

RUSHLAB_TEST(RolesMail)

}  // namespace rushlab::test::roles_mail
#include "roles_mail.moc"
