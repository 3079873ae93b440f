#include "ui/pages/queue_figures.h"

#include <QHBoxLayout>
#include <cmath>

namespace rushlab::ui {

using namespace std::chrono_literals;

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
    const std::string name = m_queue.toStdString();
    const auto* queue = queueIn(now, name);
    if (!queue) return m_depth->appendAll(now.at, {std::nan(""), std::nan("")});
    m_depth->appendAll(now.at, {static_cast<double>(queue->ready), static_cast<double>(queue->unacked)});
    if (const auto rates = ratesOf(history, at, name))
        m_rates->appendAll(now.at, {rates->published, rates->delivered, rates->acked});
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
