// The Flash sale page, driven as a person drives it, over a laboratory that plays a script.
#include <QtWidgets>

#include "report/result_archive.h"
#include "tests/support/test_program.h"
#include "tests/ui/scripted_laboratory.h"
#include "ui/live_line.h"
#include "ui/charts/live_chart.h"
#include "ui/pages/flash_sale_page.h"
#include "ui/theme.h"
#include "ui/verdict_look.h"

namespace rushlab::test::flash_sale_page {
using namespace std::chrono_literals;

namespace {

lab::Snapshot snapshotAt(std::chrono::milliseconds at, std::int64_t stock, std::uint64_t completed) {
    lab::Snapshot snapshot;
    snapshot.at = at;
    snapshot.stock = {{1, stock}};
    snapshot.accepted = completed;
    snapshot.completed = completed;
    snapshot.instances = {{"order", "order-1", {}, true, false},
                          {"order", "order-2", {}, true, false},
                          {"worker", "worker-1", {}, true, false}};
    snapshot.queues = {{"orders", 3, 2, 1}};
    return snapshot;
}

verdict::Variant variantOf(std::string name, verdict::Verdict verdict) {
    verdict::Variant variant;
    variant.name = std::move(name);
    variant.seed = 1;
    variant.verdict = verdict;
    verdict::Check sold;
    sold.name = "sold";
    sold.expected = "100";
    sold.actual = verdict == verdict::Verdict::Fail ? "127" : "100";
    sold.outcome = verdict;
    verdict::Check oversold;
    oversold.name = "oversold";
    oversold.expected = "0";
    oversold.actual = verdict == verdict::Verdict::Fail ? "27" : "0";
    oversold.outcome = verdict;
    oversold.says = "No unit is sold twice.";
    if (verdict == verdict::Verdict::Fail) oversold.evidence = {"0190-<b>first</b> one unit too many"};
    variant.checks = {sold, oversold};
    variant.metrics = {{"acceptedRate", 1234, "1/s"}, {"p99", 12.5, "ms"}};
    variant.series = {{"stock", "units", {{0ms, 100}, {100ms, 0}}}};
    return variant;
}

verdict::RunResult resultOf(std::vector<verdict::Variant> variants) {
    verdict::RunResult result;
    result.scenario = "flash-sale";
    result.took = 1'200ms;
    result.variants = std::move(variants);
    return result;
}

struct Desk {
    QTemporaryDir folder;
    ui::ScriptedLaboratory laboratory;
    Result<report::ResultArchive> results =
        report::ResultArchive::open(folder.path().toStdString(), report::PngPainter());
    ui::Bridge bridge{laboratory};
    ui::RunKeeper keeper{bridge, *results};
    ui::PageContext context{bridge, laboratory, *results, keeper};
    ui::FlashSalePage page{context, nullptr};

