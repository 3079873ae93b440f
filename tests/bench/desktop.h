// What the desktop's benches share: the program's look, and runs that are started in a window and waited for.
// The GUI's thread.
#pragma once

#include <fmt/format.h>

#include <QApplication>
#include <QEventLoop>
#include <cstdlib>

#include "app/gui.h"
#include "io/file_limit.h"
#include "tests/support/real_desktop.h"

namespace rushlab::bench {

// On the display that is there, or on none.
inline void chooseDisplay() {
    const bool none = qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && none) qputenv("QT_QPA_PLATFORM", "offscreen");
}

[[noreturn]] inline void giveUp(std::string_view why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(2);
}

// Seen, and its shop open.
inline void open(test::RealDesktop& desktop) {
    (void)io::raiseFileLimit(20'000);
    QEventLoop untilOpen;
    ui::Bridge& bridge = desktop.window->bridge();
    QObject::connect(&bridge, &ui::Bridge::shopChanged, &untilOpen, [&] {
        if (bridge.shopState() == ui::Bridge::ShopState::Failed) giveUp(bridge.shopSentence().toStdString());
        if (bridge.shopState() == ui::Bridge::ShopState::Open) untilOpen.quit();
    });
    desktop.window->show();
    untilOpen.exec();
}

// To its verdict; `progressed` as the bridge tells it.
inline ui::ResultPointer run(test::RealDesktop& desktop, ui::RunRequest request,
                             const std::function<void(const scenarios::Progress&)>& progressed = {}) {
    ui::ResultPointer result;
    QEventLoop untilJudged;
    ui::Bridge& bridge = desktop.window->bridge();
    QObject::connect(&bridge, &ui::Bridge::runFinished, &untilJudged, [&](const ui::ResultPointer& ended) {
        result = ended;
        untilJudged.quit();
    });
    QObject::connect(&bridge, &ui::Bridge::runRefused, &untilJudged,
                     [](const QString& why) { giveUp(why.toStdString()); });
    if (progressed) QObject::connect(&bridge, &ui::Bridge::progressed, &untilJudged, progressed);
    bridge.startRun(std::move(request));
    untilJudged.exec();
    return result;
}

}  // namespace rushlab::bench
