#include "ui/models/inbox_model.h"

#include <QDateTime>
#include <QLocale>

namespace rushlab::ui {

void InboxModel::clear() {
    beginResetModel();
    m_rows.clear();
    m_hasOlder = m_asking = false;
    endResetModel();
}

void InboxModel::showNewest(std::vector<lab::InboxRow> rows) {
    const std::int64_t known = newest();
    const auto firstKnown =
        std::ranges::find_if(rows, [known](const lab::InboxRow& row) { return row.number <= known; });
    if (m_rows.empty() || (firstKnown == rows.end() && rows.size() >= kPage)) {
        beginResetModel();
        m_hasOlder = rows.size() >= kPage;
        m_asking = false;
        m_rows.assign(rows.begin(), rows.end());
        endResetModel();
        return;
    }
    const auto fresh = static_cast<int>(firstKnown - rows.begin());
    if (fresh == 0) return;
    beginInsertRows({}, 0, fresh - 1);
    m_rows.insert(m_rows.begin(), rows.begin(), firstKnown);
    endInsertRows();
}

void InboxModel::addOlder(std::vector<lab::InboxRow> rows) {
    if (!std::exchange(m_asking, false)) return;  // begun anew meanwhile
    m_hasOlder = rows.size() >= kPage;
    if (rows.empty()) return;
    const auto first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

void InboxModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int InboxModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int InboxModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InboxModel::data(const QModelIndex& index, int role) const {
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const lab::InboxRow& letter = row(index.row());
    switch (index.column()) {
        case To:
            return QString::fromStdString(letter.to);
        case Subject:
            return QString::fromStdString(letter.subject);
        default:
            return QDateTime::fromMSecsSinceEpoch(letter.at.time_since_epoch().count()).toString("HH:mm:ss.zzz");
    }
}

QVariant InboxModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case To:
            return tr("To");
        case Subject:
            return tr("Subject");
        default:
            return tr("Taken over at");
    }
}

bool InboxModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_hasOlder && !m_asking;
}

void InboxModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent)) return;
    m_asking = true;
    emit wantsOlder(m_rows.back().number);
}

}  // namespace rushlab::ui
