#include "ui/pages/topology_layout.h"

#include <algorithm>
#include <cmath>

namespace rushlab::ui {
namespace {

constexpr double kLeastScale = 0.74;
constexpr double kMostScale = 2.2;
constexpr double kMargin = 6;
constexpr double kColumnGap = 54;  // at least: a word about an edge goes there
constexpr double kMostColumnGap = 150;
constexpr double kGroupGap = 15;
constexpr double kNodeGap = 7;
constexpr double kFrame = 8;
constexpr double kLane = 26;  // for ways around, below everything

QSizeF sizeOf(NodeKind kind) {
    switch (kind) {
        case NodeKind::Buyers:
            return {100, 64};
        case NodeKind::Instance:
            return {130, 58};
        case NodeKind::Queue:
            return {150, 92};
        case NodeKind::Engine:
            return {126, 64};
    }
    return {};
}

// A group by itself: its nodes from (0, 0) on.
struct Block {
    const TopologyGroup* group = nullptr;
    QSizeF size;
    std::vector<QRectF> nodes;
    QPointF at;
};

Block blockOf(const TopologyGroup& group) {
    Block block{&group, {}, {}, {}};
    const auto count = static_cast<int>(group.nodes.size());
    const int across = count <= 3 ? 1 : count <= 6 ? 2 : 3;
    const int rows = (count + across - 1) / across;
    const double around = count > 1 ? kFrame : 0;
    const QSizeF one = sizeOf(group.nodes.front().kind);
    for (int n = 0; n < count; ++n) {
        const QPointF corner(around + n / rows * (one.width() + kNodeGap),
                             around + n % rows * (one.height() + kNodeGap));
        block.nodes.emplace_back(corner, one);
    }
    block.size = {block.nodes.back().right() + around,
                  block.nodes[static_cast<std::size_t>(rows) - 1].bottom() + around};
    return block;
}

// The way of an order goes through these.
bool isOnMainWay(const QString& group) {
    return group == "buyers" || group == "gateway" || group == "order" || group == "queue orders" ||
           group == "worker" || group == "engine database";
}

struct NodeColumn {
    std::vector<Block> above, below;  // from the middle outwards
    std::optional<Block> middle;
    double width = 0;

    double heightAbove() const { return height(above) + half(); }
    double heightBelow() const { return height(below) + half(); }

    void place(double left, double axis) {
        const auto centred = [&](Block& block, double top) {
            block.at = {left + (width - block.size.width()) / 2, top};
        };
        double up = axis - half();
        double down = axis + half();
        if (middle) centred(*middle, up);
        for (Block& block : above) {
            up -= kGroupGap + block.size.height();
            centred(block, up);
        }
        for (Block& block : below) {
            centred(block, down + kGroupGap);
            down += kGroupGap + block.size.height();
        }
    }
    template <class Do>
    void forEach(Do what) const {
        for (const Block& block : above)
            what(block);
        if (middle) what(*middle);
        for (const Block& block : below)
            what(block);
    }

