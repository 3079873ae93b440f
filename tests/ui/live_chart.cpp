// The chart over time, driven as a person drives it, and what it gives away.
#include <QtWidgets>

#include "tests/support/test_program.h"
#include "tests/ui/golden.h"
#include "ui/charts/chart_canvas.h"
#include "ui/charts/chart_saver.h"
#include "ui/charts/compare_chart.h"
#include "ui/charts/live_chart.h"
#include "ui/theme.h"

namespace rushlab::test::live_chart {
using namespace std::chrono_literals;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// 30 s of a sale in which an instance is killed: nothing completes for three seconds.
void fillSale(ui::LiveChart& chart) {
    chart.setTitle("Orders");
    chart.setUnit("1/s");
    for (const char* name : {"accepted", "completed", "rejected"})
        chart.addLine(name);
    for (int tick = 0; tick <= 300; ++tick) {
        const double at = tick / 10.0;
        const bool dead = tick > 120 && tick < 150;
        chart.appendAll(tick * 100ms,
                        {std::round(900 * std::exp(-at / 8) + 30 * std::sin(at * 2) + 30),
                         dead ? kNone : std::round(300 + 20 * std::sin(at)), tick % 40 == 0 ? 120.0 : kNone});
    }
    chart.addMarker(12s, "fault", "order-2 killed");
    chart.addMarker(15s, "fault", "order-2 started");
    chart.addMarker(15200ms, "lock", "lock lost");
}

// On the screen, and drawn.
struct Shown {
    explicit Shown(QSize size = {720, 320}) : chart(nullptr) {
        chart.resize(size);
        chart.show();
    }
    QWidget* paper() { return &chart.canvas(); }
    ui::ChartCanvas& drawn() {
        chart.canvas().refresh();
        return chart.canvas();
    }
    QPoint at(double seconds, double share = 0.5) {
        const ui::TimeRange range = drawn().range();
        const QRectF plot = drawn().plotArea();
        return QPointF(plot.left() + (seconds - range.from) / range.length() * plot.width(),
                       plot.top() + share * plot.height())
            .toPoint();
    }
    ui::LiveChart chart;
};

void drag(QWidget* on, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton) {
    QTest::mousePress(on, button, {}, from);
    // QTest's own move has no button held.
    for (const QPoint& at : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, at, on->mapToGlobal(at), Qt::NoButton, button, Qt::NoModifier);
        QApplication::sendEvent(on, &move);
    }
    QTest::mouseRelease(on, button, {}, to);
}

void turnWheel(QWidget* on, QPoint at, int steps) {
    QWheelEvent wheel(at, on->mapToGlobal(at), {}, {0, steps * 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(on, &wheel);
}

QStringList linesOf(const QByteArray& csv) {
    return QString::fromUtf8(csv).split("\r\n", Qt::SkipEmptyParts);
}

int drawnPixels(const QImage& image, QColor colour) {
    int found = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            found += ui::furthestChannel(image.pixel(x, y), colour.rgb()) < 12;
    }
    return found;
}

}  // namespace

class LiveChartTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        QApplication::setStyle("Fusion");
        QApplication::setFont(ui::goldenFont());
    }
    void init() { QApplication::setPalette(ui::lightPalette()); }

    void itSaysInWordsWhatItShows() {
        Shown shown;
        fillSale(shown.chart);
        shown.drawn();
        const QString words =
            "Orders. accepted: 42/s now, least 29/s, most 930/s. completed: 280/s now, least 280/s, most 320/s. "
            "rejected: 120/s now, least 120/s, most 120/s. "
            "Markers: order-2 killed at 12 s, order-2 started at 15 s, lock lost at 15.2 s.";
        QCOMPARE(shown.chart.accessibleDescription(), shown.chart.summary());
        QCOMPARE(shown.chart.accessibleName(), QString("Orders"));
        QCOMPARE(shown.chart.summary(), words);
    }

    void goldenPictures_data() {
        QTest::addColumn<QPalette>("palette");
        QTest::addColumn<bool>("presenting");
        QTest::newRow("live-chart-light") << ui::lightPalette() << false;
        QTest::newRow("live-chart-dark") << ui::darkPalette() << false;
        QTest::newRow("live-chart-presenting") << ui::lightPalette() << true;
    }
    void goldenPictures() {
        QFETCH(QPalette, palette);
        QFETCH(bool, presenting);
        QApplication::setPalette(palette);
        Shown shown;
        fillSale(shown.chart);
        shown.chart.present(presenting);
        shown.drawn();
        const QString differs = ui::differsFromGolden(shown.chart.grab().toImage(), QTest::currentDataTag());
        QVERIFY2(differs.isEmpty(), qPrintable(differs));
    }

    void aComparisonIsAGoldenPictureToo() {
        ui::CompareChart chart(nullptr);
        chart.resize(640, 220);
        chart.setTitle("Accepted per second");
        chart.setUnit("1/s");
        chart.setBars({{"lua-mq", 912, 850, 940, ui::lookOfLine(0)},
                       {"db-pessimistic", 140, 140, 140, ui::lookOfLine(1)},
                       {"none", kNone, kNone, kNone, ui::lookOfLine(2)}});
        chart.show();
        const QString differs = ui::differsFromGolden(chart.grab().toImage(), "compare-chart-light");
        QVERIFY2(differs.isEmpty(), qPrintable(differs));
        QCOMPARE(chart.accessibleDescription(),
                 QString::fromUtf8(
                     "Accepted per second. lua-mq: 912/s, from 850/s to 940/s. db-pessimistic: 140/s. none: –."));
        QCOMPARE(linesOf(chart.asCsv()).mid(1),
                 (QStringList{"lua-mq,1/s,912,850,940", "db-pessimistic,1/s,140,140,140", "none,1/s,,,"}));
    }

    void theFiguresAreTheSeries() {
        Shown shown;
        shown.chart.setUnit("ms");
        shown.chart.addLine("p50, \"half\"");
        shown.chart.addLine("=p99");
        shown.chart.appendAll(0ms, {1.5, 2});
        shown.chart.appendAll(100ms, {kNone, 0.1});
        shown.chart.append(1, 250ms, 7);
        const QByteArray csv = shown.chart.asCsv();
        QVERIFY(csv.startsWith("\xEF\xBB\xBF"));
        QCOMPARE(linesOf(csv.mid(3)),
                 (QStringList{R"x(atMs,"p50, ""half"" (ms)",'=p99 (ms))x", "0,1.5,2", "100,,0.1", "250,,7"}));
        shown.chart.setLineShown(0, false);
        QCOMPARE(linesOf(shown.chart.asCsv().mid(3)), (QStringList{"atMs,'=p99 (ms)", "0,2", "100,0.1", "250,7"}));
    }

    void thePictureIsWhatIsSeen() {
        Shown shown;
        fillSale(shown.chart);
        shown.drawn();
        const QImage png = QImage::fromData(shown.chart.asPng(), "PNG");
        QCOMPARE(png.size(), shown.chart.size() * 2);
        // Its lower half, where no control lies, is what the widget shows.
        const QImage screen = shown.paper()->grab().toImage();
        const QImage small = png.scaled(screen.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        for (const auto ink : {report::Ink::Series1, report::Ink::Series2, report::Ink::Marker}) {
            const report::Colour tint = report::colourOf(ink, report::Theme::Light);
            const QColor colour(tint.red, tint.green, tint.blue);
            QVERIFY(drawnPixels(png, colour) > drawnPixels(screen, colour));
            QVERIFY(drawnPixels(screen, colour) > 20);
        }
        const QRect lower = screen.rect().adjusted(0, screen.height() / 2, 0, 0);
        int off = 0;
        for (int y = lower.top(); y <= lower.bottom(); ++y) {
            for (int x = 0; x < lower.width(); ++x)
                off += ui::furthestChannel(screen.pixel(x, y), small.pixel(x, y)) > 140;
        }
        QVERIFY2(off < lower.width() * lower.height() / 200, qPrintable(QString::number(off)));
    }

    void theDrawingIsValidAndHasTheLines() {
        Shown shown;
        fillSale(shown.chart);
        shown.chart.setTitle("<Orders> & \"more\"");
        QXmlStreamReader xml(shown.chart.asSvg());
        QMap<QString, QString> dashesOf;
        QStringList words;
        int svgs = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement) continue;
            svgs += xml.name() == u"svg";
            const auto attributes = xml.attributes();
            if (attributes.hasAttribute("stroke"))
                dashesOf[attributes.value("stroke").toString()] = attributes.value("stroke-dasharray").toString();
            if (attributes.hasAttribute("aria-label")) words += attributes.value("aria-label").toString();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(svgs, 1);
        QVERIFY(dashesOf.contains("#0072b2") && dashesOf.contains("#d55e00") && dashesOf.contains("#8a1c5b"));
        QVERIFY2(!dashesOf["#d55e00"].isEmpty(), "the second line is dashed");
        for (const char* word : {"<Orders> & \"more\"", "accepted", "completed", "rejected", "order-2 killed", "1,000"})
            QVERIFY2(words.contains(word), word);
    }

    void aGapIsAGap() {
        Shown shown;
        fillSale(shown.chart);
        // Between 12 s and 15 s only the first line is drawn.
        const ui::TimeLines& content = shown.drawn().content();
        const auto pieces = content.piecesIn(1, {0, 30}, 0.05, false);
        QCOMPARE(pieces.size(), std::size_t{2});
        QCOMPARE(pieces[0].back().x(), 12.0);
        QCOMPARE(pieces[1].front().x(), 15.0);
        QCOMPARE(content.piecesIn(2, {0, 30}, 0.05, false).size(), std::size_t{8});
    }

    void whatIsDrawnIsBoundedAndKeepsEveryPeak() {
        ui::TimeLines lines;
        lines.add("queue", {});
        for (int tick = 0; tick < 60'000; ++tick)
            lines.append(0, tick * 100ms, tick == 31'234 ? 5000 : tick % 7);
        const auto pieces = lines.piecesIn(0, {0, 6000}, 10, false);
        QCOMPARE(pieces.size(), std::size_t{1});
        QVERIFY(pieces[0].size() <= 4 * 601);
        QVERIFY(std::ranges::any_of(pieces[0], [](QPointF point) { return point.y() == 5000; }));
    }

    void newValuesAreDrawnAFewTimesASecondAndAHandIsFollowedAtOnce() {
        Shown shown;
        fillSale(shown.chart);
        QVERIFY(QTest::qWaitForWindowExposed(&shown.chart));
        shown.drawn();
        int drawn = 0;
        QElapsedTimer since;
        connect(&shown.chart.canvas(), &ui::ChartCanvas::drawnAnew, this, [&] { ++drawn; });
        since.start();
        for (int tick = 301; tick <= 340; ++tick) {
            shown.chart.appendAll(tick * 100ms, {1, 2, 3});
            QTest::qWait(20);
        }
        QTRY_COMPARE(shown.chart.accessibleDescription(), shown.chart.summary());  // of the picture, of the values
        QVERIFY(drawn >= 2);
        const qint64 most = since.elapsed() / (ui::ChartCanvas::kFollowEvery.count() * 9 / 10) + 1;  // a coarse timer
        QVERIFY2(drawn <= most, qPrintable(QString::number(drawn)));
        // The last ones come of themselves; what a hand does does not wait for them.
        const int before = drawn;
        shown.chart.appendAll(341 * 100ms, {1, 2, 3});
        shown.chart.setLogScale(true);
        QApplication::processEvents();
        QCOMPARE(drawn, before + 1);
    }

    void theWheelZoomsAndADoubleClickGoesBack() {
        Shown shown;
        fillSale(shown.chart);
        QSignalSpy changed(&shown.chart, &ui::LiveChart::viewChanged);
        turnWheel(shown.paper(), shown.at(20), 3);
        QVERIFY(shown.chart.isZoomed());
        const ui::TimeRange close = shown.drawn().range();
        QVERIFY(close.length() < 16 && close.from < 20 && close.to > 20);
        const QStringList rows = linesOf(shown.chart.asCsv());
        QVERIFY2(rows.size() < 170, "the figures are those that are seen");
        QVERIFY(rows[1].section(',', 0, 0).toDouble() >= close.from * 1000);
        QTest::mouseDClick(shown.paper(), Qt::LeftButton, {}, shown.at(20));
        QVERIFY(!shown.chart.isZoomed());
        QVERIFY(changed.count() >= 2);
    }

    void aBandZoomsAndTheMiddleButtonPans() {
        Shown shown;
        fillSale(shown.chart);
        drag(shown.paper(), shown.at(10), shown.at(20));
        const ui::TimeRange band = shown.drawn().range();
        QVERIFY(std::abs(band.from - 10) < 0.1 && std::abs(band.to - 20) < 0.1);
        drag(shown.paper(), shown.at(15), shown.at(12), Qt::MiddleButton);
        const ui::TimeRange panned = shown.drawn().range();
        QVERIFY(std::abs(panned.from - 13) < 0.2 && std::abs(panned.length() - band.length()) < 1e-6);
    }

    void whileItIsPausedThePictureStandsStill() {
        Shown shown;
        fillSale(shown.chart);
        auto* pause = shown.chart.findChild<QToolButton*>("chart-pause-button");
        auto* minute = shown.chart.findChild<QToolButton*>("chart-minute-button");
        QVERIFY(pause && minute);
        QTest::mouseClick(minute, Qt::LeftButton);
        QTest::mouseClick(pause, Qt::LeftButton);
        shown.chart.append(0, 90s, 50);
        QCOMPARE(shown.drawn().range().to, 60.0);
        QVERIFY(shown.chart.isPaused());
        QTest::mouseClick(pause, Qt::LeftButton);
        QCOMPARE(shown.drawn().range().to, 90.0);
        QCOMPARE(shown.drawn().range().from, 30.0);
    }

    void theCrossHairTellsEveryLine() {
        Shown shown;
        fillSale(shown.chart);
        QTest::mouseMove(shown.paper(), shown.at(16));
        QTRY_COMPARE(shown.drawn().valuesAtCrossHair(),
                     QString("16.0 s, accepted 168/s, completed 294/s, rejected 120/s"));
        QTest::mouseMove(shown.paper(), shown.at(12));
        QTRY_VERIFY(shown.drawn().valuesAtCrossHair().endsWith("order-2 killed"));
    }

    void aClickInTheLegendHidesALine() {
        Shown shown;
        fillSale(shown.chart);
        const report::Colour tint = report::colourOf(report::Ink::Series1, report::Theme::Light);
        const QColor blue(tint.red, tint.green, tint.blue);
        shown.drawn();
        const int before = drawnPixels(shown.paper()->grab().toImage(), blue);
        QTest::mouseClick(shown.paper(), Qt::LeftButton, {}, shown.drawn().legendOf(0).center().toPoint());
        QVERIFY(!shown.chart.isLineShown(0));
        shown.drawn();
        const int after = drawnPixels(shown.paper()->grab().toImage(), blue);
        QVERIFY2(after < before / 4, qPrintable(QString("%1 %2").arg(before).arg(after)));
        QVERIFY(!shown.chart.summary().contains("accepted"));
        QTest::mouseClick(shown.paper(), Qt::LeftButton, {}, shown.drawn().legendOf(0).center().toPoint());
        QVERIFY(shown.chart.isLineShown(0));
    }

    void keysDoWhatTheMouseDoes() {
        Shown shown;
        fillSale(shown.chart);
        shown.chart.activateWindow();
        shown.chart.setFocus();
        QTRY_VERIFY(shown.chart.hasFocus());
        QTest::keyClick(&shown.chart, Qt::Key_Plus);
        QVERIFY(shown.chart.isZoomed());
        QTest::keyClick(&shown.chart, Qt::Key_0);
        QVERIFY(!shown.chart.isZoomed());
        QTest::keyClick(&shown.chart, Qt::Key_Space);
        QVERIFY(shown.chart.isPaused());
        QTest::keyClick(&shown.chart, Qt::Key_Right);
        QVERIFY(shown.drawn().crossHair());
        QTest::keyClick(&shown.chart, Qt::Key_Escape);
        QVERIFY(!shown.drawn().crossHair());
    }

    // A page stops its run by Escape, too.
    void escapeTakesTheCrossHairAwayBeforeAShortcutHasIt() {
        Shown shown;
        fillSale(shown.chart);
        QAction stop;
        stop.setShortcut(Qt::Key_Escape);
        QSignalSpy stopped(&stop, &QAction::triggered);
        shown.chart.addAction(&stop);
        shown.chart.activateWindow();
        shown.chart.setFocus();
        QTRY_VERIFY(shown.chart.hasFocus());
        QTest::keyClick(&shown.chart, Qt::Key_Right);
        QVERIFY(shown.drawn().crossHair());
        QTest::keyClick(&shown.chart, Qt::Key_Escape);
        QVERIFY(!shown.drawn().crossHair());
        QCOMPARE(stopped.count(), 0);
        QTest::keyClick(&shown.chart, Qt::Key_Escape);
        QCOMPARE(stopped.count(), 1);
    }

    void itCanBeTakenAwayAsFiles() {
        Shown shown;
        fillSale(shown.chart);
        QTemporaryDir folder;
        QSignalSpy said(&shown.chart, &ui::LiveChart::said);
        for (const char* ending : {"png", "svg", "csv"}) {
            const QString path = folder.filePath(QString("a.%1").arg(ending));
            said.clear();
            shown.chart.saveTo(path);
            QTRY_COMPARE(said.count(), 1);
            QCOMPARE(said.last()[0].toString(), "Saved " + path + ".");
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const ui::LiveChart& chart = shown.chart;
            QCOMPARE(file.readAll(), path.endsWith("png")   ? chart.asPng()
                                     : path.endsWith("svg") ? chart.asSvg()
                                                            : chart.asCsv());
        }
        shown.chart.saveTo(folder.filePath("nowhere/a.png"));
        QTRY_VERIFY(said.last()[0].toString().contains("could not be written"));
        shown.chart.saveTo(folder.filePath("a.pdf"));
        QVERIFY(said.last()[0].toString().contains("ends otherwise"));
    }

    void whatAChartThatIsGoneSavedIsWrittenAndToldByItsWindow() {
        QTemporaryDir folder;
        QStringList told;
        {
            QWidget window;
            connect(&ui::ChartSaver::ofWindow(window), &ui::ChartSaver::said, this,
                    [&](const QString& sentence) { told += sentence; });
            for (const char* name : {"first.csv", "nowhere/second.csv"}) {
                ui::LiveChart shortLived(&window);
                shortLived.saveTo(folder.filePath(name));
            }
            QTRY_COMPARE(told.size(), 2);
            QVERIFY(told[0].startsWith("Saved") && told[1].contains("could not be written"));
            ui::LiveChart* const last = new ui::LiveChart(&window);
            last->saveTo(folder.filePath("last.csv"));
        }
        QVERIFY(QFileInfo::exists(folder.filePath("last.csv")));  // a window that closes finishes what it began
    }

    void itCanBeDraggedAndCopied() {
        Shown shown;
        fillSale(shown.chart);
        const auto mime = shown.chart.makeMimeData();
        QCOMPARE(mime->data("text/csv"), shown.chart.asCsv());
        QVERIFY(mime->hasImage() && mime->urls().size() == 1);
        QCOMPARE(QImage(mime->urls().first().toLocalFile()), QImage::fromData(shown.chart.asPng(), "PNG"));
    }

    void aLogScaleShowsOnlyWhatIsAboveZero() {
        Shown shown;
        shown.chart.setTitle("Latency");
        shown.chart.setUnit("ms");
        shown.chart.setEmptyText("Start a sale to see how long orders take.");
        shown.chart.setLogScale(true);
        shown.chart.addLine("p50");
        QVERIFY(!shown.chart.grab().isNull());
        shown.chart.append(0, 0ms, 0);
        shown.chart.append(0, 100ms, 3);
        shown.chart.append(0, 200ms, 900);
        QCOMPARE(shown.drawn().content().valuesIn({0, 1}, true)->least, 3.0);
        QVERIFY(!shown.chart.grab().isNull());
        shown.chart.clear();
        QVERIFY(shown.drawn().content().isEmpty());
    }
};

RUSHLAB_TEST(LiveChartTest, QApplication)

}  // namespace rushlab::test::live_chart
#include "live_chart.moc"
