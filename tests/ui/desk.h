// What a window or a page needs in a test: a laboratory that plays a script, and a folder for results and preferences.
// The test's thread.
#pragma once

#include <QTemporaryDir>
#include <QTest>

#include "report/result_archive.h"
#include "tests/ui/scripted_laboratory.h"

namespace rushlab::ui {

struct Desk {
    // Whoever examines the engines gets an answer at once.
    Desk() {
        for (int examination = 0; examination < 100; ++examination)
            laboratory.answer();
    }

    QTemporaryDir folder;
    ScriptedLaboratory laboratory;
    Result<report::ResultArchive> results =
        report::ResultArchive::open(folder.path().toStdString() + "/results", report::PngPainter());

    QString preferences() const { return folder.filePath("desktop.ini"); }
};

// On the screen, and the one that keys go to.
template <class Window>
void showActive(Window& window) {
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window)) qFatal("the window does not become the active one");
}

// A shop with one instance a role, two of order.
inline lab::Snapshot shopSnapshot(std::chrono::milliseconds at) {
    lab::Snapshot snapshot;
    snapshot.at = at;
    for (const char* role : {"gateway", "registry", "auth", "item", "stock", "order", "chat", "worker", "scheduler"})
        snapshot.instances.push_back({role, std::string(role) + "-1", {}, true, false});
    snapshot.instances.push_back({"order", "order-2", {}, true, false});
    snapshot.cpuShareBackend = 0.42;
    snapshot.cpuShareLoad = 0.17;
    snapshot.cpuShareWindow = 0.03;
    snapshot.residentBytes = 212'000'000;
    return snapshot;
}

}  // namespace rushlab::ui
