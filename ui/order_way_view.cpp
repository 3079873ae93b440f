#include "ui/order_way_view.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr int kMargin = 20;
constexpr int kDot = 6;

}  // namespace

OrderWayView::OrderWayView(QWidget* parent) : QWidget(parent) {
    setObjectName("orderWay");
    setFocusPolicy(Qt::StrongFocus);
}

void OrderWayView::show(std::vector<lab::OrderStep> way) {
    m_way = std::move(way);
    m_lanes.clear();
    for (const lab::OrderStep& step : m_way) {
        const QString lane = QString::fromStdString(step.where);
        if (!m_lanes.contains(lane)) m_lanes += lane;
    }
    describe();
    updateGeometry();
    resize(std::max(sizeHint().width(), parentWidget() ? parentWidget()->width() : 0), sizeHint().height());
    update();
}

int OrderWayView::laneOf(const lab::OrderStep& step) const {
    return static_cast<int>(m_lanes.indexOf(QString::fromStdString(step.where)));
}

int OrderWayView::rowHeight() const {
    return fontMetrics().height() * 2 + 4;
}

int OrderWayView::timeWidth() const {
    return fontMetrics().horizontalAdvance("+0000.00 ms") + 24;
}

int OrderWayView::laneWidth() const {
    int widest = fontMetrics().horizontalAdvance("order-2") + 60;
    for (const lab::OrderStep& step : m_way)
        widest = std::max(widest, fontMetrics().horizontalAdvance(QString::fromStdString(step.what)) + 48);
    const int lanes = std::max<int>(1, static_cast<int>(m_lanes.size()));
    return std::max(widest, (width() - 2 * kMargin - timeWidth()) / lanes);
}

QSize OrderWayView::sizeHint() const {
    int widest = 100;
    for (const lab::OrderStep& step : m_way)
        widest = std::max(widest, fontMetrics().horizontalAdvance(QString::fromStdString(step.what)) + 48);
    return {2 * kMargin + timeWidth() + widest * std::max<int>(1, static_cast<int>(m_lanes.size())),
            2 * kMargin + rowHeight() * (static_cast<int>(m_way.size()) + 1)};
}

QString OrderWayView::timeOf(std::size_t step) const {
    const auto passed = m_way[step].at - m_way.front().at;
    return QString("+%1 ms").arg(QLocale().toString(static_cast<double>(passed.count()) / 1000, 'f', 2));
}

void OrderWayView::describe() {
    QStringList said;
    for (std::size_t step = 0; step < m_way.size(); ++step)
        said +=
            QString("%1 %2 %3")
                .arg(timeOf(step), QString::fromStdString(m_way[step].where), QString::fromStdString(m_way[step].what));
    setAccessibleName(tr("The order's way"));
    setAccessibleDescription(said.join("; "));
}

void OrderWayView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange) describe();
}

void OrderWayView::paintEvent(QPaintEvent* /*event*/) {
    if (m_way.empty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = palette().color(QPalette::WindowText);
    const QColor quiet = quietText(palette());
    const QColor accent = palette().color(QPalette::Highlight);
    const int lane = laneWidth(), row = rowHeight(), left = kMargin + timeWidth();
    const auto x = [&](int at) { return left + at * lane + kDot; };
    const auto y = [&](std::size_t step) { return kMargin + row * (static_cast<int>(step) + 1) + row / 2; };

    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    for (int at = 0; at < m_lanes.size(); ++at) {
        painter.setPen(ink);
        painter.drawText(QRect(x(at) - kDot, kMargin, lane - 8, row), Qt::AlignLeft | Qt::AlignVCenter, m_lanes[at]);
        painter.setPen(QPen(quiet, 1, Qt::DotLine));
        painter.drawLine(x(at), kMargin + row, x(at), y(m_way.size() - 1) + row / 2);
    }
    QPainterPath path;
    for (std::size_t step = 0; step < m_way.size(); ++step) {
        const QPoint point(x(laneOf(m_way[step])), y(step));
        step == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    painter.setPen(QPen(accent, 2));
    painter.drawPath(path);
    painter.setFont(font());
    for (std::size_t step = 0; step < m_way.size(); ++step) {
        const QPoint point(x(laneOf(m_way[step])), y(step));
        painter.setPen(Qt::NoPen);
        painter.setBrush(accent);
        painter.drawEllipse(point, kDot, kDot);
        painter.setPen(quiet);
        painter.drawText(QRect(kMargin, point.y() - row / 2, timeWidth() - 24, row), Qt::AlignRight | Qt::AlignVCenter,
                         timeOf(step));
        // On paper of its own, so that the way does not run through the words.
        const QString what = QString::fromStdString(m_way[step].what);
        QRect words(point.x() + kDot + 8, point.y() - row / 2, painter.fontMetrics().horizontalAdvance(what) + 4, row);
        painter.fillRect(words.adjusted(-2, row / 4, 2, -row / 4), palette().color(QPalette::Base));
        painter.setPen(ink);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, what);
    }
}

}  // namespace rushlab::ui
