// Rows of words for a table that only shows them: whoever has them makes them anew, in the language of the moment.
// Guarantees: as many rows as before keep what is chosen and where the table stands. The GUI's thread.
#pragma once

#include <QAbstractTableModel>
#include <QStringList>
#include <set>
#include <vector>

namespace rushlab::ui {

class TextRowsModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;

    // `figures`: the columns that hold figures, which stand at the right.
    void setHeader(const QStringList& names, std::set<int> figures = {});
    // Each with as many words as there are columns.
    void show(std::vector<QStringList> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QVariant alignmentOf(int column) const;

    QStringList m_names;
    std::set<int> m_figures;
    std::vector<QStringList> m_rows;
};

}  // namespace rushlab::ui
