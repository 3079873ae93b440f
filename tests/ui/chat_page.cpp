// The Chat page over a script, driven as a person drives it: clients come, talk and go, what they miss is marked, and
// what is clicked is ordered.
#include "ui/pages/chat_page.h"
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "tests/ui/scripted_chat.h"
#include "ui/theme.h"

namespace rushlab::test::chat_page {

using namespace std::chrono_literals;

class ChatPageTest : public QObject {
    Q_OBJECT

    struct Place : ui::Desk {
        ui::Bridge bridge{laboratory};
        ui::RunKeeper keeper{bridge, *results};
        ui::PageContext context{bridge, laboratory, *results, keeper};
        ui::ChatPage page{context, nullptr};
        ui::ScriptedChat chat{{"chat-1", "chat-2"}};
        std::shared_ptr<ui::ScriptedLab> shop;
        std::chrono::milliseconds now{0};

        explicit Place(bool withShop = true) {
            page.retranslate();
            page.resize(1080, 720);
            page.setStyleSheet(ui::styleSheetFor(page.palette()));
            ui::showActive(page);
            if (!withShop) return;
            shop = laboratory.addLab(lab::Purpose::Shop, "The shop");
            sample();
            if (!QTest::qWaitFor([this] { return isIn(1) && isIn(2); }, 20'000)) qFatal("the clients do not come in");
        }
        void sample(std::uint64_t lines = 0) {
            lab::Snapshot snapshot = ui::shopSnapshot(now);
            chat.put(snapshot);
            snapshot.chats.front().lines = lines;
            snapshot.chats.front().deliveries = 10 * lines;
            now += 1s;
            shop->sample(std::move(snapshot));
        }
        template <class Widget>
        Widget& part(const QString& name) {
            auto* found = page.findChild<Widget*>(name);
            if (!found) qFatal("there is no %s", qPrintable(name));
            return *found;
        }
        ui::ChatPane* pane(int member) { return page.findChild<ui::ChatPane*>(QString("pane-%1").arg(member)); }
        template <class Widget>
        Widget& in(int member, const char* name) {
            return *pane(member)->findChild<Widget*>(name);
        }
        bool isIn(int member) { return pane(member)->client().state() == ui::StompClient::State::In; }
        QString heard(int member) { return in<ui::ChatTranscript>(member, "paneTranscript").text(); }
        QString placeOf(int member) { return in<QComboBox>(member, "panePlace").currentText(); }
        void type(int member, const QString& text) {
            QTest::keyClicks(&in<QLineEdit>(member, "paneSay"), text);
            QTest::keyClick(&in<QLineEdit>(member, "paneSay"), Qt::Key_Return);
        }
        void click(const QString& button) {
            auto& found = part<QAbstractButton>(button);
            if (!found.isEnabled() || !found.isVisible()) qFatal("%s can't be clicked", qPrintable(button));
            QTest::mouseClick(&found, Qt::LeftButton);
        }
        std::vector<int> members() {
            std::vector<int> found;
            for (int member = 1; member <= 20; ++member) {
                if (pane(member) && pane(member)->isVisible()) found.push_back(member);
            }
            return found;
        }
    };

  private slots:
    void withoutAShopItSaysWhatIsAwaited() {
        Place place(false);
        QVERIFY(place.part<QLabel>("chatEmpty").isVisible());
        QVERIFY(place.part<QLabel>("chatEmpty").text().contains("As soon as the shop is open"));
        QVERIFY(!place.part<QAction>("chatAdd").isEnabled());
    }

    void twoClientsOnTwoInstancesHearEachOther() {
        Place place;
        QCOMPARE(place.placeOf(1), QString("chat-1"));
        QCOMPARE(place.placeOf(2), QString("chat-2"));
        place.type(1, "hello");
        const QRegularExpression line(R"(^Member 1 \(via chat-1 · \d+(\.\d)? m?s\): hello$)");
        QTRY_VERIFY2(line.match(place.heard(1)).hasMatch(), qPrintable(place.heard(1)));
        QTRY_VERIFY2(line.match(place.heard(2)).hasMatch(), qPrintable(place.heard(2)));
        auto& name = place.in<QLineEdit>(1, "paneName");
        name.selectAll();
        QTest::keyClicks(&name, "Mina");
        QTRY_VERIFY(place.heard(2).startsWith("Mina (via chat-1"));
    }

    void clientsComeAndGo() {
        Place place;
        QTest::keyClick(&place.page, Qt::Key_N, Qt::ControlModifier);
        QTRY_COMPARE(place.members(), (std::vector<int>{1, 2, 3}));
        QTRY_VERIFY(place.isIn(3));
        QVERIFY(place.in<QLineEdit>(3, "paneSay").hasFocus());
        QTest::mouseClick(&place.in<QToolButton>(2, "paneClose"), Qt::LeftButton);
        QTRY_COMPARE(place.members(), (std::vector<int>{1, 3}));
        QTRY_COMPARE(place.chat.clientsAt("chat-2"), 0U);
        place.click("addClient");
        QTRY_COMPARE(place.members(), (std::vector<int>{1, 2, 3}));  // the number that is free
        for (int more = 4; more <= 12; ++more)
            place.click("addClient");
        QTRY_COMPARE(place.members().size(), ui::ChatPanes::kMost);
        QVERIFY(!place.part<QPushButton>("addClient").isEnabled());
    }

    void roomsAreApart() {
        Place place;
        auto& room = place.in<QLineEdit>(2, "paneRoom");
        room.selectAll();
        QTest::keyClicks(&room, "a b#c");  // what no room can be called is not taken
        QCOMPARE(room.text(), QString("abc"));
        QTest::keyClick(&room, Qt::Key_Return);
        place.type(2, "anybody?");
        QTRY_VERIFY(place.heard(2).contains("anybody?"));
        place.type(1, "not there");
        QTRY_VERIFY(place.heard(1).contains("not there"));
        QVERIFY(!place.heard(1).contains("anybody?"));
        QVERIFY(!place.heard(2).contains("not there"));
    }

    void whatAnInstanceMissedOfAnotherIsMarked() {
        Place place;
        place.chat.say("chat-2", "77", "before");
        place.chat.miss("chat-2", 3);
        place.chat.say("chat-2", "77", "after");
        QTRY_VERIFY(place.heard(1).contains("after"));
        const QStringList lines = place.heard(1).split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith("Member 77 (via chat-2"));
        QCOMPARE(lines[1], QString("-- Lines of chat-2 missed: 3. The archive has them. --"));
    }

