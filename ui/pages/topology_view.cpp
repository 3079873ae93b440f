#include "ui/pages/topology_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <cmath>

#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr double kDash = 5;

bool flows(const TopologyEdge& edge) {
    return edge.rate.value_or(0) > 0;
}

double widthOf(const TopologyEdge& edge, double scale) {
    return (flows(edge) ? 1.8 + 0.8 * std::log10(1 + *edge.rate) : 1.2) * scale;
}

QColor faintLine(const QPalette& palette) {
    QColor line = palette.color(QPalette::WindowText);
    line.setAlphaF(0.24F);
    return line;
}

}  // namespace

TopologyView::TopologyView(QWidget* parent) : QWidget(parent) {
    setObjectName("topology");
}

void TopologyView::setTopology(const Topology& topology) {
    const bool same = sameShape(m_topology, topology);
    const auto before = std::exchange(m_topology, topology);
    if (!same) {
        makeNodes();
        arrange();
    }
    for (const TopologyGroup& group : m_topology.groups) {
        for (const TopologyNode& node : group.nodes)
            m_nodes[node.id]->setNode(node);
    }
    for (std::size_t at = 0; same && at < m_topology.edges.size(); ++at) {
        if (m_topology.edges[at] != before.edges[at]) update(regionOf(at));
    }
}

void TopologyView::makeNodes() {
    for (const auto& [id, button] : m_nodes)
        button->deleteLater();
    m_nodes.clear();
    QWidget* previous = nullptr;
    for (const TopologyGroup& group : m_topology.groups) {
        for (const TopologyNode& node : group.nodes) {
            auto* button = new TopologyNodeButton(this);
            button->setObjectName("node " + node.id);
            connect(button, &TopologyNodeButton::chosen, this, &TopologyView::choose);
            m_nodes[node.id] = button;
            if (previous) setTabOrder(previous, button);
            previous = button;
            button->show();
        }
    }
    m_phases.assign(m_topology.edges.size(), 0);
    const QString selected = std::exchange(m_selected, {});
    select(m_nodes.contains(selected) ? selected : m_nodes.contains("order-1") ? QString("order-1") : "buyers");
}

void TopologyView::arrange() {
    if (m_topology.groups.empty()) return;
    setMinimumSize(layOut(m_topology, {0, 0}).size.toSize());
    m_layout = layOut(m_topology, size());
    for (const auto& [id, button] : m_nodes) {
        button->setScale(m_layout.scale);
        button->setGeometry(m_layout.nodes[id].toAlignedRect());
    }
    update();
}

void TopologyView::retranslate() {
    for (const auto& [id, button] : m_nodes)
        button->retranslate();
    update();
}

void TopologyView::select(const QString& id) {
    const auto chosen = m_nodes.find(id);
    if (chosen == m_nodes.end() || id == m_selected) return;
    if (const auto previous = m_nodes.find(m_selected); previous != m_nodes.end()) previous->second->setSelected(false);
    m_selected = id;
    chosen->second->setSelected(true);
    emit selectionChanged(id);
}

void TopologyView::choose(const QString& id) {
    if (!m_nodes.contains(id)) return;
    select(id);
    emit chosen(id);
}

void TopologyView::advance() {
    for (std::size_t at = 0; at < m_topology.edges.size(); ++at) {
        const TopologyEdge& edge = m_topology.edges[at];
        if (!flows(edge)) continue;
        m_phases[at] = std::fmod(m_phases[at] + 0.5 + 0.7 * std::log10(1 + *edge.rate), 2 * kDash);
        update(regionOf(at));
    }
}

void TopologyView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

// The nearest one in the arrow's direction; what is off to the side counts double.
const QRectF* TopologyView::besides(int key) const {
    const auto here = m_layout.nodes.find(m_selected);
    if (here == m_layout.nodes.end()) return nullptr;
    const QRectF* nearest = nullptr;
    double least = 0;
    for (const auto& [id, rect] : m_layout.nodes) {
        const QPointF way = rect.center() - here->second.center();
        const bool across = key == Qt::Key_Left || key == Qt::Key_Right;
        const double ahead = (across ? way.x() : way.y()) * (key == Qt::Key_Left || key == Qt::Key_Up ? -1 : 1);
        const double aside = std::abs(across ? way.y() : way.x());
        if (ahead < 2 || aside > 3 * ahead) continue;
        const double distance = ahead + 2 * aside;
        if (nearest && distance >= least) continue;
        nearest = &rect;
        least = distance;
    }
    return nearest;
}

