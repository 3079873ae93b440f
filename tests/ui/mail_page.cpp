// The Mail page over a script, driven as a person drives it: what the desk tells is shown, what is clicked is ordered,
// and of a hundred thousand letters each can be read.
#include "tests/support/test_program.h"
#include "tests/ui/mail_screen.h"
#include "tests/ui/staged_mails.h"

namespace rushlab::test::mail_page {

using namespace std::chrono_literals;

class MailPageTest : public QObject {
    Q_OBJECT
  private slots:
    void whatTheDeskTellsIsShown() {
        ui::MailScreen screen;
        screen.script().show(ui::stagedMails());
        QTRY_COMPARE(screen.flow(), QString("2 waiting, 2 at the mail server, 4 in the inbox, 1 lost, 2 came again"));
        QCOMPARE(screen.number("mailsSignedUp"), QString("9"));
        QCOMPARE(screen.number("mailsDelivered"), QString("5"));
        QCOMPARE(screen.number("mailsLost"), QString("1"));
        QCOMPARE(screen.number("mailsDuplicated"), QString("1"));
        QCOMPARE(screen.number("mailsWentBack"), QString("2"));
    }

    void theWaysAreSideBySideInOneChart() {
        ui::MailScreen screen;
        screen.script().show(ui::stagedMails());
        auto& ways = screen.part<ui::MailWays>("mailWays");
        QTRY_COMPARE(ways.summary(), QString("The ways side by side. In memory (async): 20 promised, 12 once, 0 twice, "
                                             "8 lost. List: 24 promised, 21 once, 0 twice, 3 lost. Queue: 9 promised, "
                                             "4 once, 1 twice, 1 lost."));
        QVERIFY2(ways.asCsv().contains("way,promised,delivered,twice,lost\r\nasync,20,12,0,8\r\n"), ways.asCsv());
    }

    void whatIsClickedIsOrdered() {
        ui::MailScreen screen;
        ui::ScriptedMailDesk& mails = screen.script();
        QVERIFY(!screen.canClick("killNode"));
        QVERIFY(!screen.canClick("killConsumer"));
        screen.part<QDoubleSpinBox>("mailTakes").setValue(1.5);
        screen.click("openMailShop");
        QTRY_COMPARE(mails.ordered(), std::vector<std::string>{"open queue, 1500 ms a mail"});
        lab::MailView view = ui::stagedMails();
        mails.show(view);
        screen.click("signUps");
        screen.click("killConsumer");
        screen.click("killNode");
        view.node = lab::NodeState::Down;
        mails.show(view);
        screen.click("restart");
        QTRY_COMPARE(mails.ordered(), (std::vector<std::string>{"open queue, 1500 ms a mail", "sign up 5",
                                                                "kill consumer", "kill node", "restart"}));
        QVERIFY(!screen.canClick("killNode"));
        view.node = lab::NodeState::Up;
        view.way = "async";
        mails.show(view);
        QTRY_VERIFY(screen.canClick("killNode"));
        QVERIFY(!screen.canClick("killConsumer"));  // nobody consumes
    }

    void whatThePersonWaitsForIsSaid() {
        ui::MailScreen screen;
        lab::MailView view = ui::stagedMails();
        const auto& state = screen.part<QLabel>("mailState");
        view.node = lab::NodeState::ComingUp;
        screen.script().show(view);
        QTRY_COMPARE(state.text(), QString("The shop is coming up ..."));
        QVERIFY(!screen.canClick("signUps"));
        view.node = lab::NodeState::Up;
        screen.script().show(view);
        QTRY_COMPARE(state.text(), QString());
        QVERIFY(screen.canClick("signUps"));
        view.allSignedUp = true;
        screen.script().show(view);
        QTRY_COMPARE(state.text(), QString("As many have signed up as can be watched here: nobody else does."));
        QVERIFY(!screen.canClick("signUps"));
    }

    void everyWayCanBeChosenAndTheQueueIs() {
        ui::MailScreen screen;
        const auto& ways = screen.part<QComboBox>("mailWay");
        QCOMPARE(ways.count(), 4);
        QCOMPARE(ways.currentData().toString(), QString("queue"));
    }

    void aHundredThousandLettersAreThereToTheLast() {
        ui::MailScreen screen;
        lab::MailView view = ui::stagedMails();
        view.letters = 100'000;
        screen.script().show(view);
        QTRY_VERIFY(screen.letters() > 0);
        QSignalSpy came(screen.inbox().model(), &QAbstractItemModel::rowsInserted);
        for (const QDeadlineTimer until(120s); screen.letters() < 100'000 && !until.hasExpired();) {
            screen.inbox().scrollToBottom();
            came.wait(1'000);
        }
        QCOMPARE(screen.letters(), 100'000);
        QCOMPARE(screen.inbox().model()->index(99'999, 0).data().toString(), QString("u1@rush.lab"));
        // New ones come on top, and nobody's place is lost.
        view.letters += 3;
        screen.script().show(view);
        QTRY_COMPARE(screen.letters(), 100'003);

        screen.search("u777@");
        QTRY_COMPARE(screen.letters(), 1);
        screen.openFirst();
        QTRY_VERIFY(screen.letter().contains("u777 님"));
    }
};

RUSHLAB_TEST(MailPageTest, QApplication)

}  // namespace rushlab::test::mail_page
#include "mail_page.moc"