    void whoIsCutOffGoesElsewhereAndCountsWhatItMissed() {
        Place place;
        place.chat.say("chat-1", "77", "heard");
        QTRY_VERIFY(place.heard(2).contains("heard"));
        place.chat.kill("chat-2");
        QTRY_VERIFY(place.pane(2)->client().state() == ui::StompClient::State::CutOff);
        place.chat.sayUnheard("one");
        place.chat.sayUnheard("two");
        place.type(2, "typed while cut off");
        QTRY_VERIFY_WITH_TIMEOUT(place.isIn(2), 20'000);
        QCOMPARE(place.placeOf(2), QString("chat-1"));
        const QRegularExpression gap(R"(-- Cut off for [\d.]+ m?s; lines missed: 2\. The archive has them\. --)");
        QTRY_VERIFY2_WITH_TIMEOUT(gap.match(place.heard(2)).hasMatch(), qPrintable(place.heard(2)), 20'000);
        QTRY_VERIFY(place.heard(1).contains("typed while cut off"));
        QCOMPARE(place.heard(2).count("typed while cut off"), 1);
        QVERIFY(!place.heard(1).contains("--"));  // which was not cut off
    }

    // Neither what was said before nor what is said after it; a page of the archive holds 500 lines.
    void whatWasMissedIsCountedWhereItIsMoreThanAPage() {
        Place place;
        QSignalSpy counted(&place.pane(2)->client(), &ui::StompClient::gapCounted);
        place.chat.sayUnheard("before", 300);
        QTest::qWait(10);
        place.chat.say("chat-1", "77", "heard");
        QTRY_VERIFY(place.heard(2).contains("heard"));
        place.chat.kill("chat-2");
        QTRY_VERIFY(place.pane(2)->client().state() == ui::StompClient::State::CutOff);
        place.chat.sayUnheard("missed", 1'100);
        QTRY_VERIFY_WITH_TIMEOUT(place.isIn(2), 20'000);
        QTest::qWait(10);
        place.chat.sayUnheard("after", 700);
        QTRY_COMPARE_WITH_TIMEOUT(counted.size(), 3, 20'000);
        QVERIFY2(place.heard(2).contains("; lines missed: 1,100. The archive has them."), qPrintable(place.heard(2)));
    }

    void whatIsMoreThanTheArchiveIsAskedForIsCountedAsAtLeastSoMuch() {
        Place place;
        QSignalSpy counted(&place.pane(2)->client(), &ui::StompClient::gapCounted);
        place.chat.kill("chat-2");
        QTRY_VERIFY(place.pane(2)->client().state() == ui::StompClient::State::CutOff);
        place.chat.sayUnheard("missed", 10'200);
        QTRY_VERIFY_WITH_TIMEOUT(place.isIn(2), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(counted.size() >= 1, 20'000);
        QTest::qWait(10);
        place.chat.sayUnheard("after", 900);
        QTRY_COMPARE_WITH_TIMEOUT(counted.size(), 3, 20'000);
        QVERIFY2(place.heard(2).contains("; lines missed: at least 10,000. The archive has them."),
                 qPrintable(place.heard(2)));
    }

    void whoStaysWaitsForItsInstance() {
        Place place;
        place.click("chatElsewhere");
        place.chat.archiveAnswers = false;
        place.chat.kill("chat-2");
        QTRY_VERIFY(place.pane(2)->client().state() == ui::StompClient::State::CutOff);
        QTest::qWait(1'000);
        QVERIFY(!place.isIn(2));
        place.chat.start("chat-2");
        QTRY_VERIFY_WITH_TIMEOUT(place.isIn(2), 20'000);
        QCOMPARE(place.placeOf(2), QString("chat-2"));
        QTRY_VERIFY_WITH_TIMEOUT(place.heard(2).contains("the archive does not say what was missed"), 20'000);
    }

    void whatIsRefusedIsSaidAndNotSaidAgain() {
        Place place;
        QSignalSpy said(&place.page, &ui::Page::said);
        place.chat.refusesNext = true;
        place.type(1, "too much");
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said[0][0].toString(), QString("Member 1: too fast"));
        place.chat.kill("chat-1");
        QTRY_VERIFY_WITH_TIMEOUT(place.isIn(1), 20'000);
        place.type(1, "again");
        QTRY_VERIFY(place.heard(2).contains("again"));
        QVERIFY(!place.heard(2).contains("too much"));
    }

    void robotsTalkAtTheirRateUntilTheyAreSilenced() {
        Place place;
        place.part<QDoubleSpinBox>("robotsRate").setValue(20);
        place.click("robotsTalk");
        QTRY_VERIFY_WITH_TIMEOUT(place.heard(2).contains("Robot 1 (via chat-1") &&
                                     place.heard(2).contains("Robot 2 (via chat-2") && place.heard(2).count('\n') >= 8,
                                 20'000);
        QCOMPARE(place.chat.clientsAt("chat-1"), 3U);
        place.click("robotsTalk");
        QTRY_COMPARE(place.chat.clientsAt("chat-1"), 1U);
        const qsizetype lines = place.heard(2).count('\n');
        QTest::qWait(300);
        QVERIFY(place.heard(2).count('\n') <= lines + 1);  // one was on its way
    }

    void instancesAreShownKilledAndStarted() {
        Place place;
        place.sample(25);
        QTRY_COMPARE(place.part<QLabel>("lines chat-1").text(), QString("25"));
        QCOMPARE(place.part<QLabel>("deliveries chat-1").text(), QString("250"));
        QCOMPARE(place.part<QLabel>("clients chat-2").text(), QString("1"));
        QCOMPARE(place.part<QLabel>("chatViewers").text(), QString("2"));
        QTRY_VERIFY(place.page.findChildren<QLabel*>("spoken")[0]->text().contains("Member"));
        QVERIFY(!place.part<QPushButton>("start chat-2").isEnabled());
        place.click("kill chat-2");
        QTRY_COMPARE(place.shop->ordered(), std::vector<std::string>{"kill chat-2"});
        place.chat.kill("chat-2");
        place.sample(25);
        QTRY_VERIFY(place.part<QPushButton>("start chat-2").isEnabled());
        QVERIFY(place.part<QLabel>("state chat-2").text().contains("dead"));
        QTest::keyClick(&place.page, Qt::Key_F4);
        QTRY_COMPARE(place.shop->ordered(), (std::vector<std::string>{"kill chat-2", "start chat-2"}));
        place.in<QLineEdit>(1, "paneSay").setFocus();
        QTest::keyClick(&place.page, Qt::Key_F3);
        QTRY_COMPARE(place.shop->ordered().back(), std::string("kill chat-1"));
    }

    void anInstanceIsCutOffFromTheOthersAndMended() {
        Place place;
        place.sample();
        QTRY_VERIFY(place.part<QLabel>("state chat-1").text().contains("joined"));
        QCOMPARE(place.part<QPushButton>("link chat-1").text(), QString("Cut the link"));
        place.click("link chat-1");
        QTRY_COMPARE(place.shop->ordered(), std::vector<std::string>{"cut the link of chat-1"});
        place.chat.cut("chat-1");
        place.sample();
        QTRY_VERIFY(place.part<QLabel>("state chat-1").text().contains("link cut"));
        QVERIFY(place.part<QLabel>("state chat-2").text().contains("alone"));
        place.type(1, "unheard there");
        QTRY_VERIFY(place.heard(1).contains("unheard there"));
        QVERIFY(!place.heard(2).contains("unheard there"));
        place.click("link chat-1");
        QTRY_COMPARE(place.shop->ordered().back(), std::string("mend the link of chat-1"));
        place.chat.mend("chat-1");
        place.sample();
        QTRY_VERIFY(place.part<QLabel>("state chat-1").text().contains("joined"));
        place.type(1, "heard again");
        QTRY_VERIFY(place.heard(2).contains("heard again"));
        QVERIFY2(place.heard(2).startsWith("-- Lines of chat-1 missed: 1. The archive has them. --\n"),
                 qPrintable(place.heard(2)));
    }

    void theLinkOfTheClientThatIsTypedInIsCutByAKey() {
        Place place;
        place.in<QLineEdit>(2, "paneSay").setFocus();
        place.sample();
        QTRY_VERIFY(place.part<QAction>("chatLink").isEnabled());
        QVERIFY(place.part<QAction>("chatLink").text().startsWith("Cut"));
        QTest::keyClick(&place.page, Qt::Key_F6);
        QTRY_COMPARE(place.shop->ordered(), std::vector<std::string>{"cut the link of chat-2"});
        place.chat.cut("chat-2");
        place.sample();
        QTRY_VERIFY(place.part<QAction>("chatLink").text().startsWith("Mend"));
        QTest::keyClick(&place.page, Qt::Key_F6);
        QTRY_COMPARE(place.shop->ordered().back(), std::string("mend the link of chat-2"));
    }

    // The click itself takes the keys from the client.
    void theInstanceOfTheClientThatWasTypedInLastIsKilledByTheButton() {
        Place place;
        auto& kill = place.part<QPushButton>("killHere");
        QTest::mouseClick(&place.in<QLineEdit>(2, "paneSay"), Qt::LeftButton);
        QTRY_COMPARE(kill.text(), QString("Kill chat-2 (Member 2)"));
        place.click("killHere");
        QVERIFY(kill.hasFocus());
        QTRY_COMPARE(place.shop->ordered(), std::vector<std::string>{"kill chat-2"});
        place.click("chatElsewhere");
        place.chat.kill("chat-2");
        place.sample();
        QTRY_VERIFY(!kill.isEnabled());  // and the keys go on by themselves
        place.chat.start("chat-2");
        place.sample();
        QTRY_COMPARE(kill.text(), QString("Kill chat-2 (Member 2)"));
        QTest::keyClicks(&place.in<QLineEdit>(1, "paneSay"), "x");
        QCOMPARE(kill.text(), QString("Kill chat-1 (Member 1)"));
        QTest::mouseClick(&place.in<QLineEdit>(1, "paneName"), Qt::LeftButton);
        QTest::keyClicks(&place.in<QLineEdit>(1, "paneName"), "&1");
        QCOMPARE(kill.text(), QString("Kill chat-1 (Member 1&&1)"));
        QTest::mouseClick(&place.in<QLineEdit>(2, "paneSay"), Qt::LeftButton);
        QTest::mouseClick(&place.in<QToolButton>(2, "paneClose"), Qt::LeftButton);
        QTRY_VERIFY(kill.text().startsWith("Kill chat-1"));
        place.click("killHere");
        QTRY_COMPARE(place.shop->ordered().back(), std::string("kill chat-1"));
    }

    void aClientAtTheGatewayHasNoInstanceToKillOrCut() {
        Place place;
        auto& kill = place.part<QPushButton>("killHere");
        auto& at = place.in<QComboBox>(2, "panePlace");
        QTest::mouseClick(&place.in<QLineEdit>(2, "paneSay"), Qt::LeftButton);
        QTRY_VERIFY(kill.isEnabled() && place.part<QAction>("chatLink").isEnabled());
        at.setFocus();
        QTest::keyClick(&at, Qt::Key_End);
        QCOMPARE(at.currentText(), QString("The gateway"));
        QVERIFY(!kill.isEnabled() && !place.part<QAction>("chatLink").isEnabled());
        QCOMPARE(kill.text(), QString("Kill the instance of this client"));
        QTest::mouseClick(&kill, Qt::LeftButton);
        QTest::keyClick(&place.page, Qt::Key_F3);
        QTest::keyClick(&place.page, Qt::Key_F6);
        QTest::keyClick(&at, Qt::Key_Home);
        QCOMPARE(kill.text(), QString("Kill chat-1 (Member 2)"));
        place.click("killHere");
        QTRY_COMPARE(place.shop->ordered(), std::vector<std::string>{"kill chat-1"});
    }

    void aShopThatClosesSendsItsClientsAway() {
        Place place;
        place.shop->close();
        QTRY_VERIFY(place.part<QLabel>("chatEmpty").isVisible());
        QTRY_COMPARE(place.chat.clientsAt("chat-1"), 0U);
        place.shop = place.laboratory.addLab(lab::Purpose::Shop, "The shop");
        place.sample();
        QTRY_VERIFY_WITH_TIMEOUT(place.isIn(1) && place.isIn(2), 20'000);
        QVERIFY(!place.part<QLabel>("chatEmpty").isVisible());
    }
};

RUSHLAB_TEST(ChatPageTest, QApplication)

}  // namespace rushlab::test::chat_page
#include "chat_page.moc"
