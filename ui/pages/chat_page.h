// The chat of the shop: panes that are clients of their own, each at an instance and in a room of one's choice; robots
// that talk; the instances, which can be killed under them and cut off from each other. Nobody is connected before the
// page was seen for the first time. The GUI's thread.
#pragma once

#include <QAction>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QStackedWidget>
#include <deque>

#include "ui/chat/chat_houses.h"
#include "ui/chat/chat_names.h"
#include "ui/chat/chat_panes.h"
#include "ui/chat/chat_robots.h"
#include "ui/figure_tile.h"
#include "ui/page.h"

namespace rushlab::ui {

class ChatPage final : public Page {
    Q_OBJECT
  public:
    explicit ChatPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override { return tr("Chat"); }
    void retranslate() override;
    void present(bool on) override;

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    enum Figure { Viewers, Lines, Deliveries, FigureCount };

    void makeCommands();
    void follow();
    QWidget* buildHead();
    QWidget* buildRow();
    QWidget* buildRobots();
    QWidget* buildPanes();
    void look(const LabPointer& shop);
    void add(const Samples& fresh);
    void connectClients();
    void refresh();
    void showHouses(const lab::Snapshot& now, const lab::Snapshot& before);
    void showState();
    QString whoIsAt(const QString& place) const;
    void kill(const QString& instance);
    void start(const QString& instance);
    void setLink(const QString& instance, bool isCut);
    void talk();
    void nameRobots();
    void nameOrders();
    const lab::InstanceState* instanceInUse() const;
    bool isCutInUse() const;

    Bridge& m_bridge;
    ChatNames m_names;
    QNetworkAccessManager m_network;
    LabPointer m_shop;
    std::deque<std::shared_ptr<const lab::Snapshot>> m_history;  // of the last second
    bool m_wasSeen = false;
    QAction *m_add, *m_robotsTalk, *m_kill, *m_start, *m_link;
    QLabel* m_heading;
    QLabel* m_explained;
    QCheckBox* m_elsewhere;
    std::array<FigureTile*, FigureCount> m_tiles{};
    QStackedWidget* m_parts;
    QLabel* m_emptyText;
    ChatHouses* m_houses;
    QLabel* m_robotsName;
    QLineEdit* m_robotsRoom;
    QDoubleSpinBox* m_rate;
    ChatPanes* m_panes;
    ChatRobots* m_robots;
};

}  // namespace rushlab::ui
