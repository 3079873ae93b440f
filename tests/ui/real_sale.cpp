// The window over a real shop: sales are staged, watched, broken, judged and taken away as a person does it.
#include <QXmlStreamReader>
#include <cmath>

#include "tests/support/test_program.h"
#include "tests/ui/real_desk.h"
#include "ui/big_number.h"
#include "ui/charts/chart_canvas.h"
#include "ui/models/variants_model.h"
#include "ui/theme.h"

namespace rushlab::test::real_sale {
using namespace std::chrono_literals;

namespace {

constexpr std::array kCharts{"stockChart", "queueChart", "ratesChart", "latencyChart"};

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// How far apart two pictures are: the mean of the differences of all colours of all pixels.
double difference(const QImage& one, const QImage& other) {
    const QImage a = one.convertToFormat(QImage::Format_RGB32);
    const QImage b =
        other.scaled(a.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
    double sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor p = a.pixelColor(x, y), q = b.pixelColor(x, y);
            sum += std::abs(p.red() - q.red()) + std::abs(p.green() - q.green()) + std::abs(p.blue() - q.blue());
        }
    }
    return sum / (3.0 * a.width() * a.height());
}

// By the chart's own button and its menu, as a mouse does it.
bool takeAway(ui::RealDesk& desk, ui::LiveChart& chart, const char* command, const QString& path) {
    QTest::mouseClick(chart.findChild<QToolButton*>("chart-export-button"), Qt::LeftButton);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    if (!menu) return false;
    auto* action = chart.findChild<QAction*>(command);
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
    return desk.saveAs(path);
}

// "atMs,lua-mq (units)" and a row a moment; what is empty is a gap.
std::map<qint64, double> pointsOf(const QByteArray& csv) {
    std::map<qint64, double> points;
    const QStringList rows = QString::fromUtf8(csv).split("\r\n", Qt::SkipEmptyParts);
    for (const QString& row : rows.mid(1)) {
        const QStringList cells = row.split(',');
        if (!cells.value(1).isEmpty()) points[cells[0].toLongLong()] = cells[1].toDouble();
    }
    return points;
}

std::map<qint64, double> pointsOf(const verdict::Variant& variant, std::string_view name) {
    std::map<qint64, double> points;
    const auto series = std::ranges::find(variant.series, name, &verdict::Series::name);
    if (series == variant.series.end()) return points;
    for (const auto& [at, value] : series->points) {
        if (std::isfinite(value)) points[at.count()] = value;
    }
    return points;
}

// Some seconds long, so that there is a middle.
void stageALongSale(ui::RealDesk& desk) {
    desk.type("field-users", "1000");
    desk.type("field-stock", "600");
    desk.type("field-arrivals", "rate");
    desk.type("field-rate", "200");
}

bool hasBegun(ui::RealDesk& desk) {
    const auto lab = desk.window().bridge().onView();
    if (!desk.isRunning() || !lab || lab->purpose() != lab::Purpose::Run) return false;
    const auto samples = lab->snapshots(-1ms);
    return !samples.empty() && samples.back()->accepted > 20;
}

}  // namespace

class RealSaleTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { QApplication::setPalette(ui::lightPalette()); }

    void aSaleOfAHundredEndsWithNothingLeftAndPasses() {
        ui::RealDesk desk;
        auto* stock = desk.find<ui::BigNumber>("stockNumber");
        desk.start();
        SEE(stock->number() == "100");
        SEE(stock->number() == "0");
        SEE(desk.isVerdictShown());
        QVERIFY2(desk.words("verdict").contains("PASS"), qPrintable(desk.words("verdictSentence")));
        QCOMPARE(desk.words("verdictSentence"), QString("Expected: PASS. Every check holds."));
        QCOMPARE(stock->number(), QString("0"));
        QCOMPARE(stock->below(), QString("100 sold"));
        const auto drawn = pointsOf(desk.result()->variants.front(), "stock");
        QCOMPARE(drawn.begin()->second, 100.0);
        QCOMPARE(drawn.rbegin()->second, 0.0);
    }

    void withoutAGuardItOversellsAsIsExpected() {
        ui::RealDesk desk;
        desk.click("presetNone");
        desk.start();
        SEE(desk.isVerdictShown());
        QVERIFY(desk.words("verdict").contains("FAIL"));
        QVERIFY2(desk.words("verdictSentence").startsWith("Expected: FAIL"), qPrintable(desk.words("verdictSentence")));
        QVERIFY(desk.result()->variants.front().asExpected() == verdict::Verdict::Pass);
        auto* stock = desk.find<ui::BigNumber>("stockNumber");
        QVERIFY2(stock->below().contains("too many"), qPrintable(stock->below()));
        // The evidence is one key away.
        QTest::keyClick(&desk.window(), Qt::Key_V, Qt::AltModifier);
        auto* checks = desk.find<QTreeWidget>("checks");
        QVERIFY(checks->isVisible());
        const auto oversold = checks->findItems("oversold", Qt::MatchExactly);
        QVERIFY(oversold.size() == 1 && oversold.front()->childCount() > 0);
    }

    void everyStrategyIsComparedInOneTableAndOnOneChart() {
        ui::RealDesk desk;
        desk.type("field-users", "150");
        desk.type("field-stock", "15");
        desk.key(Qt::Key_3, Qt::AltModifier);
        desk.start();
        SEE(desk.isVerdictShown());
        const auto& variants = desk.result()->variants;
        const auto strategies = static_cast<std::size_t>(desk.find<QListWidget>("field-strategy")->count());
        QCOMPARE(variants.size(), strategies);
        auto* table = desk.find<QTableView>("variants");
        QCOMPARE(static_cast<std::size_t>(table->model()->rowCount()), strategies);
        const auto ran = std::ranges::count_if(variants, &verdict::Variant::ran);
        QVERIFY(ran > 6);
        QCOMPARE(desk.chart("stockChart")->lineCount(), static_cast<int>(ran));
        for (const verdict::Variant& variant : variants) {
            if (!variant.ran()) continue;
            QVERIFY2(desk.chart("stockChart")->summary().contains(QString::fromStdString(variant.name)),
                     variant.name.c_str());
            if (variant.expected == verdict::Verdict::Pass)
                QVERIFY2(variant.verdict == verdict::Verdict::Pass, variant.name.c_str());
        }
        // A row that is chosen is seen alone.
        QTest::keyClick(&desk.window(), Qt::Key_V, Qt::AltModifier);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 0)).center());
        QCOMPARE(desk.chart("stockChart")->lineCount(), 1);
    }

    void whatWasSeenIsTakenAwayAsPictureDrawingFiguresAndPage() {
        ui::RealDesk desk;
        desk.start();
        SEE(desk.isVerdictShown() && !desk.result()->variants.front().series.empty());
        auto* chart = desk.chart("stockChart");
        for (const char* ending : {"png", "svg", "csv"})
            QVERIFY2(takeAway(desk, *chart, qPrintable(QString("chart-%1").arg(ending)),
                              desk.file(QString("stock.%1").arg(ending))),
                     ending);

        const QByteArray csv = contentOf(desk.file("stock.csv"));
        QVERIFY(
            csv.startsWith("\xEF\xBB\xBF"
                           "atMs,lua-mq (units)\r\n"));
        QCOMPARE(pointsOf(csv), pointsOf(desk.result()->variants.front(), "stock"));

        // The picture is that chart as the screen has it, and no other.
        const QImage png = QImage::fromData(contentOf(desk.file("stock.png")), "PNG");
        QCOMPARE(png.size(), chart->canvas().size() * 2);
        const double own = difference(chart->canvas().grab().toImage(), png);
        for (const char* other : {"queueChart", "ratesChart", "latencyChart"})
            QVERIFY2(own * 2 < difference(desk.chart(other)->canvas().grab().toImage(), png), other);

        QXmlStreamReader svg(contentOf(desk.file("stock.svg")));
        QSet<QString> elements;
        while (!svg.atEnd()) {
            if (svg.readNext() == QXmlStreamReader::StartElement) elements += svg.name().toString();
        }
        QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
        QVERIFY(elements.contains("svg") && elements.contains("path"));

        QVERIFY(desk.command("results"));
        auto* results = desk.window().findChild<QTableView*>("results");
        SEE(results->isVisible() && results->model()->rowCount() == 1);
        QTest::mouseClick(results->viewport(), Qt::LeftButton, {},
                          results->visualRect(results->model()->index(0, 0)).center());
        desk.key(Qt::Key_E, Qt::ControlModifier);
        QVERIFY(desk.saveAs(desk.file("sale.html")));
        const QString page = QString::fromUtf8(contentOf(desk.file("sale.html")));
        for (const char* part : {"PASS", "lua-mq", "oversold", "<svg", "</html>"})
            QVERIFY2(page.contains(part), part);
    }

    void languageAndThemeAreSwitchedInTheMiddleAndTheRunGoesOn() {
        ui::RealDesk desk;
        stageALongSale(desk);
        desk.start();
        SEE(hasBegun(desk));
        QVERIFY(desk.command("dark"));
        SEE(ui::isDark(desk.window().palette()));
        QVERIFY(desk.command(QString::fromUtf8("한국어")));
        SEE(desk.find<QPushButton>("start")->text().contains(QString::fromUtf8("시작")));
        QVERIFY2(desk.isRunning(), "the sale was over before it was switched");
        QVERIFY(desk.command("english"));
        SEE(desk.isVerdictShown());
        QVERIFY2(desk.words("verdict").contains("PASS"), qPrintable(desk.words("verdictSentence")));
        QCOMPARE(desk.find<ui::BigNumber>("stockNumber")->number(), QString("0"));
    }

    void anOrderInstanceKilledInTheMiddleIsMarkedAndTheRunIsJudged() {
        ui::RealDesk desk;
        stageALongSale(desk);
        desk.start();
        SEE(hasBegun(desk));
        desk.key(Qt::Key_F2);
        for (const char* name : kCharts)
            SEE(desk.chart(name)->summary().contains("order-1 killed at"));
        QVERIFY2(desk.isRunning(), "the sale was over before it was disturbed");
        SEE(desk.isVerdictShown());
        const verdict::Variant& variant = desk.result()->variants.front();
        QVERIFY(!variant.checks.empty());
        for (const char* check : {"oversold", "duplicated", "storesAgree"}) {
            const auto found = std::ranges::find(variant.checks, check, &verdict::Check::name);
            QVERIFY2(found != variant.checks.end() && found->outcome == verdict::Verdict::Pass, check);
        }
        QVERIFY(desk.chart("stockChart")->summary().contains("order-1 killed at"));
    }

    void aWindowClosedInTheMiddleIsGoneAndNothingHangs() {
        ui::RealDesk desk;
        stageALongSale(desk);
        desk.start();
        SEE(hasBegun(desk));
        QElapsedTimer since;
        since.start();
        desk.key(Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(!desk.window().isVisible());
        desk.closeWindow();
        QVERIFY2(since.elapsed() < ui::kPatienceMs, qPrintable(QString::number(since.elapsed())));
    }
};

RUSHLAB_TEST(RealSaleTest, QApplication)

}  // namespace rushlab::test::real_sale
#include "real_sale.moc"
