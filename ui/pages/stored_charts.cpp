#include "ui/pages/stored_charts.h"

#include <QResizeEvent>
#include <algorithm>
#include <span>

#include "report/summary.h"
#include "ui/check_words.h"

namespace rushlab::ui {
namespace {

constexpr int kChartHeight = 290;
constexpr int kChartWidthLeast = 430;
constexpr std::size_t kLinesMost = 12;  // that colours and dashes can tell apart

// The first run of each mechanism: over several seeds the others look alike.
struct NamedVariant {
    QString name;
    const verdict::Variant* variant;
};

std::vector<NamedVariant> firstsOf(const std::vector<report::NamedRun>& runs) {
    std::vector<NamedVariant> firsts;
    for (const report::NamedRun& run : runs) {
        for (const report::Mechanism& mechanism : report::mechanismsOf(run.result)) {
            if (mechanism.runs.empty()) continue;
            QStringList name;
            if (!run.name.empty()) name += QString::fromStdString(run.name);
            if (!mechanism.name.empty()) name += QString::fromStdString(mechanism.name);
            firsts.push_back({name.join(" \u00b7 "), mechanism.runs.front()});
        }
    }
    return firsts;
}

bool isLatency(const std::string& unit) {
    return unit == "ms";
}

void addMarkers(LiveChart& chart, const verdict::Variant& variant) {
    for (const verdict::Event& event : variant.events)
        chart.addMarker(event.at, QString::fromStdString(event.kind), QString::fromStdString(event.what));
}

std::vector<const verdict::Series*> modelsOf(const std::vector<NamedVariant>& firsts) {
    std::vector<const verdict::Series*> models;
    for (const NamedVariant& first : firsts) {
        for (const verdict::Series& series : first.variant->series) {
            const bool known =
                std::ranges::any_of(models, [&](const auto* model) { return model->name == series.name; });
            if (!known && !series.points.empty()) models.push_back(&series);
        }
    }
    return models;
}

struct Compared {
    QString name;
    LineLook look;
    const std::vector<std::pair<std::chrono::milliseconds, double>>* points;
};

// A run looks the same in every chart, also where others lack what that chart is of.
std::vector<Compared> linesOf(const std::vector<NamedVariant>& firsts, const verdict::Series& model) {
    std::vector<Compared> lines;
    for (std::size_t at = 0; at < firsts.size(); ++at) {
        const auto& series = firsts[at].variant->series;
        const auto found = std::ranges::find(series, model.name, &verdict::Series::name);
        if (found != series.end()) lines.push_back({firsts[at].name, lookOfLine(static_cast<int>(at)), &found->points});
    }
    return lines;
}

}  // namespace

StoredCharts::StoredCharts(QWidget* parent)
    : QScrollArea(parent), m_inside(new QWidget(this)), m_grid(new QGridLayout(m_inside)) {
    setObjectName("charts");
    setFocusPolicy(Qt::NoFocus);  // its charts have it, and come into view
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setWidget(m_inside);
    m_grid->setContentsMargins(0, 8, 8, 8);
    m_grid->setSpacing(14);
}

void StoredCharts::showRuns(const std::vector<report::NamedRun>& runs) {
    for (LiveChart* chart : m_charts)
        delete chart;
    m_charts.clear();
    m_columns = 0;
    const std::vector<NamedVariant> firsts = firstsOf(runs);
    if (firsts.size() == 1) showAlone(*firsts.front().variant);
    for (const verdict::Series* model : firsts.size() > 1 ? modelsOf(firsts) : std::vector<const verdict::Series*>()) {
        const std::vector<Compared> all = linesOf(firsts, *model);
        const std::size_t drawn = std::min(all.size(), kLinesMost);
        QString title = titleOfCheck(model->name);
        if (drawn < all.size()) title = tr("%1: the first %2 of %3").arg(title).arg(drawn).arg(all.size());
        LiveChart* chart = addChart(QString::fromStdString(model->name), title, model->unit);
        for (const Compared& one : std::span(all).first(drawn))
            chart->setPoints(chart->addLine(one.name, one.look), *one.points);
        // Whose fault it was cannot be told from a marker alone: they are shown where all lines are of one run.
        if (runs.size() == 1) {
            for (const NamedVariant& first : firsts)
                addMarkers(*chart, *first.variant);
        }
    }
    place();
}

// What shares a unit shares a chart.
void StoredCharts::showAlone(const verdict::Variant& variant) {
    std::vector<std::string> units;
    for (const verdict::Series& series : variant.series) {
        if (!series.points.empty() && std::ranges::find(units, series.unit) == units.end())
            units.push_back(series.unit);
    }
    for (const std::string& unit : units) {
        std::vector<const verdict::Series*> drawn;
        QStringList names;
        for (const verdict::Series& series : variant.series) {
            if (series.unit != unit || series.points.empty()) continue;
            drawn.push_back(&series);
            names += titleOfCheck(series.name);
        }
        LiveChart* chart = addChart(QString::fromStdString(drawn.front()->name), names.join(", "), unit);
        for (const verdict::Series* series : drawn)
            chart->setPoints(chart->addLine(titleOfCheck(series->name)), series->points);
        addMarkers(*chart, variant);
    }
}

LiveChart* StoredCharts::addChart(const QString& name, const QString& title, const std::string& unit) {
    auto* chart = new LiveChart(m_inside);
    chart->setObjectName("chart-" + name);
    chart->setTitle(title.left(1).toUpper() + title.mid(1));
    chart->setUnit(QString::fromStdString(unit));
    chart->setLogScale(isLatency(unit));
    chart->setWindow(TimeWindow::Whole);
    chart->setMinimumHeight(kChartHeight);
    chart->present(m_presenting);
    connect(chart, &LiveChart::said, this, &StoredCharts::said);
    m_charts.push_back(chart);
    return chart;
}

void StoredCharts::present(bool on) {
    m_presenting = on;
    for (LiveChart* chart : m_charts)
        chart->present(on);
}

void StoredCharts::resizeEvent(QResizeEvent* event) {
    place();  // first: what is inside gets the height that these columns need
    QScrollArea::resizeEvent(event);
}

void StoredCharts::place() {
    const int columns = std::clamp(viewport()->width() / kChartWidthLeast, 1, 3);
    if (columns == m_columns) return;
    m_columns = columns;
    for (int at = 0; at < static_cast<int>(m_charts.size()); ++at) {
        m_grid->addWidget(m_charts[static_cast<std::size_t>(at)], at / columns, at % columns);
        m_charts[static_cast<std::size_t>(at)]->show();
    }
    for (int column = 0; column < 3; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

}  // namespace rushlab::ui
