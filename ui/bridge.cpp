#include "ui/bridge.h"

#include <utility>

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kEvery = 100ms;

}  // namespace

Bridge::Bridge(Laboratory& laboratory, QObject* parent) : QObject(parent), m_laboratory(laboratory) {
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { pull(); });
    m_timer.start(kEvery);
}

Bridge::~Bridge() {
    m_interrupted = true;
}

LabPointer Bridge::onView() const {
    LabPointer newest;
    for (auto followed = m_followed.rbegin(); followed != m_followed.rend(); ++followed) {
        if (!followed->lab->isOpen()) continue;
        if (followed->lab->purpose() == lab::Purpose::Run) return followed->lab;
        if (!newest) newest = followed->lab;
    }
    return newest;
}

void Bridge::later(std::function<void()> what) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(what));
        if (m_waiting.size() > 1) return;  // it is called already
    }
    QMetaObject::invokeMethod(this, "doWaiting", Qt::QueuedConnection);
}

void Bridge::doWaiting() {
    std::vector<std::function<void()>> waiting;
    {
        const std::lock_guard lock(m_mutex);
        waiting.swap(m_waiting);
    }
    for (const auto& what : waiting)
        what();
}

void Bridge::pull() {
    for (auto& lab : m_laboratory.labs(m_lastLab)) {
        m_lastLab = lab->number();
        m_followed.push_back({lab});
        emit labOpened(std::move(lab));
    }
    // A slot may order things, and so change the list: what is told of is held apart from it.
    for (std::size_t at = 0; at < m_followed.size();) {
        Followed followed = m_followed[at];
        const bool open = followed.lab->isOpen();  // asked first: after this its last samples are there
        pull(followed);
        if (open) {
            m_followed[at++] = std::move(followed);
        } else {
            m_followed.erase(m_followed.begin() + static_cast<std::ptrdiff_t>(at));
            emit labClosed(std::move(followed.lab));
        }
    }
}

void Bridge::pull(Followed& followed) {
    const Samples fresh = followed.lab->snapshots(followed.lastSample);
    if (!fresh.empty()) {
        followed.lastSample = fresh.back()->at;
        emit sampled(followed.lab, fresh);
    }
    const Events events = followed.lab->events(followed.lastEvent);
    if (!events.empty()) {
        m_missedEvents += events.front().number - followed.lastEvent - 1;
        followed.lastEvent = events.back().number;
        emit happened(followed.lab, events);
    }
}

void Bridge::setShop(ShopState state, QString sentence) {
    m_shopState = state;
    m_shopSentence = std::move(sentence);
    emit shopChanged();
}

void Bridge::openShop() {
    openShopInBackground(false);
}

void Bridge::openShopOnFreePorts() {
    openShopInBackground(true);
}

void Bridge::openShopInBackground(bool onFreePorts) {
    if (m_shopState == ShopState::Opening) return;
    setShop(ShopState::Opening, tr("The shop is coming up ..."));
    m_orders.post([this, onFreePorts] {
        if (onFreePorts) m_laboratory.useFreePorts();
        const auto opened = m_laboratory.openShop([this](const std::string& sentence) {
            later([this, sentence] { setShop(ShopState::Opening, QString::fromStdString(sentence)); });
        });
        later([this, opened] {
            if (opened)
                setShop(ShopState::Open, tr("The shop is open."));
            else
                setShop(ShopState::Failed, QString::fromStdString(opened.error().message));
        });
    });
}

void Bridge::startRun(RunRequest request) {
    if (m_runState != RunState::Idle) {
        emit runRefused(tr("Another run goes on: stop it first, or wait for its verdict."));
        return;
    }
    m_request = std::move(request);
    m_interrupted = false;
    m_runState = RunState::Running;
    emit runStarted(m_request);
    m_runs.post([this, request = m_request] {
        const auto tell = [this](const scenarios::Progress& progress) {
            later([this, progress] { emit progressed(progress); });
        };
        auto result = std::make_shared<Result<verdict::RunResult>>(m_laboratory.run(request, tell, m_interrupted));
        later([this, result] { ended(std::move(*result)); });
    });
}

void Bridge::stopRun() {
    if (m_runState != RunState::Running) return;
    m_interrupted = true;
    m_runState = RunState::Stopping;
    emit said(tr("Stopping: what was not finished will be UNKNOWN."));
}

// What its labs did last is told before what came of it.
void Bridge::ended(Result<verdict::RunResult> result) {
    pull();
    m_runState = RunState::Idle;
    if (result)
        emit runFinished(std::make_shared<const verdict::RunResult>(*std::move(result)));
    else
        emit runRefused(QString::fromStdString(result.error().message));
}

void Bridge::order(LabPointer lab, std::function<Result<>(lab::LiveLab&)> what, QString saidWhenDone) {
    m_orders.post([this, lab = std::move(lab), what = std::move(what), saidWhenDone = std::move(saidWhenDone)] {
        const Result<> done = what(*lab);
        const QString sentence = done ? saidWhenDone : QString::fromStdString(done.error().message);
        later([this, sentence] { emit said(sentence); });
    });
}

void Bridge::useEngine(const QString& setting, const QString& url) {
    m_orders.post([this, setting, url] {
        const auto used = m_laboratory.useEngine(setting.toStdString(), url.toStdString());
        const QString sentence =
            used ? tr("The engine is used from now on.") : QString::fromStdString(used.error().message);
        later([this, setting, done = used.has_value(), sentence] {
            emit engineChanged(setting, done, sentence);
            if (done) openShop();
        });
    });
}

}  // namespace rushlab::ui
