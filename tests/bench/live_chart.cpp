// What it costs the window to draw four live charts of three lines and 6,000 values each, once, after a new value came:
// with every value in view, and with the last minute. In time of the processor, whatever else the machine does.
#include <QApplication>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>

#include "tests/bench/figures.h"
#include "ui/charts/chart_canvas.h"
#include "ui/charts/live_chart.h"
#include "ui/fonts.h"

using namespace rushlab;

namespace {

constexpr int kValues = 6000;
constexpr int kFrames = 200;
constexpr double kBudgetMs = 16;

std::vector<double> valuesAt(int tick) {
    const double at = tick / 10.0;
    return {400 + 300 * std::sin(at / 9) + 60 * std::sin(at * 7), 380 + 250 * std::sin(at / 8) + 90 * std::cos(at * 5),
            tick % 97 == 0 ? std::nan("") : 150 + 40 * std::sin(at * 3)};
}

struct Frames {
    double median = 0, p99 = 0;
};

Frames drawFrames(ui::TimeWindow window) {
    std::vector<std::unique_ptr<ui::LiveChart>> charts;
    for (int number = 0; number < 4; ++number) {
        auto& chart = charts.emplace_back(std::make_unique<ui::LiveChart>(nullptr));
        chart->resize(640, 320);
        chart->setTitle("Orders");
        for (const char* name : {"accepted", "completed", "rejected"})
            chart->addLine(name);
        for (int tick = 0; tick < kValues; ++tick)
            chart->appendAll(std::chrono::milliseconds(tick * 100), valuesAt(tick));
        chart->addMarker(std::chrono::seconds(kValues / 20), "fault", "order-2 killed");
        chart->setWindow(window);
        chart->show();
    }
    QApplication::processEvents();
    QImage paper(640, 320, QImage::Format_RGB32);
    std::vector<double> took;
    for (int frame = 0; frame < kFrames; ++frame) {
        const std::clock_t began = std::clock();
        for (const auto& chart : charts) {
            chart->appendAll(std::chrono::milliseconds((kValues + frame) * 100), valuesAt(kValues + frame));
            QPainter painter(&paper);
            chart->canvas().paintOn(painter);
        }
        took.push_back(1000.0 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC);
    }
    std::ranges::sort(took);
    return {took[took.size() / 2], took[took.size() * 99 / 100]};
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setFont(ui::applicationFont());
    bench::Figures figures("live_chart");
    for (const auto& [window, name] :
         {std::pair(ui::TimeWindow::Whole, "ten minutes"), std::pair(ui::TimeWindow::Minute, "last minute")}) {
        const Frames frames = drawFrames(window);
        figures.note(fmt::format("{}: median ms a frame", name), frames.median);
        figures.atMost(fmt::format("{}: p99", name), frames.p99, kBudgetMs, "ms");
    }
    return figures.exitStatus();
}
