// The topology as the rows of a table: for who does not see the picture, and for who wants the figures side by side.
// Guarantees: a row keeps its place as long as the lab keeps its shape. The GUI's thread.
#pragma once

#include <QAbstractTableModel>

#include "ui/pages/topology.h"

namespace rushlab::ui {

class TopologyModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTopology(const Topology& topology);
    void retranslate();
    // -1: there is none.
    int rowOf(const QString& id) const;
    QString idAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    std::vector<TopologyNode> m_rows;
};

}  // namespace rushlab::ui
