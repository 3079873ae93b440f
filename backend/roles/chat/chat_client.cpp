#include "roles/chat/chat_client.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/random.h"

namespace rushlab::roles::chat {
namespace {

using Kind = io::StompRequest::Kind;

constexpr io::StompLimits kStompLimits;
constexpr io::WebSocketOptions kSocketOptions;
constexpr Milliseconds kConnectWithin{10'000};
constexpr Milliseconds kLateMost{100};  // a timeout's tick and the way of a frame
constexpr int kBeatsMissedMost = 2;

const io::SharedFrame& heartBeat() {
    static const io::SharedFrame frame =
        std::make_shared<const std::string>(io::frameOf(io::WebSocketOpcode::Text, io::kStompHeartBeat));
    return frame;
}

// STOMP 1.2, "RECEIPT": what was asked before is done. What was said is done once it is stored; within a transaction
// nothing is said yet.
bool waitsForStorage(const std::vector<io::StompRequest>& requests) {
    return std::ranges::any_of(requests, [](const io::StompRequest& request) {
        return request.kind == Kind::Send || request.kind == Kind::Disconnect;
    });
}

}  // namespace

ChatClient::ChatClient(ChatHouse& house, io::Loop& loop, io::GatheredWrites& writes, io::HttpTakenOver taken,
                       Credentials credentials)
    : m_house(house),
      m_loop(loop),
      m_socket(loop, writes, std::move(taken), kSocketOptions),
      m_credentials(std::move(credentials)),
      m_parser(kStompLimits),
      m_session(io::StompSessionLimits()),
      m_lastSent(std::chrono::steady_clock::now()) {}

ChatClient::~ChatClient() = default;

io::Awaitable<> ChatClient::run() {
    m_loop.timeouts().arm(*this, std::chrono::steady_clock::now() + kConnectWithin);
    while (co_await m_socket.read()) {
        const std::string_view message = m_socket.message();
        m_bytes.append({message.data(), message.size()});
        co_await takeFrames();
    }
    disarm();
    leaveAll();
    co_await m_socket.finish();
    m_house.ended(*this);
}

io::Awaitable<> ChatClient::takeFrames() {
    while (!m_socket.isClosing()) {
        const io::StompProgress progress = m_parser.parse(m_bytes);
        if (progress == io::StompProgress::NeedsMore) co_return;
        if (progress == io::StompProgress::Refused) {
            refuse(Error{ErrorCode::Invalid, m_parser.fault()}, nullptr);
            co_return;
        }
        co_await take(std::move(m_parser.frame()));
    }
}

io::Awaitable<> ChatClient::take(io::StompFrame frame) {
    auto requests = m_session.take(frame);
    if (!requests) co_return refuse(requests.error(), &frame);
    const bool waits = waitsForStorage(*requests);
    for (io::StompRequest& request : *requests) {
        const auto done = co_await act(std::move(request));
        if (!done && !toldInstead(done.error(), frame)) co_return refuse(done.error(), &frame);
        if (!done) co_return;
    }
    acknowledge(frame, waits);
}

io::Awaitable<Result<>> ChatClient::act(io::StompRequest request) {
    const io::StompFrame& frame = request.frame;
    switch (request.kind) {
        case Kind::Connect:
            co_return co_await connect(frame);
        case Kind::Send:
            co_return m_house.say(m_member, frame);
        case Kind::Subscribe: {
            Subscription& made = m_subscriptions.emplace_back();
            made.id = frame.header("id").value_or("");
            made.destination = frame.header("destination").value_or("");
            auto done = m_house.subscribe(*this, made.destination, made.id);
            if (!done) m_subscriptions.pop_back();
            co_return done;
        }
        case Kind::Unsubscribe: {
            const auto found = std::ranges::find(m_subscriptions, frame.header("id").value_or(""), &Subscription::id);
            if (found == m_subscriptions.end()) co_return Result<>();
            m_house.unsubscribe(*this, found->destination, found->id);
            m_subscriptions.erase(found);
            co_return Result<>();
        }
        case Kind::Disconnect:
            break;  // its receipt is all that is left
    }
    co_return Result<>();
}

io::Awaitable<Result<>> ChatClient::connect(const io::StompFrame& frame) {
    const auto member =
        co_await m_house.letIn(frame, std::move(m_credentials.authorization), std::move(m_credentials.cookieToken));
    if (!member) co_return pass(member);
    m_member = *member;
    const io::StompFrame answer = m_session.connected(m_house.name(), randomToken(8), m_house.heartBeat());
    m_parser.speak(m_session.version());
    send(answer);
    armBeat();
    co_return Result<>();
}

void ChatClient::acknowledge(const io::StompFrame& frame, bool waits) {
    const auto receipt = frame.header("receipt");
    const bool isLast = frame.command == "DISCONNECT";
    if (frame.command == "CONNECT" || frame.command == "STOMP" || (!receipt && !isLast)) return;
    if (!isLast && !m_session.isConnected()) return;  // it came behind DISCONNECT, and nothing was done
    auto answer = [weak = weak_from_this(), id = std::string(receipt.value_or("")), isLast] {
        const auto client = weak.lock();
        if (!client) return;
        if (!id.empty()) client->send(io::StompSession::receipt(id));
        if (isLast) client->m_socket.close(io::WebSocketClose::Normal, {});
    };
    if (waits) {
        m_house.whenStored(std::move(answer));
    } else {
        answer();
    }
}

void ChatClient::send(const io::StompFrame& frame) {
    m_lastSent = std::chrono::steady_clock::now();
    m_socket.send(std::make_shared<const std::string>(
        io::frameOf(io::WebSocketOpcode::Text, io::encoded(frame, m_session.version()))));
}

void ChatClient::deliver(const io::SharedFrame& frame) {
    ++m_delivered;
    m_socket.send(frame);
}

bool ChatClient::toldInstead(const Error& error, const io::StompFrame& about) {
    const auto ear = std::ranges::find(m_subscriptions, kErrorsDestination, &Subscription::destination);
    if (error.code != ErrorCode::Full || ear == m_subscriptions.end()) return false;
    std::string json;
    JsonObjectWriter refusal(json);
    refusal.field("message", error.message).field("receipt", about.header("receipt").value_or(""));
    refusal.field("lineId", about.header("line-id").value_or(""));
    refusal.close();
    deliver(messageTo(ear->id, kErrorsDestination, randomToken(8), json, m_session.version()));
    return true;
}

// STOMP 1.2, "ERROR": then the connection is closed.
void ChatClient::refuse(const Error& error, const io::StompFrame* about) {
    if (m_socket.isClosing()) return;
    send(io::StompSession::error(error.message, about));
    const bool isDenied = error.code == ErrorCode::Denied;
    m_socket.close(isDenied ? io::WebSocketClose::PolicyViolated : io::WebSocketClose::ProtocolError, error.message);
}

void ChatClient::leaveAll() {
    for (const Subscription& subscription : m_subscriptions)
        m_house.unsubscribe(*this, subscription.destination, subscription.id);
    m_subscriptions.clear();
}

// At the next moment at which something may be due: a beat of ours, or its end if nothing is heard. Who has said
// DISCONNECT need not be heard any more, and waits for its receipt.
void ChatClient::armBeat() {
    const Milliseconds sends = m_session.sendsEvery();
    const Milliseconds hears = m_session.isConnected() ? m_session.hearsEvery() : Milliseconds{0};
    disarm();
    if (sends.count() == 0 && hears.count() == 0) return;
    SteadyTime due = SteadyTime::max();
    if (sends.count() > 0) due = std::min(due, m_lastSent + std::max(sends / 2, sends - kLateMost));
    if (hears.count() > 0) due = std::min(due, m_socket.lastHeard() + kBeatsMissedMost * hears + kLateMost);
    m_loop.timeouts().arm(*this, due);
}

void ChatClient::onTimeout() {
    if (m_member.value == 0) return m_socket.giveUp("it did not log in within 10 s");
    const SteadyTime now = std::chrono::steady_clock::now();
    const Milliseconds sends = m_session.sendsEvery(), hears = m_session.hearsEvery();
    if (m_session.isConnected() && hears.count() > 0 &&
        now - m_socket.lastHeard() >= kBeatsMissedMost * hears + kLateMost)
        return m_socket.giveUp("its heart-beats have stopped");
    if (sends.count() > 0 && now - m_lastSent >= std::max(sends / 2, sends - kLateMost)) {
        m_lastSent = now;
        m_socket.send(heartBeat());
    }
    armBeat();
}

}  // namespace rushlab::roles::chat
