// The Overview page, driven as a person drives it: what the snapshot says is there, and what is ordered goes out.
#include <QtWidgets>

#include "report/result_archive.h"
#include "tests/support/test_program.h"
#include "tests/ui/scripted_laboratory.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/topology_layout.h"
#include "ui/pages/topology_node.h"
#include "ui/run_keeper.h"
#include "ui/theme.h"

namespace rushlab::test::overview_page {
using namespace std::chrono_literals;

namespace {

lab::InstanceState instance(const std::string& role, int number, std::uint16_t port) {
    lab::InstanceState state;
    state.role = role;
    state.name = fmt::format("{}-{}", role, number);
    state.endpoint = {"127.0.0.1", port, false};
    state.running = true;
    return state;
}

lab::Snapshot shop(std::chrono::milliseconds at, int orders = 2) {
    lab::Snapshot snapshot;
    snapshot.at = at;
    snapshot.instances = {instance("gateway", 1, 8080), instance("registry", 1, 8761), instance("auth", 1, 8081),
                          instance("item", 1, 8085), instance("stock", 1, 8086)};
    for (int n = 1; n <= orders; ++n)
        snapshot.instances.push_back(instance("order", n, static_cast<std::uint16_t>(8072 + 10 * n)));
    snapshot.instances.push_back(instance("worker", 1, 8084));
    snapshot.instances.push_back(instance("scheduler", 1, 9001));
    snapshot.queues = {
        {"orders", 12, 3, 1}, {"orders.retry.1", 2, 0, 0}, {"orders.dlq", 1, 0, 0}, {"coupons", 0, 0, 1}};
    snapshot.stock = {{1, 57}};
    return snapshot;
}

lab::InstanceState& named(lab::Snapshot& snapshot, const std::string& name) {
    return *std::ranges::find(snapshot.instances, name, &lab::InstanceState::name);
}

// A second later: 100 orders through all of it.
lab::Snapshot busy(std::chrono::milliseconds at, int orders = 2) {
    lab::Snapshot snapshot = shop(at, orders);
    const auto seconds = static_cast<std::uint64_t>(at / 1s);
    named(snapshot, "gateway-1").requests = 1'240 * seconds;
    named(snapshot, "gateway-1").accepted = 100 * seconds;
    named(snapshot, "item-1").requests = 940 * seconds;
    named(snapshot, "order-1").requests = 200 * seconds;
    named(snapshot, "order-2").requests = 100 * seconds;
    named(snapshot, "order-1").accepted = 60 * seconds;
    named(snapshot, "order-2").accepted = 40 * seconds;
    named(snapshot, "worker-1").completed = 90 * seconds;
    snapshot.accepted = 100 * seconds;
    snapshot.completed = 90 * seconds;
    snapshot.orderLatency = {100, 2ms, 7ms, 11ms};
    return snapshot;
}

}  // namespace

class OverviewPageTest : public QObject {
    Q_OBJECT

    struct Desk {
        QTemporaryDir folder;
        ui::ScriptedLaboratory laboratory;
        Result<report::ResultArchive> results =
            report::ResultArchive::open(folder.path().toStdString(), report::PngPainter());
        ui::Bridge bridge{laboratory};
        ui::RunKeeper keeper{bridge, *results};
        ui::PageContext context{bridge, laboratory, *results, keeper};
        ui::OverviewPage page{context, nullptr};

        Desk() {
            page.retranslate();
            page.resize(1080, 690);
            page.setStyleSheet(ui::styleSheetFor(page.palette()));
            page.show();
            page.activateWindow();
        }
        ui::TopologyNodeButton* node(const QString& id) const {
            return page.findChild<ui::TopologyNodeButton*>("node " + id);
        }
        QLabel* label(const char* name) const { return page.findChild<QLabel*>(name); }
        QAction* action(const char* name) const { return page.findChild<QAction*>(name); }
    };

