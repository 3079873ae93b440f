#include "ui/pages/stream_commands.h"

#include <algorithm>

#include "ui/command.h"

namespace rushlab::ui {

StreamCommands::StreamCommands(Bridge& bridge, QWidget* page)
    : QObject(page),
      m_bridge(bridge),
      m_stop(addCommand(page, "stream.stop", Qt::Key_F2)),
      m_kill(addCommand(page, "stream.kill", Qt::Key_F4)),
      m_start(addCommand(page, "stream.start", Qt::Key_F6)) {
    connect(m_stop, &QAction::triggered, this, [this] { order(&lab::LiveLab::stop, tr("%1 has finished and left.")); });
    connect(m_kill, &QAction::triggered, this, [this] { order(&lab::LiveLab::kill, tr("%1 was killed.")); });
    connect(m_start, &QAction::triggered, this,
            [this] { order(&lab::LiveLab::start, tr("%1 is up again and catches up.")); });
    show({}, nullptr);
}

void StreamCommands::show(const LabPointer& lab, const lab::Snapshot* now) {
    m_lab = lab;
    const lab::InstanceState* worker = nullptr;
    if (now) {
        const auto found = std::ranges::find(now->instances, "worker", &lab::InstanceState::role);
        if (found != now->instances.end()) worker = &*found;
    }
    m_worker = worker ? worker->name : "";
    m_stop->setEnabled(worker && worker->running);
    m_kill->setEnabled(worker && worker->running);
    m_start->setEnabled(worker && !worker->running);
}

void StreamCommands::order(Order what, const QString& saidWhenDone) {
    if (!m_lab) return;
    m_bridge.order(
        m_lab, [what, who = m_worker](lab::LiveLab& lab) { return (lab.*what)(who); },
        saidWhenDone.arg(QString::fromStdString(m_worker)));
}

void StreamCommands::retranslate() {
    nameCommand(m_stop, tr("Stop the archive's worker"),
                tr("It finishes what it has and leaves; lines wait in the log"));
    nameCommand(m_kill, tr("Kill the archive's worker"),
                tr("As a crash: what it had read and not committed is read again"));
    nameCommand(m_start, tr("Start the archive's worker"), tr("It goes on where the group has committed"));
}

}  // namespace rushlab::ui
