// One queue over the last minute: what lies in it and what is held of it, and how much is published, delivered and
// acknowledged a second. The GUI's thread.
#pragma once

#include <QWidget>

#include "ui/charts/live_chart.h"
#include "ui/pages/queue_board.h"

namespace rushlab::ui {

class QueueFigures final : public QWidget {
    Q_OBJECT
  public:
    explicit QueueFigures(QWidget* parent = nullptr);

    // The queue's whole history, where it is another queue or another lab; else what is newer than what is drawn.
    void show(const QString& queue, const SnapshotHistory& history);
    void forget();
    void retranslate();
    void present(bool on);

  signals:
    void said(const QString& sentence);

  private:
    void add(const SnapshotHistory& history, std::size_t at);
    void setTitles();

    QString m_queue;
    std::chrono::milliseconds m_drawnTo{-1};
    LiveChart* m_depth;
    LiveChart* m_rates;
};

}  // namespace rushlab::ui
