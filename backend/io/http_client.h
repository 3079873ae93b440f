// An HTTP/1.1 client that keeps its connections: a bounded pool a host, waiters served first come, first served.
// Guarantees: a call ends by its deadline; it is sent a second time only when it surely was not processed (a kept-alive
// connection turned out to be closed, and nothing of an answer came) and may be repeated or was not sent at all; a
// connection whose call was given up, or whose answer was not whole, is closed and never used again.
// Errors: Unavailable, no connection, or nothing was lost by it. Timeout: the deadline passed and surely nothing was
// changed. OutcomeUnknown: the call was sent and may have been done (also where only its repetition failed). Full: too many callers wait. Invalid: the call
// cannot be sent so, or the answer is larger than the limit.
// Belongs to one loop's thread. Destroy it before its loop; calls that wait for a connection then end as Unavailable,
// those in flight by themselves.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "io/cancellation.h"
#include "io/http_message.h"
#include "io/http_parser.h"
#include "io/loop.h"

namespace rushlab::io {

class HttpPool;
class TlsClientContext;

struct HttpEndpoint {
    std::string host;  // an address, or a name
    std::uint16_t port = 80;
    bool tls = false;

    friend auto operator<=>(const HttpEndpoint&, const HttpEndpoint&) = default;
};

// "127.0.0.1:8080", as sentences and the field Host have it.
std::string toText(const HttpEndpoint& endpoint);

class HttpCall {
  public:
    explicit HttpCall(HttpMethod method, std::string target) : m_method(method), m_target(std::move(target)) {}

    // Framing, hop-by-hop fields and Host are the client's own and left out.
    HttpCall& field(std::string_view name, std::string_view value);
    HttpCall& body(std::string_view contentType, std::string bytes);
    // The same for a body whose Content-Type is among the fields already.
    HttpCall& bytes(std::string bytes);
    // The receiver tells a repetition by itself (an Idempotency-Key): the call may be sent twice though its method says
    // otherwise.
    HttpCall& repeatable();

    HttpMethod method() const { return m_method; }
    const std::string& target() const { return m_target; }
    const std::string& fieldLines() const { return m_fieldLines; }
    const std::string& body() const { return m_body; }
    bool mayRepeat() const { return m_repeatable || isIdempotent(m_method); }

  private:
    HttpMethod m_method;
    bool m_repeatable = false;
    std::string m_target;
    std::string m_fieldLines;
    std::string m_body;
};

// A received answer; owns its bytes.
class HttpReply {
  public:
    HttpReply(int status, const HttpResponseParser& parser, std::span<const char> message);
    HttpReply(HttpReply&&) noexcept = default;  // a copy's views would look into the original
    HttpReply& operator=(HttpReply&&) noexcept = default;

    int status() const { return m_status; }
    std::string_view body() const { return m_body; }
    const std::vector<HttpField>& fields() const { return m_fields; }
    std::optional<std::string_view> field(std::string_view name) const { return findField(m_fields, name); }

  private:
    int m_status;
    std::vector<char> m_bytes;  // what the views below look into; a moved vector keeps its place
    std::vector<HttpField> m_fields;
    std::string_view m_body;
};

struct HttpClientOptions {
    std::size_t connectionsMost = 256;  // a host
    std::size_t waitersMost = 8192;     // a host
    Milliseconds connectWithin{1'000};
    Milliseconds idleMost{30'000};  // less than servers keep an idle connection
    HttpLimits limits{.bodyBytesMost = 8 * 1024 * 1024};
    TlsClientContext* tls = nullptr;  // must outlive the client; needed for endpoints with tls
};

struct HttpClientCounts {
    std::size_t idle = 0;   // now
    std::size_t inUse = 0;  // now
    std::uint64_t connects = 0;
    std::uint64_t repeated = 0;
};

class HttpClient {
  public:
    HttpClient(Loop& loop, HttpClientOptions options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    Awaitable<Result<HttpReply>> call(HttpEndpoint endpoint, HttpCall call, Deadline deadline,
                                      Cancellation* cancellation = nullptr);
    // The same for a caller who keeps the endpoint and the call until it is answered: nothing is copied.
    Awaitable<Result<HttpReply>> callKept(const HttpEndpoint& endpoint, const HttpCall& call, Deadline deadline,
                                          Cancellation* cancellation = nullptr);
    HttpClientCounts counts() const;

  private:
    std::shared_ptr<HttpPool> m_pool;  // shared with the calls' coroutines, which may end later
};

}  // namespace rushlab::io
