// The Engines page, driven as a person drives it.
#include <QtWidgets>

#include "report/result_archive.h"
#include "tests/support/test_program.h"
#include "tests/ui/scripted_laboratory.h"
#include "ui/pages/engines_page.h"
#include "ui/theme.h"

namespace rushlab::test::engines_page {
namespace {

lab::EngineReport ready() {
    lab::EngineReport report{"key-value", "kv.url", "embedded", "1", "embedded:", lab::EngineState::Ready};
    report.roundTrip = std::chrono::microseconds(42);
    report.roundTripOf = "SET and GET";
    report.limits = {"Loses everything when the program ends: it is a cache."};
    return report;
}

lab::EngineReport unavailable() {
    lab::EngineReport report{
        "SQL", "db.url", "PostgreSQL", "", "postgres://kim:***@localhost/shop", lab::EngineState::Unavailable};
    report.problem = "Nobody listens on localhost, port 5432: start PostgreSQL or choose another with --db.";
    return report;
}

QStringList rowsOf(const QTableView& table) {
    QStringList rows;
    const QAbstractItemModel& model = *table.model();
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        rows += cells.join(" | ");
    }
    return rows;
}

// The page with all that it needs: a laboratory that plays a script, and a folder for results.
struct Desk {
    ui::EnginesPage& show() {
        page = std::make_unique<ui::EnginesPage>(context, nullptr);
        page->retranslate();
        page->setStyleSheet(ui::styleSheetFor(page->palette()));
        QObject::connect(page.get(), &ui::Page::said, page.get(), [this](const QString& sentence) { said = sentence; });
        page->resize(1072, 720);
        page->show();
        return *page;
    }
    template <class Widget = QWidget>
    Widget& part(const char* name) {
        auto* found = page->findChild<Widget*>(name);
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    QStringList rows() { return rowsOf(part<QTableView>("engines")); }
    void choose(int row) {
        auto& table = part<QTableView>("engines");
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                          table.visualRect(table.model()->index(row, 0)).center());
    }
    // The page shows the engines, and the database is chosen.
    void showDatabase(const std::string& url) {
        lab::EngineReport database{"SQL", "db.url", "SQLite", "3.40", url, lab::EngineState::Ready};
        laboratory.reports = {{ready(), database}};
        show();
        laboratory.answer();
        QTRY_COMPARE(rows().size(), 2);
        choose(1);
    }

    QTemporaryDir folder;
    ui::ScriptedLaboratory laboratory;
    report::ResultArchive results = *report::ResultArchive::open(folder.path().toStdString(), report::PngPainter());
    ui::Bridge bridge{laboratory};
    ui::RunKeeper keeper{bridge, results};
    ui::PageContext context{bridge, laboratory, results, keeper};
    std::unique_ptr<ui::EnginesPage> page;
    QString said;
};

}  // namespace

class EnginesPageTest : public QObject {
    Q_OBJECT
  private slots:
    void checkingAgainShowsWhatTheEnginesSay() {
        Desk desk;
        desk.laboratory.reports = {{ready(), unavailable()}, {ready()}};
        desk.show();
        auto& again = desk.part<QPushButton>("checkAgain");
        auto& details = desk.part<QTextBrowser>("details");
        QVERIFY2(!again.isEnabled(), "one examination at a time");
        QCOMPARE(desk.said, QString("Asking every engine ..."));
        desk.laboratory.answer();
        QTRY_VERIFY(again.isEnabled());
        QVERIFY2(!desk.laboratory.examinedOnGuiThread, "the window would freeze while engines are asked");
        QCOMPARE(desk.rows(), (QStringList{"key-value | embedded 1 | Ready | 42 us | embedded:",
                                           "SQL | PostgreSQL | Unavailable |  | postgres://kim:***@localhost/shop"}));
        QCOMPARE(desk.said, QString("1 of 2 engines ready, 1 unavailable"));
        QVERIFY(details.toPlainText().contains("it is a cache"));

        desk.choose(1);
        QVERIFY(details.toPlainText().contains("Nobody listens on localhost"));

        QTest::mouseClick(&again, Qt::LeftButton);
        desk.laboratory.answer();
        QTRY_COMPARE(desk.rows(), (QStringList{"key-value | embedded 1 | Ready | 42 us | embedded:"}));
        QVERIFY(details.toPlainText().contains("it is a cache"));
    }

    void whatAnEngineSaysIsTextAndNotMarkup() {
        Desk desk;
        lab::EngineReport report = unavailable();
        report.problem = "<b>bold</b> & <script>";
        desk.laboratory.reports = {{report}};
        desk.show();
        desk.laboratory.answer();
        QTRY_VERIFY(desk.part<QTextBrowser>("details").toPlainText().contains("<b>bold</b> & <script>"));
    }

    void aPageThatIsClosedMeanwhileEndsInPeace() {
        Desk desk;
        desk.show();
        QTRY_COMPARE(desk.said, QString("Asking every engine ..."));
        desk.page.reset();
        desk.laboratory.answer();
        QTRY_COMPARE(desk.laboratory.examined.load(), 1);
    }

