#include "ui/models/engines_model.h"

#include <QGuiApplication>

#include "ui/state_delegate.h"
#include "ui/theme.h"

namespace rushlab::ui {

void EnginesModel::show(std::vector<lab::EngineReport> reports) {
    beginResetModel();
    m_reports = std::move(reports);
    endResetModel();
}

void EnginesModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_reports.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int EnginesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_reports.size());
}

int EnginesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString EnginesModel::shown(const lab::EngineReport& report, int column) const {
    switch (column) {
        case Port:
            return QString::fromStdString(report.port);
        case Engine:
            return QString::fromStdString(report.engine + " " + report.version).trimmed();
        case State:
            return lookOf(report.state, QGuiApplication::palette()).words;
        case RoundTrip:
            return report.roundTrip ? QString::fromStdString(lab::shownRoundTrip(*report.roundTrip)) : QString();
        case Address:
            return QString::fromStdString(report.url);
        default:
            return {};
    }
}

QVariant EnginesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const lab::EngineReport& report = m_reports[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return shown(report, index.column());
    if (role == kLookRole && index.column() == State)
        return QVariant::fromValue(lookOf(report.state, QGuiApplication::palette()));
    if (role == Qt::ToolTipRole && index.column() == RoundTrip) return QString::fromStdString(report.roundTripOf);
    if (role == Qt::TextAlignmentRole && index.column() == RoundTrip)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

QVariant EnginesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section == RoundTrip ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Port:
            return tr("Port");
        case Engine:
            return tr("Engine");
        case State:
            return tr("State");
        case RoundTrip:
            return tr("Round trip");
        case Address:
            return tr("Address");
        default:
            return {};
    }
}

}  // namespace rushlab::ui
