// How a ChartCanvas draws.
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>

#include "ui/charts/chart_canvas.h"
#include "ui/charts/chart_look.h"
#include "ui/charts/dense_line.h"
#include "ui/event_words.h"

namespace rushlab::ui {
namespace {

constexpr int kMarkerRows = 3;
constexpr double kLineWidth = 2, kAudienceLineWidth = 3.2;

// Where a label of that width stands beside its line: to the right, or to the left where it would be cut off.
double labelLeft(double line, double width, const QRectF& plot) {
    return line + 4 + width > plot.right() ? line - 4 - width : line + 4;
}

}  // namespace

void ChartCanvas::paintOn(QPainter& painter) {
    refresh();
    paint(painter);
}

void ChartCanvas::paintEvent(QPaintEvent*) {
    refresh();
    QPainter painter(this);
    paint(painter);
    drawBand(painter);
    drawCrossHair(painter);
}

void ChartCanvas::paint(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), inkOf(report::Ink::Paper, palette()));
    drawHead(painter);
    drawLegend(painter);
    drawGrid(painter);
    drawLines(painter);
    drawMarkers(painter);
    if (m_content.isEmpty()) drawEmpty(painter);
}

void ChartCanvas::drawLines(QPainter& painter) const {
    painter.save();
    painter.setClipRect(m_plot.adjusted(0, -2, 1, 2));
    const double width = m_presenting ? kAudienceLineWidth : kLineWidth;
    for (std::size_t line = 0; line < m_pieces.size(); ++line) {
        const QPen pen = penOf(m_content.lines()[line].look, width, palette());
        const QPen dot(pen.color(), width + 2, Qt::SolidLine, Qt::RoundCap);
        for (const Piece& piece : m_pieces[line]) {
            const bool lone = piece.size() == 1;
            painter.setPen(lone ? dot : pen);
            if (lone)
                painter.drawPoint(piece.front());
            else if (isDense(painter, piece))
                drawDense(painter, piece, pen, m_plot);
            else
                painter.drawPolyline(piece.data(), static_cast<int>(piece.size()));
        }
    }
    painter.restore();
}

void ChartCanvas::drawBand(QPainter& painter) const {
    if (m_grip != Grip::Band) return;
    QColor band = palette().color(QPalette::Highlight);
    band.setAlphaF(0.22F);
    const double from = std::clamp(m_gripFrom.x(), m_plot.left(), m_plot.right());
    const double to = std::clamp(m_gripAt.x(), m_plot.left(), m_plot.right());
    painter.fillRect(QRectF(QPointF(from, m_plot.top()), QPointF(to, m_plot.bottom())).normalized(), band);
}

void ChartCanvas::drawHead(QPainter& painter) const {
    const ChartFonts fonts(font(), m_presenting);
    const QFontMetricsF title(fonts.title), label(fonts.label);
    const double baseline = kChartEdge + title.ascent();
    const double right = width() - m_reserved.width() - kChartEdge;
    painter.setFont(fonts.title);
    painter.setPen(inkOf(report::Ink::Text, palette()));
    const QString shown = title.elidedText(m_title, Qt::ElideRight, std::max(20.0, right - kChartEdge));
    painter.drawText(QPointF(kChartEdge, baseline), shown);
    const double unitAt = kChartEdge + title.horizontalAdvance(shown) + 8;
    if (m_unit.isEmpty() || unitAt + label.horizontalAdvance(m_unit) > right) return;
    painter.setFont(fonts.label);
    painter.setPen(inkOf(report::Ink::Faint, palette()));
    painter.drawText(QPointF(unitAt, baseline), m_unit);
}

