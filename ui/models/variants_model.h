// A run's variants as the rows of a table: what was expected, what came of it, and the figures that a person compares.
// Guarantees: columns that no variant has anything for are left out; rows sort by value, not by text. The GUI's thread.
#pragma once

#include <QAbstractTableModel>

#include "ui/bridge.h"

namespace rushlab::ui {

class VariantsModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void show(ResultPointer result);
    const verdict::Variant& variant(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void retranslate();

  private:
    ResultPointer m_result;
    std::vector<int> m_columns;  // those that are shown
};

// "FAIL in oversold": what a variant was expected to come to.
QString expectationOf(const verdict::Variant& variant);

}  // namespace rushlab::ui
