// What runs came to, side by side: a row a figure, a column for each mechanism of each run, and how much each differs
// from the first column's.
// The GUI's thread.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "report/report.h"

namespace rushlab::ui {

class ComparisonModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    static constexpr int kDifferenceRole = Qt::UserRole + 2;  // "+12.5 %"; empty where there is none

    using QAbstractTableModel::QAbstractTableModel;

    void show(const std::vector<report::NamedRun>& runs);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Cell {
        QString text;
        QString difference;
        QString why;  // there is nothing to tell
    };
    struct Row {
        QString name;
        std::vector<Cell> cells;
    };

    std::vector<QString> m_columns;
    std::vector<Row> m_rows;
};

// "+12.5 %", of a figure against the first; empty where the first is nothing to compare with.
QString differenceInPercent(double value, double first);

}  // namespace rushlab::ui
