// The desktop as the program puts it together, over a real laboratory with a folder and ports of its own.
// The GUI's thread; a QApplication must exist.
#pragma once

#include <QTemporaryDir>
#include <memory>

#include "app/desktop_laboratory.h"
#include "app/png.h"
#include "base/settings.h"
#include "report/result_archive.h"
#include "ui/main_window.h"

namespace rushlab::test {

inline Settings settingsIn(const QTemporaryDir& folder) {
    SettingsSources sources;
    sources.home = folder.path().toStdString();
    sources.flags = {{"--data", sources.home + "/data"}, {"--port-base", "0"}, {"--log-level", "error"}};
    return readSettings(sources).value();
}

struct RealDesktop {
    QTemporaryDir folder;
    app::DesktopLaboratory laboratory{settingsIn(folder)};
    Result<report::ResultArchive> results =
        report::ResultArchive::open(folder.path().toStdString() + "/results", &app::paintPng);
    std::unique_ptr<ui::MainWindow> window = std::make_unique<ui::MainWindow>(laboratory, *results);
};

}  // namespace rushlab::test
