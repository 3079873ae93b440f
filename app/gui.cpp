#include "app/gui.h"

#include <QApplication>
#include <QMessageBox>
#include <QStandardPaths>
#include <QStyleFactory>

#include "app/arguments.h"
#include "app/desktop_laboratory.h"
#include "app/png.h"
#include "io/file_limit.h"
#include "report/result_archive.h"
#include "ui/fonts.h"
#include "ui/main_window.h"
#include "ui/theme.h"

namespace rushlab::app {
namespace {

// As `rushlab serve` has them, and the buyers' ends too: they play in this process.
constexpr std::size_t kSockets = 20'000;

QString preferencesFile() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::ConfigLocation);
    return folder.isEmpty() ? QString() : folder + "/rushlab/desktop.ini";
}

}  // namespace

int runDesktop(int argc, char** argv, Settings settings) {
    QApplication application(argc, argv);
    application.setApplicationName("RushLab");
    application.setApplicationVersion(RUSHLAB_VERSION);
    QGuiApplication::setDesktopFileName("rushlab");
    ui::loadFonts();
    application.setFont(ui::applicationFont());
    application.setStyle(QStyleFactory::create("Fusion"));
    application.setPalette(ui::isDark(application.palette()) ? ui::darkPalette() : ui::lightPalette());

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
    window.show();
    return application.exec();
}

}  // namespace rushlab::app