  private:
    double half() const { return middle ? middle->size.height() / 2 : 0; }
    static double height(const std::vector<Block>& blocks) {
        double sum = 0;
        for (const Block& block : blocks)
            sum += kGroupGap + block.size.height();
        return sum;
    }
};

// What is off the main way goes above and below in turns where there may be much of it, so that a column is about as
// high on both sides; what stands aside (registry, scheduler, event log) goes below.
bool mayStandAbove(const TopologyGroup& group) {
    return group.column == 2 || group.column == 3;
}

std::vector<NodeColumn> columnsOf(const Topology& topology) {
    std::map<int, NodeColumn> found;
    for (const TopologyGroup& group : topology.groups) {
        if (group.nodes.empty()) continue;
        NodeColumn& column = found[group.column];
        Block block = blockOf(group);
        column.width = std::max(column.width, block.size.width());
        if (!column.middle && isOnMainWay(group.id))
            column.middle = std::move(block);
        else if (mayStandAbove(group) && column.heightAbove() <= column.heightBelow())
            column.above.push_back(std::move(block));
        else
            column.below.push_back(std::move(block));
    }
    std::vector<NodeColumn> columns;
    for (auto& [number, column] : found)
        columns.push_back(std::move(column));
    return columns;
}

struct Spans {
    double width = 0, above = 0, below = 0;
};

Spans spansOf(const std::vector<NodeColumn>& columns) {
    Spans spans;
    for (const NodeColumn& column : columns) {
        spans.width += column.width;
        spans.above = std::max(spans.above, column.heightAbove());
        spans.below = std::max(spans.below, column.heightBelow());
    }
    return spans;
}

// Where edges leave and reach a group, and the gap before and behind its column.
struct Ports {
    QRectF rect;
    std::size_t column = 0;
    double columnLeft = 0, columnRight = 0;
    double halfGap = 0;
};

// Bent in the gap between the columns alone: whoever is wider than the two is not crossed.
TopologyLayout::Way straightOn(const Ports& from, const Ports& to) {
    const QPointF start(from.rect.right(), from.rect.center().y());
    const QPointF end(to.rect.left(), to.rect.center().y());
    const QPointF out(from.columnRight, start.y());
    const QPointF in(to.columnLeft, end.y());
    const double bend = (in.x() - out.x()) * 0.5;
    TopologyLayout::Way way;
    way.path.moveTo(start);
    way.path.lineTo(out);
    way.path.cubicTo(out + QPointF(bend, 0), in - QPointF(bend, 0), in);
    way.path.lineTo(end);
    way.label = (out + in) / 2;
    return way;
}

// Down beside its column, along below everything, and up again: whoever lies between is not crossed.
TopologyLayout::Way wayAround(const Ports& from, const Ports& to, double lane, double round) {
    const QPointF start(from.rect.right(), from.rect.bottom() - from.rect.height() / 5);
    const QPointF end(to.rect.left(), to.rect.bottom() - to.rect.height() / 5);
    const double out = from.columnRight + from.halfGap - round;
    const double in = to.columnLeft - to.halfGap + round;
    TopologyLayout::Way way;
    way.path.moveTo(start);
    way.path.lineTo(out - round, start.y());
    way.path.quadTo({out, start.y()}, {out, start.y() + round});
    way.path.lineTo(out, lane - round);
    way.path.quadTo({out, lane}, {out + round, lane});
    way.path.lineTo(in - round, lane);
    way.path.quadTo({in, lane}, {in, lane - round});
    way.path.lineTo(in, end.y() + round);
    way.path.quadTo({in, end.y()}, {in + round, end.y()});
    way.path.lineTo(end);
    way.label = {(out + in) / 2, lane};
    return way;
}

}  // namespace

TopologyLayout layOut(const Topology& topology, const QSizeF& room) {
    TopologyLayout layout;
    std::vector<NodeColumn> columns = columnsOf(topology);
    if (columns.empty()) return layout;
    const Spans spans = spansOf(columns);
    const auto gaps = static_cast<double>(columns.size() - 1);
    const double width = spans.width + gaps * kColumnGap + 2 * kMargin;
    const double height = spans.above + spans.below + kLane + 2 * kMargin;
    layout.scale = std::clamp(std::min(room.width() / width, room.height() / height), kLeastScale, kMostScale);
    // What is left goes between the columns, and around all of it.
    const double roomWidth = room.width() / layout.scale;
    const double roomHeight = room.height() / layout.scale;
    const double gap =
        gaps > 0 ? std::clamp((roomWidth - spans.width - 2 * kMargin) / gaps, kColumnGap, kMostColumnGap) : 0;
    const double taken = spans.width + gaps * gap + 2 * kMargin;
    layout.size = QSizeF(std::max(taken, roomWidth), std::max(height, roomHeight)) * layout.scale;
    const double s = layout.scale;
    const double axis = kMargin + spans.above + std::max(0.0, roomHeight - height) / 2;
    const double lane = (axis + spans.below + kLane * 0.6) * s;
    double left = kMargin + std::max(0.0, roomWidth - taken) / 2;

    std::map<QString, Ports> ports;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        NodeColumn& column = columns[at];
        column.place(left, axis);
        column.forEach([&](const Block& block) {
            const QRectF whole(block.at * s, block.size * s);
            if (block.nodes.size() > 1) layout.frames[block.group->id] = whole;
            for (std::size_t n = 0; n < block.nodes.size(); ++n) {
                const QRectF& node = block.nodes[n];
                layout.nodes[block.group->nodes[n].id] = {(block.at + node.topLeft()) * s, node.size() * s};
            }
            ports[block.group->id] = {whole, at, left * s, (left + column.width) * s, gap / 2 * s};
        });
        left += column.width + gap;
    }
    for (const TopologyEdge& edge : topology.edges) {
        const Ports& from = ports[edge.from];
        const Ports& to = ports[edge.to];
        layout.ways.push_back(to.column > from.column + 1 ? wayAround(from, to, lane, 8 * s) : straightOn(from, to));
    }
    return layout;
}

}  // namespace rushlab::ui
