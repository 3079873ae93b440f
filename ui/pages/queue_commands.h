// What can be done to the queue and the consumer that are on view: publish, purge, send dead letters back, add, slow,
// drop and kill consumers. The commands are the page's; one that makes no sense for what is chosen is off.
// Guarantees: what cannot be undone is asked about first; of dead letters is first told which would go (a dry run), and
// then they go. Everything is done off the GUI's thread. The GUI's thread.
#pragma once

#include <QAction>

#include "ui/bridge.h"
#include "ui/pages/queue_board.h"

namespace rushlab::ui {

class QueueCommands final : public QObject {
    Q_OBJECT
  public:
    QueueCommands(Bridge& bridge, QWidget* page);

    QList<QAction*> ofMessages() const { return {m_look, m_publish, m_purge, m_redrive, m_redriveAll}; }
    QList<QAction*> ofConsumers() const { return {m_add, m_slow, m_drop, m_kill}; }
    // What they are for from now on.
    void show(const LabPointer& lab, const QueueBoard& board, const QString& queue, const QString& consumer);
    // The messages that are chosen.
    void choose(std::vector<std::string> ids);
    void retranslate();

  signals:
    void said(const QString& sentence);
    // The queue may hold others now: look again.
    void changed();

  private:
    void showState();
    const ConsumerRow* consumer() const;
    // Off this thread; `sentence` is said of what came of it, or its error.
    template <class Work, class Sentence>
    void order(Work work, Sentence sentence);
    void ask(const QString& title, const QString& question, const QString& yes, std::function<void()> then);
    void publish();
    void purge();
    void tryRedrive(std::vector<std::string> ids);
    void redrive(const LabPointer& lab, const lab::RedriveOrder& tried, const std::vector<std::string>& would);
    void slow();
    void drop();
    void kill();

    Bridge& m_bridge;
    QWidget* m_page;
    LabPointer m_lab;
    QueueBoard m_board;
    QString m_queue, m_consumer;
    std::vector<std::string> m_chosen;
    QAction *m_look, *m_publish, *m_purge, *m_redrive, *m_redriveAll, *m_add, *m_slow, *m_drop, *m_kill;
};

}  // namespace rushlab::ui
