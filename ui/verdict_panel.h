// What came of a run: a row a variant, and of the chosen one every check with its evidence. The GUI's thread.
#pragma once

#include <QLabel>
#include <QSortFilterProxyModel>
#include <QTableView>

#include "ui/check_tree.h"
#include "ui/models/variants_model.h"

namespace rushlab::ui {

class VerdictPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit VerdictPanel(QWidget* parent);

    void clear();
    void show(const ResultPointer& result);
    void retranslate();

  signals:
    // One row is chosen, or every one is to be seen again (nothing).
    void chosen(const verdict::Variant* variant);

  private:
    void choose();

    ResultPointer m_result;
    VariantsModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    CheckTree* m_checks;
    QLabel* m_hint;
};

}  // namespace rushlab::ui
