#include "ui/charts/chart_canvas.h"

#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_look.h"

namespace rushlab::ui {
namespace {

constexpr double kLegendGap = 18;

}  // namespace

ChartCanvas::ChartCanvas(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        if (isVisible()) refresh();
    });
}

void ChartCanvas::setTitle(const QString& title) {
    m_title = title;
    refreshSoon();
}

void ChartCanvas::setUnit(const QString& unit) {
    m_unit = unit;
    refreshSoon();
}

void ChartCanvas::setEmptyText(const QString& text) {
    m_emptyText = text;
    refreshSoon();
}

void ChartCanvas::setLogScale(bool on) {
    m_logScale = on;
    refreshSoon();
}

void ChartCanvas::setPresenting(bool on) {
    m_presenting = on;
    refreshSoon();
}

void ChartCanvas::setReserved(QSize corner) {
    m_reserved = corner;
    refreshSoon();
}

void ChartCanvas::refreshSoon() {
    m_due = true;
    if (!m_soon.isActive() || m_soon.interval() > 0) m_soon.start(0);
}

void ChartCanvas::followSoon() {
    m_due = true;
    if (m_soon.isActive()) return;
    const std::chrono::milliseconds passed{m_sinceDrawn.isValid() ? m_sinceDrawn.elapsed() : kFollowEvery.count()};
    m_soon.start(std::max(kFollowEvery - passed, std::chrono::milliseconds(0)));
}

void ChartCanvas::refresh() {
    if (!m_due) return;
    m_due = false;
    m_range = range();
    layOut();
    m_pieces.clear();
    for (int line = 0; line < static_cast<int>(m_content.lines().size()); ++line) {
        std::vector<Piece>& pieces = m_pieces.emplace_back();
        if (!m_content.lines()[static_cast<std::size_t>(line)].shown) continue;
        pieces = m_content.piecesIn(line, m_range, m_range.length() / std::max(1.0, m_plot.width()), m_logScale);
        for (Piece& piece : pieces) {
            for (QPointF& point : piece)
                point = QPointF(xOf(point.x()), yOf(drawn(point.y())));
        }
    }
    m_sinceDrawn.start();
    update();
    emit drawnAnew();
}

void ChartCanvas::layOut() {
    const ChartFonts fonts(font(), m_presenting);
    const QFontMetricsF title(fonts.title), label(fonts.label);
    layOutLegend();
    double top = std::max(kChartEdge + title.height(), static_cast<double>(m_reserved.height()) + 4);
    if (!m_legend.empty()) top = m_legend.back().place.bottom();
    const double bottom = height() - kChartEdge * 0.5 - label.height() - 6;
    m_plot = QRectF(0, top + 10, width() - kChartEdge - 6, std::max(20.0, bottom - top - 10));
    layOutValues();
    double labels = label.horizontalAdvance("0,000");
    for (const ValueTick& tick : m_valueTicks)
        labels = std::max(labels, label.horizontalAdvance(tick.label));
    m_plot.setLeft(std::ceil(kChartEdge + labels + 8));
    const int ticks = std::clamp(static_cast<int>(m_plot.width() / (label.horizontalAdvance("00:00 s") * 1.8)), 2, 10);
    m_timeTicks = report::roundTicks(m_range.from, m_range.to, ticks);
}

void ChartCanvas::layOutLegend() {
    m_legend.clear();
    const auto& lines = m_content.lines();
    if (lines.size() < 2) return;
    const ChartFonts fonts(font(), m_presenting);
    const QFontMetricsF label(fonts.label);
    const double row = label.height() + 4;
    double x = kChartEdge;
    double y =
        std::max(kChartEdge + QFontMetricsF(fonts.title).height() + 4, static_cast<double>(m_reserved.height()) + 4);
    for (int line = 0; line < static_cast<int>(lines.size()); ++line) {
        const double width = kLegendSample + 6 + label.horizontalAdvance(lines[static_cast<std::size_t>(line)].name);
        if (x > kChartEdge && x + width > this->width() - kChartEdge) {
            x = kChartEdge;
            y += row;
        }
        m_legend.push_back({line, QRectF(x, y, width, row)});
        x += width + kLegendGap;
    }
}

void ChartCanvas::layOutValues() {
    m_valueTicks.clear();
    const std::optional<ValueRange> values = m_content.valuesIn(m_range, m_logScale);
    const double room = QFontMetricsF(ChartFonts(font(), m_presenting).label).height() * 1.9;
    const auto take = [&](const std::vector<report::Tick>& ticks) {
        m_drawnValues = {drawn(ticks.front().value), drawn(ticks.back().value)};
        double last = 1e9;
        for (const report::Tick& tick : ticks) {
            const double y = yOf(drawn(tick.value));
            const bool free = last - y >= room * 0.6;
            m_valueTicks.push_back({drawn(tick.value), free ? QString::fromStdString(tick.label) : QString()});
            if (free) last = y;
        }
    };
    if (m_logScale)
        take(report::LogAxis(values ? values->least : 1, values ? values->most : 100, 0, 1).ticks());
    else
        take(report::LinearAxis(values ? values->least : 0, values ? values->most : 1, 0, 1,
                                std::clamp(static_cast<int>(m_plot.height() / room), 2, 6))
                 .ticks());
}

