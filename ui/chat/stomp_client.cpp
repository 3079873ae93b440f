#include "ui/chat/stomp_client.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>
#include <QUrlQuery>
#include <QWebSocketHandshakeOptions>
#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/random.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kBeatEvery = 5'000ms;
constexpr auto kEnterWithin = 5'000ms;
constexpr auto kAgainFirst = 250ms, kAgainMost = 4'000ms;
constexpr char kErrors[] = "/user/queue/errors";
constexpr int kSilentBeats = 2;
constexpr qsizetype kUnheardMost = 100;
constexpr qsizetype kHeardMost = 4'000;
constexpr int kArchivePage = 500, kArchivePagesMost = 20;
constexpr auto kArchiveWithin = 5'000ms;
// The archive has a line when its worker has stored it.
constexpr std::array kAskArchiveAfter{300ms, 1'500ms, 4'000ms};

qint64 clockNow() {
    return RealClock().wallNow().time_since_epoch().count();
}

qint64 momentOf(const QJsonObject& line) {
    return QDateTime::fromString(line["sentAt"].toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

std::pair<int, int> beatsOf(const QString& header) {
    return {header.section(',', 0, 0).toInt(), header.section(',', 1, 1).toInt()};
}

}  // namespace

StompClient::StompClient(qint64 member, QNetworkAccessManager& network, QObject* parent)
    : QObject(parent), m_member(member), m_network(network) {
    m_patience.setSingleShot(true);
    m_again.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &StompClient::lost);
    connect(&m_again, &QTimer::timeout, this, &StompClient::tryAgain);
    connect(&m_beats, &QTimer::timeout, this, [this] {
        if (m_socket) m_socket->sendTextMessage("\n");
    });
}

StompClient::~StompClient() {
    drop();
}

void StompClient::setState(State state) {
    if (state == m_state) return;
    m_state = state;
    emit changed();
}

const ChatPlace* StompClient::there() const {
    const auto found = std::ranges::find(m_places, m_place, &ChatPlace::name);
    return found == m_places.end() ? nullptr : &*found;
}

void StompClient::setPlaces(const ChatPlaces& places) {
    if (places == m_places) return;
    const QUrl before = there() ? there()->socket : QUrl();
    m_places = places;
    if (m_state == State::Away || m_place.isEmpty()) return;
    if (!there() || there()->socket != before) connectTo(m_place);
}

void StompClient::connectTo(const QString& place) {
    drop();
    if (m_state == State::In) {
        m_cutAt = clockNow();
        m_cutOff.start();
    }
    m_place = place;
    m_attempts = 0;
    m_state = State::Connecting;
    emit changed();
    open();
}

void StompClient::join(const QString& room) {
    if (room == m_room) return;
    m_room = room;
    m_cutAt.reset();
    m_unheard.clear();
    if (m_subscription.isEmpty()) return;
    send({"UNSUBSCRIBE", {{"id", m_subscription}}, {}});
    listen();
}

void StompClient::leave() {
    if (m_state == State::In) send({"DISCONNECT", {}, {}});
    drop();
    m_cutAt.reset();
    m_unheard.clear();
    setState(State::Away);
}

// What it was connected by is over, and tells nothing any more.
void StompClient::drop() {
    for (QTimer* timer : {&m_patience, &m_beats, &m_again})
        timer->stop();
    m_reader = {};
    m_subscription.clear();
    if (!m_socket) return;
    m_socket->disconnect(this);
    m_socket->close();
    m_socket->deleteLater();
    m_socket.clear();
}

void StompClient::open() {
    const ChatPlace* const place = there();
    if (!place) return;  // setPlaces() comes back to it
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    connect(m_socket, &QWebSocket::connected, this, [this] {
        const QString beat = QString::number(kBeatEvery.count());
        send({"CONNECT",
              {{"accept-version", "1.2"},
               {"host", "rushlab"},
               {"heart-beat", beat + ',' + beat},
               {"Authorization", QString::number(m_member)}},
              {}});
    });
    connect(m_socket, &QWebSocket::disconnected, this, &StompClient::lost);
    connect(m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString& message) { arrived(message.toUtf8()); });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, &StompClient::arrived);
    QNetworkRequest request(place->socket);
    request.setRawHeader("Authorization", QByteArray::number(m_member));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({"v12.stomp"});
    m_patience.start(kEnterWithin);
    m_socket->open(request, options);
}

