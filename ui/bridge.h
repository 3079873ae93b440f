// Between the window and the laboratory: one timer pulls samples and events of every open lab ten times a second, and
// what a person orders is done on threads of its own, with what came of it told back as signals.
// Guarantees: no call waits; every signal comes on the GUI's thread; every lab is told as opened before its samples and
// as closed after its last ones, also one that lived shorter than a tick. The GUI's thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "ui/laboratory.h"
#include "ui/task_thread.h"

namespace rushlab::ui {

using LabPointer = std::shared_ptr<lab::LiveLab>;
using Samples = std::vector<std::shared_ptr<const lab::Snapshot>>;
using Events = std::vector<lab::LabEvent>;
using ResultPointer = std::shared_ptr<const verdict::RunResult>;

class Bridge final : public QObject {
    Q_OBJECT
  public:
    enum class RunState : std::uint8_t { Idle, Running, Stopping };
    enum class ShopState : std::uint8_t { Closed, Opening, Open, Failed };

    // The laboratory must outlive it.
    explicit Bridge(Laboratory& laboratory, QObject* parent = nullptr);
    // Interrupts a run, waits for it and for the order that is under way, and for all that the archive was asked to do.
    ~Bridge() override;

    RunState runState() const { return m_runState; }
    // Of the run that goes on, or of the last one.
    const RunRequest& request() const { return m_request; }
    ShopState shopState() const { return m_shopState; }
    const QString& shopSentence() const { return m_shopSentence; }
    // As Laboratory says it.
    verdict::Pairs engines() const { return m_laboratory.engines(); }
    // Of the labs that are open a run's, the newest one, else the shop's, which may come up beside a run; or nothing.
    LabPointer onView() const;
    // Events that left the ring before they were pulled, of every lab so far.
    std::uint64_t missedEvents() const { return m_missedEvents; }

    void openShop();
    void openShopOnFreePorts();
    // Conflict is told as runRefused: one run at a time.
    void startRun(RunRequest request);
    void stopRun();
    // `said` is told when it is done; the error's own sentence where it failed.
    void order(LabPointer lab, std::function<Result<>(lab::LiveLab&)> what, QString said);
    // Off this thread, then `then` back on it: for whatever else of a page may wait for a disk or an engine. It is not
    // called once `receiver` is gone.
    template <class Work, class Then>
    void inBackground(QObject* receiver, Work work, Then then);
    // The same for the archive of results, beside all that is ordered; what was asked of it is done also where the
    // window is closed meanwhile.
    template <class Work, class Then>
    void inArchive(QObject* receiver, Work work, Then then);
    // The shop is closed, the engine is changed where it answers, and the shop is opened again.
    void useEngine(const QString& setting, const QString& url);

  signals:
    void labOpened(rushlab::ui::LabPointer lab);
    void sampled(rushlab::ui::LabPointer lab, const rushlab::ui::Samples& fresh);
    void happened(rushlab::ui::LabPointer lab, const rushlab::ui::Events& fresh);
    void labClosed(rushlab::ui::LabPointer lab);

    void shopChanged();  // state or sentence
    void runStarted(const rushlab::ui::RunRequest& request);
    void progressed(const rushlab::scenarios::Progress& progress);
    void runFinished(rushlab::ui::ResultPointer result);
    // It did not run, or not to an end: why.
    void runRefused(const QString& sentence);
    void engineChanged(const QString& setting, bool done, const QString& sentence);
    // For the status bar.
    void said(const QString& sentence);

  private:
    struct Followed {
        LabPointer lab;
        std::chrono::milliseconds lastSample{-1};
        std::uint64_t lastEvent = 0;
    };

    template <class Work, class Then>
    void doOn(TaskThread& thread, QObject* receiver, Work work, Then then);
    void pull();
    void pull(Followed& followed);
    void setShop(ShopState state, QString sentence);
    void openShopInBackground(bool onFreePorts);
    void ended(Result<verdict::RunResult> result);
    // Calls it on this object's thread, unless this object is gone by then; what is said from one thread in the order
    // in which it was said. One queue of our own, and one call into Qt for all that waits in it.
    void later(std::function<void()> what);
    Q_INVOKABLE void doWaiting();

    Laboratory& m_laboratory;
    QTimer m_timer;
    std::vector<Followed> m_followed;
    std::uint64_t m_lastLab = 0;
    std::uint64_t m_missedEvents = 0;
    RunState m_runState = RunState::Idle;
    ShopState m_shopState = ShopState::Closed;
    QString m_shopSentence;
    RunRequest m_request;
    std::atomic<bool> m_interrupted = false;
    std::mutex m_mutex;  // guards what waits
    std::vector<std::function<void()>> m_waiting;
    // Last: they end before what they use.
    TaskThread m_runs;
    TaskThread m_orders;
    TaskThread m_archive{TaskThread::AtEnd::DoesWhatWaits};
};

template <class Work, class Then>
void Bridge::inBackground(QObject* receiver, Work work, Then then) {
    doOn(m_orders, receiver, std::move(work), std::move(then));
}

template <class Work, class Then>
void Bridge::inArchive(QObject* receiver, Work work, Then then) {
    doOn(m_archive, receiver, std::move(work), std::move(then));
}

template <class Work, class Then>
void Bridge::doOn(TaskThread& thread, QObject* receiver, Work work, Then then) {
    thread.post([receiver = QPointer<QObject>(receiver), this, work = std::move(work), then = std::move(then)] {
        auto found = std::make_shared<decltype(work())>(work());
        later([receiver, found, then] {
            if (receiver) then(std::move(*found));
        });
    });
}

}  // namespace rushlab::ui