    Desk() {
        page.retranslate();
        page.resize(1080, 740);
        page.show();
        page.activateWindow();
        if (!QTest::qWaitForWindowActive(&page)) qFatal("the page has no keys");
    }
    template <class Widget>
    Widget* find(const char* name) {
        auto* found = page.findChild<Widget*>(name);
        if (!found) qFatal("there is no %s", name);
        return found;
    }
    void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    QString number() { return find<ui::BigNumber>("stockNumber")->number(); }
    QString below() { return find<ui::BigNumber>("stockNumber")->below(); }
    std::shared_ptr<ui::ScriptedLab> startWithLab(const std::string& label) {
        QTest::keyClick(&page, Qt::Key_Return, Qt::ControlModifier);
        if (!QTest::qWaitFor([this] { return laboratory.running().has_value(); })) qFatal("nothing runs");
        return laboratory.addLab(lab::Purpose::Run, label);
    }
};

QListWidgetItem* rowNamed(QListWidget& list, const QString& id) {
    for (int row = 0; row < list.count(); ++row) {
        if (list.item(row)->text().section(' ', 0, 0) == id) return list.item(row);
    }
    return nullptr;
}

}  // namespace

class FlashSalePageTest : public QObject {
    Q_OBJECT
  private slots:
    void aSaleIsReadyToStartAndRunsToItsVerdict() {
        Desk desk;
        QVERIFY(desk.find<QPushButton>("start")->isEnabled());
        QVERIFY(!desk.find<QPushButton>("stop")->isEnabled());
        desk.click("start");
        QTRY_VERIFY(desk.laboratory.running());
        QCOMPARE(*desk.laboratory.running(), (ui::RunRequest{"flash-sale", {}, 1}));
        QVERIFY(!desk.find<QPushButton>("start")->isEnabled());
        QTRY_VERIFY(desk.find<ui::LiveLine>("progressText")->text().contains("half of it"));

        const auto lab = desk.laboratory.addLab(lab::Purpose::Run, "lua-mq, seed 1");
        lab->sample(snapshotAt(0ms, 100, 0));
        QTRY_COMPARE(desk.number(), QString("100"));
        lab->sample(snapshotAt(100ms, 58, 42));
        QTRY_COMPARE(desk.number(), QString("58"));
        QCOMPARE(desk.below(), QString("42 sold"));
        lab->sample(snapshotAt(200ms, 0, 100));
        QTRY_COMPARE(desk.number(), QString("0"));
        lab->close();
        desk.laboratory.endRun(resultOf({variantOf("lua-mq", verdict::Verdict::Pass)}));
        QTRY_VERIFY(desk.find<QWidget>("verdictBanner")->isVisible());
        QVERIFY(desk.find<QLabel>("verdict")->text().contains("PASS"));
        QCOMPARE(desk.find<QLabel>("verdictSentence")->text(), QString("Expected: PASS. Every check holds."));
        QVERIFY(desk.find<QPushButton>("start")->isEnabled());
    }

    void overselling() {
        Desk desk;
        desk.click("presetNone");
        const auto lab = desk.startWithLab("none, seed 1");
        QCOMPARE(*desk.laboratory.running(), (ui::RunRequest{"flash-sale", {{"strategy", "none"}}, 1}));
        lab->sample(snapshotAt(0ms, 100, 0));
        lab->sample(snapshotAt(100ms, 3, 127));
        QTRY_COMPARE(desk.number(), QString(QChar(0x2212)) + "27");
        QCOMPARE(desk.below(), QString("127 sold: 27 too many"));
        verdict::Variant failed = variantOf("none", verdict::Verdict::Fail);
        failed.expected = verdict::Verdict::Fail;
        failed.expectedFailures = {"oversold", "sold"};
        desk.laboratory.endRun(resultOf({failed}));
        QTRY_VERIFY(desk.find<QLabel>("verdict")->text().contains("FAIL"));
        QVERIFY(desk.find<QLabel>("verdictSentence")->text().startsWith("Expected: FAIL in oversold."));

        // The evidence is under its check, as text.
        desk.find<QTabWidget>("runTabs")->setCurrentIndex(1);
        auto* checks = desk.find<QTreeWidget>("checks");
        QCOMPARE(checks->topLevelItemCount(), 2);
        QVERIFY(checks->topLevelItem(1)->isExpanded());
        QCOMPARE(checks->topLevelItem(1)->child(0)->text(0), QString("0190-<b>first</b> one unit too many"));
    }

