#include "load/chat_user.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <charconv>

#include "io/websocket_frame.h"

namespace rushlab::load {
namespace {

using UseAwaitable = boost::asio::use_awaitable_t<io::Executor>;

constexpr std::size_t kBufferBytes = 64 * 1024;  // what ReadBuffer keeps when it is empty
constexpr std::size_t kMessageBytesMost = 256 * 1024;
constexpr Milliseconds kComeInWithin{30'000};
constexpr Milliseconds kBackOffLeast{100};
constexpr Milliseconds kBackOffMost{2'000};
constexpr std::size_t kEvidenceMost = 20;
constexpr int kSlowReceiveBytes = 4'096;

bool readNumber(std::string_view& text, auto& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with(' ')) text.remove_prefix(1);
    return true;
}

// The value of a header that this program writes plainly.
std::string_view headerOf(std::string_view message, std::string_view name) {
    const std::size_t at = message.find(name);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = message.substr(at + name.size());
    return rest.substr(0, rest.find('\n'));
}

// Of a MESSAGE: what stands behind "content":" in its body; empty where it has none.
std::string_view contentOf(std::string_view message) {
    constexpr std::string_view kContent = R"("content":")";
    const std::size_t at = message.find(kContent);
    return at == std::string_view::npos ? std::string_view() : message.substr(at + kContent.size());
}

}  // namespace

std::string SpokenLine::text(std::size_t bytes) const {
    std::string words = fmt::format("{} {} {} {} ", talker, number, intended, attempt);
    if (words.size() < bytes) words.append(bytes - words.size(), '.');
    return words;
}

bool SpokenLine::readFrom(std::string_view words) {
    return readNumber(words, talker) && readNumber(words, number) && readNumber(words, intended) &&
           readNumber(words, attempt);
}

bool readSpokenLine(std::string_view content, std::uint32_t& talker, std::uint32_t& number) {
    SpokenLine line;
    if (!line.readFrom(content)) return false;
    talker = line.talker;
    number = line.number;
    return true;
}

struct ChatUser::Connection {
    explicit Connection(io::Loop& loop)
        : socket(loop.executor()), parser(io::WebSocketParser::From::Server, kMessageBytesMost) {}
    ~Connection() {
        if (!socket.is_open() && handle >= 0) ::close(handle);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    io::Socket socket;  // until it is one of many that are listened to
    int handle = -1;
    io::WebSocketParser parser;
    std::string kept;    // received, and not whole yet
    std::string unsent;  // what the socket did not take at once
};

ChatUser::Shared::Shared(io::Loop& ownLoop, const ChatPlan& ownPlan, ChatCounts& ownLive)
    : loop(ownLoop), plan(ownPlan), live(ownLive), ready(ownLoop) {
    const std::string room(kBufferBytes, '\0');
    buffer.append(room);
    buffer.consume(room.size());
}

ChatUser::ChatUser(Shared& shared, std::size_t index)
    : m_shared(shared),
      m_index(index),
      m_instance(index % shared.plan.instances.size()),
      m_lastOf(shared.plan.talkers),
      m_gapsOf(shared.plan.talkers) {}

ChatUser::~ChatUser() = default;

std::size_t ChatUser::room() const {
    return m_index % m_shared.plan.rooms;
}

bool ChatUser::isSlow() const {
    return m_index >= m_shared.plan.clients - m_shared.plan.slowReaders;
}

io::Awaitable<> ChatUser::live() {
    Milliseconds backOff = kBackOffLeast;
    for (bool isFirst = true; !m_shared.stopping; isFirst = false) {
        m_connection = std::make_unique<Connection>(m_shared.loop);
        m_hasGone = false;
        if (co_await connect()) {
            backOff = kBackOffLeast;
            m_isHere = true;
            ++m_shared.live.connected;
            if (!isFirst) ++m_shared.live.reconnects;
            for (SpokenLine& line : m_unconfirmed) {
                ++line.attempt;
                sendLine(line);
            }
            if (isSlow()) {
                while (!m_shared.stopping)
                    co_await io::sleepFor(Milliseconds{100});
            }
            co_await readToTheEnd();
            m_wasCutOff = m_wasCutOff || !m_shared.stopping;
            m_isHere = false;
            --m_shared.live.connected;
        }
        if (m_shared.stopping) break;
        // Elsewhere, where there is another instance; not all at the same moment.
        m_instance = (m_instance + 1) % m_shared.plan.instances.size();
        co_await io::sleepFor(backOff + Milliseconds(m_index % 50));
        backOff = std::min(2 * backOff, kBackOffMost);
    }
    m_connection.reset();
}

void ChatUser::stop() {
    if (!m_connection) return;
    if (!isSlow()) ::shutdown(m_connection->handle, SHUT_RDWR);  // whoever waits for it sees its end
}

io::Awaitable<bool> ChatUser::connect() {
    const io::HttpEndpoint to = whereTo();
    if (to.port == 0) co_return false;
    io::Socket& socket = m_connection->socket;
    io::IoError error;
    const auto address = boost::asio::ip::make_address(to.host, error);
    if (error) co_return false;
    socket.open(boost::asio::ip::tcp::v4(), error);
    m_connection->handle = socket.native_handle();
    if (isSlow()) socket.set_option(boost::asio::socket_base::receive_buffer_size(kSlowReceiveBytes), error);
    co_await socket.async_connect({address, to.port}, boost::asio::redirect_error(UseAwaitable{}, error));
    if (error) co_return false;
    socket.set_option(boost::asio::ip::tcp::no_delay(true), error);
    socket.non_blocking(true, error);
    const std::string upgrade = fmt::format(
        "GET /ws/chat HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: cnVzaGxhYi1jaGF0LWtleQ==\r\n"
        "Sec-WebSocket-Protocol: v12.stomp\r\n\r\n",
        toText(to));
    if (::send(socket.native_handle(), upgrade.data(), upgrade.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(upgrade.size()))
        co_return false;
    io::HttpResponseParser parser(io::HttpLimits{});
    io::ReadBuffer head;
    for (bool isWhole = false; !isWhole;) {
        if (!co_await readable()) co_return false;
        const auto room = head.room();
        const ssize_t bytes = ::recv(socket.native_handle(), room.data(), room.size(), 0);
        if (bytes <= 0) co_return false;
        head.added(static_cast<std::size_t>(bytes));
        const io::HttpProgress progress = parser.parse(head);
        if (progress == io::HttpProgress::Refused) co_return false;
        isWhole = progress == io::HttpProgress::Done;
    }
    if (parser.status() != 101) co_return false;
    m_connection->kept.assign(head.data() + parser.length(), head.size() - parser.length());
    const auto beat = m_shared.plan.heartBeat.count();
    send(fmt::format("CONNECT\naccept-version:1.2\nhost:{}\nheart-beat:{},{}\nAuthorization:{}\n\n", to.host, beat,
                     beat, m_shared.plan.firstMember + static_cast<std::int64_t>(m_index)));
    if (!co_await await("CONNECTED")) co_return false;
    send(fmt::format("SUBSCRIBE\nid:0\ndestination:/topic/room.{}-{}\nreceipt:here\n\n", m_shared.plan.roomName,
                     room()));
    co_return co_await await("RECEIPT");
}

io::HttpEndpoint ChatUser::whereTo() const {
    if (!m_shared.plan.instancesNow) return m_shared.plan.instances[m_instance];
    const auto instances = m_shared.plan.instancesNow();
    return instances.empty() ? io::HttpEndpoint() : instances[m_instance % instances.size()];
}

io::Awaitable<bool> ChatUser::await(std::string_view command) {
    m_awaited = command;
    m_awaitedCame = false;
    const SteadyTime until = std::chrono::steady_clock::now() + kComeInWithin;
    while (!m_awaitedCame && !m_hasGone && !m_shared.stopping && std::chrono::steady_clock::now() < until) {
        // Named: g++ 12 destroys an awaited temporary twice inside of ||.
        const bool isReadable = co_await readable();
        if (!isReadable || !receive()) break;
    }
    m_awaited.clear();
    co_return m_awaitedCame;
}

// One of thousands: from now on it is not the loop that waits for each of them.
io::Awaitable<> ChatUser::readToTheEnd() {
    io::IoError error;
    m_connection->handle = m_connection->socket.release(error);
    auto [giver, taker] = io::handoff<bool>(m_shared.loop);
    m_whenGone = std::move(giver);
    m_shared.ready.add(m_connection->handle, *this);
    co_await taker.take(Deadline::never());
}

void ChatUser::onReadable() {
    if (receive()) return;
    m_shared.ready.remove(m_connection->handle);
    std::exchange(m_whenGone, {}).give(true);
}

io::Awaitable<bool> ChatUser::readable() {
    io::IoError error;
    co_await m_connection->socket.async_wait(boost::asio::socket_base::wait_read,
                                             boost::asio::redirect_error(UseAwaitable{}, error));
    co_return !error;
}

// Through the buffer that all share: what is not whole yet is kept aside.
bool ChatUser::receive() {
    io::ReadBuffer& buffer = m_shared.buffer;
    buffer.append(m_connection->kept);
    m_connection->kept.clear();
    const auto room = buffer.room();
    const ssize_t bytes = ::recv(m_connection->handle, room.data(), room.size(), 0);
    if (bytes > 0) buffer.added(static_cast<std::size_t>(bytes));
    const bool goesOn = (bytes > 0 || (bytes < 0 && (errno == EAGAIN || errno == EINTR))) && takeMessages();
    m_connection->kept.assign(buffer.data(), buffer.size());
    buffer.consume(buffer.size());
    return goesOn;
}

bool ChatUser::takeMessages() {
    while (true) {
        switch (m_connection->parser.parse(m_shared.buffer)) {
            case io::WebSocketEvent::NeedsMore:
                return true;
            case io::WebSocketEvent::Message:
                take(m_connection->parser.payload());
                break;
            case io::WebSocketEvent::Ping:
            case io::WebSocketEvent::Pong:
                break;
            case io::WebSocketEvent::Close:
                noteEvidence(fmt::format("client {} was sent away with {}: {}", m_index,
                                         m_connection->parser.closeCode(), m_connection->parser.payload()));
                m_hasGone = true;
                return false;
            case io::WebSocketEvent::Refused:
                noteEvidence(fmt::format("client {} received what is no WebSocket frame: {}", m_index,
                                         m_connection->parser.fault().sentence));
                m_hasGone = true;
                return false;
        }
    }
}

void ChatUser::take(std::string_view message) {
    if (message.starts_with("MESSAGE\n")) {
        hear(message);
    } else if (message.starts_with("RECEIPT\n") && m_awaited.empty()) {
        confirm(message);
    } else if (message.starts_with("ERROR\n")) {
        noteEvidence(fmt::format("client {}: {}", m_index, headerOf(message, "message:")));
    } else if (!m_awaited.empty() && message.starts_with(m_awaited)) {
        m_awaitedCame = true;
    }
}

void ChatUser::hear(std::string_view message) {
    if (isSlow()) return;  // what the kernel kept for it is old by now
    SpokenLine line;
    ChatOutcome& outcome = m_shared.outcome;
    if (!line.readFrom(contentOf(message))) {
        constexpr std::string_view kMissed = R"("missed":)";
        const std::size_t at = message.find(kMissed);
        std::uint64_t lines = 0;
        if (at == std::string_view::npos) return;
        std::string_view rest = message.substr(at + kMissed.size());
        if (readNumber(rest, lines)) m_shared.live.gapLines += lines;
        return;
    }
    if (line.talker >= m_lastOf.size()) return;
    const SteadyTime now = std::chrono::steady_clock::now();
    std::uint32_t& last = m_lastOf[line.talker];
    if (line.number <= last) {
        if (line.attempt > 1) {
            // Said again: new where it was jumped over before, else heard before.
            ++outcome.saidAgain;
        } else {
            ++(line.number == last ? outcome.twice : outcome.disordered);
            noteEvidence(
                fmt::format("client {} heard line {} of talker {} behind {}", m_index, line.number, line.talker, last));
        }
        return;
    }
    m_gapsOf[line.talker] += line.number - last - 1;
    last = line.number;
    const std::chrono::nanoseconds took(now.time_since_epoch() - std::chrono::nanoseconds(line.intended));
    outcome.delivery.record(took);
    m_shared.live.delivery.record(took);
    ++m_shared.live.heard;
    m_shared.lastHeard = now;
    if (line.talker == m_index) m_shared.heardItself(*this);
}

void ChatUser::confirm(std::string_view message) {
    std::string_view id = headerOf(message, "receipt-id:");
    std::uint32_t number = 0;
    if (!readNumber(id, number)) return;
    while (!m_unconfirmed.empty() && m_unconfirmed.front().number <= number) {
        m_unconfirmed.pop_front();
        ++m_shared.live.confirmed;
    }
}

void ChatUser::say(std::int64_t intended) {
    SpokenLine line{static_cast<std::uint32_t>(m_index), ++m_said, intended, 1};
    ++m_shared.live.said;
    if (m_shared.plan.confirmed) m_unconfirmed.push_back(line);
    if (m_isHere) sendLine(line);
}

void ChatUser::sendLine(const SpokenLine& line) {
    const std::string body = fmt::format(R"({{"roomId":"{}-{}","content":"{}"}})", m_shared.plan.roomName, room(),
                                         line.text(m_shared.plan.lineBytes));
    std::string frame = "SEND\ndestination:/pub/chat.send\n";
    if (m_shared.plan.confirmed) frame += fmt::format("receipt:{0}\nline-id:{0}\n", line.number);
    frame += fmt::format("content-length:{}\n\n{}", body.size(), body);
    send(frame);
}

// Who has stopped reading beats on: it is dropped for what it does not read, not for its silence.
void ChatUser::beat() {
    if (!m_isHere) return;
    m_connection->unsent += io::maskedFrameOf(io::WebSocketOpcode::Text, "\n", m_shared.nextMask++);
    send({});
}

// What the socket does not take now goes with the next one.
void ChatUser::send(std::string_view stomp) {
    std::string& bytes = m_connection->unsent;
    if (!stomp.empty()) {
        std::string frame(stomp);
        frame += '\0';
        bytes += io::maskedFrameOf(io::WebSocketOpcode::Text, frame, m_shared.nextMask++);
    }
    const ssize_t sent = ::send(m_connection->handle, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) bytes.erase(0, static_cast<std::size_t>(sent));
}

void ChatUser::countMissed(const std::vector<std::unique_ptr<ChatUser>>& users) {
    if (isSlow()) return;
    for (std::size_t talker = 0; talker < m_lastOf.size(); ++talker) {
        if (users[talker]->room() != room()) continue;
        const std::uint32_t said = users[talker]->saidLines();
        const std::uint32_t missed = m_gapsOf[talker] + (said - m_lastOf[talker]);
        m_shared.outcome.expected += said;
        m_shared.outcome.missed += missed;
        if (!m_wasCutOff && !users[talker]->m_wasCutOff) m_shared.outcome.missedUndisturbed += missed;
        if (missed > 0)
            noteEvidence(
                fmt::format("client {} did not hear {} of the {} lines of talker {}", m_index, missed, said, talker));
    }
}

void ChatUser::noteEvidence(std::string what) {
    if (m_shared.outcome.evidence.size() < kEvidenceMost) m_shared.outcome.evidence.push_back(std::move(what));
}

}  // namespace rushlab::load
