// A run as it goes on and as it ended: the stock as one large number, how far it is, charts, verdict and evidence.
// It follows the runs that are its page's own, and leaves everything as it is while others run. The GUI's thread.
#pragma once

#include <QProgressBar>
#include <QTabWidget>

#include "ui/big_number.h"
#include "ui/live_line.h"
#include "ui/page.h"
#include "ui/run_charts.h"
#include "ui/stock_figure.h"
#include "ui/verdict_banner.h"
#include "ui/verdict_panel.h"

namespace rushlab::ui {

class RunView final : public QWidget {
    Q_OBJECT
  public:
    using IsMine = std::function<bool(const RunRequest&)>;

    RunView(PageContext& context, IsMine isMine, QWidget* parent);

    // The lab of this moment, or of the run's last one; nothing before the first.
    LabPointer lab() const { return m_labs.empty() ? nullptr : m_labs.back(); }
    const std::shared_ptr<const lab::Snapshot>& lastSample() const { return m_lastSample; }
    bool isFollowing() const { return m_following; }
    // What stands there before the first run.
    void setHint(const QString& sentence);
    void openAnOrder();
    void retranslate();
    void present(bool on);

  signals:
    void said(const QString& sentence);

  private:
    void connectTo(Bridge& bridge);
    void begin(const RunRequest& request);
    void follow(const LabPointer& lab);
    void add(const LabPointer& lab, const Samples& fresh);
    void progress(const scenarios::Progress& progress);
    void end(const ResultPointer& result);
    void endWith(const QString& problem);
    void show(const verdict::Variant* variant);
    void drawStock();
    void drawProgress();

    IsMine m_isMine;
    bool m_following = false;
    std::vector<LabPointer> m_labs;  // the last of this run: their orders are told after they closed
    std::shared_ptr<const lab::Snapshot> m_lastSample;
    StockFigure m_figure;
    scenarios::Progress m_progress;
    ResultPointer m_result;
    const verdict::Variant* m_shown = nullptr;  // of the result
    QString m_hintText;

    BigNumber* m_stock;
    VerdictBanner* m_banner;
    QLabel* m_phase;           // what there is to do, or how it was
    LiveLine* m_progressText;  // while a run goes on
    QProgressBar* m_bar;
    QTabWidget* m_tabs;
    RunCharts* m_charts;
    VerdictPanel* m_verdict;
};

}  // namespace rushlab::ui
