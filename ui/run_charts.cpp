#include "ui/run_charts.h"

#include <QGridLayout>
#include <algorithm>
#include <limits>

#include "ui/charts/live_chart.h"
#include "ui/stock_figure.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kRateOver = 500ms;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double perSecond(std::uint64_t now, std::uint64_t before, std::chrono::milliseconds passed) {
    if (passed <= 0ms || now < before) return 0;
    return static_cast<double>(now - before) * 1000.0 / static_cast<double>(passed.count());
}

double milliseconds(const lab::Snapshot& snapshot, std::chrono::nanoseconds time) {
    if (snapshot.orderLatency.count == 0) return kNothing;
    return std::chrono::duration<double, std::milli>(time).count();
}

// Of all queues where orders wait; their dead letters do not wait.
double waitingIn(const lab::Snapshot& snapshot) {
    double waiting = 0;
    for (const lab::Snapshot::Queue& queue : snapshot.queues) {
        if (!queue.name.ends_with(".dlq")) waiting += static_cast<double>(queue.ready + queue.unacked);
    }
    return waiting;
}

bool isFault(const std::string& kind) {
    return kind != "phase";
}

QString nameOf(const verdict::Variant& variant) {
    return variant.name.empty() ? RunCharts::tr("Stock") : QString::fromStdString(variant.name);
}

const verdict::Series* seriesOf(const verdict::Variant& variant, std::string_view name) {
    const auto found = std::ranges::find(variant.series, name, &verdict::Series::name);
    return found == variant.series.end() ? nullptr : &*found;
}

void setPoints(LiveChart* chart, int line, const verdict::Variant& variant, std::string_view name) {
    if (const verdict::Series* series = seriesOf(variant, name)) chart->setPoints(line, series->points);
}

}  // namespace

RunCharts::RunCharts(QWidget* parent)
    : QWidget(parent),
      m_stock(new LiveChart(this)),
      m_queue(new LiveChart(this)),
      m_rates(new LiveChart(this)),
      m_latency(new LiveChart(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(10);
    int at = 0;
    for (LiveChart* chart : all()) {
        chart->setWindow(TimeWindow::Whole);
        connect(chart, &LiveChart::said, this, &RunCharts::said);
        grid->addWidget(chart, at / 2, at % 2);
        ++at;
    }
    for (int cell = 0; cell < 2; ++cell) {
        grid->setRowStretch(cell, 1);
        grid->setColumnStretch(cell, 1);
    }
    m_stock->setObjectName("stockChart");
    m_queue->setObjectName("queueChart");
    m_rates->setObjectName("ratesChart");
    m_latency->setObjectName("latencyChart");
    m_queue->addLine({});
    m_rates->addLine({});
    m_rates->addLine({});
    for (const char* percentile : {"p50", "p95", "p99"})
        m_latency->addLine(percentile);
    m_latency->setLogScale(true);
}

void RunCharts::clear() {
    m_stock->removeLines();
    m_stockLines.clear();
    m_recent.clear();
    clearBut(nullptr);
}

void RunCharts::clearBut(const LiveChart* kept) {
    for (LiveChart* chart : all()) {
        if (chart != kept) chart->clear();
    }
}

int RunCharts::stockLine(const QString& name) {
    const auto known = m_stockLines.find(name);
    if (known != m_stockLines.end()) return known->second;
    return m_stockLines[name] = m_stock->addLine(name);
}

void RunCharts::follow(const std::string& mechanism) {
    clearBut(m_stock);
    m_recent.clear();
    m_line = stockLine(mechanism.empty() ? tr("Stock") : QString::fromStdString(mechanism));
    m_stock->setPoints(m_line, {});  // another seed of the same one begins anew
}

void RunCharts::add(const Samples& fresh) {
    if (m_stockLines.empty()) return;
    for (const auto& now : fresh) {
        m_recent.push_back(now);
        while (m_recent.front()->at + kRateOver < now->at)
            m_recent.pop_front();
        const lab::Snapshot& before = *m_recent.front();
        const auto passed = now->at - before.at;
        m_stock->append(m_line, now->at, unitsIn(*now).value_or(kNothing));
        m_queue->append(0, now->at, waitingIn(*now));
        m_rates->appendAll(now->at, {perSecond(now->accepted, before.accepted, passed),
                                     perSecond(now->completed, before.completed, passed)});
        m_latency->appendAll(now->at,
                             {milliseconds(*now, now->orderLatency.p50), milliseconds(*now, now->orderLatency.p95),
                              milliseconds(*now, now->orderLatency.p99)});
    }
}

void RunCharts::mark(const Events& fresh) {
    for (const lab::LabEvent& event : fresh) {
        if (!isFault(event.kind)) continue;
        for (LiveChart* chart : all())
            chart->addMarker(event.at, QString::fromStdString(event.kind), QString::fromStdString(event.what));
    }
}

void RunCharts::showRest(const verdict::Variant& variant) {
    clearBut(m_stock);
    setPoints(m_queue, 0, variant, "queue");
    setPoints(m_rates, 0, variant, "accepted");
    setPoints(m_rates, 1, variant, "completed");
    setPoints(m_latency, 0, variant, "p50");
    setPoints(m_latency, 1, variant, "p95");
    setPoints(m_latency, 2, variant, "p99");
    for (const verdict::Event& event : variant.events) {
        if (!isFault(event.kind)) continue;
        for (LiveChart* chart : all())
            chart->addMarker(event.at, QString::fromStdString(event.kind), QString::fromStdString(event.what));
    }
}

void RunCharts::show(const verdict::Variant& variant) {
    clear();
    setPoints(m_stock, stockLine(nameOf(variant)), variant, "stock");
    showRest(variant);
}

void RunCharts::showAll(const verdict::RunResult& result) {
    clear();
    const verdict::Variant* last = nullptr;
    for (const verdict::Variant& variant : result.variants) {
        if (!variant.ran()) continue;
        setPoints(m_stock, stockLine(nameOf(variant)), variant, "stock");
        last = &variant;
    }
    if (last) showRest(*last);
}

void RunCharts::retranslate() {
    m_stock->setTitle(tr("Stock"));
    m_stock->setUnit(tr("units"));
    m_queue->setTitle(tr("Waiting in queues"));
    m_queue->setUnit(tr("messages"));
    m_queue->setLineName(0, tr("waiting"));
    m_rates->setTitle(tr("Orders a second"));
    m_rates->setUnit(tr("1/s"));
    m_rates->setLineName(0, tr("accepted"));
    m_rates->setLineName(1, tr("completed"));
    m_latency->setTitle(tr("Order latency over the last second"));
    m_latency->setUnit(tr("ms"));
    for (LiveChart* chart : all())
        chart->setEmptyText(tr("Start a run, and its course is drawn here."));
}

void RunCharts::present(bool on) {
    for (LiveChart* chart : all())
        chart->present(on);
}

}  // namespace rushlab::ui
