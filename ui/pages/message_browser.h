// Looks into a queue without taking anything out: the first hundred of its messages, and one of them whole, with its
// headers and how it died. Guarantees: the queue is asked off the GUI's thread, and only while somebody looks; an
// answer that comes after another queue was chosen is dropped. The GUI's thread.
#pragma once

#include <QAction>
#include <QLabel>
#include <QTableView>
#include <QTextBrowser>

#include "ui/bridge.h"

namespace rushlab::ui {

class MessagesModel;

class MessageBrowser final : public QWidget {
    Q_OBJECT
  public:
    // `actions`: what can be done to the queue, as buttons above its messages.
    MessageBrowser(Bridge& bridge, const QList<QAction*>& actions, QWidget* parent = nullptr);

    void setQueue(const LabPointer& lab, const QString& queue);
    void lookAgain();
    // Of the rows that are chosen, in their order.
    std::vector<std::string> chosenIds() const;
    void retranslate();
    void present(bool on);

  signals:
    void chosenChanged();

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void show(const Result<std::vector<lab::SeenMessage>>& seen);
    void showDetails();
    void showState();

    Bridge& m_bridge;
    LabPointer m_lab;
    QString m_queue;
    std::uint64_t m_asked = 0;  // the answer to this question is the one that is waited for
    QString m_problem;
    bool m_looked = false;
    QLabel* m_state;
    QTableView* m_table;
    QTextBrowser* m_details;
    MessagesModel* m_model;
};

}  // namespace rushlab::ui
