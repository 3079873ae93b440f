#include "ui/pages/topology_model.h"

#include <algorithm>

namespace rushlab::ui {
namespace {

enum TableColumn { kName, kState, kPort, kRequests, kAccepted, kCompleted, kWaiting, kConsumers, kColumns };

QString textOf(const TopologyNode& node, int column) {
    const bool instance = node.kind == NodeKind::Instance;
    const bool queue = node.kind == NodeKind::Queue;
    const auto one = [](bool there, const QString& text) { return there ? text : QString(); };
    switch (column) {
        case kName:
            return nameOf(node);
        case kState:
            return wordOf(node.state);
        case kPort:
            return one(instance, QString::number(node.port));
        case kRequests:
            return one(instance || node.kind == NodeKind::Buyers, perSecond(node.requestsRate));
        case kAccepted:
            return one(instance && node.accepted > 0, grouped(node.accepted));
        case kCompleted:
            return one(node.completed > 0, grouped(node.completed));
        case kWaiting:
            return one(queue, grouped(node.ready + node.unacked));
        case kConsumers:
            return one(queue, grouped(node.consumers));
        default:
            return {};
    }
}

}  // namespace

void TopologyModel::setTopology(const Topology& topology) {
    std::vector<TopologyNode> rows;
    for (const TopologyGroup& group : topology.groups)
        rows.insert(rows.end(), group.nodes.begin(), group.nodes.end());
    if (rows == m_rows) return;
    if (!std::ranges::equal(rows, m_rows, {}, &TopologyNode::id, &TopologyNode::id)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

void TopologyModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

int TopologyModel::rowOf(const QString& id) const {
    const auto found = std::ranges::find(m_rows, id, &TopologyNode::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

QString TopologyModel::idAt(int row) const {
    return row < 0 || row >= rowCount() ? QString() : m_rows[static_cast<std::size_t>(row)].id;
}

int TopologyModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TopologyModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QVariant TopologyModel::data(const QModelIndex& index, int role) const {
    const TopologyNode& node = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole) return textOf(node, index.column());
    if (role == Qt::AccessibleTextRole && index.column() == kName) return sentenceOf(node);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() >= kPort ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

QVariant TopologyModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section >= kPort ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case kName:
            return tr("Name");
        case kState:
            return tr("State");
        case kPort:
            return tr("Port");
        case kRequests:
            return tr("Requests/s");
        case kAccepted:
            return tr("Accepted");
        case kCompleted:
            return tr("Completed");
        case kWaiting:
            return tr("Waiting");
        case kConsumers:
            return tr("Consumers");
        default:
            return {};
    }
}

}  // namespace rushlab::ui
