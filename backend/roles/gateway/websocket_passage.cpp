#include "roles/gateway/websocket_passage.h"

#include <boost/asio/ip/address.hpp>
#include <vector>

#include "io/http_parser.h"

namespace rushlab::roles::gateway {
namespace {

constexpr Milliseconds kConnectWithin{1'000};
constexpr Milliseconds kReadWithin{10'000};     // for a side to take what it was written
constexpr Milliseconds kEndWithin{5'000};       // for one side to end after the other
constexpr Milliseconds kEndWithinOfAStop{500};  // the same, when the gateway stops
constexpr std::size_t kPieceBytesMost = 16 * 1024;

tl::unexpected<Error> notThere(const io::HttpEndpoint& endpoint, const io::IoError& error) {
    return fail(ErrorCode::Unavailable, "no WebSocket to {} could be opened ({})", toText(endpoint), error.message());
}

}  // namespace

WebSocketPassage::WebSocketPassage(io::Loop& loop, const io::HttpEndpoint& endpoint)
    : m_loop(loop),
      m_endpoint(endpoint),
      m_upstream(io::Socket(loop.executor()), nullptr, endpoint.host),
      m_upstreamDeadline(loop, m_upstream) {}

io::Awaitable<Result<io::HttpReply>> WebSocketPassage::open(std::string head, Deadline deadline) {
    io::IoError error;
    const auto address = boost::asio::ip::make_address(m_endpoint.host, error);
    if (error) co_return notThere(m_endpoint, error);
    m_upstreamDeadline.set(deadline.earlier(Deadline::in(kConnectWithin)).time());
    const boost::asio::ip::tcp::endpoint to(address, m_endpoint.port);
    co_await m_upstream.connect(to, error);
    if (error) co_return notThere(m_endpoint, error);
    m_upstreamDeadline.set(deadline.time());
    co_await m_upstream.writeAll(head, {}, error);
    io::HttpResponseParser parser(io::HttpLimits{});
    while (!error) {
        const io::HttpProgress progress = parser.parse(m_early);
        if (progress == io::HttpProgress::Refused)
            co_return fail(ErrorCode::Unavailable, "the answer of {} is no HTTP: {}", toText(m_endpoint),
                           parser.fault().sentence);
        if (progress == io::HttpProgress::Done) {
            io::HttpReply reply(parser.status(), parser, {m_early.data(), parser.length()});
            m_early.consume(parser.length());
            m_upstreamDeadline.clear();
            co_return reply;
        }
        m_early.added(co_await m_upstream.readSome(m_early.room(), error));
    }
    if (deadline.passed())
        co_return fail(ErrorCode::Timeout, "{} did not answer a WebSocket's upgrade in time", toText(m_endpoint));
    co_return notThere(m_endpoint, error);
}

io::Awaitable<> WebSocketPassage::run(io::HttpTakenOver client) {
    io::StreamDeadline clientDeadline(m_loop, client.stream);
    m_clientDeadline = &clientDeadline;
    auto [giver, taker] = io::handoff<bool>(m_loop);
    m_whenClientIsServed = std::move(giver);
    m_loop.spawn(pumpToClient(client.stream, client.stopping));
    io::IoError error;
    if (!client.alreadyRead.empty()) {
        m_upstreamDeadline.set(writeUntil());
        co_await m_upstream.writeAll(client.alreadyRead, {}, error);
        if (m_endBy == SteadyTime::max()) m_upstreamDeadline.clear();
    }
    if (!error) co_await pump(client.stream, m_upstream, m_upstreamDeadline, client.stopping);
    endSoon(client.stopping);
    co_await taker.take(Deadline::never());  // bounded: both streams have their deadlines now
    m_clientDeadline = nullptr;
    m_upstream.close();
}

io::Awaitable<> WebSocketPassage::pumpToClient(io::Stream& client, const bool& stopping) {
    io::IoError error;
    const std::string early(m_early.data(), m_early.size());
    m_early.consume(m_early.size());
    m_clientDeadline->set(writeUntil());
    if (!early.empty()) co_await client.writeAll(early, {}, error);
    if (m_endBy == SteadyTime::max()) m_clientDeadline->clear();
    if (!error) co_await pump(m_upstream, client, *m_clientDeadline, stopping);
    endSoon(stopping);
    m_whenClientIsServed.give(true);
}

// One direction, until its source has ended or its sink has.
io::Awaitable<> WebSocketPassage::pump(io::Stream& from, io::Stream& to, io::StreamDeadline& writing,
                                       const bool& stopping) {
    std::vector<char> piece(kPieceBytesMost);
    io::IoError error;
    while (!error && !stopping) {
        const std::size_t bytes = co_await from.readSome(piece, error);
        if (error || bytes == 0) break;
        writing.set(writeUntil());
        co_await to.writeAll({piece.data(), bytes}, {}, error);
        if (m_endBy == SteadyTime::max()) writing.clear();
    }
    to.shutdownSending();
}

void WebSocketPassage::endSoon(bool atOnce) {
    const SteadyTime by = std::chrono::steady_clock::now() + (atOnce ? kEndWithinOfAStop : kEndWithin);
    m_endBy = std::min(m_endBy, by);
    m_upstreamDeadline.set(m_endBy);
    if (m_clientDeadline) m_clientDeadline->set(m_endBy);
}

SteadyTime WebSocketPassage::writeUntil() const {
    return std::min(m_endBy, std::chrono::steady_clock::now() + kReadWithin);
}

}  // namespace rushlab::roles::gateway
