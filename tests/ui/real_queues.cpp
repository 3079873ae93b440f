// The Queues page over a real shop, by mouse and keys: a message written by hand dies, is looked into, sent back and
// purged; consumers are slowed, dropped, added and killed, and the page sees what comes of it.
#include "tests/support/test_program.h"
#include "tests/ui/real_desk.h"
#include "ui/models/messages_model.h"
#include "ui/pages/queue_map.h"

namespace rushlab::test::real_queues {

class RealQueuesTest : public QObject {
    Q_OBJECT

    struct QueuesDesk : ui::RealDesk {
        QueuesDesk() {
            window().showPage("queues");
            const auto isThere = [this] { return !map().rectOf("orders", "worker-1").isEmpty(); };
            if (!QTest::qWaitFor(isThere, ui::kPatienceMs)) qFatal("the shop's queues do not come on view");
        }
        ui::QueueMap& map() { return *find<ui::QueueMap>("queueMap"); }
        bool says(const QString& words) { return map().accessibleDescription().contains(words); }
        void choose(const QString& queue) {
            QTest::mouseClick(&map(), Qt::LeftButton, {}, map().rectOf(queue).center());
        }
        void choose(const QString& queue, const QString& consumer) {
            QTest::mouseClick(&map(), Qt::LeftButton, {}, map().rectOf(queue, consumer).center());
        }
        bool happened(const std::string& kind) {
            const auto events = window().bridge().onView()->events(0);
            return std::ranges::find(events, kind, &lab::LabEvent::kind) != events.end();
        }
        // Answers what is asked.
        bool agree() {
            QPushButton* yes = nullptr;
            const auto isAsked = [&yes] {
                const QWidget* asking = QApplication::activeModalWidget();
                yes = asking ? asking->findChild<QPushButton*>("queueAgree") : nullptr;
                return yes != nullptr;
            };
            if (!QTest::qWaitFor(isAsked, ui::kPatienceMs)) return false;
            QTest::mouseClick(yes, Qt::LeftButton);
            return QTest::qWaitFor([] { return !QApplication::activeModalWidget(); }, ui::kPatienceMs);
        }
        // What is no order: the worker sets it aside.
        void publishNonsense() {
            choose("orders");
            find<QTabWidget>("queueTabs")->setCurrentIndex(1);
            click("button queues.publish");
            QWidget* dialog = QApplication::activeModalWidget();
            if (!dialog) qFatal("no dialog to publish with");
            QTest::keyClicks(dialog->findChild<QPlainTextEdit*>("publishBody"), "no order");
            QTest::mouseClick(dialog->findChild<QPushButton*>("publishNow"), Qt::LeftButton);
        }
        QAbstractItemModel& messages() { return *find<QTableView>("messages")->model(); }
    };

  private slots:
    void aMessageByHandDiesAndIsLookedIntoSentBackAndPurged() {
        QueuesDesk desk;
        desk.publishNonsense();
        SEE(desk.says("orders.dlq: 1 ready"));
        desk.choose("orders.dlq");
        SEE(desk.messages().rowCount() == 1);
        const QString why = desk.messages().index(0, ui::MessagesModel::Why).data().toString();
        QVERIFY(!why.isEmpty());
        QVERIFY(desk.find<QTextBrowser>("messageDetails")->toPlainText().contains("no order"));

        desk.click("button queues.redrive");
        QVERIFY(desk.agree());
        SEE(desk.happened("redriven"));
        SEE(desk.says("orders.dlq: 1 ready"));  // it is no order this time either
        desk.choose("orders");
        desk.choose("orders.dlq");
        SEE(desk.messages().rowCount() == 1);
        QCOMPARE(desk.messages().index(0, ui::MessagesModel::Why).data().toString(), why);

        desk.click("button queues.purge");
        QVERIFY(desk.agree());
        SEE(desk.says("orders.dlq: 0 ready"));
        SEE(desk.messages().rowCount() == 0);
    }

    void consumersAreSlowedDroppedAddedAndKilled() {
        QueuesDesk desk;
        desk.choose("orders", "worker-1");
        desk.click("button queues.slow");
        SEE(desk.says("slowed by 200 ms a message"));
        desk.click("button queues.drop");
        SEE(desk.happened("consumer dropped"));
        SEE(!desk.map().rectOf("orders", "worker-1").isEmpty());
        desk.click("button queues.addWorker");
        SEE(!desk.map().rectOf("orders", "worker-2").isEmpty());
        desk.choose("orders", "worker-2");
        desk.click("button queues.kill");
        SEE(desk.map().rectOf("orders", "worker-2").isEmpty());
        desk.choose("orders", "worker-1");
        desk.click("button queues.slow");
        SEE(!desk.says("slowed by"));
    }
};

RUSHLAB_TEST(RealQueuesTest, QApplication)

}  // namespace rushlab::test::real_queues
#include "real_queues.moc"
