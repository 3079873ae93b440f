// The Queues page, driven as a person drives it: what the snapshots say is there, and what is ordered goes out.
#include <QtWidgets>

#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "tests/ui/staged_queues.h"
#include "ui/charts/live_chart.h"
#include "ui/models/messages_model.h"
#include "ui/pages/queue_map.h"
#include "ui/pages/queues_page.h"
#include "ui/theme.h"

namespace rushlab::test::queues_page {
using namespace std::chrono_literals;

namespace {

lab::Snapshot shop(std::chrono::milliseconds at) {
    lab::Snapshot snapshot = ui::shopSnapshot(at);
    ui::stageQueues(snapshot);
    lab::Snapshot::Queue& orders = snapshot.queues.front();
    orders.consumers = 2;
    orders.who.push_back({42, "worker-2", 50, 1, 200ms});
    return snapshot;
}

lab::SeenMessage letter(std::uint64_t position, const std::string& id) {
    lab::SeenMessage message;
    message.position = position;
    message.messageId = id;
    message.routingKey = "orders.dlq";
    message.body = "{\"item\":<7>}";
    message.headers = {{"x-attempt", "3"}, {"x-failure", "the stock does not cover it"}};
    message.deliveries = 4;
    message.deaths = {{"orders.retry.3", "expired", 2, "", "orders.retry.3", WallTime(1'790'000'000s)}};
    return message;
}

}  // namespace

class QueuesPageTest : public QObject {
    Q_OBJECT

    struct Place : ui::Desk {
        ui::Bridge bridge{laboratory};
        ui::RunKeeper keeper{bridge, *results};
        ui::PageContext context{bridge, laboratory, *results, keeper};
        ui::QueuesPage page{context, nullptr};
        std::shared_ptr<ui::ScriptedLab> lab;

        explicit Place(bool withShop = true) {
            page.retranslate();
            page.resize(1080, 690);
            page.setStyleSheet(ui::styleSheetFor(page.palette()));
            ui::showActive(page);
            if (!withShop) return;
            lab = laboratory.addLab(lab::Purpose::Shop, "The shop");
            for (int second = 0; second <= 4; ++second)
                lab->sample(shop(std::chrono::seconds(second)));
            if (!QTest::qWaitFor([this] { return !map().queue().isEmpty(); }, 20'000)) qFatal("no queue comes on view");
        }
        ui::QueueMap& map() { return part<ui::QueueMap>("queueMap"); }
        template <class Widget>
        Widget& part(const char* name) {
            auto* found = page.findChild<Widget*>(name);
            if (!found) qFatal("there is no %s", name);
            return *found;
        }
        void press(const char* button) {
            auto& found = part<QPushButton>(button);
            if (!found.isEnabled()) qFatal("%s is off", button);
            QTest::mouseClick(&found, Qt::LeftButton);
        }
        // What is asked before something is done.
        QMessageBox* question() {
            QMessageBox* box = nullptr;
            const auto isThere = [&] {
                return (box = page.findChild<QMessageBox*>("queueQuestion")) && box->isVisible();
            };
            return QTest::qWaitFor(isThere, 20'000) ? box : nullptr;
        }
        void openMessagesOf(const QString& queue) {
            click(queue);
            part<QTabWidget>("queueTabs").setCurrentIndex(1);
        }
        using Orders = std::vector<std::string>;
        void click(const QString& queue) {
            QTest::mouseClick(&map(), Qt::LeftButton, {}, map().rectOf(queue).center());
        }
        void click(const QString& queue, const QString& consumer) {
            QTest::mouseClick(&map(), Qt::LeftButton, {}, map().rectOf(queue, consumer).center());
        }
    };

  private slots:
    void whatTheSnapshotsSayIsThere() {
        Place place;
        QTRY_COMPARE(
            place.map().accessibleDescription(),
            QString("orders: 12 ready, 3 unacked, 100 published, 93 delivered, 90 acked a second; worker-1 holds 3 of "
                    "50, busy 60 %; worker-2 holds 1 of 50, busy 100 %, slowed by 200 ms a message\n"
                    "orders.retry.1: 2 ready, 0 unacked, 0 published, 0 delivered, 0 acked a second\n"
                    "orders.retry.2: 0 ready, 0 unacked, 0 published, 0 delivered, 0 acked a second\n"
                    "orders.retry.3: 0 ready, 0 unacked, 0 published, 0 delivered, 0 acked a second\n"
                    "orders.dlq: 1 ready, 0 unacked, 0 published, 0 delivered, 0 acked a second\n"
                    "coupons: 0 ready, 0 unacked, 0 published, 0 delivered, 0 acked a second; worker-1 holds 0 of "
                    "unlimited, busy 0 %\n"
                    "coupons.dlq: 0 ready, 0 unacked, 0 published, 0 delivered, 0 acked a second"));
        QCOMPARE(place.part<QLabel>("queuesLab").text(), QString("of the shop"));
    }

    void theLayoutIsTheOneThatWasTold() {
        ui::SnapshotHistory history{std::make_shared<const lab::Snapshot>(shop(1s))};
        const ui::QueueBoard board = ui::boardOf(history);
        QCOMPARE(board.exchanges.size(), 2U);
        QCOMPARE(board.bindings.size(), board.queues.size() + 1);  // each to the default exchange, and one by a key
        QCOMPARE(board.bindings.back(), (ui::BindingLine{1, 0, "order.#"}));
        // orders dies into orders.dlq, its retries back into it.
        const std::vector<ui::DeadLetterLine> lines{{0, 4}, {1, 0}, {2, 0}, {3, 0}, {5, 6}};
        QCOMPARE(board.deadLetters, lines);
        QVERIFY(ui::boardOf({}).queues.empty());
    }

    void aQueueAndAConsumerAreChosenByMouseAndByArrows() {
        Place place;
        place.click("orders.dlq");
        QCOMPARE(place.map().queue(), QString("orders.dlq"));
        QVERIFY(place.part<ui::LiveChart>("queueDepth").title().contains("orders.dlq"));
        place.click("orders", "worker-2");
        QCOMPARE(place.map().queue(), QString("orders"));
        QCOMPARE(place.map().consumer(), QString("worker-2"));
        place.map().setFocus();
        QTest::keyClick(&place.map(), Qt::Key_Up);
        QCOMPARE(place.map().consumer(), QString("worker-1"));
        QTest::keyClick(&place.map(), Qt::Key_Left);
        QCOMPARE(place.map().consumer(), QString());
        QTest::keyClick(&place.map(), Qt::Key_Down);
        QCOMPARE(place.map().queue(), QString("orders.retry.1"));
        QTest::keyClick(&place.map(), Qt::Key_Up);
        QTest::keyClick(&place.map(), Qt::Key_Right);
        QCOMPARE(place.map().consumer(), QString("worker-1"));
    }

    void theChosenQueueIsDrawnOverTime() {
        Place place;
        const auto valuesOf = [&](const char* chart) { return place.part<ui::LiveChart>(chart).summary(); };
        QTRY_VERIFY2(valuesOf("queueDepth").contains("ready: 12 now"), qPrintable(valuesOf("queueDepth")));
        QVERIFY2(valuesOf("queueRates").contains("acked: 90/s now"), qPrintable(valuesOf("queueRates")));
        place.click("orders.retry.1");
        QVERIFY2(valuesOf("queueDepth").contains("ready: 2 now"), qPrintable(valuesOf("queueDepth")));
    }

    void aMessageIsSeenWholeWithItsHeadersAndDeaths() {
        Place place;
        place.lab->holds("orders.dlq", {letter(0, "a"), letter(1, "b")});
        place.openMessagesOf("orders.dlq");
        auto& table = place.part<QTableView>("messages");
        QTRY_COMPARE(table.model()->rowCount(), 2);
        QCOMPARE(table.model()->index(1, ui::MessagesModel::Why).data().toString(),
                 QString("the stock does not cover it"));
        const QRect second = table.visualRect(table.model()->index(1, ui::MessagesModel::Id));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, second.center());
        const QString whole = place.part<QTextBrowser>("messageDetails").toPlainText();
        for (const char* words : {"x-attempt", "expired in orders.retry.3, 2 times", "4 times", "{\"item\":<7>}"})
            QVERIFY2(whole.contains(words), qPrintable(whole));
        place.click("orders.retry.2");
        QTRY_COMPARE(place.part<QLabel>("browseState").text(), QString("No message of orders.retry.2 is ready."));
    }

    void aMessageIsPublishedByHand() {
        Place place;
        place.openMessagesOf("orders");
        place.press("button queues.publish");
        auto* dialog = place.page.findChild<QDialog*>("publishDialog");
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->findChild<QLineEdit*>("publishKey")->text(), QString("orders"));
        QCOMPARE(dialog->findChild<QComboBox*>("publishExchange")->count(), 2);
        QTest::keyClicks(dialog->findChild<QPlainTextEdit*>("publishBody"), "hello");
        QTest::keyClicks(dialog->findChild<QPlainTextEdit*>("publishHeaders"), "x-attempt: 2");
        QTest::mouseClick(dialog->findChild<QPushButton*>("publishNow"), Qt::LeftButton);
        QTRY_COMPARE(place.lab->ordered(), (Place::Orders{"publish \"hello\" to orders with x-attempt=2"}));
    }

    void aPurgeIsAskedAboutFirst() {
        Place place;
        place.openMessagesOf("orders");
        place.press("button queues.purge");
        QMessageBox* box = place.question();
        QVERIFY(box && box->text().contains("12 ready messages of orders"));
        QTest::mouseClick(box->button(QMessageBox::Cancel), Qt::LeftButton);
        QTRY_VERIFY(!place.page.findChild<QMessageBox*>("queueQuestion"));
        QVERIFY(place.lab->ordered().empty());
        place.press("button queues.purge");
        box = place.question();
        QVERIFY(box);
        QTest::mouseClick(box->findChild<QPushButton*>("queueAgree"), Qt::LeftButton);
        QTRY_COMPARE(place.lab->ordered(), (Place::Orders{"purge orders"}));
        place.click("coupons");  // nothing is ready there
        QVERIFY(!place.part<QPushButton>("button queues.purge").isEnabled());
        QVERIFY(!place.part<QPushButton>("button queues.redriveAll").isEnabled());  // nor is it one of dead letters
    }

    void deadLettersGoBackAfterADryRun() {
        Place place;
        place.lab->holds("orders.dlq", {letter(0, "a"), letter(1, "b")});
        place.openMessagesOf("orders.dlq");
        QTRY_VERIFY(place.part<QPushButton>("button queues.redrive").isEnabled());
        place.press("button queues.redrive");
        QMessageBox* box = place.question();
        QVERIFY(box && box->text().contains("1 dead letters") && box->text().endsWith("a"));
        QCOMPARE(place.lab->ordered(), (Place::Orders{"try to redrive 1 of orders.dlq"}));
        QTest::mouseClick(box->findChild<QPushButton*>("queueAgree"), Qt::LeftButton);
        QTRY_COMPARE(place.lab->ordered().back(), std::string("redrive 1 of orders.dlq"));
        QTRY_VERIFY(!place.page.findChild<QMessageBox*>("queueQuestion"));
        place.press("button queues.redriveAll");
        box = place.question();
        QVERIFY(box && box->text().endsWith("a\nb"));
        QTest::mouseClick(box->findChild<QPushButton*>("queueAgree"), Qt::LeftButton);
        QTRY_COMPARE(place.lab->ordered().back(), std::string("redrive 2 of orders.dlq"));
    }

    void aConsumerIsSlowedDroppedAndKilledAndOneIsAdded() {
        Place place;
        QVERIFY(!place.part<QPushButton>("button queues.drop").isEnabled());  // none is chosen
        place.click("orders", "worker-1");
        place.press("button queues.slow");
        QTRY_COMPARE(place.lab->ordered().size(), 1U);
        place.click("orders", "worker-2");
        QCOMPARE(place.part<QPushButton>("button queues.slow").text(), QString("As fast as ever"));
        for (const char* button :
             {"button queues.slow", "button queues.drop", "button queues.kill", "button queues.addWorker"}) {
            const std::size_t before = place.lab->ordered().size();
            place.press(button);
            QTRY_COMPARE(place.lab->ordered().size(), before + 1);
        }
        QCOMPARE(place.lab->ordered(),
                 (Place::Orders{"slow worker-1 of orders by 200 ms", "slow worker-2 of orders by 0 ms",
                                "drop consumer 42 of orders", "kill worker-2", "add worker"}));
    }

    void aRunIsOnViewWhileItGoesOnAndTheShopAfterIt() {
        Place place;
        const auto run = place.laboratory.addLab(lab::Purpose::Run, "lua-mq, seed 7");
        lab::Snapshot snapshot = shop(0s);
        snapshot.queues.resize(2);  // no coupons
        run->sample(snapshot);
        QTRY_COMPARE(place.part<QLabel>("queuesLab").text(), QString("of the run lua-mq, seed 7"));
        QTRY_VERIFY(place.map().rectOf("coupons").isEmpty());
        run->close();
        QTRY_COMPARE(place.part<QLabel>("queuesLab").text(), QString("of the shop"));
        QTRY_VERIFY(!place.map().rectOf("coupons").isEmpty());
    }

    void whatWasMeantForARunDoesNotHitTheShopThatTakesItsPlace() {
        Place place;
        const auto run = place.laboratory.addLab(lab::Purpose::Run, "lua-mq, seed 7");
        run->sample(shop(0s));
        run->sample(shop(1s));
        QTRY_COMPARE(place.part<QLabel>("queuesLab").text(), QString("of the run lua-mq, seed 7"));
        place.click("orders", "worker-1");
        QVERIFY(place.part<QPushButton>("button queues.kill").isEnabled());
        place.part<QTabWidget>("queueTabs").setCurrentIndex(1);
        place.press("button queues.publish");
        auto* dialog = place.page.findChild<QDialog*>("publishDialog");
        QVERIFY(dialog);
        run->close();
        QTRY_COMPARE(place.part<QLabel>("queuesLab").text(), QString("of the shop"));
        for (const char* button : {"button queues.slow", "button queues.drop", "button queues.kill"})
            QVERIFY2(!place.part<QPushButton>(button).isEnabled(), button);
        QTest::mouseClick(dialog->findChild<QPushButton*>("publishNow"), Qt::LeftButton);
        QTRY_COMPARE(run->ordered().size(), 1U);
        QVERIFY(place.lab->ordered().empty());
    }

    void withoutAShopASentenceSaysSo() {
        Place place(false);
        QVERIFY(place.part<QLabel>("queuesEmpty").isVisible());
        QVERIFY(!place.map().isVisible());
    }
};

RUSHLAB_TEST(QueuesPageTest, QApplication)

}  // namespace rushlab::test::queues_page
#include "queues_page.moc"
