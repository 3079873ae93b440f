// The window's Results page, driven as a person drives it, over a folder of results on the disk.
#include <QtWidgets>
#include <fstream>
#include <thread>

#include "tests/support/sample_run.h"
#include "tests/support/test_program.h"
#include "tests/ui/scripted_laboratory.h"
#include "ui/charts/chart_canvas.h"
#include "ui/pages/results_page.h"
#include "ui/sentence_translator.h"
#include "ui/theme.h"

namespace rushlab::test::results_page {
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kMorning = 1'763'700'000;  // seconds

verdict::RunResult runOf(const char* strategy, std::uint64_t seed, std::int64_t secondsLater, double slowness,
                         bool oversells = false) {
    verdict::RunResult result = test::sampleRun();
    result.parameters = {{"strategy", strategy}, {"users", "1000"}, {"stock", "100"}};
    result.seed = seed;
    result.startedAt = WallTime{Milliseconds{(kMorning + secondsLater) * 1000}};
    result.variants = {test::sampleVariant(strategy, seed, slowness, oversells)};
    return result;
}

// The page with all that it needs, and a result of each verdict.
struct Desk {
    explicit Desk(bool withResults = true) : results(*report::ResultArchive::open(path(), report::PngPainter())) {
        if (!withResults) return;
        fast = keep(runOf("lua-mq", 7, 0, 1));
        slow = keep(runOf("db-pessimistic", 7, 60, 4));
        auto unknown = runOf("lua", 8, 120, 2);
        unknown.variants[0].verdict = verdict::Verdict::Unknown;
        unknown.scenario = "pipeline";
        undecided = keep(unknown);
    }

    std::filesystem::path path() const { return folder.path().toStdString(); }
    QString keep(const verdict::RunResult& result) { return QString::fromStdString(results.keep(result)->id); }
    // Made when there is something to read.
    ui::ResultsPage& show(QSize size = QSize(1072, 720)) {
        page = std::make_unique<ui::ResultsPage>(context, nullptr);
        page->retranslate();
        page->setStyleSheet(ui::styleSheetFor(page->palette()));
        page->resize(size);
        page->show();
        return *page;
    }
    template <class Widget = QWidget>
    Widget& part(const char* name) {
        auto* found = page->findChild<Widget*>(name);
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    QStringList ids() {
        const auto* model = page->findChild<ui::ResultsFilter*>();
        QStringList found;
        for (int row = 0; row < model->rowCount(); ++row)
            found += QString::fromStdString(model->run(model->index(row, 0)).id);
        return found;
    }
    void click(const QString& id, Qt::KeyboardModifiers keys = {}, int column = 0) {
        auto& table = part<QTableView>("results");
        const auto row = static_cast<int>(ids().indexOf(id));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, keys,
                          table.visualRect(table.model()->index(row, column)).center());
    }
    void press(const char* button) { QTest::mouseClick(&part<QPushButton>(button), Qt::LeftButton); }
    void picture(const QString& name) {
        const QString into = qEnvironmentVariable("RUSHLAB_TEST_PICTURES");
        if (into.isEmpty()) return;
        QTest::qWait(300);  // charts draw a moment later
        page->grab().save(QString("%1/results-%2.png").arg(into, name));
    }

    QTemporaryDir folder;
    ui::ScriptedLaboratory laboratory;
    report::ResultArchive results;
    ui::Bridge bridge{laboratory};
    ui::RunKeeper keeper{bridge, results};
    ui::PageContext context{bridge, laboratory, results, keeper};
    std::unique_ptr<ui::ResultsPage> page;
    QString fast, slow, undecided;
};

QString contentOf(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? QString::fromUtf8(opened.readAll()) : QString();
}

}  // namespace

