#include "ui/pages/topology_node.h"

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <algorithm>

#include "report/scene.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr double kPadding = 10;

QColor mixed(const QColor& one, const QColor& other, float share) {
    const auto mix = [share](float a, float b) { return a * (1 - share) + b * share; };
    return QColor::fromRgbF(mix(one.redF(), other.redF()), mix(one.greenF(), other.greenF()),
                            mix(one.blueF(), other.blueF()));
}

bool hasFigure(const TopologyNode& engine) {
    return engine.id == "engine database" || engine.stock;
}

QColor inkOf(report::Ink ink, const QPalette& palette) {
    const auto colour = report::colourOf(ink, isDark(palette) ? report::Theme::Dark : report::Theme::Light);
    return {colour.red, colour.green, colour.blue};
}

}  // namespace

QColor colourOf(NodeState state, const QPalette& palette) {
    switch (state) {
        case NodeState::Untold:
            return quietText(palette);
        case NodeState::Up:
            return lookOf(lab::EngineState::Ready, palette).colour;
        case NodeState::Paused:
            return inkOf(report::Ink::Series5, palette);
        case NodeState::Down:
            return lookOf(lab::EngineState::Unavailable, palette).colour;
    }
    return {};
}

void drawState(QPainter& painter, const QRectF& where, NodeState state, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    if (state == NodeState::Up) {
        painter.drawEllipse(where);
    } else if (state == NodeState::Paused) {
        const double bar = where.width() * 0.34;
        painter.drawRect(QRectF(where.left(), where.top(), bar, where.height()));
        painter.drawRect(QRectF(where.right() - bar, where.top(), bar, where.height()));
    } else if (state == NodeState::Down) {
        painter.setPen(QPen(colour, where.width() * 0.24, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(where.topLeft(), where.bottomRight());
        painter.drawLine(where.topRight(), where.bottomLeft());
    }
    painter.restore();
}

TopologyNodeButton::TopologyNodeButton(QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::ClickFocus);
    connect(this, &QAbstractButton::clicked, this, [this] { emit chosen(m_node.id); });
}

void TopologyNodeButton::setNode(const TopologyNode& node) {
    m_deepest = std::max(m_deepest, node.ready + node.unacked);
    if (node == m_node) return;
    m_node = node;
    retranslate();
}

void TopologyNodeButton::retranslate() {
    setAccessibleName(sentenceOf(m_node));
    setToolTip(sentenceOf(m_node));
    update();
}

void TopologyNodeButton::setScale(double scale) {
    m_scale = scale;
    update();
}

void TopologyNodeButton::setSelected(bool selected) {
    setCheckable(selected);
    setChecked(selected);
    setFocusPolicy(selected ? Qt::StrongFocus : Qt::ClickFocus);
    update();
}

void TopologyNodeButton::keyPressEvent(QKeyEvent* event) {
    // The arrows go to whoever knows where the others stand.
    const int key = event->key();
    if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down)
        event->ignore();
    else
        QAbstractButton::keyPressEvent(event);
}

void TopologyNodeButton::focusInEvent(QFocusEvent* event) {
    QAbstractButton::focusInEvent(event);
    // Also a page or a window that comes back on view gives the focus to whoever had it: then nobody chose.
    const auto reason = event->reason();
    if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::MouseFocusReason)
        emit chosen(m_node.id);
}

void TopologyNodeButton::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void TopologyNodeButton::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

QFont TopologyNodeButton::fontOf(double pixels, bool bold) const {
    QFont made = font();
    made.setPixelSize(std::max(9, qRound(pixels * m_scale)));
    made.setBold(bold);
    return made;
}

void TopologyNodeButton::drawBox(QPainter& painter) const {
    const QColor text = palette().color(QPalette::WindowText);
    const QColor accent = palette().color(QPalette::Highlight);
    QColor fill = palette().color(m_node.kind == NodeKind::Engine ? QPalette::Window : QPalette::Base);
    QPen line(mixed(palette().color(QPalette::Window), text, 0.22F), 1);
    if (m_node.state == NodeState::Down || m_node.state == NodeState::Paused) {
        line = QPen(colourOf(m_node.state, palette()), 1.4 * m_scale);
        if (m_node.state == NodeState::Down) line.setDashPattern({4, 3});
    }
    if (isChecked()) {
        fill = mixed(fill, accent, 0.14F);
        line = QPen(accent, (hasFocus() ? 2.6 : 2) * m_scale);
    } else if (underMouse()) {
        line.setColor(accent);
    }
    const double half = line.widthF() / 2;
    painter.setPen(line);
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), 8 * m_scale, 8 * m_scale);
}

void TopologyNodeButton::drawHead(QPainter& painter) const {
    const double s = m_scale;
    const bool alone = m_node.kind == NodeKind::Engine && !hasFigure(m_node);
    QRectF line(kPadding * s, alone ? height() / 2.0 - 10 * s : 8 * s, width() - 2 * kPadding * s, 20 * s);
    const QColor text = palette().color(QPalette::WindowText);
    if (m_node.state != NodeState::Untold) {
        drawState(painter, QRectF(line.left(), line.center().y() - 4 * s, 8 * s, 8 * s), m_node.state,
                  colourOf(m_node.state, palette()));
        line.setLeft(line.left() + 14 * s);
    }
    painter.setFont(fontOf(12.5, true));
    painter.setPen(m_node.state == NodeState::Down ? quietText(palette()) : text);
    const QString name = nameOf(m_node);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideRight, static_cast<int>(line.width())));
    const QRectF rest = line.adjusted(painter.fontMetrics().horizontalAdvance(name) + 6 * s, 0, 0, 0);
    const QString port = m_node.kind == NodeKind::Instance ? QString(":%1").arg(m_node.port) : QString();
    painter.setFont(fontOf(10.5, false));
    painter.setPen(quietText(palette()));
    if (painter.fontMetrics().horizontalAdvance(port) <= rest.width())
        painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, port);
}

