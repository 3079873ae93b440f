// Instances of a chat that play what a test tells them: STOMP over WebSocket as far as a client of the window needs it,
// lines to all instances, an archive that is asked by HTTP. Killed, an instance cuts its clients off; it starts again
// at its port. The test's thread.
#pragma once

#include <QtTest>
#include <QtWebSockets>
#include <map>

#include "lab/snapshot.h"
#include "ui/chat/stomp_frame.h"

namespace rushlab::ui {

class ScriptedChat final : public QObject {
  public:
    explicit ScriptedChat(const QStringList& instances) {
        for (const QString& instance : instances) {
            m_houses[instance] = std::make_unique<House>();
            start(instance);
        }
    }

    ~ScriptedChat() override {
        for (const auto& [instance, house] : m_houses)
            kill(instance);
    }

    void start(const QString& instance) {
        House& house = *m_houses.at(instance);
        house.door = std::make_unique<QTcpServer>();
        if (!house.door->listen(QHostAddress::LocalHost, house.port)) qFatal("no port for %s", qPrintable(instance));
        house.port = house.door->serverPort();
        house.upgrades = std::make_unique<QWebSocketServer>(instance, QWebSocketServer::NonSecureMode);
        connect(house.door.get(), &QTcpServer::newConnection, this, [this, &house] { open(house); });
        connect(house.upgrades.get(), &QWebSocketServer::newConnection, this, [this, instance, &house] {
            while (QWebSocket* socket = house.upgrades->nextPendingConnection())
                welcome(instance, house, socket);
        });
    }
    void kill(const QString& instance) {
        House& house = *m_houses.at(instance);
        house.door.reset();
        for (const auto& client : std::exchange(house.clients, {})) {
            client->socket->disconnect(this);
            client->socket->abort();
        }
        house.upgrades.reset();
    }
    // What is said elsewhere is not told there, and what is said there nowhere else; once it is mended, an instance
    // that missed lines of another says so before the next one.
    void cut(const QString& instance) { m_houses.at(instance)->isCut = true; }
    void mend(const QString& instance) { m_houses.at(instance)->isCut = false; }
    // In a snapshot these are where they are.
    void put(lab::Snapshot& snapshot) const {
        std::erase_if(snapshot.instances, [](const auto& instance) { return instance.role == "chat"; });
        snapshot.chats.clear();
        for (const auto& [name, house] : m_houses) {
            snapshot.instances.push_back(
                {"chat", name.toStdString(), {"127.0.0.1", house->port, false}, house->door != nullptr, false});
            snapshot.chats.push_back({name.toStdString(), std::int64_t(house->clients.size())});
            snapshot.chats.back().isCut = house->isCut;
        }
    }
    std::size_t clientsAt(const QString& instance) const { return m_houses.at(instance)->clients.size(); }

