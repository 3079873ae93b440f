// What a client of the chat hears: lines, and where some are missing. Plain values.
#pragma once

#include <QList>
#include <QString>
#include <QUrl>
#include <optional>

namespace rushlab::ui {

// Where one can talk: an instance of the chat, or a gateway before them.
struct ChatPlace {
    QString name;  // "chat-1"
    QUrl socket;   // ws://127.0.0.1:8083/ws/chat
    QUrl archive;  // http://127.0.0.1:8083/chat; below it are the rooms
    bool isInstance = true;

    friend bool operator==(const ChatPlace&, const ChatPlace&) = default;
};
using ChatPlaces = QList<ChatPlace>;

struct ChatLine {
    QString id;
    QString room;
    QString sender;  // a member's number
    QString text;
    QString via;  // the instance that took it from its sender
    double latencyMs = 0;
    bool isOwn = false;
};

// Lines are missing here.
struct ChatGap {
    int number = 0;                 // of this client's gaps
    QString origin;                 // the instance whose lines were not told; empty: the client was cut off
    qint64 cutOffMs = 0;            // for how long
    std::optional<qint64> lines{};  // nothing as long as the archive did not tell
    bool isAtLeast = false;         // so many; there are more than it is asked for
    bool isAsked = true;            // the archive is, still
};

}  // namespace rushlab::ui