void StompClient::lost() {
    if (m_state == State::In) {
        m_cutAt = m_lastSign;
        m_cutOff.start();
    }
    drop();
    const auto wait = std::min(kAgainMost, kAgainFirst * (1 << std::min(m_attempts, 4)));
    ++m_attempts;
    // Not all that were cut off in the same moment come back in the same one.
    m_again.start(wait + std::chrono::milliseconds(m_member * 37 % (wait.count() / 4)));
    setState(State::CutOff);
}

void StompClient::tryAgain() {
    if (m_goesElsewhere && !m_places.isEmpty()) {
        const auto found = std::ranges::find(m_places, m_place, &ChatPlace::name);
        const qsizetype at = found == m_places.end() ? 0 : found - m_places.begin() + 1;
        m_place = m_places[at % m_places.size()].name;
        emit changed();
    }
    open();
}

void StompClient::arrived(const QByteArray& bytes) {
    m_lastSign = clockNow();
    if (m_state == State::In && m_patience.isActive()) m_patience.start();
    m_reader.add(bytes);
    while (const auto frame = m_reader.next()) {
        take(*frame);
        if (!m_socket) return;  // it was the end
    }
}

void StompClient::take(const StompFrame& frame) {
    if (frame.command == "CONNECTED") return entered(frame);
    if (frame.command == "MESSAGE")
        return frame.header("destination") == kErrors ? refused(frame.body) : hear(frame.body);
    if (frame.command == "RECEIPT" && frame.header("receipt-id") == m_subscription) return inRoom();
    if (frame.command != "ERROR") return;
    m_unheard.clear();  // one of them may be what was wrong
    emit failed(frame.header("message"));
    lost();
}

// It is in, but was too fast.
void StompClient::refused(const QByteArray& body) {
    const QJsonObject told = QJsonDocument::fromJson(body).object();
    const auto isIt = [id = told["lineId"].toString()](const Unheard& unheard) { return unheard.id == id; };
    m_unheard.removeIf(isIt);
    emit failed(told["message"].toString());
}

// STOMP 1.2, "Heart-beating": each side sends as often as the slower of the two wants.
void StompClient::entered(const StompFrame& connected) {
    const auto [sends, wants] = beatsOf(connected.header("heart-beat"));
    const int own = int(kBeatEvery.count());
    if (wants > 0) m_beats.start(std::max(own, wants) / 2);
    m_patience.stop();
    if (sends > 0) m_patience.setInterval(kSilentBeats * std::max(own, sends));
    if (sends > 0) m_patience.start();
    send({"SUBSCRIBE", {{"id", "errors"}, {"destination", kErrors}}, {}});
    if (!m_room.isEmpty()) listen();
}

void StompClient::listen() {
    m_subscription = QString("room-%1").arg(++m_subscriptions);
    send({"SUBSCRIBE",
          {{"id", m_subscription}, {"destination", "/topic/room." + m_room}, {"receipt", m_subscription}},
          {}});
}

void StompClient::inRoom() {
    m_attempts = 0;
    const auto cutAt = std::exchange(m_cutAt, std::nullopt);
    setState(State::In);
    if (cutAt) {
        const Missed missed{{++m_gaps, {}, m_cutOff.elapsed()}, m_room, *cutAt, clockNow()};
        emit gapFound(missed.gap);
        askArchive(missed);
    }
    for (const Unheard& unheard : std::as_const(m_unheard))
        sayNow(unheard);
}

void StompClient::say(const QString& text) {
    if (m_state == State::Away || m_unheard.size() >= kUnheardMost) return;
    Unheard& said = m_unheard.emplaceBack();
    said.id = QString("%1-%2").arg(QString::fromStdString(randomToken(4))).arg(++m_said);
    said.text = text;
    said.since.start();
    if (m_state == State::In) sayNow(said);
}

