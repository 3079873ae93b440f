// A few members who talk by themselves, at a rate, in a room: clients as any other, spread over the instances.
// The GUI's thread.
#pragma once

#include <array>

#include "ui/chat/stomp_client.h"

namespace rushlab::ui {

class ChatRobots final : public QObject {
    Q_OBJECT
  public:
    static constexpr qint64 kFirstMember = 9'001;
    static constexpr std::size_t kRobots = 4;

    ChatRobots(QNetworkAccessManager& network, QObject* parent);

    void setPlaces(const ChatPlaces& places);
    void goElsewhereWhenCutOff(bool goes);
    // All of them together say so many lines a second.
    void talk(const QString& room, double linesPerSecond);
    void fallSilent();
    bool areTalking() const { return m_ticks.isActive(); }
    const std::array<StompClient*, kRobots>& all() const { return m_robots; }

  signals:
    void failed(const QString& sentence);

  private:
    void tick();
    QString sentence() const;

    std::array<StompClient*, kRobots> m_robots{};
    ChatPlaces m_places;
    QTimer m_ticks;
    QElapsedTimer m_since;
    double m_rate = 0;
    double m_owed = 0;
    quint64 m_said = 0;
};

}  // namespace rushlab::ui
