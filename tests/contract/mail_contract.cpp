// The mail port's promises, held by every engine that is there against the built-in sink, which is the witness; and the
// inbox's own.
#include <set>

#include "engines/mail/smtp_mailer.h"
#include "engines/mail/smtp_sink.h"
#include "tests/support/caller.h"
#include "tests/support/raw_client.h"
#include "tests/support/test_program.h"

namespace rushlab::test::mail_contract {
using namespace std::chrono_literals;

namespace {

mail::Mail letter(const std::string& id) {
    return {id, "shop@rush.lab", id + "@example.com", "환영합니다 " + id, "안녕,\n.\nbye"};
}

Deadline soon() {
    return Deadline::in(60s);
}

io::Awaitable<> sendThenCancel(mail::Mailer& mailer, io::Cancellation& cancellation, Result<mail::Receipt>& got) {
    got = co_await mailer.send(letter("a"), soon(), &cancellation);
}

io::Awaitable<> keep(mail::Mailer& mailer, mail::Mail mail, Result<mail::Receipt>& got, std::size_t& left) {
    got = co_await mailer.send(std::move(mail), soon());
    --left;
}

io::Awaitable<> until(const std::size_t& left) {
    while (left > 0)
        co_await io::sleepFor(5ms);
}

}  // namespace

class MailContract : public QObject {
    Q_OBJECT
    RealClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<mail::SmtpSink> m_sink;
    std::unique_ptr<mail::Mailer> m_mailer;
    std::unique_ptr<io::Loop> m_loop;

