// Bars that compare: a bar is the median of several runs, its whisker from the least to the most of them.
// The GUI's thread.
#pragma once

#include <vector>

#include "ui/charts/chart_widget.h"
#include "ui/charts/time_lines.h"

namespace rushlab::ui {

struct CompareBar {
    QString name;
    double median = 0;
    // The same as the median where there was one run.
    double least = 0;
    double most = 0;
    // As its line in charts beside it.
    LineLook look{};
};

class CompareCanvas;

class CompareChart final : public ChartWidget {
    Q_OBJECT
  public:
    explicit CompareChart(QWidget* parent);

    void setTitle(const QString& title);
    QString title() const override { return m_title; }
    void setUnit(const QString& unit);
    void setEmptyText(const QString& text);
    // The first is on top. As high as they need is the chart's least height.
    void setBars(std::vector<CompareBar> bars);
    void present(bool on);

    // "Accepted per second. lua-mq: 900/s, from 850/s to 940/s. ..."
    QString summary() const override;
    QByteArray asCsv() const override;

  protected:
    QSize paperSize() const override;
    void paintOn(QPainter& painter) const override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void showAll();

    QString m_title, m_unit;
    std::vector<CompareBar> m_bars;
    bool m_presenting = false;
    CompareCanvas* m_canvas;
    QToolButton* m_export;
};

}  // namespace rushlab::ui