    void severalStrategiesAreComparedInOneTableAndOneChart() {
        Desk desk;
        auto* list = desk.find<QListWidget>("field-strategy");
        rowNamed(*list, "none")->setCheckState(Qt::Checked);
        const auto first = desk.startWithLab("none, seed 1");
        QCOMPARE(desk.laboratory.running()->values, (verdict::Pairs{{"strategy", "none,lua-mq"}}));
        first->sample(snapshotAt(0ms, 100, 0));
        QTRY_COMPARE(desk.number(), QString("100"));
        first->close();
        desk.laboratory.addLab(lab::Purpose::Run, "lua-mq, seed 1")->sample(snapshotAt(0ms, 99, 1));
        QTRY_COMPARE(desk.number(), QString("99"));
        QCOMPARE(desk.find<ui::LiveChart>("stockChart")->lineCount(), 2);
        verdict::Variant failed = variantOf("none", verdict::Verdict::Fail);
        failed.expected = verdict::Verdict::Fail;
        failed.expectedFailures = {"oversold", "sold"};
        desk.laboratory.endRun(resultOf({failed, variantOf("lua-mq", verdict::Verdict::Pass)}));
        QTRY_COMPARE(desk.find<QLabel>("verdictSentence")->text(), QString("2 of 2 came out as expected."));
        desk.find<QTabWidget>("runTabs")->setCurrentIndex(1);
        auto* table = desk.find<QTableView>("variants");
        QCOMPARE(table->model()->rowCount(), 2);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(1, 0)).center());
        QCOMPARE(desk.find<ui::LiveChart>("stockChart")->lineCount(), 1);
        QCOMPARE(desk.number(), QString("0"));
    }

    void aPresenterBreaksItInTheMiddle() {
        Desk desk;
        const auto lab = desk.startWithLab("lua-mq, seed 1");
        lab->sample(snapshotAt(0ms, 100, 0));
        QTRY_COMPARE(desk.number(), QString("100"));
        QTest::keyClick(&desk.page, Qt::Key_F2);
        QTRY_COMPARE(lab->ordered(), (std::vector<std::string>{"kill order-1"}));
        desk.click("drop");
        desk.click("killWorkerButton");
        QTRY_COMPARE(lab->ordered(),
                     (std::vector<std::string>{"kill order-1", "drop consumers of orders", "kill worker-1"}));
        lab->happen(50ms, "killed", "order-1");
        auto* chart = desk.find<ui::LiveChart>("stockChart");
        QTRY_VERIFY2(chart->summary().contains("order-1 killed"), qPrintable(chart->summary()));
        lab::Snapshot broken = snapshotAt(100ms, 90, 10);
        broken.instances[0].running = false;
        lab->sample(broken);
        QTRY_COMPARE(desk.number(), QString("90"));
        QTest::keyClick(&desk.page, Qt::Key_F6);
        QTRY_COMPARE(lab->ordered().back(), std::string("start order-1"));
    }

    void stoppingLeavesItUndecided() {
        Desk desk;
        desk.startWithLab("lua-mq, seed 1");
        QTRY_VERIFY(desk.find<QPushButton>("stop")->isEnabled());
        QTest::keyClick(&desk.page, Qt::Key_Escape);
        QTRY_VERIFY(desk.find<QLabel>("verdict")->text().contains("UNKNOWN"));
        QVERIFY(desk.find<QLabel>("verdictSentence")->text().contains("Stopped before its end"));
    }

    void whatCouldNotRunSaysWhy() {
        Desk desk;
        desk.click("start");
        QTRY_VERIFY(desk.laboratory.running());
        desk.laboratory.endRun(fail(ErrorCode::Unavailable, "The database is away: start it."));
        QTRY_COMPARE(desk.find<QLabel>("verdictSentence")->text(), QString("The database is away: start it."));
        QVERIFY(desk.find<QPushButton>("start")->isEnabled());
    }

    void aFormThatIsWrongSaysWhatIsAllowedAndDoesNotStart() {
        Desk desk;
        auto* timeout = desk.find<QLineEdit>("field-timeout");
        timeout->setText("soon");
        QVERIFY(!desk.find<QPushButton>("start")->isEnabled());
        QVERIFY(desk.find<QLabel>("formProblem")->text().contains("a time from"));
        timeout->setText("2s");
        QVERIFY(desk.find<QPushButton>("start")->isEnabled());
        auto* list = desk.find<QListWidget>("field-strategy");
        rowNamed(*list, "lua-mq")->setCheckState(Qt::Unchecked);
        QVERIFY(!desk.find<QPushButton>("start")->isEnabled());
    }

    void everythingHasANameAndIsReachedByKeys() {
        Desk desk;
        for (const QWidget* widget : desk.page.findChildren<QWidget*>()) {
            const bool isEditor = widget->objectName().startsWith("field-") || qobject_cast<const QPushButton*>(widget);
            if (isEditor && widget->isVisibleTo(&desk.page))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
        QSet<const QWidget*> reached;
        QWidget* at = desk.find<QListWidget>("field-strategy");
        for (int step = 0; step < 200 && !reached.contains(at); ++step) {
            reached += at;
            do {
                at = at->nextInFocusChain();
            } while (!(at->focusPolicy() & Qt::TabFocus) || !at->isVisible() || !at->isEnabled());
        }
        for (const char* name : {"field-users", "field-stock", "field-timeout", "field-seed", "start", "presetAll"})
            QVERIFY2(reached.contains(desk.find<QWidget>(name)), name);
    }

    void anOrdersWayIsOpened() {
        Desk desk;
        const auto lab = desk.startWithLab("lua-mq, seed 1");
        lab->knowsWay("0190-aaa", {{1000us, "gateway-1", "arrived"}, {1450us, "order-2", "units taken"}});
        lab->knowsWay("0190-bbb", {{2000us, "gateway-1", "arrived"}});
        lab->sample(snapshotAt(0ms, 100, 0));
        QTRY_COMPARE(desk.number(), QString("100"));
        QTest::keyClick(&desk.page, Qt::Key_F7);
        QTRY_VERIFY(desk.page.findChild<QDialog*>("orderWayDialog"));
        auto* orders = desk.find<QListView>("orderList");
        QCOMPARE(orders->model()->rowCount(), 2);
        QTest::keyClicks(desk.find<QLineEdit>("orderFilter"), "aaa");
        QCOMPARE(orders->model()->rowCount(), 1);
        orders->setCurrentIndex(orders->model()->index(0, 0));
        QCOMPARE(desk.find<QWidget>("orderWay")->accessibleDescription(),
                 QString("+0.00 ms gateway-1 arrived; +0.45 ms order-2 units taken"));
        desk.find<QDialog>("orderWayDialog")->close();
    }

    // With RUSHLAB_TEST_PICTURES=DIR the page is drawn into DIR, for a person to look at.
    void pictures_data() {
        QTest::addColumn<QPalette>("palette");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << ui::lightPalette() << QSize(1080, 740);
        QTest::newRow("dark-large") << ui::darkPalette() << QSize(2300, 1380);
    }
    void pictures() {
        QFETCH(QPalette, palette);
        QFETCH(QSize, size);
        QApplication::setStyle("Fusion");
        QApplication::setPalette(palette);
        Desk desk;
        desk.page.setStyleSheet(ui::styleSheetFor(palette));
        desk.page.resize(size);
        const auto picture = [&desk](const QString& name) {
            const QString folder = qEnvironmentVariable("RUSHLAB_TEST_PICTURES");
            QTest::qWait(50);
            if (!folder.isEmpty())
                QVERIFY(desk.page.grab().save(QString("%1/sale-%2-%3.png").arg(folder, QTest::currentDataTag(), name)));
        };
        picture("empty");
        const auto lab = desk.startWithLab("none, seed 1");
        for (int step = 0; step <= 20; ++step)
            lab->sample(snapshotAt(step * 50ms, std::max(100 - 6 * step, 0), static_cast<std::uint64_t>(step * 6)));
        lab->happen(400ms, "killed", "order-1");
        QTRY_COMPARE(desk.number(), QString(QChar(0x2212)) + "20");
        picture("live");
        verdict::Variant failed = variantOf("none", verdict::Verdict::Fail);
        failed.expected = verdict::Verdict::Fail;
        failed.expectedFailures = {"oversold", "sold"};
        desk.laboratory.endRun(resultOf({failed, variantOf("lua-mq", verdict::Verdict::Pass)}));
        QTRY_VERIFY(desk.find<QWidget>("verdictBanner")->isVisible());
        picture("verdict");
        desk.find<QTabWidget>("runTabs")->setCurrentIndex(1);
        picture("evidence");
    }
};

RUSHLAB_TEST(FlashSalePageTest, QApplication)

}  // namespace rushlab::test::flash_sale_page
#include "flash_sale_page.moc"
