// A crowd that orders as fast as it is answered, watched in the window and run headless by the program itself, in turn:
// what the window costs the shop, and how long the window lets a person wait meanwhile, beside what an idle thread
// waits on the same processors, and what the window's own thread has to do at once. bench_desktop_sale [pairs] [users]
// [seconds]
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QThread>
#include <algorithm>
#include <ctime>

#include "app/prompt_thread.h"
#include "tests/bench/desktop.h"
#include "tests/bench/figures.h"
#include "ui/frame_clock.h"

using namespace rushlab;

namespace {

constexpr double kFrameMs = 16;
constexpr double kShare = 0.95;

struct Crowd {
    std::string users;
    std::string duration;
};

struct Rates {
    double accepted = 0, completed = 0;
};

double milliseconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// The window's clock on a thread that has nothing else to do: how long the machine lets anybody wait.
class IdleThread final : public QThread {
  public:
    IdleThread() { start(); }
    ~IdleThread() override {
        quit();
        wait();
    }
    Histogram ofLastSeconds() {
        Histogram waits;
        QMetaObject::invokeMethod(
            m_clock.load(), [&] { waits = m_clock.load()->ofLastSeconds(); }, Qt::BlockingQueuedConnection);
        return waits;
    }

  private:
    void run() override {
        ui::FrameClock clock(nullptr);
        m_clock = &clock;
        exec();
    }
    std::atomic<ui::FrameClock*> m_clock = nullptr;
};

std::chrono::nanoseconds processorTimeOfThread() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

// What each event costs the GUI's thread in processor time, whoever else has the processors meanwhile.
class CountedApplication final : public QApplication {
  public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        const bool ofGui = QThread::currentThread() == thread();  // the idle thread's come here, too
        if (!ofGui || m_within || !counts) return QApplication::notify(receiver, event);
        m_within = true;
        const auto began = processorTimeOfThread();
        const bool done = QApplication::notify(receiver, event);
        const auto spent = processorTimeOfThread() - began;
        took.record(spent);
        all += spent;
        m_within = false;
        return done;
    }

    bool counts = false;
    Histogram took;
    std::chrono::nanoseconds all{};

  private:
    bool m_within = false;
};

// Of the load's last seconds, added.
struct Waited {
    Histogram window, idle;
};

Rates headless(const Crowd& crowd) {
    const QTemporaryDir folder;
    QProcess program;
    program.start(RUSHLAB_PROGRAM, {"run", "pipeline", "--json", "--data", folder.path(), "--set",
                                    QString::fromStdString("users=" + crowd.users), "--set",
                                    QString::fromStdString("duration=" + crowd.duration)});
    if (!program.waitForFinished(-1) || program.exitCode() != 0)
        bench::giveUp(program.readAllStandardError().toStdString());
    const QJsonObject metrics =
        QJsonDocument::fromJson(program.readAllStandardOutput()).object()["variants"][0]["metrics"].toObject();
    return {metrics["acceptedRate"].toDouble(), metrics["completedRate"].toDouble()};
}

Rates inTheWindow(const Crowd& crowd, IdleThread& idle, Waited& waited, CountedApplication& application) {
    test::RealDesktop desktop;
    bench::open(desktop);
    desktop.window->showPage("scenarios", "pipeline");
    const auto* clock = desktop.window->findChild<ui::FrameClock*>();
    const auto result = bench::run(desktop, {"pipeline", {{"users", crowd.users}, {"duration", crowd.duration}}, 1},
                                   [&](const scenarios::Progress& progress) {
                                       const bool loading = progress.phase == "loading";
                                       if (application.counts && !loading) {
                                           waited.window.merge(clock->ofLastSeconds());
                                           waited.idle.merge(idle.ofLastSeconds());
                                       }
                                       application.counts = loading;
                                   });
    if (result->verdict() != verdict::Verdict::Pass) bench::giveUp("the run did not pass");
    const auto metric = [&](std::string_view name) {
        return std::ranges::find(result->variants.front().metrics, name, &verdict::Metric::name)->value;
    };
    return {metric("acceptedRate"), metric("completedRate")};
}

}  // namespace

int main(int argc, char** argv) {
    bench::chooseDisplay();
    CountedApplication application(argc, argv);
    app::preferShortTurns();
    app::dress(application);
    QApplication::setQuitOnLastWindowClosed(false);
    const int pairs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    const Crowd crowd{argc > 2 ? argv[2] : "4000", std::string(argc > 3 ? argv[3] : "8") + "s"};
    bench::Figures figures("desktop_sale");
    IdleThread idle;
    Waited waited;
    std::vector<double> accepted, acceptedShare, completedShare, acceptedHeadless;
    for (int pair = 0; pair < pairs; ++pair) {
        // Each is the first in every other pair: a machine that slows down is nobody's advantage.
        Rates alone = pair % 2 == 0 ? headless(crowd) : Rates();
        const Rates watched = inTheWindow(crowd, idle, waited, application);
        if (pair % 2 != 0) alone = headless(crowd);
        accepted.push_back(watched.accepted);
        acceptedHeadless.push_back(alone.accepted);
        acceptedShare.push_back(watched.accepted / alone.accepted);
        completedShare.push_back(watched.completed / alone.completed);
        figures.note(fmt::format("pair {}: accepted/s in the window, headless", pair + 1), watched.accepted,
                     alone.accepted);
    }
    figures.note("accepted/s, medians", median(accepted), median(acceptedHeadless));
    figures.atLeast("accepted/s in the window, share of headless", median(acceptedShare), kShare, "of headless");
    figures.note("completed/s in the window, share of headless", median(completedShare));
    for (const auto& [name, share] : {std::pair("p50", 0.50), {"p90", 0.90}, {"p99", 0.99}}) {
        figures.note(fmt::format("ms that the window lets wait, and an idle thread: {}", name),
                     milliseconds(waited.window.percentile(share)), milliseconds(waited.idle.percentile(share)));
    }
    figures.atMost("p99", milliseconds(waited.window.percentile(0.99)), kFrameMs, "ms");
    figures.note("most", milliseconds(waited.window.max()), milliseconds(waited.idle.max()));
    figures.note("ms of processor for an event of the window: p99", milliseconds(application.took.percentile(0.99)));
    figures.note("most", milliseconds(application.took.max()));
    figures.note("all together, ms a pair", milliseconds(application.all) / pairs);
    return figures.exitStatus();
}
