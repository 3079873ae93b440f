// One member in the chat: a client of STOMP 1.2 on a WebSocket of its own, at one place, in one room.
// Guarantees: what was said comes to the room once, also where the connection is lost in between: what was not heard
// again by then is said again under its own id. A connection that is lost, or silent, is made again after a while that
// grows, at the same place or, if it is told to, at the next one; then the client says that there is a gap, and how
// many lines the archive has that it did not hear. The GUI's thread; nothing waits.
#pragma once

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QWebSocket>

#include "ui/chat/chat_line.h"
#include "ui/chat/stomp_frame.h"

namespace rushlab::ui {

class StompClient final : public QObject {
    Q_OBJECT
  public:
    enum class State : std::uint8_t {
        Away,
        Connecting,
        In,     // and listens to its room
        CutOff  // tries again
    };

    // The network asks for the archive, and must outlive it.
    StompClient(qint64 member, QNetworkAccessManager& network, QObject* parent);
    ~StompClient() override;

    // The list that it chooses from. A place that has moved to another port is gone to there.
    void setPlaces(const ChatPlaces& places);
    void goElsewhereWhenCutOff(bool goes) { m_goesElsewhere = goes; }
    // It leaves where it was. A name that is not among the places is waited for.
    void connectTo(const QString& place);
    void join(const QString& room);
    void say(const QString& text);
    void leave();

    qint64 member() const { return m_member; }
    State state() const { return m_state; }
    const QString& place() const { return m_place; }
    const QString& room() const { return m_room; }

  signals:
    void changed();  // state or place
    void heard(const rushlab::ui::ChatLine& line);
    void gapFound(const rushlab::ui::ChatGap& gap);
    void gapCounted(const rushlab::ui::ChatGap& gap);  // one that was found has its lines
    void failed(const QString& sentence);

  private:
    struct Unheard {
        QString id;
        QString text;
        QElapsedTimer since;
    };
    // Of the archive: what was said between the last sign of life and the moment at which it was back in its room.
    struct Missed {
        ChatGap gap;
        QString room;
        qint64 from = 0, until = 0;  // milliseconds of the clock
        std::size_t attempt = 0;
    };
    // Of one attempt, so far.
    struct Counted {
        qint64 lines = 0;
        int pages = 0;
        QString before;  // the oldest line that was read
    };

    void setState(State state);
    void open();
    void drop();
    void lost();
    void tryAgain();
    void arrived(const QByteArray& bytes);
    void take(const StompFrame& frame);
    void refused(const QByteArray& body);
    void entered(const StompFrame& connected);
    void listen();
    void inRoom();
    void hear(const QByteArray& body);
    void hearLine(const QJsonObject& told);
    void send(const StompFrame& frame);
    void sayNow(const Unheard& unheard);
    void askArchive(const Missed& missed);
    void askPage(const Missed& missed, const Counted& counted);
    void archiveTold(Missed missed, Counted counted, QNetworkReply& reply);
    void askedOnce(Missed missed);
    const ChatPlace* there() const;

    const qint64 m_member;
    QNetworkAccessManager& m_network;
    ChatPlaces m_places;
    QString m_place;
    QString m_room;
    State m_state = State::Away;
    bool m_goesElsewhere = false;
    QPointer<QWebSocket> m_socket;
    StompReader m_reader;
    QTimer m_patience;  // until it is in, then for the next sign of life
    QTimer m_beats;
    QTimer m_again;
    int m_attempts = 0;
    int m_subscriptions = 0;
    QString m_subscription;  // to its room, on this connection; empty while there is none
    int m_gaps = 0;
    quint64 m_said = 0;
    qint64 m_lastSign = 0;          // when something came, by the clock
    std::optional<qint64> m_cutAt;  // the last sign before it was cut off, until it is back in its room
    QElapsedTimer m_cutOff;
    QList<Unheard> m_unheard;
    QSet<QString> m_heard;  // ids of lines, the last few thousand
    QList<QString> m_heardInOrder;
};

}  // namespace rushlab::ui
