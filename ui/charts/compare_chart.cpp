#include "ui/charts/compare_chart.h"

#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QContextMenuEvent>
#include <QHorizontalStackedBarSeries>
#include <QMenu>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "report/axis.h"
#include "report/csv_text.h"
#include "ui/charts/chart_look.h"

namespace rushlab::ui {
namespace {

constexpr double kBarShare = 0.6;  // of a row

bool hasWhisker(const CompareBar& bar) {
    return bar.most > bar.least;
}

}  // namespace

// The bars are Qt Charts'; names, figures, grid and whiskers are drawn around them.
class CompareCanvas final : public QChartView {
  public:
    explicit CompareCanvas(QWidget* parent)
        : QChartView(parent), m_rows(new QValueAxis(this)), m_values(new QValueAxis(this)) {
        setFocusPolicy(Qt::NoFocus);
        setFrameShape(QFrame::NoFrame);
        setRenderHint(QPainter::Antialiasing);
        setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
        setContextMenuPolicy(Qt::NoContextMenu);
        chart()->setBackgroundVisible(false);
        chart()->setMargins({});
        chart()->legend()->hide();
        for (QValueAxis* axis : {m_rows, m_values})
            axis->setVisible(false);
        chart()->addAxis(m_rows, Qt::AlignLeft);
        chart()->addAxis(m_values, Qt::AlignBottom);
    }

    void show(const QString& title, const QString& unit, const std::vector<CompareBar>& bars, bool presenting) {
        m_title = title;
        m_unit = unit;
        m_bars = bars;
        m_presenting = presenting;
        layOut();
    }

    void setEmptyText(const QString& text) {
        m_emptyText = text;
        viewport()->update();
    }

    double rowHeight() const { return QFontMetricsF(ChartFonts(font(), m_presenting).label).height() * 1.9; }
    double headHeight() const { return QFontMetricsF(ChartFonts(font(), m_presenting).title).height() + kChartEdge + 14; }
    double footHeight() const { return QFontMetricsF(ChartFonts(font(), m_presenting).label).height() + 12; }

    void layOut() {
        const QFontMetricsF label(ChartFonts(font(), m_presenting).label);
        double names = 0, figures = 0, least = 0, most = 0;
        for (const CompareBar& bar : m_bars) {
            names = std::max(names, label.horizontalAdvance(bar.name));
            figures = std::max(figures, label.horizontalAdvance(shownValue(bar.median, m_unit)));
            if (!std::isfinite(bar.median)) continue;
            least = std::min({least, bar.least, bar.median});
            most = std::max({most, bar.most, bar.median});
        }
        names = std::min(names, width() * 0.4);
        m_plot = QRectF(QPointF(kChartEdge + names + 10, headHeight()),
                        QPointF(width() - kChartEdge - figures - 16, height() - footHeight()));
        if (m_plot.width() < 20 || m_plot.height() < 10) m_plot.setSize({20, 10});
        const int ticks = std::clamp(static_cast<int>(m_plot.width() / label.horizontalAdvance("1,000,000")), 2, 6);
        m_ticks = report::LinearAxis(least, most, 0, 1, ticks).ticks();
        chart()->setPlotArea(m_plot);
        showBars();
        viewport()->update();
    }

