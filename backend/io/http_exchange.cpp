#include "io/http_exchange.h"

#include "io/resolve.h"

namespace rushlab::io {
namespace {

using boost::asio::ip::tcp;

// RFC 9110 15.2: any number of them may come; a server that sends more than this means no good.
constexpr int kInformationalMost = 8;

}  // namespace

HttpClientConnection::HttpClientConnection(Loop& loop, const HttpEndpoint& endpoint, const HttpClientOptions& options)
    : m_endpoint(endpoint),
      m_stream(Socket(loop.executor()), endpoint.tls ? options.tls : nullptr, endpoint.host),
      m_deadline(loop, m_stream),
      m_parser(options.limits) {}

Awaitable<Result<std::unique_ptr<HttpClientConnection>>> HttpClientConnection::open(Loop& loop,
                                                                                    const HttpEndpoint& endpoint,
                                                                                    const HttpClientOptions& options,
                                                                                    Deadline deadline,
                                                                                    Cancellation* cancellation) {
    if (endpoint.tls && !options.tls) {
        co_return fail(ErrorCode::Invalid, "{} wants TLS, and this client was given no TLS context", toText(endpoint));
    }
    deadline = deadline.earlier(Deadline::in(options.connectWithin));
    const auto addresses = co_await resolve(loop, endpoint.host, endpoint.port, deadline, cancellation);
    if (cancellation && cancellation->cancelled()) {
        co_return fail(ErrorCode::Unavailable, "the call to {} was given up before it was sent", toText(endpoint));
    }
    if (!addresses) co_return pass(addresses);
    IoError error;
    for (const tcp::endpoint& address : *addresses) {
        auto connection = std::make_unique<HttpClientConnection>(loop, endpoint, options);
        const Cancellation::Listener listener(cancellation, [&stream = connection->m_stream] { stream.close(); });
        connection->m_deadline.set(deadline.time());
        error = {};
        co_await connection->m_stream.connect(address, error);
        if (!error) co_await connection->m_stream.handshake(error);
        if (cancellation && cancellation->cancelled()) break;
        if (connection->m_deadline.expired()) {
            co_return fail(ErrorCode::Timeout, "no connection to {} came up in time; nothing was sent",
                           toText(endpoint));
        }
        connection->m_deadline.clear();
        if (!error) co_return std::move(connection);
    }
    if (cancellation && cancellation->cancelled()) {
        co_return fail(ErrorCode::Unavailable, "the call to {} was given up before it was sent", toText(endpoint));
    }
    co_return fail(ErrorCode::Unavailable, "no connection to {} could be made ({}); check that the server runs",
                   toText(endpoint), error.message());
}

std::string HttpClientConnection::compose(const HttpCall& call) const {
    std::string host = toText(m_endpoint);
    if (m_endpoint.port == (m_endpoint.tls ? 443 : 80)) host.resize(host.rfind(':'));
    std::string text;
    text.reserve(256 + call.fieldLines().size() + call.body().size());
    fmt::format_to(std::back_inserter(text), "{} {} HTTP/1.1\r\nHost: {}\r\n{}", name(call.method()), call.target(),
                   host, call.fieldLines());
    const bool anticipatesBody =
        call.method() == HttpMethod::Post || call.method() == HttpMethod::Put || call.method() == HttpMethod::Patch;
    if (anticipatesBody || !call.body().empty()) {
        fmt::format_to(std::back_inserter(text), "Content-Length: {}\r\n", call.body().size());
    }
    text += "\r\n";
    text += call.body();
    return text;
}

Awaitable<Result<HttpReply>> HttpClientConnection::exchange(const HttpCall& call, Deadline deadline,
                                                            Cancellation* cancellation) {
    m_sent = Sent::Nothing;
    m_heard = m_reusable = false;
    m_parser.reset(call.method() == HttpMethod::Head ? AnswerTo::Head : AnswerTo::Other);
    if ((cancellation && cancellation->cancelled()) || deadline.passed()) {
        co_return fail(cancellation && cancellation->cancelled() ? ErrorCode::Unavailable : ErrorCode::Timeout,
                       "{} {} at {} was given up, or its deadline had passed, before it was sent", name(call.method()),
                       call.target(), toText(m_endpoint));
    }
    const Cancellation::Listener listener(cancellation, [this] { m_stream.close(); });
    m_deadline.set(deadline.time());
    IoError error;
    co_await send(call, error);
    if (error && surelyNotProcessed()) co_return failure(call, error, cancellation);
    // Also when sending failed half-way: the server may have answered before it hung up, as with a body too large.
    auto reply = co_await receive(call, cancellation);
    m_deadline.clear();
    if (error) m_reusable = false;
    co_return reply;
}

Awaitable<> HttpClientConnection::send(const HttpCall& call, IoError& error) {
    const std::string bytes = compose(call);
    const std::size_t written = m_stream.writeNow(bytes, {}, error);
    if (error) co_return;
    m_sent = Sent::Something;
    if (written < bytes.size()) co_await m_stream.writeAll(std::string_view(bytes).substr(written), {}, error);
}

Awaitable<Result<HttpReply>> HttpClientConnection::receive(const HttpCall& call, const Cancellation* cancellation) {
    for (int informational = 0;;) {
        const HttpProgress progress = m_parser.parse(m_buffer);
        bool done = progress == HttpProgress::Done;
        if (progress == HttpProgress::Refused) {
            co_return fail(isSafe(call.method()) ? ErrorCode::Unavailable : ErrorCode::OutcomeUnknown,
                           "the answer of {} to {} {} is not to be trusted: {}", toText(m_endpoint),
                           name(call.method()), call.target(), m_parser.fault().sentence);
        }
        if (!done) {
            IoError error;
            m_buffer.added(co_await m_stream.readSome(m_buffer.room(), error));
            if (error == boost::asio::error::eof) done = m_parser.endedByClose();
            if (error && !done) co_return failure(call, error, cancellation);
            m_heard = true;
            if (!done) continue;
        }
        const std::size_t length = m_parser.length();
        if (m_parser.status() < 200 && m_parser.status() != 101 && informational++ < kInformationalMost) {
            m_buffer.consume(length);
            m_parser.reset(call.method() == HttpMethod::Head ? AnswerTo::Head : AnswerTo::Other);
            continue;
        }
        HttpReply reply(m_parser.status(), m_parser, {m_buffer.data(), length});
        m_buffer.consume(length);
        // What comes unasked after an answer must not be taken for the next one.
        m_reusable = m_parser.keepsAlive() && m_buffer.empty() && reply.status() >= 200;
        co_return reply;
    }
}

tl::unexpected<Error> HttpClientConnection::failure(const HttpCall& call, const IoError& error,
                                                    const Cancellation* cancellation) const {
    const std::string what = fmt::format("{} {} at {}", name(call.method()), call.target(), toText(m_endpoint));
    const bool mayBeDone = !surelyNotProcessed() && !isSafe(call.method());
    const std::string_view next = mayBeDone ? "it may have been done: ask for its outcome before you repeat it"
                                            : "nothing was changed: it can be repeated";
    if (cancellation && cancellation->cancelled()) {
        return fail(mayBeDone ? ErrorCode::OutcomeUnknown : ErrorCode::Unavailable, "{} was given up; {}", what, next);
    }
    if (m_deadline.expired()) {
        return fail(mayBeDone ? ErrorCode::OutcomeUnknown : ErrorCode::Timeout, "{} was not answered in time; {}", what,
                    next);
    }
    return fail(mayBeDone ? ErrorCode::OutcomeUnknown : ErrorCode::Unavailable,
                "the connection broke before {} was answered whole ({}); {}", what, error.message(), next);
}

}  // namespace rushlab::io