  private slots:
    void whatTheSnapshotSaysIsThere() {
        Desk desk;
        const auto lab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        lab->sample(shop(0ms));
        lab->sample(busy(1s));
        QTRY_VERIFY(desk.node("order-2"));
        const auto* view = desk.page.findChild<QWidget*>("topology");
        QTRY_COMPARE(view->accessibleDescription(),
                     QString("Buyers: 1,240 requests a second\n"
                             "gateway-1: up, port 8080, 1,240 requests a second, 100 orders accepted\n"
                             "registry-1: up, port 8761, 0 requests a second\n"
                             "auth-1: up, port 8081, 0 requests a second\n"
                             "item-1: up, port 8085, 940 requests a second\n"
                             "stock-1: up, port 8086, 0 requests a second\n"
                             "order-1: up, port 8082, 200 requests a second, 60 orders accepted\n"
                             "order-2: up, port 8092, 100 requests a second, 40 orders accepted\n"
                             "worker-1: up, port 8084, 0 requests a second, 90 orders completed\n"
                             "scheduler-1: up, port 9001, 0 requests a second\n"
                             "Key-value: 57 units left\n"
                             "orders: 12 ready, 3 unacked, 1 consumer, 2 to be tried again, 1 dead\n"
                             "coupons: 0 ready, 0 unacked, 1 consumer\n"
                             "Database: 90 orders a second stored as completed\n"
                             "Event log"));
        QCOMPARE(desk.label("tileAccepted")->text(), QString("100"));
        QCOMPARE(desk.label("tileCompleted")->text(), QString("90"));
        QCOMPARE(desk.label("tileWaiting")->text(), QString("17"));
        QCOMPARE(desk.label("tileLatency")->text(), QString("7.0"));
        QCOMPARE(desk.page.findChild<QComboBox*>("labOnView")->currentText(), QString("The shop on its own ports"));
    }