    // Somebody says it there; into the archive all the same where nobody hears it.
    void say(const QString& instance, const QString& sender, const QString& text, const QString& room = "lobby",
             const QString& id = {}) {
        const QJsonObject line{{"id", id.isEmpty() ? QString("id-%1").arg(++m_lines) : id},
                               {"roomId", room},
                               {"sender", sender},
                               {"content", text},
                               {"sentAt", QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                               {"origin", instance + "/life"},
                               {"number", ++m_lines}};
        m_archive.prepend(line);
        for (const auto& [name, house] : m_houses) {
            if (name != instance && (house->isCut || m_houses.at(instance)->isCut)) {
                ++house->missed[instance];
                continue;
            }
            if (const int missed = std::exchange(house->missed[instance], 0))
                tell(*house, room, gap(instance, missed, room));
            tell(*house, room, line);
        }
    }
    void miss(const QString& instance, int lines, const QString& room = "lobby") {
        for (const auto& [name, house] : m_houses)
            tell(*house, room, gap(instance, lines, room));
    }
    // Only into the archive: whoever listens does not hear it.
    void sayUnheard(const QString& text, int times = 1) {
        for (; times > 0; --times)
            m_archive.prepend(QJsonObject{{"id", QString("id-%1").arg(++m_lines)},
                                          {"content", text},
                                          {"sentAt", QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}});
    }
    bool archiveAnswers = true;
    // The next line that is said is refused, as one of too many.
    bool refusesNext = false;

  private:
    struct Client {
        QPointer<QWebSocket> socket;
        StompReader reader;
        QString member;
        std::map<QString, QString> rooms;  // by subscription
    };
    struct House {
        quint16 port = 0;
        std::unique_ptr<QTcpServer> door;
        std::unique_ptr<QWebSocketServer> upgrades;
        std::vector<std::shared_ptr<Client>> clients;
        bool isCut = false;
        std::map<QString, int> missed;  // lines, by the instance that was not heard
    };

    // The archive is asked at the same port.
    void open(House& house) {
        while (QTcpSocket* socket = house.door->nextPendingConnection())
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, &house] {
                const QByteArray head = socket->peek(8'192);
                if (!head.contains("\r\n\r\n")) return;
                socket->disconnect(this);
                if (!head.startsWith("GET /chat/rooms/")) return house.upgrades->handleConnection(socket);
                const QUrlQuery asked(QUrl::fromEncoded(head.split(' ').at(1)));
                const QByteArray body = QJsonDocument(QJsonObject{{"data", page(asked)}}).toJson();
                socket->readAll();
                socket->write((archiveAnswers ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 503 Away\r\n") +
                              QByteArray("Connection: close\r\nContent-Length: ") + QByteArray::number(body.size()) +
                              "\r\n\r\n" + body);
                socket->disconnectFromHost();
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            });
    }
    QJsonArray page(const QUrlQuery& asked) const {
        const QString before = asked.queryItemValue("before", QUrl::FullyDecoded);
        const auto isIt = [&before](const QJsonValue& line) { return line["id"].toString() == before; };
        auto next = m_archive.begin();
        if (!before.isEmpty()) next = std::find_if(next, m_archive.end(), isIt) + 1;
        QJsonArray lines;
        for (int most = asked.queryItemValue("limit").toInt(); most > 0 && next != m_archive.end(); --most)
            lines += *next++;
        return lines;
    }
    void welcome(const QString& instance, House& house, QWebSocket* socket) {
        auto client = std::make_shared<Client>();
        client->socket = socket;
        house.clients.push_back(client);
        connect(socket, &QWebSocket::textMessageReceived, this, [this, instance, client](const QString& message) {
            client->reader.add(message.toUtf8());
            while (const auto frame = client->reader.next())
                take(instance, *client, *frame);
        });
        connect(socket, &QWebSocket::disconnected, this, [&house, client] {
            std::erase(house.clients, client);
            client->socket->deleteLater();
        });
    }
    void take(const QString& instance, Client& client, const StompFrame& frame) {
        if (frame.command == "CONNECT") {
            client.member = frame.header("Authorization");
            send(client, {"CONNECTED", {{"version", "1.2"}, {"heart-beat", "10000,10000"}}, {}});
        }
        if (frame.command == "SUBSCRIBE")
            client.rooms[frame.header("id")] = frame.header("destination").section('.', 1);
        if (frame.command == "UNSUBSCRIBE") client.rooms.erase(frame.header("id"));
        if (const QString receipt = frame.header("receipt"); !receipt.isEmpty())
            send(client, {"RECEIPT", {{"receipt-id", receipt}}, {}});
        if (frame.command != "SEND") return;
        const QString id = frame.header("line-id");
        if (std::exchange(refusesNext, false))
            return send(client, {"MESSAGE",
                                 {{"destination", "/user/queue/errors"}},
                                 QJsonDocument(QJsonObject{{"message", "too fast"}, {"lineId", id}}).toJson()});
        const QJsonDocument said = QJsonDocument::fromJson(frame.body);
        say(instance, client.member, said["content"].toString(), said["roomId"].toString(), client.member + ':' + id);
    }
    static QJsonObject gap(const QString& instance, int lines, const QString& room) {
        return {{"roomId", room}, {"origin", instance + "/life"}, {"missed", lines}};
    }
    static void tell(const House& house, const QString& room, const QJsonObject& what) {
        const QByteArray body = QJsonDocument(what).toJson(QJsonDocument::Compact);
        for (const auto& client : house.clients) {
            for (const auto& [id, own] : client->rooms) {
                if (own == room)
                    send(*client, {"MESSAGE", {{"subscription", id}, {"destination", "/topic/room." + room}}, body});
            }
        }
    }
    static void send(const Client& client, const StompFrame& frame) {
        client.socket->sendTextMessage(QString::fromUtf8(encoded(frame)));
    }

    std::map<QString, std::unique_ptr<House>> m_houses;
    QJsonArray m_archive;  // the newest first
    qint64 m_lines = 0;
};

}  // namespace rushlab::ui
