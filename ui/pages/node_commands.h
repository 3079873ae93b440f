// What can be done to the node of a lab that is on view: kill, pause, stop and start an instance, drop a queue's
// consumers. The commands are the page's, with a letter each; one that makes no sense for the node is off or hidden.
// The GUI's thread.
#pragma once

#include <QAction>
#include <optional>

#include "ui/bridge.h"
#include "ui/pages/topology.h"

namespace rushlab::ui {

class NodeCommands final : public QObject {
    Q_OBJECT
  public:
    NodeCommands(Bridge& bridge, QWidget* page);

    QList<QAction*> all() const { return {m_kill, m_pause, m_stop, m_start, m_drop}; }
    // What they are for from now on; nothing where no node is chosen.
    void show(const LabPointer& lab, const TopologyNode* node);
    void retranslate();

  private:
    using Order = Result<> (lab::LiveLab::*)(const std::string& instance);

    QAction* command(const char* name, const QKeySequence& keys, void (NodeCommands::*what)());
    void order(Order what, const QString& said);
    void kill();
    void pauseOrResume();
    void stop();
    void start();
    void dropConsumers();
    void showState();
    bool isPaused() const { return m_node && m_node->state == NodeState::Paused; }

    Bridge& m_bridge;
    QWidget* m_page;
    LabPointer m_lab;
    std::optional<TopologyNode> m_node;
    QAction *m_kill, *m_pause, *m_stop, *m_start, *m_drop;
};

}  // namespace rushlab::ui
