// What can be done to who carries the chat's lines into the archive: stop, kill and start the shop's first worker.
// Guarantees: done off the GUI's thread; a command that makes no sense now is off. The GUI's thread.
#pragma once

#include <QAction>

#include "ui/bridge.h"

namespace rushlab::ui {

class StreamCommands final : public QObject {
    Q_OBJECT
  public:
    StreamCommands(Bridge& bridge, QWidget* page);

    QList<QAction*> all() const { return {m_stop, m_kill, m_start}; }
    // What they are for from now on: the first worker of the snapshot.
    void show(const LabPointer& lab, const lab::Snapshot* now);
    void retranslate();

  private:
    using Order = Result<> (lab::LiveLab::*)(const std::string& instance);

    void order(Order what, const QString& saidWhenDone);

    Bridge& m_bridge;
    LabPointer m_lab;
    std::string m_worker;
    QAction *m_stop, *m_kill, *m_start;
};

}  // namespace rushlab::ui
