// What the desktop says became of each welcome mail, by what it is told of the mail server and of the shop.
#include "app/mail_watch.h"
#include "tests/support/test_program.h"

namespace rushlab::test::mail_watch {
namespace {

using enum lab::MailStage;

// A watch of the mails of one tag, told by their numbers.
struct Watched {
    app::MailWatch watch{"d1"};

    static std::string address(std::uint64_t number) { return "d1-" + std::to_string(number) + "@rush.lab"; }
    void arrives(std::uint64_t number) {
        mail::Letter letter;
        letter.to = {address(number)};
        watch.arrived(letter);
    }
    void isUnderWay(std::uint64_t number, std::uint64_t attempt, bool isStored = false) {
        watch.underWay({{attempt, address(number), isStored}});
    }
    void isCarried(std::uint64_t number, std::uint64_t attempt, const std::string& host, bool isStored = false) {
        watch.underWay({{attempt, address(number), isStored, host}});
    }
    lab::WatchedMail first() { return watch.shownOf("queue").at(0); }
    lab::MailCounts counts() { return watch.countsOf("queue"); }
};

}  // namespace

class MailWatchTest : public QObject {
    Q_OBJECT
  private slots:
    void aMailGoesFromItsPromiseToTheInbox() {
        Watched mails;
        mails.watch.promised(1, "queue");
        QCOMPARE(mails.first(), (lab::WatchedMail{1, Waiting, 0, 0}));
        mails.isUnderWay(1, 7);
        QCOMPARE(mails.first(), (lab::WatchedMail{1, UnderWay, 1, 0}));
        mails.arrives(1);
        mails.isUnderWay(1, 7, true);
        QCOMPARE(mails.first(), (lab::WatchedMail{1, Stored, 1, 1}));
        mails.watch.underWay({});
        QCOMPARE(mails.first(), (lab::WatchedMail{1, Delivered, 1, 1}));
        QCOMPARE(mails.counts(), (lab::MailCounts{.signedUp = 1, .delivered = 1}));
    }

    // The broken attempt may still be seen beside the next, or never be missed between two looks.
    void whatWasBrokenOffAndCameAgainWentBack_data() {
        QTest::addColumn<bool>("together");
        QTest::newRow("one after the other") << false;
        QTest::newRow("seen together") << true;
    }
    void whatWasBrokenOffAndCameAgainWentBack() {
        QFETCH(bool, together);
        Watched mails;
        mails.watch.promised(1, "queue");
        mails.isUnderWay(1, 7);
        if (together) mails.watch.underWay({{7, Watched::address(1)}, {8, Watched::address(1)}});
        mails.isUnderWay(1, 8);
        QCOMPARE(mails.first(), (lab::WatchedMail{1, UnderWay, 2, 0}));
        mails.arrives(1);
        mails.watch.underWay({});
        QCOMPARE(mails.first(), (lab::WatchedMail{1, Delivered, 2, 1}));
        QCOMPARE(mails.counts(), (lab::MailCounts{.signedUp = 1, .delivered = 1, .wentBack = 1}));
    }

    void whoCarriesAMailIsKnownByTheNameOfItsHost() {
        Watched mails;
        mails.watch.promised(1, "queue");
        mails.isCarried(1, 7, "worker-1.rush.lab");
        QCOMPARE(mails.first(), (lab::WatchedMail{1, UnderWay, 1, 0, "worker-1"}));
        QCOMPARE(mails.watch.carrierOfTheNewest(), std::string("worker-1"));
        mails.watch.underWay({});
        QCOMPARE(mails.watch.carrierOfTheNewest(), std::string());
        mails.isCarried(1, 8, "worker-2.rush.lab");
        QCOMPARE(mails.first(), (lab::WatchedMail{1, UnderWay, 2, 0, "worker-2"}));
        QCOMPARE(mails.watch.carrierOfTheNewest(), std::string("worker-2"));
        mails.isCarried(1, 8, "worker-2.rush.lab", true);  // whoever is killed now gives nothing back
        QCOMPARE(mails.watch.carrierOfTheNewest(), std::string());
    }

