#include "app/gui.h"

#include <QApplication>
#include <QMessageBox>
#include <QStyleFactory>

#include "app/arguments.h"
#include "app/desktop_laboratory.h"
#include "app/png.h"
#include "report/result_archive.h"
#include "ui/main_window.h"
#include "ui/theme.h"

namespace rushlab::app {

int runDesktop(int argc, char** argv, Settings settings) {
    QApplication application(argc, argv);
    application.setApplicationName("RushLab");
    application.setApplicationVersion(RUSHLAB_VERSION);
    application.setStyle(QStyleFactory::create("Fusion"));
    application.setPalette(ui::isDark(application.palette()) ? ui::darkPalette() : ui::lightPalette());

    const std::filesystem::path results = settings.data / "results";
    DesktopLaboratory laboratory(std::move(settings));
    auto archive = report::ResultArchive::open(results, &paintPng);
    if (!archive) {
        QMessageBox::critical(nullptr, "RushLab", QString::fromStdString(archive.error().message));
        return static_cast<int>(Exit::Unavailable);
    }
    ui::MainWindow window(laboratory, *archive);
    window.show();
    return application.exec();
}

}  // namespace rushlab::app
