#include "ui/models/text_rows_model.h"

#include <QTextDocument>

namespace rushlab::ui {

void TextRowsModel::setHeader(const QStringList& names, std::set<int> figures) {
    const bool asMany = names.size() == m_names.size();
    if (!asMany) beginResetModel();
    m_names = names;
    m_figures = std::move(figures);
    if (!asMany) return endResetModel();
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void TextRowsModel::show(std::vector<QStringList> rows) {
    if (rows == m_rows) return;
    const bool asMany = rows.size() == m_rows.size();
    if (!asMany) beginResetModel();
    m_rows = std::move(rows);
    if (!asMany) return endResetModel();
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int TextRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextRowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_names.size());
}

QVariant TextRowsModel::alignmentOf(int column) const {
    const Qt::Alignment side = m_figures.contains(column) ? Qt::AlignRight : Qt::AlignLeft;
    return QVariant::fromValue(side | Qt::AlignVCenter);
}

QVariant TextRowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    if (role == Qt::TextAlignmentRole) return alignmentOf(index.column());
    const QString words = m_rows[static_cast<std::size_t>(index.row())].value(index.column());
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return words;
    // What the table has no room for; never markup.
    if (role == Qt::ToolTipRole) return Qt::mightBeRichText(words) ? words.toHtmlEscaped() : words;
    return {};
}

QVariant TextRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return alignmentOf(section);
    return role == Qt::DisplayRole ? QVariant(m_names.value(section)) : QVariant();
}

}  // namespace rushlab::ui
