// The charts of runs that are over: of one mechanism what it did, of several their lines over each other.
// The GUI's thread.
#pragma once

#include <QGridLayout>
#include <QScrollArea>
#include <vector>

#include "report/report.h"
#include "ui/charts/live_chart.h"

namespace rushlab::ui {

class StoredCharts final : public QScrollArea {
    Q_OBJECT
  public:
    explicit StoredCharts(QWidget* parent);

    // Each under its name; a run of no name brings its mechanisms' alone.
    void showRuns(const std::vector<report::NamedRun>& runs);
    void present(bool on);
    const std::vector<LiveChart*>& charts() const { return m_charts; }

  signals:
    void said(const QString& sentence);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    LiveChart* addChart(const QString& name, const QString& title, const std::string& unit);
    void showAlone(const verdict::Variant& variant);
    void place();

    QWidget* m_inside;
    QGridLayout* m_grid;
    std::vector<LiveChart*> m_charts;
    int m_columns = 0;
    bool m_presenting = false;
};

}  // namespace rushlab::ui