void TopologyView::keyPressEvent(QKeyEvent* event) {
    const QRectF* next = nullptr;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
            next = besides(event->key());
            break;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    if (!next) return;
    for (const auto& [id, rect] : m_layout.nodes) {
        if (&rect == next) m_nodes[id]->setFocus(Qt::TabFocusReason);
    }
}

void TopologyView::contextMenuEvent(QContextMenuEvent* event) {
    if (const auto* node = qobject_cast<TopologyNodeButton*>(childAt(event->pos()))) choose(node->node().id);
    if (!m_selected.isEmpty()) emit menuAsked(event->globalPos());
}

QRect TopologyView::regionOf(std::size_t edge) const {
    const double around = 16 * m_layout.scale;
    return m_layout.ways[edge].path.boundingRect().adjusted(-around, -around, around, around).toAlignedRect();
}

void TopologyView::drawWay(QPainter& painter, std::size_t at) const {
    const TopologyEdge& edge = m_topology.edges[at];
    const QPainterPath& path = m_layout.ways[at].path;
    const double s = m_layout.scale;
    const bool alive = flows(edge);
    const QColor accent = palette().color(QPalette::Highlight);
    QColor line = alive ? accent : faintLine(palette());
    if (alive) line.setAlphaF(0.30F);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, widthOf(edge, s), Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(path);
    if (alive) {
        QPen moving(accent, widthOf(edge, s), Qt::CustomDashLine, Qt::FlatCap);
        moving.setDashPattern({kDash, kDash});
        moving.setDashOffset(-m_phases[at]);
        painter.setPen(moving);
        painter.drawPath(path);
    }
    const double head = (alive ? 4.5 : 3.5) * s;
    const QPointF end = path.currentPosition();
    painter.setPen(Qt::NoPen);
    painter.setBrush(alive ? accent : faintLine(palette()));
    painter.drawPolygon(QPolygonF({end, end + QPointF(-1.8 * head, -head), end + QPointF(-1.8 * head, head)}));
}

void TopologyView::drawLabel(QPainter& painter, std::size_t at) const {
    const TopologyEdge& edge = m_topology.edges[at];
    if (!flows(edge)) return;
    const double s = m_layout.scale;
    const QString text = tr("%1/s").arg(perSecond(*edge.rate));
    QFont small = font();
    small.setPixelSize(std::max(10, qRound(11 * s)));
    painter.setFont(small);
    QRectF box(0, 0, painter.fontMetrics().horizontalAdvance(text) + 6 * s, 16 * s);
    // Above a straight line, so that what moves there is seen; on a bent one.
    const QRectF reach = m_layout.ways[at].path.boundingRect();
    box.moveCenter(m_layout.ways[at].label - QPointF(0, reach.height() < 4 ? 11 * s : 0));
    QColor paper = palette().color(QPalette::Window);
    paper.setAlphaF(0.88F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(paper);
    painter.drawRoundedRect(box, 4 * s, 4 * s);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(box, Qt::AlignCenter, text);
}

void TopologyView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& [id, frame] : m_layout.frames) {
        QColor fill = palette().color(QPalette::WindowText);
        fill.setAlphaF(0.045F);
        painter.setPen(QPen(faintLine(palette()), 1));
        painter.setBrush(fill);
        painter.drawRoundedRect(frame, 12 * m_layout.scale, 12 * m_layout.scale);
    }
    for (const bool alive : {false, true}) {
        for (std::size_t at = 0; at < m_layout.ways.size(); ++at) {
            if (flows(m_topology.edges[at]) == alive) drawWay(painter, at);
        }
    }
    for (std::size_t at = 0; at < m_layout.ways.size(); ++at)
        drawLabel(painter, at);
}

}  // namespace rushlab::ui