void TopologyNodeButton::drawFigure(QPainter& painter, const QRectF& line, const QString& number,
                                    const QString& unit) const {
    painter.setFont(fontOf(11, false));
    painter.setPen(quietText(palette()));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, unit);
    const double taken =
        painter.fontMetrics().horizontalAdvance(unit) + (unit.startsWith(QChar('/')) ? 1 : 4) * m_scale;
    painter.setFont(fontOf(14, true));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(line.adjusted(0, 0, -taken, 0), Qt::AlignRight | Qt::AlignVCenter, number);
}

// What stands still or is gone has no rate.
void TopologyNodeButton::drawInstance(QPainter& painter) const {
    const double s = m_scale;
    const QRectF line(kPadding * s, height() - 29 * s, width() - 2 * kPadding * s, 20 * s);
    const QString word = wordOf(m_node.state);
    painter.setFont(fontOf(11, m_node.state != NodeState::Up));
    painter.setPen(colourOf(m_node.state, palette()));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, word);
    if (m_node.state != NodeState::Up) return;
    const bool worker = m_node.id.startsWith("worker");
    drawFigure(painter, line, perSecond(worker ? m_node.completedRate : m_node.requestsRate), tr("/s"));
}

void TopologyNodeButton::drawQueue(QPainter& painter) const {
    const double s = m_scale;
    const double left = kPadding * s;
    const double across = width() - 2 * left;
    const QRectF figures(left, 31 * s, across, 22 * s);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.setFont(fontOf(17, true));
    const QString ready = grouped(m_node.ready);
    painter.drawText(figures, Qt::AlignLeft | Qt::AlignVCenter, ready);
    const double taken = painter.fontMetrics().horizontalAdvance(ready) + 4 * s;
    painter.setPen(quietText(palette()));
    painter.setFont(fontOf(11, false));
    painter.drawText(figures.adjusted(taken, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, tr("ready"));
    painter.drawText(figures, Qt::AlignRight | Qt::AlignVCenter, tr("%1 unacked").arg(grouped(m_node.unacked)));

    // Ready is filled, unacked behind it is only hinted at.
    const QRectF bar(left, 56 * s, across, 7 * s);
    const QColor accent = palette().color(QPalette::Highlight);
    const auto wide = [&](std::uint64_t count) {
        return across * static_cast<double>(count) / static_cast<double>(m_deepest);
    };
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(palette().color(QPalette::Base), palette().color(QPalette::WindowText), 0.12F));
    painter.drawRoundedRect(bar, 3 * s, 3 * s);
    painter.setBrush(mixed(palette().color(QPalette::Base), accent, 0.45F));
    painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(wide(m_node.ready + m_node.unacked), bar.height())), 3 * s,
                            3 * s);
    painter.setBrush(accent);
    painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(wide(m_node.ready), bar.height())), 3 * s, 3 * s);

    const QRectF last(left, 67 * s, across, 18 * s);
    const bool alone = m_node.consumers == 0;
    painter.setPen(alone ? colourOf(NodeState::Down, palette()) : quietText(palette()));
    painter.drawText(last, Qt::AlignLeft | Qt::AlignVCenter, consumersOf(m_node));
    if (m_node.dead + m_node.retrying == 0) return;
    painter.setFont(fontOf(11, true));
    painter.setPen(colourOf(NodeState::Down, palette()));
    painter.drawText(
        last, Qt::AlignRight | Qt::AlignVCenter,
        m_node.dead > 0 ? tr("%1 dead").arg(grouped(m_node.dead)) : tr("%1 again").arg(grouped(m_node.retrying)));
}

void TopologyNodeButton::drawEngine(QPainter& painter) const {
    const double s = m_scale;
    const QRectF line(kPadding * s, height() - 31 * s, width() - 2 * kPadding * s, 22 * s);
    if (m_node.id == "engine database")
        drawFigure(painter, line, perSecond(m_node.completedRate), tr("stored/s"));
    else if (m_node.stock)
        drawFigure(painter, line, QLocale().toString(static_cast<qlonglong>(*m_node.stock)), tr("left"));
}

void TopologyNodeButton::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawBox(painter);
    drawHead(painter);
    switch (m_node.kind) {
        case NodeKind::Buyers: {
            const double s = m_scale;
            drawFigure(painter, QRectF(kPadding * s, height() - 31 * s, width() - 2 * kPadding * s, 22 * s),
                       perSecond(m_node.requestsRate), tr("/s"));
            break;
        }
        case NodeKind::Instance:
            drawInstance(painter);
            break;
        case NodeKind::Queue:
            drawQueue(painter);
            break;
        case NodeKind::Engine:
            drawEngine(painter);
            break;
    }
}

}  // namespace rushlab::ui
