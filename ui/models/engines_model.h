// The engines' reports as rows for a table.
// The GUI's thread.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "lab/engine_report.h"

namespace rushlab::ui {

class EnginesModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Port, Engine, State, RoundTrip, Address, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void show(std::vector<lab::EngineReport> reports);
    void retranslate();
    const std::vector<lab::EngineReport>& reports() const { return m_reports; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString shown(const lab::EngineReport& report, int column) const;

    std::vector<lab::EngineReport> m_reports;
};

}  // namespace rushlab::ui