    void aNodeIsChosenByMouseAndByArrowsAndKilledByKeyAndButton() {
        Desk desk;
        const auto lab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        lab->sample(shop(0ms));
        QTRY_VERIFY(desk.node("order-2"));
        QVERIFY(QTest::qWaitForWindowActive(&desk.page));
        QTest::mouseClick(desk.node("order-2"), Qt::LeftButton);
        QCOMPARE(desk.label("nodeName")->text(), QString("order-2"));
        QTest::mouseClick(desk.page.findChild<QPushButton*>("button overview.kill"), Qt::LeftButton);
        QTRY_COMPARE(lab->ordered(), (std::vector<std::string>{"kill order-2"}));

        desk.node("order-2")->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
        QCOMPARE(desk.label("nodeName")->text(), QString("order-1"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_P);
        QTRY_COMPARE(lab->ordered().back(), std::string("pause order-1"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QCOMPARE(desk.label("nodeName")->text(), QString("gateway-1"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_K);
        QTRY_COMPARE(lab->ordered().back(), std::string("kill gateway-1"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_X);
        QTRY_COMPARE(lab->ordered().back(), std::string("stop gateway-1"));
    }

    void whatADownOrPausedInstanceMayBeToldIsOffered() {
        Desk desk;
        const auto lab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        lab::Snapshot snapshot = shop(0ms);
        named(snapshot, "order-1").running = false;
        named(snapshot, "order-2").paused = true;
        lab->sample(snapshot);
        QTRY_VERIFY(desk.node("order-1"));
        QVERIFY(QTest::qWaitForWindowActive(&desk.page));
        QTest::mouseClick(desk.node("order-1"), Qt::LeftButton);
        QVERIFY(desk.label("nodeState")->text().contains("down"));
        QVERIFY(!desk.action("overview.kill")->isEnabled() && desk.action("overview.start")->isEnabled());
        QTest::keyClick(desk.node("order-1"), Qt::Key_S);
        QTRY_COMPARE(lab->ordered(), (std::vector<std::string>{"start order-1"}));
        QTest::mouseClick(desk.node("order-2"), Qt::LeftButton);
        QCOMPARE(desk.action("overview.pause")->text(), QString("Resume"));
        QVERIFY(desk.action("overview.kill")->isEnabled() && !desk.action("overview.start")->isEnabled());
        QTest::keyClick(desk.node("order-2"), Qt::Key_P);
        QTRY_COMPARE(lab->ordered().back(), std::string("resume order-2"));
    }

    void aQueueLosesItsConsumers() {
        Desk desk;
        const auto lab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        lab->sample(shop(0ms));
        QTRY_VERIFY(desk.node("queue orders"));
        QTest::mouseClick(desk.node("queue orders"), Qt::LeftButton);
        QVERIFY(!desk.page.findChild<QPushButton*>("button overview.kill")->isVisible());
        QTest::mouseClick(desk.page.findChild<QPushButton*>("button overview.dropConsumers"), Qt::LeftButton);
        QTRY_COMPARE(lab->ordered(), (std::vector<std::string>{"drop consumers of orders"}));
    }

    void statesDifferInWordAndColour() {
        QSet<QString> words;
        QSet<QRgb> colours;
        for (const auto state : {ui::NodeState::Up, ui::NodeState::Paused, ui::NodeState::Down}) {
            words += ui::wordOf(state);
            colours += ui::colourOf(state, ui::lightPalette()).rgb();
        }
        QCOMPARE(words.size(), 3);
        QCOMPARE(colours.size(), 3);
    }

    void whatHappenedIsToldWithItsTime() {
        Desk desk;
        const auto lab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        lab->happen(12'345ms, "killed", "order-2");
        lab->sample(shop(0ms));
        auto* list = desk.page.findChild<QListWidget*>("labEvents");
        QTRY_COMPARE(list->count(), 1);
        QCOMPARE(list->item(0)->text(), QString("00:12.3  killed order-2"));
        lab->happen(72'900ms, "fault", "<b>slow</b>");
        QTRY_COMPARE(list->count(), 2);
        QCOMPARE(list->item(0)->text(), QString("01:12.9  fault: <b>slow</b>"));
    }

    void aRunComesOnViewAndTheShopIsBackAfterIt() {
        Desk desk;
        const auto shopLab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        shopLab->sample(shop(0ms));
        auto* choice = desk.page.findChild<QComboBox*>("labOnView");
        QTRY_COMPARE(choice->count(), 1);
        const auto run = desk.laboratory.addLab(lab::Purpose::Run, "lua-mq, seed 7");
        run->sample(shop(0ms, 4));
        QTRY_COMPARE(choice->currentText(), QString("Run: lua-mq, seed 7"));
        QTRY_VERIFY(desk.node("order-4"));
        QVERIFY(choice->isEnabled());
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Up);
        QTRY_VERIFY(!desk.node("order-4"));
        QTest::mouseClick(desk.node("item-1"), Qt::LeftButton);
        QTest::mouseClick(desk.page.findChild<QPushButton*>("button overview.kill"), Qt::LeftButton);
        QTRY_COMPARE(shopLab->ordered(), (std::vector<std::string>{"kill item-1"}));
        QVERIFY(run->ordered().empty());
        run->close();
        QTRY_COMPARE(choice->count(), 1);
        QCOMPARE(choice->currentText(), QString("The shop on its own ports"));
    }

    void whatWasMeantForARunDoesNotHitTheShopThatTakesItsPlace() {
        Desk desk;
        const auto shopLab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        shopLab->sample(shop(0ms));
        const auto run = desk.laboratory.addLab(lab::Purpose::Run, "lua-mq, seed 7");
        run->sample(shop(0ms));
        auto* choice = desk.page.findChild<QComboBox*>("labOnView");
        QTRY_COMPARE(choice->currentText(), QString("Run: lua-mq, seed 7"));
        QTRY_VERIFY(desk.node("order-2"));
        QVERIFY(QTest::qWaitForWindowActive(&desk.page));
        QTest::mouseClick(desk.node("order-2"), Qt::LeftButton);
        QVERIFY(desk.action("overview.kill")->isEnabled());
        run->close();
        QTRY_COMPARE(choice->currentText(), QString("The shop on its own ports"));
        shopLab->sample(shop(100ms));
        for (const char* command : {"overview.kill", "overview.pause", "overview.stop"})
            QVERIFY2(!desk.action(command)->isEnabled(), command);
        QTest::keyClick(desk.node("order-2"), Qt::Key_K);
        QTest::mouseClick(desk.node("order-2"), Qt::LeftButton);  // the same one, and meant for the shop
        QVERIFY(desk.action("overview.kill")->isEnabled());
        QTest::keyClick(desk.node("order-2"), Qt::Key_P);
        QTRY_COMPARE(shopLab->ordered(), (std::vector<std::string>{"pause order-2"}));
        QVERIFY(run->ordered().empty());
    }

    void aShopThatComesUpBesideARunDoesNotTakeItsPlace() {
        Desk desk;
        desk.laboratory.addLab(lab::Purpose::Run, "lua-mq, seed 7")->sample(shop(0ms, 4));
        auto* choice = desk.page.findChild<QComboBox*>("labOnView");
        QTRY_COMPARE(choice->count(), 1);
        desk.laboratory.addLab(lab::Purpose::Shop, "The shop")->sample(shop(0ms));
        QTRY_COMPARE(choice->count(), 2);
        QCOMPARE(choice->currentText(), QString("Run: lua-mq, seed 7"));
        QCOMPARE(desk.bridge.onView()->purpose(), lab::Purpose::Run);
        QVERIFY(desk.node("order-4"));
    }

    void aShopThatDidNotComeUpSaysWhyAndMayBeTriedAgain() {
        Desk desk;
        desk.laboratory.shopOpens = fail(ErrorCode::Unavailable, "Port 8080 is taken.");
        QVERIFY(desk.label("emptyTitle")->isVisible());
        QTest::mouseClick(desk.page.findChild<QPushButton*>("tryAgain"), Qt::LeftButton);
        QTRY_COMPARE(desk.label("emptyText")->text(), QString("Port 8080 is taken."));
        QVERIFY(desk.page.findChild<QPushButton*>("tryAgain")->isVisible());
        QTest::mouseClick(desk.page.findChild<QPushButton*>("freePorts"), Qt::LeftButton);
        QTRY_COMPARE(desk.bridge.shopState(), ui::Bridge::ShopState::Open);
    }

    void theTableSaysTheSame() {
        Desk desk;
        const auto lab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        lab->sample(shop(0ms));
        lab->sample(busy(1s));
        QTRY_VERIFY(desk.node("order-2"));
        auto* table = desk.page.findChild<QTableView*>("topologyTable");
        QTest::mouseClick(desk.page.findChild<QPushButton*>("asTable"), Qt::LeftButton);
        QVERIFY(table->isVisible());
        const auto cell = [table](int row, int column) { return table->model()->index(row, column).data().toString(); };
        QCOMPARE(table->model()->rowCount(), 15);
        QCOMPARE(cell(6, 0), QString("order-1"));
        QCOMPARE(cell(6, 1), QString("up"));
        QCOMPARE(cell(6, 3), QString("200"));
        table->setFocus();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(7, 0)).center());
        QCOMPARE(desk.label("nodeName")->text(), QString("order-2"));
    }

    void nothingOverlapsHoweverManyThereAre() {
        for (const int orders : {1, 2, 3, 5, 8}) {
            for (const QSizeF room : {QSizeF(1030, 420), QSizeF(2300, 1000)}) {
                const auto layout = ui::layOut(ui::topologyOf(shop(0ms, orders), nullptr), room);
                QVERIFY(layout.size.width() <= room.width() * 1.01 || orders > 3);
                const QRectF whole({0, 0}, layout.size);
                for (const auto& [id, rect] : layout.nodes) {
                    QVERIFY2(whole.contains(rect), qPrintable(id));
                    for (const auto& [otherId, other] : layout.nodes)
                        QVERIFY2(id == otherId || !rect.intersects(other), qPrintable(id + " and " + otherId));
                }
            }
        }
    }

    // With RUSHLAB_TEST_PICTURES=DIR the page is also drawn into DIR, for a person to look at.
    void bothPalettesDrawEveryState_data() {
        QTest::addColumn<QPalette>("palette");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("orders");
        QTest::newRow("light") << ui::lightPalette() << QSize(1080, 690) << 2;
        QTest::newRow("dark") << ui::darkPalette() << QSize(1080, 690) << 2;
        QTest::newRow("light-many") << ui::lightPalette() << QSize(1080, 690) << 8;
        QTest::newRow("dark-large") << ui::darkPalette() << QSize(2340, 1330) << 3;
    }
    void bothPalettesDrawEveryState() {
        QFETCH(QPalette, palette);
        QFETCH(QSize, size);
        QFETCH(int, orders);
        QApplication::setStyle("Fusion");
        QApplication::setPalette(palette);
        Desk desk;
        desk.page.resize(size);
        const auto lab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        lab->happen(800ms, "killed", "order-2");
        for (auto at = 0ms; at <= 3s; at += 100ms) {
            lab::Snapshot snapshot = busy(at, orders);
            named(snapshot, "order-2").running = false;
            named(snapshot, "item-1").paused = true;
            lab->sample(std::move(snapshot));
        }
        QTRY_VERIFY(desk.node("order-2"));
        const QImage image = desk.page.grab().toImage();
        const QString folder = qEnvironmentVariable("RUSHLAB_TEST_PICTURES");
        if (!folder.isEmpty()) QVERIFY(image.save(QString("%1/overview-%2.png").arg(folder, QTest::currentDataTag())));
        for (const auto& [id, state] : {std::pair("order-1", ui::NodeState::Up),
                                        {"item-1", ui::NodeState::Paused},
                                        {"order-2", ui::NodeState::Down}}) {
            const ui::TopologyNodeButton* node = desk.node(id);
            const QRect box(node->mapTo(&desk.page, QPoint(0, 0)), node->size());
            const QColor wanted = ui::colourOf(state, palette);
            int found = 0;
            for (int y = box.top(); y < box.bottom(); ++y) {
                for (int x = box.left(); x < box.right(); ++x)
                    found += image.pixelColor(x, y) == wanted;
            }
            QVERIFY2(found > 0, id);
        }
    }
};

RUSHLAB_TEST(OverviewPageTest, QApplication)

}  // namespace rushlab::test::overview_page
#include "overview_page.moc"
