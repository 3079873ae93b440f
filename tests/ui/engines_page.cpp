// The window's Engines page, driven as a person drives it.
#include <QtTest>
#include <QtWidgets>

#include "report/result_archive.h"
#include "tests/ui/scripted_laboratory.h"
#include "ui/main_window.h"
#include "ui/theme.h"

using namespace rushlab;

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

// What a window needs: a laboratory that plays a script, and a folder for results.
struct Desk {
    QTemporaryDir folder;
    ui::ScriptedLaboratory laboratory;
    Result<report::ResultArchive> results =
        report::ResultArchive::open(folder.path().toStdString(), report::PngPainter());
};

}  // namespace

class EnginesPageTest : public QObject {
    Q_OBJECT
  private slots:
    void checkingAgainShowsWhatTheEnginesSay() {
        Desk desk;
        desk.laboratory.reports = {{ready(), unavailable()}, {ready()}};
        ui::MainWindow window(desk.laboratory, *desk.results);
        window.show();
        auto* table = window.findChild<QTableView*>("engines");
        auto* again = window.findChild<QPushButton*>("checkAgain");
        auto* spoken = window.findChild<QLabel*>("spoken");
        auto* details = window.findChild<QTextBrowser*>("details");
        QVERIFY(table && again && spoken && details);

        QVERIFY2(!again->isEnabled(), "one examination at a time");
        QCOMPARE(spoken->text(), QString("Asking every engine ..."));
        desk.laboratory.answer();
        QTRY_VERIFY(again->isEnabled());
        QVERIFY2(!desk.laboratory.examinedOnGuiThread, "the window would freeze while engines are asked");
        QCOMPARE(rowsOf(*table),
                 (QStringList{"key-value | embedded 1 | Ready | 42 us | embedded:",
                              "SQL | PostgreSQL | Unavailable |  | postgres://kim:***@localhost/shop"}));
        QCOMPARE(spoken->text(), QString("1 of 2 engines ready, 1 unavailable"));
        QVERIFY(details->toPlainText().contains("it is a cache"));

        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(1, 0)).center());
        QVERIFY(details->toPlainText().contains("Nobody listens on localhost"));

        QTest::mouseClick(again, Qt::LeftButton);
        desk.laboratory.answer();
        QTRY_COMPARE(rowsOf(*table), (QStringList{"key-value | embedded 1 | Ready | 42 us | embedded:"}));
        QVERIFY(details->toPlainText().contains("it is a cache"));
    }

    void whatAnEngineSaysIsTextAndNotMarkup() {
        Desk desk;
        lab::EngineReport report = unavailable();
        report.problem = "<b>bold</b> & <script>";
        desk.laboratory.reports = {{report}};
        ui::MainWindow window(desk.laboratory, *desk.results);
        window.show();
        desk.laboratory.answer();
        auto* details = window.findChild<QTextBrowser*>("details");
        QTRY_VERIFY(details->toPlainText().contains("<b>bold</b> & <script>"));
    }

    void aWindowThatIsClosedMeanwhileEndsInPeace() {
        Desk desk;
        {
            ui::MainWindow window(desk.laboratory, *desk.results);
            window.show();
            desk.laboratory.answer();
        }
        QCoreApplication::processEvents();
        QCOMPARE(desk.laboratory.examined.load(), 1);
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
        ui::MainWindow window(desk.laboratory, *desk.results);
        window.show();
        desk.laboratory.answer();
        auto* table = window.findChild<QTableView*>("engines");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        const QImage image = window.grab().toImage();
        // Each state's colour is really on the picture.
        for (int row = 0; row < 3; ++row) {
            const QRect cell = table->visualRect(table->model()->index(row, 2));
            const QPoint corner = table->viewport()->mapTo(&window, cell.topLeft());
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

QTEST_MAIN(EnginesPageTest)
#include "engines_page.moc"
