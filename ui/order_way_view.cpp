#include "ui/order_way_view.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/order_step_words.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr int kMargin = 20;
constexpr int kDot = 6;

QString wordsOf(const lab::OrderStep& step) {
    return (wordsOfStep(step.what) + ' ' + QString::fromStdString(step.detail)).trimmed();
}

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

// What the widest step says, and the room around it.
int OrderWayView::wordsWidth() const {
    int widest = fontMetrics().horizontalAdvance("order-2") + 60;
    for (const lab::OrderStep& step : m_way)
        widest = std::max(widest, fontMetrics().horizontalAdvance(wordsOf(step)) + 48);
    return widest;
}

int OrderWayView::laneWidth() const {
    const int lanes = std::max<int>(1, static_cast<int>(m_lanes.size()));
    return std::max(wordsWidth(), (width() - 2 * kMargin - timeWidth()) / lanes);
}

QSize OrderWayView::sizeHint() const {
    return {2 * kMargin + timeWidth() + wordsWidth() * std::max<int>(1, static_cast<int>(m_lanes.size())),
            2 * kMargin + rowHeight() * (static_cast<int>(m_way.size()) + 1)};
}

QString OrderWayView::timeOf(std::size_t step) const {
    const auto passed = m_way[step].at - m_way.front().at;
    return QString("+%1 ms").arg(QLocale().toString(static_cast<double>(passed.count()) / 1000, 'f', 2));
}

void OrderWayView::describe() {
    QStringList said;
    for (std::size_t step = 0; step < m_way.size(); ++step)
        said += QString("%1 %2 %3").arg(timeOf(step), QString::fromStdString(m_way[step].where), wordsOf(m_way[step]));
    setAccessibleName(tr("The order's way"));
    setAccessibleDescription(said.join("; "));
}

void OrderWayView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange) {
        describe();
        updateGeometry();
        update();
    }
}

QPoint OrderWayView::pointOf(std::size_t step) const {
    return {kMargin + timeWidth() + laneOf(m_way[step]) * laneWidth() + kDot,
            kMargin + rowHeight() * (static_cast<int>(step) + 1) + rowHeight() / 2};
}

void OrderWayView::paintEvent(QPaintEvent* /*event*/) {
    if (m_way.empty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawLanes(painter);
    drawPath(painter);
    for (std::size_t step = 0; step < m_way.size(); ++step)
        drawStep(painter, step);
}

void OrderWayView::drawLanes(QPainter& painter) const {
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    const int lane = laneWidth(), row = rowHeight(), left = kMargin + timeWidth();
    for (int at = 0; at < m_lanes.size(); ++at) {
        const int x = left + at * lane;
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect(x, kMargin, lane - 8, row), Qt::AlignLeft | Qt::AlignVCenter, m_lanes[at]);
        painter.setPen(QPen(quietText(palette()), 1, Qt::DotLine));
        painter.drawLine(x + kDot, kMargin + row, x + kDot, pointOf(m_way.size() - 1).y() + row / 2);
    }
    painter.setFont(font());
}

// From lane to lane between two rows, so that it runs through no words.
void OrderWayView::drawPath(QPainter& painter) const {
    QPainterPath path(pointOf(0));
    for (std::size_t step = 1; step < m_way.size(); ++step) {
        const QPoint from = pointOf(step - 1), to = pointOf(step);
        const int between = (from.y() + to.y()) / 2;
        path.lineTo(from.x(), between);
        path.lineTo(to.x(), between);
        path.lineTo(to);
    }
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void OrderWayView::drawStep(QPainter& painter, std::size_t step) const {
    const QPoint point = pointOf(step);
    const int row = rowHeight();
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Highlight));
    painter.drawEllipse(point, kDot, kDot);
    painter.setPen(quietText(palette()));
    painter.drawText(QRect(kMargin, point.y() - row / 2, timeWidth() - 24, row), Qt::AlignRight | Qt::AlignVCenter,
                     timeOf(step));
    const auto write = [&](int x, const QString& words) {
        const int width = painter.fontMetrics().horizontalAdvance(words) + 4;
        painter.drawText(QRect(x, point.y() - row / 2, width, row), Qt::AlignLeft | Qt::AlignVCenter, words);
    };
    const QString what = wordsOfStep(m_way[step].what);
    const int x = point.x() + kDot + 8;
    write(x + painter.fontMetrics().horizontalAdvance(what + ' '), QString::fromStdString(m_way[step].detail));
    painter.setPen(palette().color(QPalette::WindowText));
    write(x, what);
}

}  // namespace rushlab::ui