void ChartCanvas::drawLegend(QPainter& painter) const {
    const ChartFonts fonts(font(), m_presenting);
    const QFontMetricsF label(fonts.label);
    for (const LegendEntry& entry : m_legend) {
        const TimeLine& line = m_content.lines()[static_cast<std::size_t>(entry.line)];
        const double middle = entry.place.center().y();
        QPen pen = penOf(line.look, m_presenting ? 3.2 : 2.2, palette());
        if (!line.shown) pen.setColor(inkOf(report::Ink::Grid, palette()));
        painter.setPen(pen);
        painter.drawLine(QPointF(entry.place.left(), middle), QPointF(entry.place.left() + kLegendSample, middle));
        QFont font = fonts.label;
        font.setStrikeOut(!line.shown);
        painter.setFont(font);
        painter.setPen(inkOf(line.shown ? report::Ink::Text : report::Ink::Faint, palette()));
        painter.drawText(QPointF(entry.place.left() + kLegendSample + 6, middle + label.ascent() / 2 - 1), line.name);
    }
}

void ChartCanvas::drawGrid(QPainter& painter) const {
    const ChartFonts fonts(font(), m_presenting);
    const QFontMetricsF label(fonts.label);
    const QColor grid = inkOf(report::Ink::Grid, palette());
    const QColor faint = inkOf(report::Ink::Faint, palette());
    painter.setFont(fonts.label);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const ValueTick& tick : m_valueTicks) {
        const double y = std::round(yOf(tick.at));
        painter.setPen(QPen(grid, 1));
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
        painter.setPen(faint);
        painter.drawText(QPointF(m_plot.left() - 8 - label.horizontalAdvance(tick.label), y + label.ascent() * 0.38),
                         tick.label);
    }
    const double step = m_timeTicks.size() < 2 ? 1 : m_timeTicks[1].value - m_timeTicks[0].value;
    for (const report::Tick& tick : m_timeTicks) {
        const double x = std::round(xOf(tick.value));
        painter.setPen(QPen(grid, 1));
        painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
        painter.setPen(faint);
        const QString text = shownMoment(tick.value, step);
        const double width = label.horizontalAdvance(text);
        const double left = std::min(x - width / 2, this->width() - 4 - width);
        painter.drawText(QPointF(left, m_plot.bottom() + 6 + label.ascent()), text);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void ChartCanvas::drawMarkers(QPainter& painter) const {
    const ChartFonts fonts(font(), m_presenting);
    const QFontMetricsF label(fonts.label);
    const QColor ink = inkOf(report::Ink::Marker, palette());
    const QColor paper = inkOf(report::Ink::Paper, palette());
    QPen pen(ink, m_presenting ? 2 : 1.3, Qt::SolidLine, Qt::FlatCap);
    setDash(pen, report::Dash::Short);
    painter.setPen(pen);
    const auto isSeen = [&](const TimeMarker& marker) { return marker.at >= m_range.from && marker.at <= m_range.to; };
    for (const TimeMarker& marker : m_content.markers() | std::views::filter(isSeen))
        painter.drawLine(QPointF(xOf(marker.at), m_plot.top()), QPointF(xOf(marker.at), m_plot.bottom()));
    std::array<double, kMarkerRows> freeFrom{};
    freeFrom.fill(m_plot.left());
    painter.setFont(fonts.label);
    for (const TimeMarker& marker : m_content.markers() | std::views::filter(isSeen)) {
        const double x = xOf(marker.at);
        const QString words = wordsOfEvent(marker.kind, marker.what);
        const double width = label.horizontalAdvance(words);
        const double left = labelLeft(x, width, m_plot);
        const auto row = std::ranges::find_if(freeFrom, [&](double free) { return free <= left; });
        if (row == freeFrom.end() || left < m_plot.left()) continue;  // the cross-hair still tells it
        *row = left + width + 10;
        const double top = m_plot.top() + 2 + label.height() * static_cast<double>(row - freeFrom.begin());
        QColor veil = paper;
        veil.setAlphaF(0.88F);
        painter.fillRect(QRectF(left - 2, top, width + 4, label.height()), veil);
        painter.setPen(ink);
        painter.drawText(QPointF(left, top + label.ascent()), words);
    }
}

void ChartCanvas::drawEmpty(QPainter& painter) const {
    painter.setFont(ChartFonts(font(), m_presenting).label);
    painter.setPen(inkOf(report::Ink::Faint, palette()));
    painter.drawText(m_plot.adjusted(12, 4, -12, -4), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

std::vector<std::pair<QString, int>> ChartCanvas::crossHairRows() const {
    std::vector<std::pair<QString, int>> rows;
    if (!m_crossHair) return rows;
    rows.emplace_back(shownMoment(*m_crossHair, 0.1), -1);
    for (std::size_t line = 0; line < m_content.lines().size(); ++line) {
        const TimeLine& one = m_content.lines()[line];
        if (!one.shown) continue;
        const int number = static_cast<int>(line);
        const QString value = shownValue(m_content.valueAt(number, *m_crossHair), m_unit);
        rows.emplace_back(QString("%1  %2").arg(one.name, value), number);
    }
    const double near = m_range.length() / std::max(1.0, m_plot.width()) * 4;
    for (const TimeMarker& marker : m_content.markers()) {
        if (std::abs(marker.at - *m_crossHair) <= std::max(near, 0.05))
            rows.emplace_back(wordsOfEvent(marker.kind, marker.what), -1);
    }
    return rows;
}

QString ChartCanvas::valuesAtCrossHair() const {
    QStringList texts;
    for (const auto& [text, line] : crossHairRows())
        texts += QString(text).replace("  ", " ");
    return texts.join(", ");
}

void ChartCanvas::drawCrossHair(QPainter& painter) const {
    const auto rows = crossHairRows();
    if (rows.empty()) return;
    const double x = xOf(*m_crossHair);
    if (x < m_plot.left() || x > m_plot.right()) return;  // the picture moved on
    const ChartFonts fonts(font(), m_presenting);
    const QFontMetricsF label(fonts.label);
    painter.setPen(QPen(inkOf(report::Ink::Faint, palette()), 1));
    painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
    double width = 0;
    for (const auto& [text, line] : rows) {
        width = std::max(width, label.horizontalAdvance(text) + (line < 0 ? 0 : kLegendSample));
        if (line < 0) continue;
        const double value = m_content.valueAt(line, *m_crossHair);
        if (!std::isfinite(value) || (m_logScale && value <= 0)) continue;
        painter.setPen(QPen(inkOf(report::Ink::Paper, palette()), 1.5));
        painter.setBrush(inkOf(m_content.lines()[static_cast<std::size_t>(line)].look.ink, palette()));
        painter.drawEllipse(QPointF(x, yOf(drawn(value))), 4.5, 4.5);
    }
    const double row = label.height() + 2;
    QRectF box(x + 12, m_plot.top() + 8, width + 20, row * static_cast<double>(rows.size()) + 12);
    if (box.right() > m_plot.right()) box.moveRight(x - 12);
    if (box.left() < 0) box.moveLeft(0);
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.setPen(QPen(inkOf(report::Ink::Grid, palette()), 1));
    painter.drawRoundedRect(box, 6, 6);
    painter.setBrush(Qt::NoBrush);
    double y = box.top() + 6;
    for (const auto& [text, line] : rows) {
        double left = box.left() + 10;
        if (line >= 0) {
            painter.setPen(penOf(m_content.lines()[static_cast<std::size_t>(line)].look, 2.2, palette()));
            painter.drawLine(QPointF(left, y + row / 2), QPointF(left + kLegendSample - 8, y + row / 2));
            left += kLegendSample;
        }
        painter.setFont(fonts.label);
        painter.setPen(inkOf(line < 0 ? report::Ink::Faint : report::Ink::Text, palette()));
        painter.drawText(QPointF(left, y + label.ascent() + 1), text);
        y += row;
    }
}

}  // namespace rushlab::ui
