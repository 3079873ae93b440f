// Writes what is taken away from a window's charts on a thread beside the window, which a slow disk does not hold up:
// one of each window, since a chart may be gone before its file is there. A window that closes finishes what it began.
// The GUI's thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <functional>

#include "ui/task_thread.h"

namespace rushlab::ui {

class ChartWidget;

class ChartSaver final : public QObject {
    Q_OBJECT
  public:
    static ChartSaver& ofWindow(QWidget& within);

    // `content` is called on the other thread. What came of it is said by the chart, if it is still there.
    void save(const QString& path, std::function<QByteArray()> content, QPointer<ChartWidget> chart);

  signals:
    // Of a chart that is gone.
    void said(const QString& sentence);

  private:
    explicit ChartSaver(QWidget* window);

    TaskThread m_thread{TaskThread::AtEnd::DoesWhatWaits};
};

}  // namespace rushlab::ui
