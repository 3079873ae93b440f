#include "ui/pages/queue_figures.h"

#include <QHBoxLayout>
#include <algorithm>
#include <cmath>

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kQueueRateOver = 1s;

const lab::Snapshot::Queue* queueIn(const lab::Snapshot& snapshot, const QString& name) {
    const auto found = std::ranges::find(snapshot.queues, name.toStdString(), &lab::Snapshot::Queue::name);
    return found == snapshot.queues.end() ? nullptr : &*found;
}

// A second before that one, or as long before as there is.
const lab::Snapshot& before(const SnapshotHistory& history, std::size_t at) {
    std::size_t then = at;
    while (then > 0 && history[then]->at + kQueueRateOver > history[at]->at)
        --then;
    return *history[then];
}

}  // namespace

QueueFigures::QueueFigures(QWidget* parent)
    : QWidget(parent), m_depth(new LiveChart(this)), m_rates(new LiveChart(this)) {
    m_depth->setObjectName("queueDepth");
    m_rates->setObjectName("queueRates");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    for (LiveChart* chart : {m_depth, m_rates}) {
        chart->setWindow(TimeWindow::Minute);
        row->addWidget(chart, 1);
        connect(chart, &LiveChart::said, this, &QueueFigures::said);
    }
    for (int line = 0; line < 2; ++line)
        m_depth->addLine({});
    for (int line = 0; line < 3; ++line)
        m_rates->addLine({});
    m_rates->setUnit("1/s");
}

void QueueFigures::show(const QString& queue, const SnapshotHistory& history) {
    if (queue != m_queue) {
        forget();
        m_queue = queue;
        setTitles();
    }
    for (std::size_t at = 0; at < history.size(); ++at) {
        if (history[at]->at > m_drawnTo) add(history, at);
    }
    if (!history.empty()) m_drawnTo = history.back()->at;
}

void QueueFigures::forget() {
    m_drawnTo = -1ms;
    m_depth->clear();
    m_rates->clear();
}

void QueueFigures::add(const SnapshotHistory& history, std::size_t at) {
    const lab::Snapshot& now = *history[at];
    const lab::Snapshot& then = before(history, at);
    const auto* queue = queueIn(now, m_queue);
    if (!queue) return m_depth->appendAll(now.at, {std::nan(""), std::nan("")});
    m_depth->appendAll(now.at, {static_cast<double>(queue->ready), static_cast<double>(queue->unacked)});
    const auto* earlier = queueIn(then, m_queue);
    const double seconds = std::chrono::duration<double>(now.at - then.at).count();
    if (!earlier || seconds <= 0) return;
    const auto rate = [seconds](std::uint64_t to, std::uint64_t from) {
        return to > from ? static_cast<double>(to - from) / seconds : 0;
    };
    m_rates->appendAll(now.at, {rate(queue->published, earlier->published), rate(queue->delivered, earlier->delivered),
                                rate(queue->acked, earlier->acked)});
}

void QueueFigures::setTitles() {
    m_depth->setTitle(tr("Messages in %1").arg(m_queue));
    m_rates->setTitle(tr("%1, a second").arg(m_queue));
}

void QueueFigures::retranslate() {
    setTitles();
    m_depth->setLineName(0, tr("ready"));
    m_depth->setLineName(1, tr("unacked"));
    m_rates->setLineName(0, tr("published"));
    m_rates->setLineName(1, tr("delivered"));
    m_rates->setLineName(2, tr("acked"));
    for (LiveChart* chart : {m_depth, m_rates})
        chart->setEmptyText(tr("The first figures are on their way."));
}

void QueueFigures::present(bool on) {
    m_depth->present(on);
    m_rates->present(on);
}

}  // namespace rushlab::ui
