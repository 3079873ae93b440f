// The chart over time, driven as a person drives it, and what it gives away.
#include <QtTest>
#include <QtWidgets>

#include "ui/charts/chart_canvas.h"
#include "ui/charts/live_chart.h"
#include "ui/fonts.h"
#include "ui/theme.h"

using namespace rushlab;
using namespace std::chrono_literals;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void fillSale(ui::LiveChart& chart) {
    chart.setTitle("Orders");
    chart.setUnit("1/s");
    chart.addLine("accepted");
    chart.addLine("completed");
    chart.addLine("rejected");
    for (int tick = 0; tick <= 300; ++tick) {
        const double at = tick / 10.0;
        const bool cut = tick > 120 && tick < 150;
        chart.appendAll(tick * 100ms, {900 * std::exp(-at / 8) + 40 * std::sin(at * 2), cut ? kNone : 300 + 20 * std::sin(at),
                                       tick % 40 == 0 ? 120.0 : kNone});
    }
    chart.addMarker(12s, "fault", "order-2 killed");
    chart.addMarker(15s, "fault", "order-2 started");
    chart.addMarker(15200ms, "lock", "lock lost");
}

}  // namespace

class LiveChartTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        QApplication::setStyle("Fusion");
        QApplication::setFont(ui::applicationFont());
    }

    void pictures_data() {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << ui::lightPalette();
        QTest::newRow("dark") << ui::darkPalette();
    }
    void pictures() {
        QFETCH(QPalette, palette);
        QApplication::setPalette(palette);
        ui::LiveChart chart(nullptr);
        chart.resize(720, 320);
        fillSale(chart);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        chart.canvas().refresh();
        chart.canvas().setCrossHair(20.0);
        const QString folder = qEnvironmentVariable("RUSHLAB_TEST_PICTURES");
        if (folder.isEmpty()) return;
        const QString tag = QTest::currentDataTag();
        QVERIFY(chart.grab().save(QString("%1/chart-%2.png").arg(folder, tag)));
        for (const char* ending : {"png", "svg", "csv"})
            QVERIFY(chart.saveTo(QString("%1/chart-%2-export.%3").arg(folder, tag, ending)));
    }
};

QTEST_MAIN(LiveChartTest)
#include "live_chart.moc"
