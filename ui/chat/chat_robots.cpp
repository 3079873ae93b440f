#include "ui/chat/chat_robots.h"

namespace rushlab::ui {
namespace {

constexpr auto kTickEvery = std::chrono::milliseconds(20);

}  // namespace

ChatRobots::ChatRobots(QNetworkAccessManager& network, QObject* parent) : QObject(parent) {
    for (std::size_t at = 0; at < kRobots; ++at) {
        m_robots[at] = new StompClient(kFirstMember + qint64(at), network, this);
        connect(m_robots[at], &StompClient::failed, this, &ChatRobots::failed);
    }
    connect(&m_ticks, &QTimer::timeout, this, &ChatRobots::tick);
}

void ChatRobots::setPlaces(const ChatPlaces& places) {
    m_places = places;
    for (StompClient* robot : m_robots)
        robot->setPlaces(places);
}

void ChatRobots::goElsewhereWhenCutOff(bool goes) {
    for (StompClient* robot : m_robots)
        robot->goElsewhereWhenCutOff(goes);
}

void ChatRobots::talk(const QString& room, double linesPerSecond) {
    ChatPlaces instances = m_places;
    instances.removeIf([](const ChatPlace& place) { return !place.isInstance; });
    if (instances.isEmpty()) return;
    for (std::size_t at = 0; at < kRobots; ++at) {
        m_robots[at]->join(room);
        if (m_robots[at]->state() == StompClient::State::Away)
            m_robots[at]->connectTo(instances[qsizetype(at) % instances.size()].name);
    }
    m_rate = linesPerSecond;
    if (m_ticks.isActive()) return;
    m_owed = 0;
    m_since.start();
    m_ticks.start(kTickEvery);
}

void ChatRobots::fallSilent() {
    m_ticks.stop();
    for (StompClient* robot : m_robots)
        robot->leave();
}

// In turn; who is not in has nothing to say.
void ChatRobots::tick() {
    m_owed = std::min(m_owed + m_rate * double(m_since.restart()) / 1e3, m_rate);
    for (; m_owed >= 1; --m_owed) {
        StompClient* const robot = m_robots[m_said++ % kRobots];
        if (robot->state() == StompClient::State::In) robot->say(sentence());
    }
}

// Of five, for four who take turns: each says all of them, and no two after one another the same.
QString ChatRobots::sentence() const {
    switch (m_said % 5) {
        case 0:
            return tr("Is it still in stock?");
        case 1:
            return tr("I just got one!");
        case 2:
            return tr("When does the next sale begin?");
        case 3:
            return tr("Does it come in blue?");
        default:
            return tr("Good price.");
    }
}

}  // namespace rushlab::ui
