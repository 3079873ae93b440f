// A client of the chat on the page: who it is, at which instance and in which room, what it hears, and a line to type
// into. The GUI's thread.
#pragma once

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include "ui/chat/chat_transcript.h"
#include "ui/chat/stomp_client.h"

namespace rushlab::ui {

class ChatPane final : public QFrame {
    Q_OBJECT
  public:
    ChatPane(qint64 member, ChatNames& names, QNetworkAccessManager& network, QWidget* parent);

    StompClient& client() { return *m_client; }
    // Where it can go; it goes to `place` unless it is somewhere already.
    void setPlaces(const ChatPlaces& places, const QString& place);
    void retranslate();
    void present(bool on);
    void typeHere() { m_say->setFocus(); }

  signals:
    void closeAsked();
    void said(const QString& sentence);
    void typedIn();

  private:
    void build();
    void connectParts();
    void showState();

    const qint64 m_member;
    ChatNames& m_names;
    ChatPlaces m_places;
    StompClient* m_client;
    QLineEdit* m_name;
    QLabel* m_state;
    QToolButton* m_close;
    QComboBox* m_place;
    QLineEdit* m_room;
    ChatTranscript* m_transcript;
    QLineEdit* m_say;
};

}  // namespace rushlab::ui
