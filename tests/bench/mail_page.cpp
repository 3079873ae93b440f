// What a frame of the Mail page costs the window's thread with a hundred thousand letters in its inbox and a few
// hundred mails on view, while some move, letters come, and the inbox is scrolled. In time of the processor, whatever
// else the machine does.
#include <QScrollBar>
#include <algorithm>
#include <ctime>

#include "tests/bench/figures.h"
#include "tests/ui/mail_screen.h"
#include "ui/fonts.h"

using namespace rushlab;

namespace {

constexpr std::uint64_t kLetters = 100'000;
constexpr std::uint64_t kShown = 240;
constexpr int kFrames = 300;
constexpr int kFrameMs = 16;

// Each few frames another mail goes a step on.
lab::MailView viewAt(std::uint64_t frame) {
    lab::MailView view;
    view.node = lab::NodeState::Up;
    view.way = "queue";
    view.letters = kLetters + frame;
    view.counts = {.signedUp = kLetters + kShown, .delivered = kLetters + frame};
    view.everyWay = {{"queue", view.counts}};
    for (std::uint64_t number = 1; number <= kShown; ++number) {
        const auto stage = (number + frame / 8) % 5;
        view.shown.push_back({number, static_cast<lab::MailStage>(stage), 1, stage >= 3 ? 1 : 0});
    }
    return view;
}

// What the calling thread has worked, in time of the processor.
double windowThreadMs() {
    timespec worked{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &worked);
    return static_cast<double>(worked.tv_sec) * 1e3 + static_cast<double>(worked.tv_nsec) / 1e6;
}

void scrollThroughAll(ui::MailScreen& screen) {
    QSignalSpy came(screen.inbox().model(), &QAbstractItemModel::rowsInserted);
    while (screen.letters() < static_cast<int>(kLetters)) {
        screen.inbox().scrollToBottom();
        came.wait(1'000);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setFont(ui::applicationFont());
    ui::MailScreen screen;
    screen.script().show(viewAt(0));
    scrollThroughAll(screen);

    std::vector<double> took;
    for (int frame = 0; frame < kFrames; ++frame) {
        const double before = windowThreadMs();
        screen.script().show(viewAt(static_cast<std::uint64_t>(frame)));
        QScrollBar& scroll = *screen.inbox().verticalScrollBar();
        scroll.setValue(scroll.maximum() / kFrames * frame);
        QTest::qWait(kFrameMs);
        took.push_back(windowThreadMs() - before);
    }
    std::ranges::sort(took);
    bench::Figures figures("mail_page");
    figures.note("letters in the inbox", screen.letters());
    figures.note("median ms a frame", took[took.size() / 2]);
    figures.atMost("p99", took[took.size() * 99 / 100], kFrameMs, "ms");
    return figures.exitStatus();
}
