// An instance of the chat on the page: whether it is up and joined to the others, who of the page is there, how much it
// is told and tells; kill and start, cut its link and mend it. The GUI's thread.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <array>

#include "lab/snapshot.h"

namespace rushlab::ui {

class SpokenLabel;

enum class ChatLink : std::uint8_t {
    Joined,  // to at least one other instance
    Alone,   // whole, but every other instance is dead or cut
    Cut,
};

// What it shows of a moment.
struct ChatHouseView {
    QString instance;
    bool isUp = false;
    bool isPaused = false;
    ChatLink link = ChatLink::Joined;
    qint64 clients = 0;
    double linesRate = 0, deliveriesRate = 0;  // a second
    QString who;                               // of the page's own clients

    friend bool operator==(const ChatHouseView&, const ChatHouseView&) = default;
};

class ChatHouseCard final : public QFrame {
    Q_OBJECT
  public:
    ChatHouseCard(const QString& instance, QWidget* parent);

    void show(const ChatHouseView& view);
    void retranslate();

  signals:
    void killAsked();
    void startAsked();
    void linkAsked(bool isCut);

  private:
    enum Figure { Clients, Lines, Deliveries, FigureCount };
    struct Tile {
        QLabel* name = nullptr;
        QLabel* number = nullptr;
    };
    void tell();
    QString stateWords() const;
    QString stateExplained() const;
    QString meaning() const;

    ChatHouseView m_view;
    QLabel* m_name;
    QLabel* m_state;
    QPushButton* m_kill;
    QPushButton* m_start;
    QPushButton* m_link;
    std::array<Tile, FigureCount> m_tiles{};
    SpokenLabel* m_who;
};

}  // namespace rushlab::ui