  protected:
    void drawBackground(QPainter* painter, const QRectF&) override {
        const ChartFonts fonts(font(), m_presenting);
        const QFontMetricsF label(fonts.label), title(fonts.title);
        painter->fillRect(rect(), inkOf(report::Ink::Paper, palette()));
        painter->setFont(fonts.title);
        painter->setPen(inkOf(report::Ink::Text, palette()));
        const double most = width() - 2 * kChartEdge - 40;
        painter->drawText(QPointF(kChartEdge, kChartEdge + title.ascent()), title.elidedText(m_title, Qt::ElideRight, most));
        painter->setFont(fonts.label);
        if (m_bars.empty()) {
            painter->setPen(inkOf(report::Ink::Faint, palette()));
            painter->drawText(QRectF(rect()).adjusted(16, headHeight(), -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                              m_emptyText);
            return;
        }
        for (const report::Tick& tick : m_ticks) {
            const double x = std::round(xOf(tick.value)) + 0.5;
            painter->setPen(QPen(inkOf(report::Ink::Grid, palette()), 1));
            painter->drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
            painter->setPen(inkOf(report::Ink::Faint, palette()));
            const QString text = QString::fromStdString(tick.label);
            painter->drawText(QPointF(x - label.horizontalAdvance(text) / 2, m_plot.bottom() + 5 + label.ascent()),
                              text);
        }
        painter->setPen(inkOf(report::Ink::Text, palette()));
        for (std::size_t row = 0; row < m_bars.size(); ++row) {
            const QString name = label.elidedText(m_bars[row].name, Qt::ElideRight, m_plot.left() - 10 - kChartEdge);
            painter->drawText(
                QPointF(m_plot.left() - 10 - label.horizontalAdvance(name), middleOf(row) + label.ascent() / 2 - 1),
                name);
        }
    }

    void drawForeground(QPainter* painter, const QRectF&) override {
        const ChartFonts fonts(font(), m_presenting);
        const QFontMetricsF label(fonts.label);
        painter->setFont(fonts.label);
        const QPen pen(inkOf(report::Ink::Text, palette()), 1.4);
        for (std::size_t row = 0; row < m_bars.size(); ++row) {
            const CompareBar& bar = m_bars[row];
            const double y = middleOf(row);
            painter->setPen(pen);
            double outer = std::isfinite(bar.median) ? std::max(xOf(bar.median), xOf(0)) : xOf(0);
            if (hasWhisker(bar)) {
                const double from = xOf(bar.least), to = xOf(bar.most);
                outer = std::max(outer, to);
                painter->drawLine(QPointF(from, y), QPointF(to, y));
                for (const double end : {from, to})
                    painter->drawLine(QPointF(end, y - 5), QPointF(end, y + 5));
            }
            const QString text = shownValue(bar.median, m_unit);
            // The grid does not run through the figure.
            painter->fillRect(
                QRectF(outer + 4, y - label.height() / 2, label.horizontalAdvance(text) + 8, label.height()),
                inkOf(report::Ink::Paper, palette()));
            painter->drawText(QPointF(outer + 8, y + label.ascent() / 2 - 1), text);
        }
    }

    void resizeEvent(QResizeEvent* event) override {
        QChartView::resizeEvent(event);
        layOut();
    }

  private:
    // Each bar a set of its own, since a set has one colour.
    void showBars() {
        chart()->removeAllSeries();
        if (m_bars.empty()) return;
        const auto count = static_cast<int>(m_bars.size());
        m_rows->setRange(-0.5, count - 0.5);
        m_values->setRange(m_ticks.front().value, m_ticks.back().value);
        auto* series = new QHorizontalStackedBarSeries(chart());
        series->setBarWidth(kBarShare);
        for (int row = 0; row < count; ++row) {
            const CompareBar& bar = m_bars[static_cast<std::size_t>(row)];
            auto* set = new QBarSet(bar.name, series);
            // Qt counts rows from below.
            for (int other = count - 1; other >= 0; --other)
                set->append(other == row && std::isfinite(bar.median) ? bar.median : 0);
            set->setColor(inkOf(bar.look.ink, palette()));
            set->setPen(Qt::NoPen);
            series->append(set);
        }
        chart()->addSeries(series);
        series->attachAxis(m_rows);
        series->attachAxis(m_values);
    }

    double xOf(double value) const {
        const double least = m_ticks.front().value, most = m_ticks.back().value;
        return m_plot.left() + (value - least) / (most - least) * m_plot.width();
    }
    double middleOf(std::size_t row) const {
        return m_plot.top() + (static_cast<double>(row) + 0.5) / static_cast<double>(m_bars.size()) * m_plot.height();
    }

    QValueAxis* m_rows;
    QValueAxis* m_values;
    QString m_title, m_unit, m_emptyText;
    std::vector<CompareBar> m_bars;
    bool m_presenting = false;
    QRectF m_plot;
    std::vector<report::Tick> m_ticks;
};

CompareChart::CompareChart(QWidget* parent)
    : ChartWidget(parent), m_canvas(new CompareCanvas(this)), m_export(makeExportButton(this)) {
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_canvas);
    showAll();
}

void CompareChart::setTitle(const QString& title) {
    m_title = title;
    setAccessibleName(title);
    showAll();
}

void CompareChart::setUnit(const QString& unit) {
    m_unit = unit;
    showAll();
}

void CompareChart::setEmptyText(const QString& text) {
    m_canvas->setEmptyText(text);
}

void CompareChart::setBars(std::vector<CompareBar> bars) {
    m_bars = std::move(bars);
    showAll();
}

void CompareChart::present(bool on) {
    m_presenting = on;
    showAll();
}

void CompareChart::showAll() {
    m_canvas->show(m_title, m_unit, m_bars, m_presenting);
    const double rows = m_canvas->rowHeight() * static_cast<double>(std::max<std::size_t>(2, m_bars.size()));
    setMinimumSize(260, static_cast<int>(std::ceil(m_canvas->headHeight() + rows + m_canvas->footHeight())));
    m_export->setVisible(!m_presenting);
    m_export->adjustSize();
    m_export->move(width() - m_export->width() - 8, 6);
    m_export->raise();
    describe();
}

QString CompareChart::summary() const {
    QStringList sentences{m_title.isEmpty() ? tr("Chart") : m_title};
    for (const CompareBar& bar : m_bars) {
        const QString median = shownValue(bar.median, m_unit);
        sentences += hasWhisker(bar)
                         ? tr("%1: %2, from %3 to %4")
                               .arg(bar.name, median, shownValue(bar.least, m_unit), shownValue(bar.most, m_unit))
                         : QString("%1: %2").arg(bar.name, median);
    }
    return sentences.join(". ") + '.';
}

QByteArray CompareChart::asCsv() const {
    std::string csv = report::csvBegan("name,unit,median,least,most");
    for (const CompareBar& bar : m_bars) {
        csv += report::csvCell(bar.name.toStdString()) + ',' + report::csvCell(m_unit.toStdString());
        for (const double value : {bar.median, bar.least, bar.most})
            csv += ',' + report::csvFigure(value);
        csv += "\r\n";
    }
    return QByteArray::fromStdString(csv);
}

QSize CompareChart::paperSize() const {
    return m_canvas->size();
}

void CompareChart::paintOn(QPainter& painter) const {
    m_canvas->render(&painter, QRectF(QPointF(), QSizeF(m_canvas->size())), m_canvas->rect(), Qt::IgnoreAspectRatio);
}

void CompareChart::changeEvent(QEvent* event) {
    ChartWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::LanguageChange)
        showAll();
}

void CompareChart::resizeEvent(QResizeEvent* event) {
    ChartWidget::resizeEvent(event);
    m_export->move(width() - m_export->width() - 8, 6);
}

void CompareChart::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(exports());
    menu->popup(event->globalPos());
}

}  // namespace rushlab::ui