    void theDatabaseIsChangedByItsAddressAndBack() {
        Desk desk;
        desk.showDatabase("sqlite:");
        if (QTest::currentTestFailed()) return;
        auto& url = desk.part<QLineEdit>("engineUrl");
        auto& use = desk.part<QPushButton>("useEngine");
        QVERIFY(url.placeholderText().startsWith("postgres://"));
        QVERIFY(!use.isEnabled() && !desk.part("useEmbedded").isEnabled());
        QTest::keyClicks(&url, "postgres://kim:secret@localhost/shop");
        desk.laboratory.reports.back()[1].url = "postgres://kim:***@localhost/shop";
        QTest::mouseClick(&use, Qt::LeftButton);
        QVERIFY(desk.part("engineProgress").isVisible());
        QVERIFY2(!use.isEnabled(), "one change at a time");
        desk.laboratory.answer();  // asked anew once the shop is open again
        QTRY_VERIFY(desk.part("useEmbedded").isEnabled());
        QCOMPARE(desk.laboratory.enginesUsed(),
                 std::vector<std::string>{"db.url postgres://kim:secret@localhost/shop"});
        QCOMPARE(desk.bridge.shopState(), ui::Bridge::ShopState::Open);
        QVERIFY(desk.part<QLabel>("engineSays").text().contains("The shop runs on it."));
        QVERIFY(!desk.part("engineProgress").isVisible());
        QCOMPARE(url.text(), QString("postgres://kim:***@localhost/shop"));

        // What is not shown is not forgotten.
        QTest::mouseClick(&use, Qt::LeftButton);
        desk.laboratory.answer();
        QTRY_COMPARE(desk.laboratory.enginesUsed().size(), 2U);
        QCOMPARE(desk.laboratory.enginesUsed().back(), std::string("db.url postgres://kim:secret@localhost/shop"));
        QTRY_VERIFY(desk.part("useEmbedded").isEnabled());
        QTest::mouseClick(&desk.part("useEmbedded"), Qt::LeftButton);
        desk.laboratory.answer();
        QTRY_COMPARE(desk.laboratory.enginesUsed().size(), 3U);
        QCOMPARE(desk.laboratory.enginesUsed().back(), std::string("db.url sqlite:"));
    }

    void anEngineThatIsNotThereIsToldInItsPlace() {
        Desk desk;
        desk.laboratory.engineChanges =
            fail(ErrorCode::Unavailable, "Nobody listens on localhost, port 5432: start PostgreSQL.");
        desk.showDatabase("sqlite:");
        if (QTest::currentTestFailed()) return;
        auto& url = desk.part<QLineEdit>("engineUrl");
        QTest::keyClicks(&url, "postgres://localhost/shop");
        QTest::keyClick(&url, Qt::Key_Return);
        QTRY_VERIFY(desk.part<QLabel>("engineSays").text().contains("Nobody listens on localhost"));
        QCOMPARE(desk.part("engineSays").property("meaning").toString(), QString("bad"));
        QVERIFY(desk.part("useEngine").isEnabled());
        QVERIFY(desk.laboratory.enginesUsed().empty());
        QCOMPARE(desk.bridge.shopState(), ui::Bridge::ShopState::Closed);
    }

    void aPortWithoutAnotherEngineSaysSo() {
        Desk desk;
        desk.showDatabase("sqlite:");
        if (QTest::currentTestFailed()) return;
        desk.choose(0);
        QVERIFY(desk.part<QLabel>("engineExplained").text().contains("Redis is not built into this version yet"));
        QVERIFY(!desk.part("engineUrl").isVisible());
    }

    void everyStateDiffersInWordSymbolAndColour() {
        for (const QPalette& palette : {ui::lightPalette(), ui::darkPalette()}) {
            QSet<QString> words;
            QSet<QChar> symbols;
            QSet<QRgb> colours;
            for (const auto state :
                 {lab::EngineState::Ready, lab::EngineState::Unavailable, lab::EngineState::Absent}) {
                const ui::StateLook look = ui::lookOf(state, palette);
                words += look.words;
                symbols += look.symbol;
                colours += look.colour.rgb();
            }
            QCOMPARE(words.size(), 3);
            QCOMPARE(symbols.size(), 3);
            QCOMPARE(colours.size(), 3);
        }
        QVERIFY(ui::isDark(ui::darkPalette()) && !ui::isDark(ui::lightPalette()));
    }

    // With RUSHLAB_TEST_PICTURES=DIR the window is also drawn into DIR, for a person to look at.
    void bothPalettesDrawTheWholeTable_data() {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << ui::lightPalette();
        QTest::newRow("dark") << ui::darkPalette();
    }
    void bothPalettesDrawTheWholeTable() {
        QFETCH(QPalette, palette);
        QApplication::setStyle("Fusion");
        QApplication::setPalette(palette);
        Desk desk;
        lab::EngineReport absent{"mail", "mail.url", "", "", "none:", lab::EngineState::Absent};
        desk.laboratory.reports = {{ready(), unavailable(), absent}};
        ui::EnginesPage& page = desk.show();
        desk.laboratory.answer();
        auto* table = &desk.part<QTableView>("engines");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        desk.choose(1);
        const QImage image = page.grab().toImage();
        // Each state's colour is really on the picture.
        for (int row = 0; row < 3; ++row) {
            const QRect cell = table->visualRect(table->model()->index(row, 2));
            const QPoint corner = table->viewport()->mapTo(&page, cell.topLeft());
            const auto state = std::array{lab::EngineState::Ready, lab::EngineState::Unavailable,
                                          lab::EngineState::Absent}[static_cast<std::size_t>(row)];
            const QColor wanted = ui::lookOf(state, palette).colour;
            int found = 0;
            for (int y = 0; y < cell.height(); ++y) {
                for (int x = 0; x < cell.width(); ++x)
                    found += image.pixelColor(corner + QPoint(x, y)) == wanted;
            }
            QVERIFY2(found > 0, qPrintable(wanted.name()));
        }
        const QString folder = qEnvironmentVariable("RUSHLAB_TEST_PICTURES");
        if (!folder.isEmpty()) QVERIFY(image.save(QString("%1/engines-%2.png").arg(folder, QTest::currentDataTag())));
    }
};

RUSHLAB_TEST(EnginesPageTest, QApplication)

}  // namespace rushlab::test::engines_page
#include "engines_page.moc"
