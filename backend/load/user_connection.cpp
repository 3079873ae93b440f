#include "load/user_connection.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "domain/ids.h"

namespace rushlab::load {
namespace {

constexpr io::HttpLimits kLimits{.bodyBytesMost = 64 * 1024};
// A shop closes connections that were idle for long: whoever sends into one learns nothing of what became of it.
constexpr std::chrono::seconds kSurelyOpenFor{1};

}  // namespace

AnswerReader::AnswerReader() : m_parser(JsonLimits{.bytesMax = kLimits.bodyBytesMost}) {
    for (const domain::Code code : domain::allCodes())
        m_codes.emplace_back(domain::name(code), code);
    std::ranges::sort(m_codes);
}

Answer AnswerReader::read(int status, std::string_view body) {
    Answer answer;
    answer.fate = Answer::Fate::Answered;
    answer.status = status;
    answer.code = domain::codeOfStatus(status);
    if (status < 300) answer.code = status == 202 ? domain::Code::Accepted : domain::Code::Ok;
    const auto envelope = m_parser.parseObject(body);
    if (!envelope) return answer;
    if (const auto code = envelope->text("code")) {
        const auto known =
            std::ranges::lower_bound(m_codes, *code, {}, &std::pair<std::string_view, domain::Code>::first);
        if (known != m_codes.end() && known->first == *code) answer.code = known->second;
    }
    if (const auto id = envelope->text("data"); id && domain::isUuid(*id)) std::ranges::copy(*id, answer.id.begin());
    return answer;
}

UserConnection::Connection::Connection(io::Loop& loop, const io::HttpEndpoint& target, io::TlsClientContext* tls)
    : stream(io::Socket(loop.executor()), target.tls ? tls : nullptr, target.host),
      deadline(loop, stream),
      parser(kLimits) {}

UserConnection::UserConnection(io::Loop& loop, const io::HttpEndpoint& target, io::TlsClientContext* tls,
                               AnswerReader& reader)
    : m_loop(loop), m_target(target), m_tls(tls), m_reader(reader) {}

io::Awaitable<bool> UserConnection::connect(Deadline deadline) {
    if (isConnected() && !(mayBeStale() && m_connection->stream.isStale())) co_return true;
    m_connection = std::make_unique<Connection>(m_loop, m_target, m_tls);
    io::IoError error;
    const auto address = boost::asio::ip::make_address(m_target.host, error);
    if (!error) {
        m_connection->deadline.set(deadline.time());
        co_await m_connection->stream.connect({address, m_target.port}, error);
        if (!error) co_await m_connection->stream.handshake(error);
    }
    if (error || m_connection->deadline.expired()) {
        m_connection.reset();
        co_return false;
    }
    m_connection->deadline.clear();
    m_lastAnswer = std::chrono::steady_clock::now();
    ++m_connects;
    co_return true;
}

bool UserConnection::mayBeStale() const {
    return std::chrono::steady_clock::now() - m_lastAnswer > kSurelyOpenFor;
}

bool UserConnection::begin(std::string_view request) {
    m_unsent.clear();
    m_connection->parser.reset(io::AnswerTo::Other);
    io::IoError error;
    const std::size_t written = m_connection->stream.writeNow(request, {}, error);
    m_sentSomething = written > 0;
    if (error) {
        close();
        return false;
    }
    if (written < request.size()) m_unsent = request.substr(written);
    return true;
}

io::Awaitable<Answer> UserConnection::finish(Deadline deadline) {
    Connection& connection = *m_connection;
    Answer answer;
    io::IoError error;
    connection.deadline.set(deadline.time());
    if (!m_unsent.empty()) {
        co_await connection.stream.writeAll(m_unsent, {}, error);
        m_sentSomething = true;  // how much of it went out is not told
    }
    // Also when sending failed: the shop may have answered before it hung up.
    for (;;) {
        const io::HttpProgress progress = connection.parser.parse(connection.buffer);
        if (progress == io::HttpProgress::Done) break;
        io::IoError broken = boost::asio::error::invalid_argument;
        if (progress != io::HttpProgress::Refused) {
            connection.buffer.added(co_await connection.stream.readSome(connection.buffer.room(), broken));
            if (!broken) continue;
            if (broken == boost::asio::error::eof && connection.parser.endedByClose()) break;
        }
        answer.fate = m_sentSomething ? Answer::Fate::NoAnswer : Answer::Fate::NotSent;
        close();
        co_return answer;
    }
    std::string_view body;
    connection.parser.fill(connection.buffer.data(), m_reader.fields, body);
    answer = m_reader.read(connection.parser.status(), body);
    connection.buffer.consume(connection.parser.length());
    connection.deadline.clear();
    m_lastAnswer = std::chrono::steady_clock::now();
    // What comes unasked after an answer must not be taken for the next one.
    if (error || !connection.parser.keepsAlive() || !connection.buffer.empty()) close();
    co_return answer;
}

void UserConnection::close() {
    // Kept until the next connect(): whoever reads from it is told.
    if (m_connection) m_connection->stream.close();
}

}  // namespace rushlab::load
