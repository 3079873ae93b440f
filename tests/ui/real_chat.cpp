// The Chat page over a real shop, by mouse and keys: two clients on two instances talk, a third by the gateway hears
// them; an instance is killed under its client, which comes back with what it missed marked; robots talk.
#include "tests/support/test_program.h"
#include "tests/ui/real_desk.h"
#include "ui/pages/chat_page.h"

namespace rushlab::test::real_chat {

class RealChatTest : public QObject {
    Q_OBJECT

    struct ChatDesk : ui::RealDesk {
        ChatDesk() {
            window().showPage("chat");
            if (!QTest::qWaitFor([this] { return isIn(1) && isIn(2); }, ui::kPatienceMs))
                qFatal("the two clients do not come into their room");
        }
        ui::ChatPane& pane(int member) {
            return *find<ui::ChatPane>(QString("pane-%1").arg(member).toUtf8().constData());
        }
        template <class Widget>
        Widget& in(int member, const char* name) {
            return *pane(member).findChild<Widget*>(name);
        }
        bool isIn(int member) { return state(member) == ui::StompClient::State::In; }
        ui::StompClient::State state(int member) { return pane(member).client().state(); }
        QString heard(int member) { return in<ui::ChatTranscript>(member, "paneTranscript").text(); }
        QString placeOf(int member) { return pane(member).client().place(); }
        void type(int member, const QString& text) {
            auto& line = in<QLineEdit>(member, "paneSay");
            QTest::mouseClick(&line, Qt::LeftButton);
            QTest::keyClicks(&line, text);
            QTest::keyClick(&line, Qt::Key_Return);
        }
        bool hears(int member, const QString& line) {
            return QRegularExpression(line, QRegularExpression::MultilineOption).match(heard(member)).hasMatch();
        }
        bool happened(const std::string& kind) {
            const auto events = window().bridge().onView()->events(0);
            return std::ranges::find(events, kind, &lab::LabEvent::kind) != events.end();
        }
        bool isArchived(const std::string& line) {
            const auto lines = window().bridge().onView()->lines({"lobby", {}, 100});
            return lines && std::ranges::find(*lines, line, &lab::SeenLine::content) != lines->end();
        }
        double figure(const char* label) { return QLocale().toDouble(words(label)); }
    };

  private slots:
    void whatIsTypedInOneIsSeenInTheOthersWithItsLatency() {
        ChatDesk desk;
        QCOMPARE(desk.placeOf(1), QString("chat-1"));
        QCOMPARE(desk.placeOf(2), QString("chat-2"));
        desk.type(1, "hello from one");
        SEE(desk.hears(1, R"(^Member 1 \(via chat-1 · \d+(\.\d)? m?s\): hello from one$)"));
        SEE(desk.hears(2, R"(^Member 1 \(via chat-1 · \d+(\.\d)? m?s\): hello from one$)"));
        desk.type(2, "and from two");
        SEE(desk.hears(1, R"(^Member 2 \(via chat-2 · \d+(\.\d)? m?s\): and from two$)"));

        desk.key(Qt::Key_N, Qt::ControlModifier);
        auto& place = desk.in<QComboBox>(3, "panePlace");
        place.setFocus();
        QTest::keyClick(&place, Qt::Key_End);  // the gateway
        SEE(desk.isIn(3) && desk.placeOf(3) == "gateway-1");
        desk.type(3, "by the gateway");
        SEE(desk.hears(3, "^Member 3 .*: by the gateway$"));
        SEE(desk.hears(2, "^Member 3 .*: by the gateway$"));
        SEE(desk.words("chatViewers") == "3");
    }

