#include "ui/pages/sparkline.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme.h"

namespace rushlab::ui {

Sparkline::Sparkline(QWidget* parent) : QWidget(parent) {
    setMinimumSize(120, 40);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize Sparkline::sizeHint() const {
    return {240, 70};
}

void Sparkline::setValues(std::vector<double> values, std::size_t most) {
    if (values == m_values && most == m_most) return;
    m_values = std::move(values);
    m_most = std::max<std::size_t>(most, 2);
    update();
}

void Sparkline::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(1, 4, -1, -2);
    QColor base = palette().color(QPalette::WindowText);
    base.setAlphaF(0.24F);
    painter.setPen(QPen(base, 1));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    if (m_values.size() < 2) return;

    const double greatest = std::max(1.0, *std::ranges::max_element(m_values));
    const double step = area.width() / static_cast<double>(m_most - 1);
    // The newest is at the right edge.
    double x = area.right() - step * static_cast<double>(m_values.size() - 1);
    QPolygonF curve;
    for (const double value : m_values) {
        curve += QPointF(x, area.bottom() - value / greatest * area.height());
        x += step;
    }
    const QColor accent = palette().color(QPalette::Highlight);
    QPolygonF filled = curve;
    filled << QPointF(curve.back().x(), area.bottom()) << QPointF(curve.front().x(), area.bottom());
    QColor faint = accent;
    faint.setAlphaF(0.18F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint);
    painter.drawPolygon(filled);
    painter.setPen(QPen(accent, 1.8));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(curve);
}

}  // namespace rushlab::ui