class ResultsPageTest : public QObject {
    Q_OBJECT
  private slots:
    void anEmptyPageSaysWhatToDoFirst() {
        Desk desk(false);
        ui::ResultsPage& page = desk.show();
        QTRY_VERIFY(desk.part("firstRun").isVisible());
        QVERIFY(desk.part<QLabel>("noResults").text().contains("Stage a sale first"));
        const QSignalSpy asked(&page, &ui::Page::asksFor);
        desk.picture("empty");
        desk.press("firstRun");
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QString("flash-sale"));
    }

    void theNewestIsFirstAndFiltersLeaveWhatIsLookedFor() {
        Desk desk;
        desk.show();
        QTRY_COMPARE(desk.ids(), (QStringList{desk.undecided, desk.slow, desk.fast}));
        auto& words = desk.part<QLineEdit>("resultWords");
        QTest::keyClicks(&words, "LUA sale");
        QCOMPARE(desk.ids(), QStringList{desk.fast});
        QCOMPARE(desk.part<QLabel>("resultCount").text(), QString("1 of 3 results"));
        words.clear();
        auto& verdict = desk.part<QComboBox>("resultVerdict");
        QTest::keyClicks(&verdict, "UNK");
        QCOMPARE(desk.ids(), QStringList{desk.undecided});
        QTest::keyClick(&verdict, Qt::Key_Home);
        auto& scenario = desk.part<QComboBox>("resultScenario");
        scenario.setFocus();
        QTest::keyClicks(&scenario, "flash");
        QCOMPARE(desk.ids(), (QStringList{desk.slow, desk.fast}));
    }

    void aResultIsOpenedWithItsVerdictAndCharts() {
        Desk desk;
        const QString oversold = desk.keep(runOf("none", 9, 300, 1, true));
        desk.show();
        QTRY_COMPARE(desk.ids().size(), 4);
        desk.click(oversold);
        desk.picture("history");
        desk.press("resultsOpenButton");
        QTRY_VERIFY(desk.part("storedTabs").isVisible());
        QCOMPARE(desk.part<QLabel>("runTitle").text(), QString("flash-sale: none"));
        QVERIFY(desk.part<QLabel>("runVerdict").text().contains("FAIL"));
        QVERIFY(desk.part<QLabel>("runFacts").text().contains("seed 9"));
        const auto& checks = desk.part<QTreeWidget>("runChecks");
        QCOMPARE(checks.topLevelItemCount(), 3);
        QCOMPARE(checks.topLevelItem(1)->text(0), QString("oversold"));
        QCOMPARE(checks.topLevelItem(1)->text(3), QString("17"));
        QVERIFY(checks.topLevelItem(1)->child(0)->text(0).contains("unit 101 of 100"));
        desk.picture("opened");
        auto& tabs = desk.part<QTabWidget>("storedTabs");
        QTest::keyClick(tabs.tabBar(), Qt::Key_Right);
        QTRY_VERIFY(tabs.currentWidget()->isVisible());
        const auto charts = desk.page->findChildren<ui::LiveChart*>();
        QVERIFY(charts.size() >= 2);
        QVERIFY2(charts[0]->summary().contains("worker killed"), qPrintable(charts[0]->summary()));
        desk.picture("charts");
        desk.press("resultsBackButton");
        QVERIFY(desk.part("results").isVisible());
    }

    void severalAreComparedAgainstTheFirstChosen() {
        Desk desk;
        desk.show();
        QTRY_COMPARE(desk.ids().size(), 3);
        QVERIFY(!desk.part("resultsCompareButton").isEnabled());
        desk.click(desk.fast);
        desk.click(desk.slow, Qt::ControlModifier);
        QVERIFY(desk.part("resultsCompareButton").isEnabled());
        desk.press("resultsCompareButton");
        QTRY_VERIFY(desk.part("compareFigures").isVisible());
        const auto& model = *desk.part<QTableView>("compareFigures").model();
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), QString("A \u00b7 lua-mq"));
        QCOMPARE(model.headerData(2, Qt::Horizontal).toString(), QString("B \u00b7 db-pessimistic"));
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row)
            rows += model.index(row, 0).data().toString() + ": " + model.index(row, 1).data().toString() + " | " +
                    model.index(row, 2).data().toString();
        QVERIFY2(rows.contains("completed rate: 12,500/s | 3,125/s   \u221275.0 %"), qPrintable(rows.join("; ")));
        QVERIFY2(rows.contains("p99: 41.70 ms | 166.8 ms   +300 %"), qPrintable(rows.join("; ")));
        const auto charts = desk.page->findChildren<ui::LiveChart*>();
        QVERIFY(!charts.empty());
        QCOMPARE(charts[0]->lineCount(), 2);
        desk.picture("compared");
        QTest::keyClick(desk.page.get(), Qt::Key_Left, Qt::AltModifier);
        QTRY_VERIFY(desk.part("results").isVisible());
    }

    void aNoteIsWrittenInItsPlace() {
        Desk desk;
        desk.show();
        QTRY_COMPARE(desk.ids().size(), 3);
        desk.click(desk.slow);
        desk.press("resultsNoteButton");
        auto* editor = desk.part<QTableView>("results").findChild<QLineEdit*>();
        QTRY_VERIFY((editor = desk.part<QTableView>("results").findChild<QLineEdit*>()));
        QTest::keyClicks(editor, "one lock for all");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(QString::fromStdString(desk.results.find(desk.slow.toStdString())->note),
                     QString("one lock for all"));
    }

    void whatIsRemovedComesBackByUndo() {
        Desk desk;
        ui::ResultsPage& page = desk.show();
        QTRY_COMPARE(desk.ids().size(), 3);
        desk.click(desk.fast);
        desk.click(desk.slow, Qt::ControlModifier);
        QTest::keyClick(&desk.part("results"), Qt::Key_Delete);
        QTRY_COMPARE(desk.ids(), QStringList{desk.undecided});
        QTRY_COMPARE(desk.results.list()->runs.size(), 1U);
        QVERIFY(desk.part("undoBar").isVisible());
        QCOMPARE(desk.part<QLabel>("undoText").text(), QString("2 results removed."));
        desk.click(desk.undecided);
        desk.press("resultsRemoveButton");
        QTRY_COMPARE(desk.results.list()->runs.size(), 0U);
        desk.press("resultsUndoButton");
        QTRY_COMPARE(desk.ids(), QStringList{desk.undecided});
        QTest::keyClick(&page, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(desk.ids(), (QStringList{desk.undecided, desk.slow, desk.fast}));
        QTRY_COMPARE(desk.results.list()->runs.size(), 3U);
        QVERIFY(!desk.part("undoBar").isVisible());
    }

    // As a disk has it that is in somebody's hands: the first is moved, the second is not there.
    void ofARemovalThatFailsHalfwayOnlyWhatWasMovedCanBeBroughtBack() {
        Desk desk;
        ui::ResultsPage& page = desk.show();
        const QSignalSpy said(&page, &ui::Page::said);
        QTRY_COMPARE(desk.ids().size(), 3);
        QVERIFY(desk.results.remove(desk.slow.toStdString()));
        desk.click(desk.fast);
        desk.click(desk.slow, Qt::ControlModifier);
        QTest::keyClick(&desk.part("results"), Qt::Key_Delete);
        QTRY_VERIFY(!said.isEmpty());
        QTRY_COMPARE(desk.ids(), QStringList{desk.undecided});
        QCOMPARE(desk.part<QLabel>("undoText").text(), QString("1 result removed."));
        desk.press("resultsUndoButton");
        QTRY_COMPARE(desk.ids(), (QStringList{desk.undecided, desk.fast}));
        QVERIFY(!desk.part("undoBar").isVisible());
    }

    void whatIsReadAnewLeavesNothingChosen() {
        Desk desk;
        desk.show();
        QTRY_COMPARE(desk.ids().size(), 3);
        desk.click(desk.fast);
        QVERIFY(desk.part("resultsRemoveButton").isEnabled());
        desk.page->findChild<ui::ResultsModel*>()->show(desk.results.list()->runs);
        QVERIFY(!desk.part("resultsRemoveButton").isEnabled());
    }

    void aScenarioStaysChosenInAnotherLanguage() {
        Desk desk;
        ui::ResultsPage& page = desk.show();
        QTRY_COMPARE(desk.ids().size(), 3);
        auto& scenario = desk.part<QComboBox>("resultScenario");
        scenario.setFocus();
        QTest::keyClicks(&scenario, "flash");
        QCOMPARE(desk.ids(), (QStringList{desk.slow, desk.fast}));
        page.retranslate();
        QCOMPARE(scenario.currentText(), QString("flash-sale"));
        QCOMPARE(desk.ids(), (QStringList{desk.slow, desk.fast}));
    }

    void figuresAndChartsSpeakTheLanguageOfTheMoment() {
        Desk desk;
        ui::ResultsPage& page = desk.show();
        QTRY_COMPARE(desk.ids().size(), 3);
        page.showWhat(desk.fast);
        QTRY_VERIFY(desk.part("storedTabs").isVisible());
        const auto figures = [&] {
            QStringList names;
            const auto& model = *desk.part<QTableView>("runFigures").model();
            for (int row = 0; row < model.rowCount(); ++row)
                names += model.index(row, 0).data().toString();
            return names;
        };
        QVERIFY2(figures().contains("completed rate"), qPrintable(figures().join("; ")));
        {
            ui::SentenceTranslator korean;
            QVERIFY(korean.loadTemplates(RUSHLAB_SOURCE_DIR "/resources/translations/checks_ko.ts"));
            QCoreApplication::installTranslator(&korean);
            page.retranslate();
            QVERIFY2(figures().contains("초당 완료"), qPrintable(figures().join("; ")));
        }
        page.retranslate();
        QVERIFY(figures().contains("completed rate"));
    }

    void whatTheArchiveWasAskedForIsDoneThoughTheWindowCloses() {
        Desk desk(false);
        {
            ui::Bridge bridge(desk.laboratory);
            QObject window;
            const auto wait = [] {
                std::this_thread::sleep_for(100ms);
                return true;
            };
            bridge.inArchive(&window, wait, [](bool) {});
            bridge.inArchive(
                &window, [&desk] { return desk.results.keep(runOf("lua-mq", 7, 0, 1)); }, [](const auto&) {});
        }
        QCOMPARE(desk.results.list()->runs.size(), 1U);
    }

    void aRunLooksTheSameInEveryChartOfAComparison() {
        verdict::RunResult result = runOf("lua-mq", 7, 0, 1);
        verdict::Variant lacking = test::sampleVariant("none", 7, 1, false);
        const std::string lost = lacking.series.front().name;
        lacking.series.erase(lacking.series.begin());
        result.variants = {result.variants.front(), lacking};
        for (int more = 0; more < 13; ++more)
            result.variants.push_back(test::sampleVariant(("more-" + std::to_string(more)).c_str(), 7, 1, false));
        ui::StoredCharts charts(nullptr);
        charts.showRuns({{"", result}});
        for (const ui::LiveChart* chart : charts.charts()) {
            const bool lacks = chart->objectName() == QString::fromStdString("chart-" + lost);
            const auto& lines = const_cast<ui::LiveChart*>(chart)->canvas().content().lines();
            const auto found = std::ranges::find(lines, QString("more-0"), &ui::TimeLine::name);
            QVERIFY(found != lines.end());
            QCOMPARE(found->look.ink, ui::lookOfLine(2).ink);
            QCOMPARE(lines.size(), 12U);
            QVERIFY2(chart->title().endsWith(lacks ? "the first 12 of 14" : "the first 12 of 15"),
                     qPrintable(chart->title()));
        }
    }

    void aPageIsExportedToAFileOfOnesChoice() {
        Desk desk;
        ui::ResultsPage& page = desk.show();
        const QSignalSpy said(&page, &ui::Page::said);
        QTRY_COMPARE(desk.ids().size(), 3);
        const QTemporaryDir elsewhere;
        const auto exportAs = [&](const QString& name) {
            desk.press("resultsExportButton");
            auto* dialog = page.findChild<QFileDialog*>("exportDialog");
            QVERIFY(dialog);
            dialog->setDirectory(elsewhere.path());
            dialog->selectFile(elsewhere.filePath(name));
            QMetaObject::invokeMethod(dialog, "accept");
        };
        desk.click(desk.fast);
        exportAs("one.html");
        QTRY_VERIFY(contentOf(elsewhere.filePath("one.html")).contains("<svg"));
        desk.click(desk.slow, Qt::ControlModifier);
        exportAs("two.html");
        QTRY_VERIFY(contentOf(elsewhere.filePath("two.html")).contains("Runs side by side"));
        QTRY_VERIFY(!said.isEmpty() && said.last()[0].toString().contains("two.html"));
    }

    void aRunIsRepeatedWithItsSeedAndParameters() {
        Desk desk;
        ui::ResultsPage& page = desk.show();
        const QSignalSpy asked(&page, &ui::Page::asksFor);
        QTRY_COMPARE(desk.ids().size(), 3);
        desk.click(desk.slow);
        QTest::keyClick(&desk.part("results"), Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY(desk.laboratory.running());
        const ui::RunRequest request = *desk.laboratory.running();
        QCOMPARE(request.scenario, std::string("flash-sale"));
        QCOMPARE(request.seed, 7U);
        // What is the scenario's default anyway is left out.
        QVERIFY(request.values == (verdict::Pairs{{"strategy", "db-pessimistic"}}));
        QCOMPARE(asked.last()[0].toString(), QString("flash-sale"));
        QVERIFY2(!desk.part("resultsRunAgainButton").isEnabled(), "one run at a time");

        desk.laboratory.endRun(runOf("db-pessimistic", 7, 900, 3));
        QTRY_COMPARE(desk.ids().size(), 4);  // the new one is there, and first
        QVERIFY(desk.ids().first().contains("flash-sale"));
        QVERIFY(desk.part("resultsRunAgainButton").isEnabled());
    }

    void anotherPageMayAskForOne() {
        Desk desk;
        ui::ResultsPage& page = desk.show();
        QTRY_COMPARE(desk.ids().size(), 3);
        page.showWhat(desk.fast);
        QTRY_VERIFY(desk.part("storedTabs").isVisible());
        QCOMPARE(desk.part<QLabel>("runTitle").text(), QString("flash-sale: lua-mq"));
    }

    void differencesAreInPercentOfTheFirst() {
        QCOMPARE(ui::differenceInPercent(150, 100), QString("+50.0 %"));
        QCOMPARE(ui::differenceInPercent(99, 100), QString("\u22121.0 %"));
        QCOMPARE(ui::differenceInPercent(100, 100), QString("0 %"));
        QCOMPARE(ui::differenceInPercent(0, 0), QString("0 %"));
        QCOMPARE(ui::differenceInPercent(5, 0), QString());
        QCOMPARE(ui::differenceInPercent(std::nan(""), 5), QString());
        QCOMPARE(ui::differenceInPercent(900, 100), QString("+800 %"));
    }

    void everyControlHasAName() {
        Desk desk;
        ui::ResultsPage& page = desk.show();
        QTRY_COMPARE(desk.ids().size(), 3);
        for (const char* name : {"resultWords", "resultVerdict", "resultScenario", "results", "runChecks", "runFigures",
                                 "runSettings", "compareFigures"})
            QVERIFY2(!desk.part(name).accessibleName().isEmpty(), name);
        for (const QAction* action : page.actions())
            QVERIFY2(!action->text().isEmpty() && !action->shortcut().isEmpty(), qPrintable(action->objectName()));
    }
};

RUSHLAB_TEST(ResultsPageTest, QApplication)

}  // namespace rushlab::test::results_page
#include "results_page.moc"
