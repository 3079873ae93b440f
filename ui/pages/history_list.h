// The kept runs as a table to search, choose from and write notes into; or, while there is none, what to do first.
// The GUI's thread.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include "ui/models/results_filter.h"

namespace rushlab::ui {

class HistoryList final : public QWidget {
    Q_OBJECT
  public:
    HistoryList(ResultsModel& model, QWidget* parent);

    void retranslate();
    void present(bool on);
    // Until this was called the runs are being read.
    void setRead();
    // The ids of those chosen, in the order in which they were.
    const QStringList& chosen() const { return m_chosen; }
    void choose(const QString& id);
    void editNote();
    void focusFilter() { m_words->setFocus(Qt::ShortcutFocusReason); }

  signals:
    void opened(const QString& id);
    void choiceChanged();
    void firstRunAsked();

  private:
    void buildFilters();
    void buildTable();
    void buildEmpty();
    void followChoice(const QItemSelection& added, const QItemSelection& gone);
    void followModel();
    void fillScenarios();

    ResultsModel& m_model;
    ResultsFilter* m_filter;
    QStackedWidget* m_stack;
    QLineEdit* m_words;
    QComboBox* m_verdict;
    QComboBox* m_scenario;
    QLabel* m_count;
    QTableView* m_table;
    QWidget* m_full;
    QWidget* m_empty;
    QLabel* m_emptyTitle;
    QLabel* m_emptyText;
    QPushButton* m_first;
    QStringList m_chosen;
    bool m_read = false;
};

}  // namespace rushlab::ui
