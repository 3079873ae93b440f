#include "ui/pages/node_commands.h"

#include <QWidget>

namespace rushlab::ui {

NodeCommands::NodeCommands(Bridge& bridge, QWidget* page)
    : QObject(page),
      m_bridge(bridge),
      m_page(page),
      m_kill(command("kill", Qt::Key_K, &NodeCommands::kill)),
      m_pause(command("pause", Qt::Key_P, &NodeCommands::pauseOrResume)),
      m_stop(command("stop", Qt::Key_X, &NodeCommands::stop)),
      m_start(command("start", Qt::Key_S, &NodeCommands::start)),
      m_drop(command("dropConsumers", Qt::Key_D, &NodeCommands::dropConsumers)) {}

QAction* NodeCommands::command(const char* name, const QKeySequence& keys, void (NodeCommands::*what)()) {
    auto* action = new QAction(m_page);
    action->setObjectName(QString("overview.%1").arg(name));
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, what);
    m_page->addAction(action);
    return action;
}

void NodeCommands::show(const LabPointer& lab, const TopologyNode* node) {
    m_lab = lab;
    m_node = node ? std::optional(*node) : std::nullopt;
    showState();
}

void NodeCommands::retranslate() {
    m_kill->setText(tr("Kill"));
    m_kill->setToolTip(tr("As a crash: connections are cut, nothing is finished"));
    m_stop->setText(tr("Stop"));
    m_stop->setToolTip(tr("It finishes what it has and leaves"));
    m_start->setText(tr("Start"));
    m_start->setToolTip(tr("It comes up again at the same port"));
    m_drop->setText(tr("Drop consumers"));
    m_drop->setToolTip(tr("Cuts the consumers of this queue off, as a network fault does"));
    showState();
}

void NodeCommands::showState() {
    const bool queue = m_node && m_node->kind == NodeKind::Queue;
    const bool instance = m_node && m_node->kind == NodeKind::Instance;
    const bool down = instance && m_node->state == NodeState::Down;
    m_pause->setText(isPaused() ? tr("Resume") : tr("Pause"));
    m_pause->setToolTip(isPaused() ? tr("It goes on where it stood still")
                                   : tr("It stands still, with its connections and its lease, until it is resumed"));
    for (QAction* action : {m_kill, m_pause, m_stop})
        action->setEnabled(instance && !down);
    m_start->setEnabled(down);
    for (QAction* action : {m_kill, m_pause, m_stop, m_start})
        action->setVisible(!queue);
    m_drop->setVisible(queue);
    m_drop->setEnabled(queue && m_node->consumers > 0);
}

void NodeCommands::order(Order what, const QString& said) {
    if (!m_lab || !m_node) return;
    const auto work = [what, name = m_node->id.toStdString()](lab::LiveLab& lab) { return (lab.*what)(name); };
    m_bridge.order(m_lab, work, said.arg(m_node->id));
}

void NodeCommands::kill() {
    order(&lab::LiveLab::kill, tr("%1 was killed."));
}

void NodeCommands::pauseOrResume() {
    if (isPaused())
        order(&lab::LiveLab::resume, tr("%1 goes on."));
    else
        order(&lab::LiveLab::pause, tr("%1 stands still."));
}

void NodeCommands::stop() {
    order(&lab::LiveLab::stop, tr("%1 has finished and left."));
}

void NodeCommands::start() {
    order(&lab::LiveLab::start, tr("%1 is up again."));
}

void NodeCommands::dropConsumers() {
    if (!m_lab || !m_node) return;
    const auto drop = [queue = m_node->name.toStdString()](lab::LiveLab& lab) -> Result<> {
        const auto dropped = lab.dropConsumers(queue);
        if (!dropped) return pass(dropped);
        return {};
    };
    m_bridge.order(m_lab, drop, tr("The consumers of %1 were dropped.").arg(m_node->name));
}

}  // namespace rushlab::ui
