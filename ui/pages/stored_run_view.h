// One kept run, opened: its verdict with the evidence, its figures, its charts, and under which settings it ran.
// The GUI's thread.
#pragma once

#include <QLabel>
#include <QTabWidget>
#include <QTableView>
#include <QTextBrowser>

#include "report/result_archive.h"
#include "ui/check_tree.h"
#include "ui/models/comparison_model.h"
#include "ui/pages/stored_charts.h"

namespace rushlab::ui {

class StoredRunView final : public QWidget {
    Q_OBJECT
  public:
    explicit StoredRunView(QWidget* parent);

    void retranslate();
    // `result` is the whole of it.
    void showRun(const report::KeptRun& kept, verdict::RunResult result);
    void setNote(const QString& note);
    void present(bool on);

  signals:
    void said(const QString& sentence);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void fill();
    void fillFigures();
    QString settingsAsHtml() const;

    report::NamedRun m_run;
    bool m_shown = false;
    QLabel* m_title;
    QLabel* m_verdict;
    QLabel* m_facts;
    QLabel* m_note;
    QTabWidget* m_tabs;
    CheckTree* m_checks;
    ComparisonModel* m_figures;
    QTableView* m_table;
    StoredCharts* m_charts;
    QTextBrowser* m_settings;
};

// A table of figures: no grid, room around the numbers.
void dressFigures(QTableView& table);
// Cells that hold a figure in the type of the moment: large for an audience.
void sizeFigures(QTableView& table, bool large);

}  // namespace rushlab::ui
