// The work queue of the lab that is on view: exchanges, queues, bindings and consumers as a picture, how much goes
// through each; of the one that is chosen the last minute, its messages, and what can be done to it. The GUI's thread.
#pragma once

#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>

#include "ui/page.h"
#include "ui/pages/queue_board.h"

namespace rushlab::ui {

class MessageBrowser;
class QueueCommands;
class QueueFigures;
class QueueMap;

class QueuesPage final : public Page {
    Q_OBJECT
  public:
    explicit QueuesPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void retranslate() override;
    void present(bool on) override;
    // A queue's name.
    void showWhat(const QString& what) override;

  protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void follow();
    QWidget* buildWhole();
    void look(const LabPointer& lab);
    void add(const Samples& fresh);
    void refresh();
    void chosen();
    void showState();
    void dressMap();

    Bridge& m_bridge;
    LabPointer m_lab;
    SnapshotHistory m_history;
    QLabel* m_heading;
    QLabel* m_labName;
    QStackedWidget* m_parts;
    QLabel* m_emptyText;
    QueueCommands* m_commands;
    QueueBoard m_board;
    QScrollArea* m_scroll;
    QueueMap* m_map;
    QTabWidget* m_tabs;
    QueueFigures* m_figures;
    MessageBrowser* m_messages;
    bool m_presenting = false;
    std::vector<QWidget*> m_buttons;  // of the consumers; not for an audience
};

}  // namespace rushlab::ui