    template <class T>
    T await(io::Awaitable<T> answer) {
        return m_loop->runUntilDone(std::move(answer));
    }
    Result<mail::Receipt> send(mail::Mail mail, Deadline deadline = soon()) {
        return await(m_mailer->send(std::move(mail), deadline));
    }
    std::vector<mail::Letter> letters() {
        const auto found = await(m_sink->inbox().since(0, 1'000, soon()));
        return found ? *found : std::vector<mail::Letter>();
    }
    void openSink() {
        mail::SmtpSinkOptions options;
        options.inbox.file = m_folder->path().toStdString() + "/mail.db";
        options.limits.textBytes = 1024 * 1024;
        auto sink = mail::SmtpSink::open(options, m_clock, Log::silent());
        QVERIFY2(sink, sink ? "" : sink.error().message.c_str());
        m_sink = std::move(*sink);
    }
    Result<std::unique_ptr<mail::SmtpMailer>> mailerTo(const std::string& url) {
        return mail::SmtpMailer::open(url, m_clock);
    }

  private slots:
    void init() {
        m_loop = std::make_unique<io::Loop>();
        m_folder = std::make_unique<QTemporaryDir>();
        openSink();
        auto mailer = mailerTo(m_sink->url());
        QVERIFY(mailer);
        m_mailer = std::move(*mailer);
    }
    void cleanup() {
        m_loop.reset();
        m_mailer.reset();
        m_sink.reset();
        m_folder.reset();
    }

    void aReceiptMeansThatTheServerHasTheLetter() {
        const auto receipt = send(letter("a"));
        QVERIFY2(receipt, receipt ? "" : receipt.error().message.c_str());
        QVERIFY2(receipt->answer.starts_with("250"), receipt->answer.c_str());
        QCOMPARE(letters().size(), 1U);
        QCOMPARE(letters().front().messageId, std::string("a@rush.lab"));
        const auto whole = await(m_sink->inbox().find(1, soon()));
        QVERIFY(whole && *whole);
        QCOMPARE((*whole)->letter.subject, std::string("환영합니다 a"));
        QCOMPARE((*whole)->text, std::string("안녕,\n.\nbye\n"));
        QVERIFY((*whole)->content.starts_with("Return-Path: <shop@rush.lab>\r\nReceived: from "));
    }

    void theServerIsToldWhoCarriesTheLetter() {
        mail::Mail mail = letter("a");
        mail.carrier = "worker-2.rush.lab";
        QVERIFY(send(mail));
        const auto whole = await(m_sink->inbox().find(1, soon()));
        QVERIFY(whole && *whole);
        QVERIFY((*whole)->content.find("Received: from worker-2.rush.lab ") != std::string::npos);
    }

    void theLetterSurvivesTheSinkThatConfirmedIt() {
        QVERIFY(send(letter("a")));
        m_mailer.reset();
        m_sink.reset();
        openSink();
        QCOMPARE(letters().size(), 1U);
    }

    void hundredsAtOnceAllArriveOnce() {
        constexpr std::size_t kMany = 300;
        std::vector<Result<mail::Receipt>> got(kMany, fail(ErrorCode::Unavailable, "not yet"));
        std::size_t left = kMany;
        for (std::size_t at = 0; at < kMany; ++at)
            m_loop->spawn(keep(*m_mailer, letter(fmt::format("m{}", at)), got[at], left));
        m_loop->runUntilDone(until(left));
        for (const auto& one : got)
            QVERIFY2(one, one ? "" : one.error().message.c_str());
        std::set<std::string> ids;
        for (const auto& one : letters())
            ids.insert(one.messageId);
        QCOMPARE(letters().size(), kMany);
        QCOMPARE(ids.size(), kMany);
    }

    void aLetterThatCannotBeSentIsInvalid() {
        auto bad = letter("a");
        bad.to = "nobody";
        QCOMPARE(send(bad).error().code, ErrorCode::Invalid);
        QCOMPARE(m_sink->counts().accepted, 0U);
    }

    void aRefusalForGoodIsDenied() {
        m_sink->setManners({.refusedForGood = 1});
        QCOMPARE(send(letter("a")).error().code, ErrorCode::Denied);
        m_sink->setManners({});
        QVERIFY(send(letter("a")));
        QCOMPARE(letters().size(), 1U);
    }

    void aRefusalForNowIsUnavailable() {
        m_sink->setManners({.refusedForNow = 1});
        QCOMPARE(send(letter("a")).error().code, ErrorCode::Unavailable);
        QVERIFY(letters().empty());
    }

    void aShareIsRefusedByTheSeed() {
        const auto refusedOf = [this](std::uint64_t seed) {
            m_sink->setManners({.refusedForNow = 0.3, .refusedForGood = 0.2, .seed = seed});
            std::string outcomes;
            for (int n = 0; n < 60; ++n) {
                const auto sent = send(letter("a"));
                outcomes += sent ? '.' : sent.error().code == ErrorCode::Denied ? 'D' : 'U';
            }
            return outcomes;
        };
        const std::string first = refusedOf(7);
        QCOMPARE(refusedOf(7), first);
        QVERIFY2(std::ranges::count(first, 'U') > 5 && std::ranges::count(first, 'D') > 3 &&
                     std::ranges::count(first, '.') > 15,
                 first.c_str());
    }

    void aRefusedConnectionIsUnavailable() {
        m_mailer = std::move(*mailerTo("smtp://127.0.0.1:1"));
        QCOMPARE(send(letter("a")).error().code, ErrorCode::Unavailable);
    }

    void aServerThatIsSlowBeforeTheTextIsATimeout() {
        m_sink->setManners({.beforeText = 20s});
        const auto sent = send(letter("a"), Deadline::in(300ms));
        QCOMPARE(sent.error().code, ErrorCode::Timeout);
        QVERIFY(letters().empty());
    }

    void aServerThatIsSlowAfterTheTextLeavesItUnknown() {
        m_sink->setManners({.beforeAnswer = 20s});
        const auto sent = send(letter("a"), Deadline::in(1'500ms));
        QCOMPARE(sent.error().code, ErrorCode::OutcomeUnknown);
        QCOMPARE(letters().size(), 1U);  // it was taken over, and its sender was not told
    }

    void aServerThatHoldsStillStoresNothingAndAnswersNothing() {
        m_sink->holdStill(true);
        QCOMPARE(send(letter("a"), Deadline::in(300ms)).error().code, ErrorCode::Timeout);
        QVERIFY(letters().empty());
        m_sink->holdStill(false);
        QVERIFY(send(letter("a")));
        QCOMPARE(letters().size(), 1U);

        m_sink->setManners({.beforeAnswer = 200ms});
        io::Cancellation cancellation;
        Result<mail::Receipt> got = fail(ErrorCode::Full, "not yet");
        io::Loop loop;
        loop.start("caller");
        loop.spawn(sendThenCancel(*m_mailer, cancellation, got));
        const auto isStored = [this] {
            const auto letters = m_sink->underWay();
            return letters.size() == 1 && letters.front().isStored;
        };
        QVERIFY(test::becomesTrue(isStored));
        m_sink->holdStill(true);
        QTest::qWait(600);
        QVERIFY(isStored());
        m_sink->holdStill(false);
        QVERIFY(test::becomesTrue([this] { return m_sink->underWay().empty(); }));
        loop.stop();
        QCOMPARE(letters().size(), 2U);
    }

    void whatIsGivenUpBeforeTheTextIsNotDelivered() {
        m_sink->setManners({.beforeText = 2s});
        io::Cancellation cancellation;
        Result<mail::Receipt> got = fail(ErrorCode::Full, "not yet");
        io::Loop loop;
        loop.start("caller");
        loop.spawn(sendThenCancel(*m_mailer, cancellation, got));
        QVERIFY(test::becomesTrue([this] { return m_sink->counts().underWay == 1; }));
        loop.post([&cancellation] { cancellation.cancel(); });
        QVERIFY(test::becomesTrue([this] { return m_sink->counts().brokenOff == 1; }));
        loop.stop();
        QCOMPARE(got.error().code, ErrorCode::Unavailable);
        QVERIFY(letters().empty());
    }

    void aLetterThatComesAgainIsAnotherAttempt() {
        m_sink->setManners({.beforeText = 20s});
        std::vector<std::uint64_t> attempts;
        for (int time = 0; time < 2; ++time) {
            io::Cancellation cancellation;
            Result<mail::Receipt> got = fail(ErrorCode::Full, "not yet");
            io::Loop loop;
            loop.start("caller");
            loop.spawn(sendThenCancel(*m_mailer, cancellation, got));
            QVERIFY(test::becomesTrue([this] { return m_sink->underWay().size() == 1; }));
            attempts.push_back(m_sink->underWay().front().attempt);
            loop.post([&cancellation] { cancellation.cancel(); });
            QVERIFY(test::becomesTrue([this] { return m_sink->underWay().empty(); }));
            loop.stop();
        }
        QVERIFY(attempts.front() < attempts.back());
    }

    void aCallerThatIsDestroyedGivesItsMailUp() {
        m_sink->setManners({.beforeText = 2s});
        {
            io::Cancellation cancellation;
            Result<mail::Receipt> got = fail(ErrorCode::Full, "not yet");
            io::Loop loop;
            loop.start("caller");
            loop.spawn(sendThenCancel(*m_mailer, cancellation, got));
            QVERIFY(test::becomesTrue([this] { return m_sink->counts().underWay == 1; }));
            loop.stop();
            loop.dropWaiting();
        }
        QVERIFY(test::becomesTrue([this] { return m_sink->counts().brokenOff == 1; }));
        QVERIFY(letters().empty());
    }

    // A server that breaks the connection where it likes: what the mailer says of it is what it can know.
    void whatABrokenConnectionMeans_data() {
        QTest::addColumn<bool>("afterTheText");
        QTest::newRow("before the text") << false;
        QTest::newRow("after the final dot") << true;
    }
    void whatABrokenConnectionMeans() {
        QFETCH(bool, afterTheText);
        m_sink->setManners(afterTheText ? mail::Manners{.beforeAnswer = 30s} : mail::Manners{.beforeText = 30s});
        Result<mail::Receipt> got = fail(ErrorCode::Full, "not yet");
        std::size_t left = 1;
        io::Loop loop;
        loop.start("caller");
        loop.spawn(keep(*m_mailer, letter("a"), got, left));
        QVERIFY(test::becomesTrue(
            [&] { return afterTheText ? m_sink->counts().letters == 1 : m_sink->counts().underWay == 1; }));
        m_sink.reset();
        QTest::qWait(500);
        loop.stop();
        QCOMPARE(left, 0U);
        QCOMPARE(got.error().code, afterTheText ? ErrorCode::OutcomeUnknown : ErrorCode::Unavailable);
    }

    void aTakenPortIsNamed() {
        mail::SmtpSinkOptions options;
        options.inbox.file = m_folder->path().toStdString() + "/other.db";
        options.sink.port = m_sink->port();
        const auto second = mail::SmtpSink::open(options, m_clock, Log::silent());
        QCOMPARE(second.error().code, ErrorCode::Unavailable);
        QVERIFY(second.error().message.find(fmt::format("port {}", m_sink->port())) != std::string::npos);
        QVERIFY(second.error().message.find("mail sink") != std::string::npos);
        QVERIFY(second.error().message.find("--port-base") != std::string::npos);
    }

    void theInboxIsPagedAndSearched() {
        for (const char* id : {"a", "b", "100%"}) {
            auto one = letter("x");
            one.subject = id;
            QVERIFY(send(one));
        }
        auto& inbox = m_sink->inbox();
        QCOMPARE(*await(inbox.count(soon())), 3U);
        QCOMPARE(await(inbox.since(1, 1, soon()))->front().number, 2);
        const auto newest = await(inbox.search("", 0, 2, soon()));
        QCOMPARE(newest->size(), 2U);
        QCOMPARE(newest->front().subject, std::string("100%"));
        QCOMPARE(await(inbox.search("", 2, 9, soon()))->front().number, 1);
        QCOMPARE(await(inbox.search("0%", 0, 9, soon()))->size(), 1U);
        QCOMPARE(await(inbox.search("%b%", 0, 9, soon()))->size(), 0U);
        QCOMPARE(await(inbox.search("example", 0, 9, soon()))->size(), 3U);
        QVERIFY(!*await(inbox.find(99, soon())));
    }

    // Nobody else waits for, or loses by, those who send without end.
    void hostileClientsHarmNobodyElse() {
        test::RawClient endless(m_sink->port());
        QVERIFY(endless.send("EHLO " + std::string(1 << 20, 'x')) || true);  // it may be cut off while it still sends
        test::RawClient garbage(m_sink->port());
        static_cast<void>(garbage.send(QByteArray("\x01garbage\r\n").repeated(50'000).toStdString()));
        test::RawClient huge(m_sink->port());
        QVERIFY(huge.send("EHLO me\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n"));
        const std::string block = QByteArray(98, 'x').append("\r\n").repeated(10'000).toStdString();  // 1 MB
        std::jthread sending([&] {
            for (int n = 0; n < 100; ++n) {
                if (!huge.send(block)) return;
            }
            static_cast<void>(huge.send(".\r\n"));
        });
        test::RawClient silent(m_sink->port());
        for (int n = 0; n < 20; ++n)
            QVERIFY(send(letter(fmt::format("m{}", n))));
        sending.join();
        QVERIFY(endless.readToEnd().find("\r\n500 ") != std::string::npos);
        const std::string said = garbage.readToEnd();
        QVERIFY2(said.ends_with("421 mail-sink.rush.lab too many commands were refused\r\n"), said.c_str());
        QVERIFY(!huge.readUntil("\r\n552 ").empty());
        QVERIFY(huge.send("QUIT\r\n"));
        QVERIFY(huge.readToEnd().find("\r\n221 ") != std::string::npos);
        QVERIFY(silent.readUntil("\r\n").starts_with("220 "));
        QCOMPARE(letters().size(), 20U);
    }
};

RUSHLAB_TEST(MailContract)

}  // namespace rushlab::test::mail_contract
#include "mail_contract.moc"
