// From the program's beginning to its window on the screen, beside a window of Qt's with nothing in it.
// bench_desktop_start [runs]
#include <QLabel>
#include <QMainWindow>
#include <QProcess>
#include <QTimer>
#include <algorithm>

#include "lab/process_use.h"
#include "tests/bench/desktop.h"
#include "tests/bench/figures.h"

using namespace rushlab;

namespace {

constexpr double kSeenMostMs = 1'000;

class BareWindow final : public QMainWindow {
  protected:
    void paintEvent(QPaintEvent* event) override {
        QMainWindow::paintEvent(event);
        QTimer::singleShot(0, this, [] {
            fmt::print(stderr, "seen, {} ms after the program began.\n", lab::processAge().count());
            QCoreApplication::quit();
        });
    }
};

int showBareWindow() {
    BareWindow window;
    window.setCentralWidget(new QLabel("RushLab", &window));
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}

// What a program says of itself: "seen, 123 ms after the program began."
double seenAfterMs(const QString& path, const QStringList& words) {
    QProcess program;
    program.setReadChannel(QProcess::StandardError);
    program.start(path, words);
    QString said;
    const auto isSeen = [&] { return said.contains("after the program began"); };
    while (!isSeen() && program.waitForReadyRead(60'000))
        said += QString::fromUtf8(program.readAllStandardError());
    program.terminate();
    program.waitForFinished(-1);
    if (!isSeen()) bench::giveUp("no window was seen: " + said.toStdString());
    return said.section("seen, ", 1).section(' ', 0, 0).toDouble();
}

}  // namespace

int main(int argc, char** argv) {
    bench::chooseDisplay();
    QApplication application(argc, argv);
    if (argc > 1 && std::string_view(argv[1]) == "--bare") return showBareWindow();
    const int runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
    bench::Figures figures("desktop_start");
    std::vector<double> program, bare;
    for (int run = 0; run < runs; ++run) {
        const QTemporaryDir folder;
        program.push_back(
            seenAfterMs(RUSHLAB_PROGRAM, {"--data", folder.path(), "--port-base", "0", "--log-level", "info"}));
        bare.push_back(seenAfterMs(QCoreApplication::applicationFilePath(), {"--bare"}));
    }
    std::ranges::sort(program);
    std::ranges::sort(bare);
    const auto middle = static_cast<std::size_t>(runs / 2);
    figures.note("window seen, ms (a bare window of Qt's)", program[middle], bare[middle]);
    figures.atMost("median", program[middle], kSeenMostMs, "ms");
    figures.note("slowest", program.back(), bare.back());
    return figures.exitStatus();
}