double ChartCanvas::drawn(double value) const {
    return m_logScale ? std::log10(value) : value;
}

double ChartCanvas::xOf(double seconds) const {
    return m_plot.left() + (seconds - m_range.from) / m_range.length() * m_plot.width();
}

double ChartCanvas::yOf(double value) const {
    return m_plot.bottom() -
           (value - m_drawnValues.least) / (m_drawnValues.most - m_drawnValues.least) * m_plot.height();
}

double ChartCanvas::secondsAt(double x) const {
    return m_range.from + (x - m_plot.left()) / m_plot.width() * m_range.length();
}

QRectF ChartCanvas::legendOf(int line) const {
    const auto entry = std::ranges::find(m_legend, line, &LegendEntry::line);
    return entry == m_legend.end() ? QRectF() : entry->place;
}

void ChartCanvas::setLineShown(int line, bool shown) {
    bool& now = m_content.lines()[static_cast<std::size_t>(line)].shown;
    if (now == shown) return;
    now = shown;
    refreshSoon();
    emit viewChanged();
}

void ChartCanvas::setCrossHair(std::optional<double> at) {
    const TimeRange visible = range();
    if (at) at = m_content.closestMoment(std::clamp(*at, visible.from, visible.to), visible);
    if (at == m_crossHair) return;
    m_crossHair = at;
    update();
}

void ChartCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refreshSoon();
}

void ChartCanvas::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refreshSoon();
}

void ChartCanvas::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) refreshSoon();
}

void ChartCanvas::mousePressEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    m_gripFrom = m_gripAt = at;
    const auto entry = std::ranges::find_if(m_legend, [&](const LegendEntry& each) { return each.place.contains(at); });
    if (event->button() == Qt::LeftButton && entry != m_legend.end()) {
        setLineShown(entry->line, !m_content.lines()[static_cast<std::size_t>(entry->line)].shown);
        return;
    }
    const bool inside = m_plot.contains(at);
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    if (inside && (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && shift)))
        m_grip = Grip::Pan;
    else if (inside && event->button() == Qt::LeftButton)
        m_grip = Grip::Band;
    else if (event->button() == Qt::LeftButton && at.y() < m_plot.top())
        m_grip = Grip::Title;
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    switch (m_grip) {
        case Grip::None:
            break;
        case Grip::Pan:
            m_time.panBy(secondsAt(m_gripAt.x()) - secondsAt(at.x()), m_content.last());
            refreshSoon();
            emit viewChanged();
            break;
        case Grip::Title:
            if ((at - m_gripFrom).manhattanLength() >= QApplication::startDragDistance()) {
                m_grip = Grip::None;
                emit dragged();
                return;
            }
            break;
        case Grip::Band:
            update();
            break;
    }
    m_gripAt = at;
    const bool onName = std::ranges::any_of(m_legend, [&](const LegendEntry& each) { return each.place.contains(at); });
    setCursor(onName ? Qt::PointingHandCursor : m_plot.contains(at) ? Qt::CrossCursor : Qt::ArrowCursor);
    setCrossHair(m_plot.contains(at) ? std::optional(secondsAt(at.x())) : std::nullopt);
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent* event) {
    const Grip was = std::exchange(m_grip, Grip::None);
    if (was != Grip::Band) return;
    const double from = secondsAt(std::clamp(m_gripFrom.x(), m_plot.left(), m_plot.right()));
    const double to = secondsAt(std::clamp(event->position().x(), m_plot.left(), m_plot.right()));
    update();
    if (std::abs(event->position().x() - m_gripFrom.x()) < 6) return;  // a click that shook
    m_time.zoomTo({std::min(from, to), std::max(from, to)});
    refreshSoon();
    emit viewChanged();
}

void ChartCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_plot.contains(event->position())) return mousePressEvent(event);
    m_grip = Grip::None;
    m_time.zoomBack();
    refreshSoon();
    emit viewChanged();
}

void ChartCanvas::wheelEvent(QWheelEvent* event) {
    // A page that scrolls goes on scrolling where the wheel is not over the lines.
    if (!m_plot.contains(event->position()) || event->angleDelta().y() == 0) return event->ignore();
    m_time.zoomBy(std::pow(0.8, event->angleDelta().y() / 120.0), secondsAt(event->position().x()), m_content.last());
    refreshSoon();
    emit viewChanged();
    event->accept();
}

void ChartCanvas::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    setCrossHair(std::nullopt);
}

}  // namespace rushlab::ui