void StompClient::sayNow(const Unheard& unheard) {
    const QJsonObject line{{"roomId", m_room}, {"content", unheard.text}};
    send({"SEND",
          {{"destination", "/pub/chat.send"}, {"content-type", "application/json"}, {"line-id", unheard.id}},
          QJsonDocument(line).toJson(QJsonDocument::Compact)});
}

void StompClient::send(const StompFrame& frame) {
    if (m_socket) m_socket->sendTextMessage(QString::fromUtf8(encoded(frame)));
}

void StompClient::hear(const QByteArray& body) {
    const QJsonObject told = QJsonDocument::fromJson(body).object();
    if (told["roomId"].toString() != m_room) return;  // of the room that it has just left
    if (!told.contains("missed")) return hearLine(told);
    ChatGap gap{++m_gaps, told["origin"].toString().section('/', 0, 0)};
    gap.lines = told["missed"].toInteger();
    emit gapFound(gap);
}

void StompClient::hearLine(const QJsonObject& told) {
    ChatLine line;
    line.id = told["id"].toString();
    if (m_heard.contains(line.id)) return;
    m_heard.insert(line.id);
    m_heardInOrder += line.id;
    if (m_heardInOrder.size() > kHeardMost) m_heard.remove(m_heardInOrder.takeFirst());
    line.room = m_room;
    line.sender = told["sender"].toString();
    line.text = told["content"].toString();
    line.via = told["origin"].toString().section('/', 0, 0);
    line.isOwn = line.sender == QString::number(m_member);
    line.latencyMs = double(std::max<qint64>(0, clockNow() - momentOf(told)));
    const auto own = std::ranges::find(m_unheard, line.isOwn ? line.id.section(':', 1) : QString(), &Unheard::id);
    if (own != m_unheard.end()) {
        line.latencyMs = double(own->since.nsecsElapsed()) / 1e6;
        m_unheard.erase(own);
    }
    emit heard(line);
}

void StompClient::askArchive(const Missed& missed) {
    QTimer::singleShot(kAskArchiveAfter.at(missed.attempt), this, [this, missed] { askPage(missed, {}); });
}

void StompClient::askPage(const Missed& missed, const Counted& counted) {
    const ChatPlace* const place = there();
    if (!place || missed.room != m_room) return;
    QUrl url = place->archive;
    url.setPath(QString("%1/rooms/%2/messages").arg(url.path(), m_room));
    QUrlQuery query{{"limit", QString::number(kArchivePage)}};
    if (!counted.before.isEmpty()) query.addQueryItem("before", QUrl::toPercentEncoding(counted.before));
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setTransferTimeout(int(kArchiveWithin.count()));
    request.setRawHeader("Authorization", QByteArray::number(m_member));
    QNetworkReply* const reply = m_network.get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply, missed, counted] {
        reply->deleteLater();
        if (missed.room == m_room) archiveTold(missed, counted, *reply);
    });
}

// The newest page first, until one that begins before the gap.
void StompClient::archiveTold(Missed missed, Counted counted, QNetworkReply& reply) {
    if (reply.error() != QNetworkReply::NoError) return askedOnce(missed);
    const QJsonArray page = QJsonDocument::fromJson(reply.readAll())["data"].toArray();
    bool isAll = page.size() < kArchivePage;
    for (const QJsonValue& one : page) {
        const QJsonObject line = one.toObject();
        const qint64 at = momentOf(line);
        counted.before = line["id"].toString();
        if (at >= missed.from && at <= missed.until && !m_heard.contains(counted.before)) ++counted.lines;
        isAll = isAll || at < missed.from;
    }
    if (!isAll && ++counted.pages < kArchivePagesMost) return askPage(missed, counted);
    // Of a room that goes on, the same pages hold less of the gap later.
    missed.gap.lines = isAll ? counted.lines : std::max(counted.lines, missed.gap.lines.value_or(0));
    missed.gap.isAtLeast = !isAll;
    askedOnce(missed);
}

// More than once: what was said last is stored last.
void StompClient::askedOnce(Missed missed) {
    missed.gap.isAsked = ++missed.attempt < kAskArchiveAfter.size();
    emit gapCounted(missed.gap);
    if (missed.gap.isAsked) askArchive(missed);
}

}  // namespace rushlab::ui
