#include "io/http_client.h"

#include "io/http_grammar.h"
#include "io/http_pool.h"

namespace rushlab::io {

std::string toText(const HttpEndpoint& endpoint) {
    const bool needsBrackets = endpoint.host.find(':') != std::string::npos;
    return needsBrackets ? fmt::format("[{}]:{}", endpoint.host, endpoint.port)
                         : fmt::format("{}:{}", endpoint.host, endpoint.port);
}

HttpCall& HttpCall::field(std::string_view name, std::string_view value) {
    if (!isHopByHopOrFraming(name) && !equalsIgnoringCase(name, "Host")) appendField(m_fieldLines, name, value);
    return *this;
}

HttpCall& HttpCall::body(std::string_view contentType, std::string bytes) {
    m_body = std::move(bytes);
    return field("Content-Type", contentType);
}

HttpCall& HttpCall::bytes(std::string bytes) {
    m_body = std::move(bytes);
    return *this;
}

HttpCall& HttpCall::repeatable() {
    m_repeatable = true;
    return *this;
}

HttpReply::HttpReply(int status, const HttpResponseParser& parser, std::span<const char> message)
    : m_status(status), m_bytes(message.begin(), message.end()) {
    parser.fill(m_bytes.data(), m_fields, m_body);
}

namespace {

tl::unexpected<Error> lastWord(const std::optional<Error>& unknown, const Error& later) {
    return tl::unexpected<Error>(unknown.value_or(later));
}

}  // namespace

HttpClient::HttpClient(Loop& loop, HttpClientOptions options)
    : m_pool(std::make_shared<HttpPool>(loop, std::move(options))) {}

HttpClient::~HttpClient() {
    m_pool->close();
}

HttpClientCounts HttpClient::counts() const {
    return m_pool->counts;
}

Awaitable<Result<HttpReply>> HttpClient::call(HttpEndpoint endpoint, HttpCall call, Deadline deadline,
                                              Cancellation* cancellation) {
    co_return co_await callKept(endpoint, call, deadline, cancellation);
}

Awaitable<Result<HttpReply>> HttpClient::callKept(const HttpEndpoint& endpoint, const HttpCall& call, Deadline deadline,
                                                  Cancellation* cancellation) {
    if (!call.target().starts_with('/') || !isTargetText(call.target()) || call.method() == HttpMethod::Other) {
        co_return fail(ErrorCode::Invalid,
                       "\"{}\" cannot be asked for: a target begins with a slash and is percent-encoded",
                       call.target());
    }
    if (cancellation && cancellation->cancelled()) {
        co_return fail(ErrorCode::Unavailable, "the call to {} was given up before it was sent", toText(endpoint));
    }
    const std::shared_ptr<HttpPool> pool = m_pool;
    std::optional<Error> unknown;  // of the first time: what the second one runs into does not undo it
    for (HttpPool::Idle idle = HttpPool::Idle::Use;; idle = HttpPool::Idle::Drop) {
        auto lease = co_await pool->acquire(endpoint, idle, deadline, cancellation);
        if (!lease) co_return lastWord(unknown, lease.error());
        if (!lease->connection()) {
            auto opened =
                co_await HttpClientConnection::open(pool->loop, endpoint, pool->options, deadline, cancellation);
            if (!opened) co_return lastWord(unknown, opened.error());
            ++pool->counts.connects;
            lease->put(std::move(*opened));
        }
        HttpClientConnection& connection = *lease->connection();
        auto reply = co_await connection.exchange(call, deadline, cancellation);
        if (reply) {
            if (connection.mayServeAgain()) lease->keep();
            co_return reply;
        }
        const bool mayTryAgain = idle == HttpPool::Idle::Use && lease->wasUsedBefore() &&
                                 connection.nothingReceived() &&
                                 (call.mayRepeat() || connection.surelyNotProcessed()) && !deadline.passed() &&
                                 !pool->closed && !(cancellation && cancellation->cancelled());
        if (!mayTryAgain) co_return lastWord(unknown, reply.error());
        if (reply.error().code == ErrorCode::OutcomeUnknown) unknown = reply.error();
        ++pool->counts.repeated;
    }
}

}  // namespace rushlab::io
