// The four charts of a run: stock, queue, orders a second, latency. Live they follow the lab that runs, with the stock
// of those before it behind its own; of a run that is over they show the variant that is asked for. Guarantees: every
// lab begins at its own zero. The GUI's thread.
#pragma once

#include <QWidget>
#include <deque>
#include <map>

#include "ui/bridge.h"

namespace rushlab::ui {

class LiveChart;

class RunCharts final : public QWidget {
    Q_OBJECT
  public:
    explicit RunCharts(QWidget* parent);

    void clear();
    // From now on samples are this lab's; its stock gets a line of its own, called by `mechanism`.
    void follow(const std::string& mechanism);
    void add(const Samples& fresh);
    void mark(const Events& fresh);
    // Of a run that is over.
    void show(const verdict::Variant& variant);
    // Every variant's stock in one chart; the others are of the last one.
    void showAll(const verdict::RunResult& result);

    void retranslate();
    void present(bool on);
    LiveChart* stock() const { return m_stock; }

  signals:
    void said(const QString& sentence);

  private:
    void clearBut(const LiveChart* kept);
    void showRest(const verdict::Variant& variant);
    int stockLine(const QString& name);
    std::vector<LiveChart*> all() const { return {m_stock, m_queue, m_rates, m_latency}; }

    LiveChart *m_stock, *m_queue, *m_rates, *m_latency;
    std::map<QString, int> m_stockLines;
    int m_line = 0;  // of the lab that is followed
    // What the last half second saw, for rates.
    std::deque<std::shared_ptr<const lab::Snapshot>> m_recent;
};

}  // namespace rushlab::ui
