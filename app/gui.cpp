#include "app/gui.h"

#include <QApplication>
#include <QStyleFactory>

#include "app/examination.h"
#include "ui/main_window.h"
#include "ui/theme.h"

namespace rushlab::app {

int runDesktop(int argc, char** argv, Settings settings) {
    QApplication application(argc, argv);
    application.setApplicationName("RushLab");
    application.setApplicationVersion(RUSHLAB_VERSION);
    application.setStyle(QStyleFactory::create("Fusion"));
    application.setPalette(ui::isDark(application.palette()) ? ui::darkPalette() : ui::lightPalette());

    EngineExamination examination(std::move(settings));
    ui::MainWindow window(examination);
    window.show();
    return application.exec();
}

}  // namespace rushlab::app
