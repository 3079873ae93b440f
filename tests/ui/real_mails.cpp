// The Mail page over a shop that is a process of its own, by mouse: whoever carries a mail is killed in the middle of
// it, and then the whole shop by kill -9. The mail is seen to go back, comes again with another consumer, and is in the
// inbox once.
#include "app/desktop_mail.h"
#include "app/engine_maker.h"
#include "tests/support/test_program.h"
#include "tests/ui/mail_screen.h"

namespace rushlab::test::real_mails {
namespace {

constexpr int kPatienceMs = 120'000;
constexpr int kTries = 5;

// The program under test, and not this test, is what the shop's process runs.
class OtherProgram final : public lab::EngineMaker {
  public:
    OtherProgram(Settings settings, const Clock& clock) : m_maker(std::move(settings), clock, Log::silent()) {}

    Result<lab::Engines> make(const lab::EngineNeeds& needs) override { return m_maker.make(needs); }
    Result<lab::StagedMail> stageMail(const mail::Manners& manners) override {
        auto staged = m_maker.stageMail(manners);
        if (staged) staged->node.front() = RUSHLAB_PROGRAM;
        return staged;
    }
    std::vector<std::pair<std::string, std::string>> describe() const override { return m_maker.describe(); }

  private:
    app::SettingsEngineMaker m_maker;
};

Settings settingsIn(const QTemporaryDir& folder) {
    SettingsSources sources;
    sources.home = folder.path().toStdString();
    return readSettings(sources).value();
}

struct MailShop {
    QTemporaryDir folder;
    RealClock clock;
    OtherProgram maker{settingsIn(folder), clock};
    app::DesktopMail mails{maker};
    ui::MailScreen screen{&mails};

    void open(double mailTakesSeconds) {
        screen.part<QDoubleSpinBox>("mailTakes").setValue(mailTakesSeconds);
        screen.click("openMailShop");
        if (!QTest::qWaitFor([this] { return isUp(); }, kPatienceMs)) qFatal("the shop does not come up");
    }
    bool isUp() const { return mails.look().node == lab::NodeState::Up; }
    bool isDown() const { return mails.look().node == lab::NodeState::Down; }
    lab::MailCounts counts() const { return mails.look().counts; }
    lab::WatchedMail mail(std::uint64_t number) const {
        const lab::MailView view = mails.look();
        const auto found = std::ranges::find(view.shown, number, &lab::WatchedMail::number);
        return found == view.shown.end() ? lab::WatchedMail() : *found;
    }
    // Some sign up. Returns while one of their mails is at the mail server's door for the first time: its number.
    std::uint64_t signUpUntilOneIsUnderWay() {
        const std::uint64_t before = counts().signedUp;
        screen.click("signUps");
        if (!QTest::qWaitFor([&] { return counts().signedUp > before; }, kPatienceMs)) return 0;
        screen.click("signUps");
        std::uint64_t number = 0;
        const auto isUnderWay = [&] {
            for (const lab::WatchedMail& mail : mails.look().shown) {
                if (mail.stage == lab::MailStage::UnderWay && mail.attempts == 1) number = mail.number;
            }
            return number > 0;
        };
        return QTest::qWaitFor(isUnderWay, kPatienceMs) ? number : 0;
    }
    bool allArrive() {
        const auto areThere = [this] {
            const lab::MailView view = mails.look();
            return view.counts.signedUp > 0 && view.counts.delivered == view.counts.signedUp &&
                   std::ranges::all_of(view.shown,
                                       [](const auto& mail) { return mail.stage == lab::MailStage::Delivered; });
        };
        return QTest::qWaitFor(areThere, kPatienceMs);
    }
};

}  // namespace

class RealMailsTest : public QObject {
    Q_OBJECT
  private slots:
    // On a slow machine the server may have had the mail before the click reached the shop, which is then right to
    // send it twice: another one is tried.
    void whoIsKilledInTheMiddleOfAMailGivesItBackAndAnotherBringsItOnce() {
        MailShop shop;
        shop.open(3);
        std::uint64_t number = 0;
        std::string other;
        for (int tries = 0; tries < kTries; ++tries) {
            number = shop.signUpUntilOneIsUnderWay();
            QVERIFY(number > 0);
            const QString killed = QString::fromStdString(shop.mail(number).carrier);
            QVERIFY2(killed == "worker-1" || killed == "worker-2", qPrintable(killed));
            other = killed == "worker-1" ? "worker-2" : "worker-1";
            shop.screen.click("killConsumer");
            QVERIFY(shop.allArrive());
            if (shop.mail(number) == lab::WatchedMail{number, lab::MailStage::Delivered, 2, 1, other}) break;
        }
        QCOMPARE(shop.mail(number), (lab::WatchedMail{number, lab::MailStage::Delivered, 2, 1, other}));
        QTRY_VERIFY(shop.screen.number("mailsWentBack").toInt() > 0);
        QCOMPARE(shop.screen.number("mailsLost"), QString("0"));
        shop.screen.search(QString("-%1@").arg(number));
        QTRY_COMPARE(shop.screen.letters(), 1);
        shop.screen.openFirst();
        QTRY_VERIFY(!shop.screen.letter().isEmpty());
    }

    void aShopThatIsKilledSendsWhatItsQueueHoldsOnceItIsBack() {
        MailShop shop;
        shop.open(10);  // the click comes before the server has it
        const std::uint64_t number = shop.signUpUntilOneIsUnderWay();
        QVERIFY(number > 0);
        shop.screen.click("killNode");
        QTRY_VERIFY_WITH_TIMEOUT(shop.isDown(), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(shop.mail(number).stage == lab::MailStage::Waiting, kPatienceMs);
        shop.screen.click("restart");
        QTRY_VERIFY_WITH_TIMEOUT(shop.isUp(), kPatienceMs);
        QVERIFY(shop.allArrive());
        QCOMPARE(shop.mail(number).attempts, 2);
        QCOMPARE(shop.counts().lost, 0U);
    }
};

RUSHLAB_TEST(RealMailsTest, QApplication)

}  // namespace rushlab::test::real_mails
#include "real_mails.moc"
