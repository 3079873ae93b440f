#include "app/gui.h"

#include <QApplication>
#include <QMessageBox>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTimer>

#include "app/arguments.h"
#include "app/desktop_laboratory.h"
#include "app/interrupt.h"
#include "app/png.h"
#include "app/prompt_thread.h"
#include "io/file_limit.h"
#include "lab/process_use.h"
#include "report/result_archive.h"
#include "ui/desktop_theme.h"
#include "ui/fonts.h"
#include "ui/main_window.h"
#include "ui/theme.h"

namespace rushlab::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookForInterrupt = 100ms;
// As `rushlab serve` has them, and the buyers' ends too: they play in this process.
constexpr std::size_t kSockets = 20'000;

QString preferencesFile() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::ConfigLocation);
    return folder.isEmpty() ? QString() : folder + "/rushlab/desktop.ini";
}

// A signal ends the program as closing its window does.
void quitWhen(const std::atomic<bool>& interrupted, QApplication& application) {
    auto* look = new QTimer(&application);
    QObject::connect(look, &QTimer::timeout, &application, [&interrupted, &application] {
        if (interrupted) application.quit();
    });
    look->start(kLookForInterrupt);
}

}  // namespace

void dress(QApplication& application) {
    application.setApplicationName("RushLab");
    application.setApplicationVersion(RUSHLAB_VERSION);
    QGuiApplication::setDesktopFileName("rushlab");
    ui::loadFonts();
    application.setFont(ui::applicationFont());
    application.setStyle(QStyleFactory::create("Fusion"));
    application.setPalette(ui::isDark(application.palette()) ? ui::darkPalette() : ui::lightPalette());
}

int runDesktop(int argc, char** argv, Settings settings) {
    const Interrupt interrupt;
    QApplication application(argc, argv);
    preferShortTurns();
    dress(application);
    quitWhen(interrupt.flag(), application);
    const Log log = Log::toStandardError(settings.logLevel).named("desktop");

    // Without them it runs all the same: a run that needs more says so before it starts.
    (void)io::raiseFileLimit(kSockets);
    const std::filesystem::path results = settings.data / "results";
    DesktopLaboratory laboratory(std::move(settings));
    auto archive = report::ResultArchive::open(results, &paintPng);
    if (!archive) {
        QMessageBox::critical(nullptr, "RushLab", QString::fromStdString(archive.error().message));
        return static_cast<int>(Exit::Unavailable);
    }
    ui::MainWindow window(laboratory, *archive, preferencesFile());
    QObject::connect(&window, &ui::MainWindow::seen, &window, [&log] {
        log.info("The window is seen, {} ms after the program began.", lab::processAge().count());
    });
    const ui::DesktopTheme desktop;
    QObject::connect(&desktop, &ui::DesktopTheme::wished, &window, &ui::MainWindow::followDesktop);
    window.show();
    return application.exec();
}

}  // namespace rushlab::app
