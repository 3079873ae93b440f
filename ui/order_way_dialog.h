// The orders of a run, and of the chosen one its way through the roles with times.
// Guarantees: labs that have closed still tell their orders. The GUI's thread.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QStringListModel>

#include "ui/bridge.h"
#include "ui/order_way_view.h"

namespace rushlab::ui {

class OrderWayDialog final : public QDialog {
    Q_OBJECT
  public:
    OrderWayDialog(std::vector<LabPointer> labs, QWidget* parent);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void showLab();
    void showOrder();

    std::vector<LabPointer> m_labs;
    QComboBox* m_lab;
    QLineEdit* m_filter;
    QListView* m_list;
    QStringListModel* m_orders;
    QSortFilterProxyModel* m_filtered;
    QScrollArea* m_area;
    OrderWayView* m_way;
    QLabel* m_hint;
};

}  // namespace rushlab::ui
