// Several kept runs side by side: their charts over each other, their figures with the difference from the first one's.
// The GUI's thread.
#pragma once

#include <QLabel>
#include <QSplitter>
#include <QTableView>

#include "report/result_archive.h"
#include "ui/models/comparison_model.h"
#include "ui/pages/stored_charts.h"

namespace rushlab::ui {

class CompareView final : public QWidget {
    Q_OBJECT
  public:
    explicit CompareView(QWidget* parent);

    void retranslate();
    // The first one is what the others are held against.
    void showRuns(std::vector<report::KeptRun> runs);
    void present(bool on);

  signals:
    void said(const QString& sentence);

  private:
    void fill();
    void tellWho();

    std::vector<report::KeptRun> m_runs;
    QLabel* m_title;
    QLabel* m_who;
    QSplitter* m_parts;
    StoredCharts* m_charts;
    ComparisonModel* m_figures;
    QTableView* m_table;
};

}  // namespace rushlab::ui