    // What is typed by the other one while it is away, it does not hear: that is marked, and counted by the archive.
    void aClientWhoseInstanceIsKilledComesBackWithTheGapMarked() {
        ChatDesk desk;
        desk.click("chatElsewhere");
        desk.type(1, "before");
        SEE(desk.hears(2, ": before$"));
        desk.click("kill chat-2");
        SEE(desk.state(2) == ui::StompClient::State::CutOff);
        SEE(desk.words("state chat-2").contains("dead"));
        desk.type(1, "nobody there");
        SEE(desk.hears(1, ": nobody there$"));
        desk.type(2, "kept until it is back");
        desk.click("start chat-2");
        SEE(desk.isIn(2));
        QCOMPARE(desk.placeOf(2), QString("chat-2"));
        SEE(desk.hears(2, R"(^-- Cut off for .*; lines missed: 1\. The archive has them\. --$)"));
        SEE(desk.hears(1, "^Member 2 .*: kept until it is back$"));
        QVERIFY(!desk.heard(2).contains("nobody there"));
        QCOMPARE(desk.heard(1).count("kept until"), 1);
    }

    void theInstanceThatIsNamedIsKilledByTheButtonAndByThePalette() {
        ChatDesk desk;
        desk.click("chatElsewhere");
        desk.type(2, "this one");
        SEE(desk.find<QPushButton>("killHere")->text() == "Kill chat-2 (Member 2)");
        desk.click("killHere");
        SEE(desk.words("state chat-2").contains("dead"));
        QVERIFY(!desk.words("state chat-1").contains("dead"));
        desk.click("start chat-2");
        SEE(desk.isIn(2) && desk.find("killHere")->isEnabled());  // which is told by the next sample
        QVERIFY(desk.command("kill chat-2"));
        SEE(desk.words("state chat-2").contains("dead"));
        QVERIFY(!desk.words("state chat-1").contains("dead"));
    }

    void whatIsSaidWhileTheLinkIsCutIsMissedMarkedAndInTheArchive() {
        ChatDesk desk;
        desk.click("link chat-1");
        SEE(desk.words("state chat-1").contains("link cut"));
        SEE(desk.words("state chat-2").contains("alone"));
        desk.type(1, "not heard there");
        SEE(desk.hears(1, ": not heard there$"));
        desk.type(2, "nor here");
        SEE(desk.hears(2, ": nor here$"));
        desk.click("link chat-1");
        SEE(desk.words("state chat-1").contains("joined"));
        desk.type(1, "heard again");
        SEE(desk.hears(2, R"(^-- Lines of chat-1 missed: 1\. The archive has them\. --\nMember 1 .*: heard again$)"));
        desk.type(2, "and back");
        SEE(desk.hears(1, R"(^-- Lines of chat-2 missed: 1\. The archive has them\. --\nMember 2 .*: and back$)"));
        QVERIFY(!desk.heard(2).contains("not heard there"));
        QVERIFY(!desk.heard(1).contains("nor here"));
        SEE(desk.isArchived("not heard there") && desk.isArchived("nor here"));
        QVERIFY(desk.happened("link cut") && desk.happened("link mended"));
    }

    void robotsTalkAndAClientGoesElsewhereWhereItHearsThem() {
        ChatDesk desk;
        desk.click("robotsTalk");
        SEE(desk.hears(2, "^Robot 1 .via chat-1.*$") && desk.hears(2, "^Robot 2 .via chat-2.*$"));
        SEE(desk.figure("chatLines") > 0);
        SEE(desk.words("chatViewers") == "6");
        desk.click("kill chat-2");
        SEE(desk.isIn(2) && desk.placeOf(2) != "chat-2");
        SEE(desk.hears(2, "^-- Cut off for .* --$"));
        SEE(desk.words("clients chat-2") == "0");
        const qsizetype lines = desk.heard(2).count('\n');
        SEE(desk.heard(2).count('\n') > lines);
        desk.click("robotsTalk");
        SEE(desk.words("chatViewers") == "2");
    }
};

RUSHLAB_TEST(RealChatTest, QApplication)

}  // namespace rushlab::test::real_chat
#include "real_chat.moc"