    void whatComesTwiceIsCountedOnce() {
        Watched mails;
        mails.watch.promised(1, "queue");
        for (int copy = 0; copy < 3; ++copy)
            mails.arrives(1);
        QCOMPARE(mails.first().copies, 3);
        QCOMPARE(mails.counts(), (lab::MailCounts{.signedUp = 1, .delivered = 1, .duplicated = 1}));
    }

    void whatIsNowhereIsLostUntilItComes() {
        Watched mails;
        mails.watch.promised(1, "async");
        mails.watch.promised(2, "async");
        mails.watch.promised(3, "async");
        mails.isUnderWay(2, 1);
        mails.watch.nothingWaits("queue", 2);  // of another way
        QCOMPARE(mails.watch.countsOf("async").lost, 0U);
        mails.watch.nothingWaits("async", 2);  // the third may be on its way to where it waits
        QCOMPARE(mails.watch.shownOf("async").front().stage, Lost);
        QCOMPARE(mails.watch.countsOf("async").lost, 1U);
        mails.arrives(1);
        QCOMPARE(mails.watch.countsOf("async"), (lab::MailCounts{.signedUp = 3, .delivered = 1}));
    }

    void oneThatIsAnsweredLateIsNotLostWithTheOthersBeforeItsPromise() {
        Watched mails;
        mails.watch.promised(2, "async");
        mails.watch.promised(3, "async");
        const std::uint64_t promises = mails.watch.promises();
        mails.watch.promised(1, "async");  // it waits still
        mails.watch.nothingWaits("async", promises);
        QCOMPARE(mails.watch.countsOf("async").lost, 2U);
        QCOMPARE(mails.watch.shownOf("async").front(), (lab::WatchedMail{1, Waiting, 0, 0}));
        mails.watch.nothingWaits("async", mails.watch.promises());
        QCOMPARE(mails.watch.countsOf("async").lost, 3U);
    }

    void oneThatIsQuickerThanItsPromiseIsCountedWithIt() {
        Watched mails;
        mails.arrives(1);
        QVERIFY(mails.watch.everyWay().empty());
        mails.watch.promised(1, "queue");
        QCOMPARE(mails.counts(), (lab::MailCounts{.signedUp = 1, .delivered = 1}));
    }

    // Whatever many there are of one kind, the others are seen.
    void ofManyThoseAtTheDoorTheLongestWaitingAndTheNewestAreShown() {
        Watched mails;
        constexpr std::uint64_t kAll = 2'000, kAtDoor = 1'000;
        for (std::uint64_t number = 1; number <= kAll; ++number)
            mails.watch.promised(number, number == kAll ? "list" : "queue");
        for (std::uint64_t number = 1; number <= 500; ++number)
            mails.arrives(number);
        mails.watch.nothingWaits("queue", 700);
        mails.isUnderWay(kAtDoor, 1);
        std::map<lab::MailStage, std::vector<std::uint64_t>> shown;
        for (const lab::WatchedMail& mail : mails.watch.shownOf("queue"))
            shown[mail.stage].push_back(mail.number);
        QCOMPARE(shown[UnderWay], std::vector{kAtDoor});
        QCOMPARE(shown[Delivered].size(), app::MailWatch::kShownArrived);
        QCOMPARE(shown[Delivered].back(), 500U);
        QCOMPARE(shown[Lost].size(), app::MailWatch::kShownLost);
        QCOMPARE(shown[Lost].back(), 700U);
        QCOMPARE(shown[Waiting].size(), app::MailWatch::kShownWaiting);
        QCOMPARE(shown[Waiting].front(), 701U);
        QCOMPARE(mails.watch.shownOf("list").size(), 1U);
    }

    void lettersOfOthersAreNoMailsOfOurs() {
        Watched mails;
        mail::Letter letter;
        for (const char* to : {"d2-1@rush.lab", "d1", "d1-x@rush.lab", ""}) {
            letter.to = {to};
            mails.watch.arrived(letter);
        }
        letter.to.clear();
        mails.watch.arrived(letter);
        QVERIFY(mails.watch.everyWay().empty());
    }
};

RUSHLAB_TEST(MailWatchTest)

}  // namespace rushlab::test::mail_watch
#include "mail_watch.moc"
