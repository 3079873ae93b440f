// HTTP requests and responses as values.
// A received message (HttpRequest) is views into its connection's buffer: valid while its handler runs, not longer.
// A message to be sent (HttpResponse) owns what it says; its fields cannot be used to forge other fields or messages.
// Any thread; plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "base/unique_function.h"
#include "io/loop.h"

namespace rushlab::io {

class Stream;

enum class HttpMethod : std::uint8_t { Get, Head, Post, Put, Delete, Patch, Options, Trace, Other };

std::string_view name(HttpMethod method);
HttpMethod methodOf(std::string_view text);
// RFC 9110 9.2.1 and 9.2.2: asks for no change; may be sent twice.
bool isSafe(HttpMethod method);
bool isIdempotent(HttpMethod method);

// "Not Found" for 404; "Unknown" for what no RFC names.
std::string_view reasonOf(int status);

struct HttpField {
    std::string_view name;
    std::string_view value;

    friend bool operator==(const HttpField&, const HttpField&) = default;
};

// The first field of that name, compared without regard to case.
std::optional<std::string_view> findField(const std::vector<HttpField>& fields, std::string_view name);

struct HttpRequest {
    HttpMethod method = HttpMethod::Get;
    std::string_view methodText;
    std::string_view target;  // as it was sent
    std::string_view path;    // the target's path, still percent-encoded; "*" for OPTIONS *
    std::string_view query;   // the target's query, still percent-encoded, without the question mark
    std::string_view host;    // from the target where that names one, else from Host
    int minorVersion = 1;     // HTTP/1.0 or 1.1
    bool keepAlive = true;
    bool expectsContinue = false;
    std::vector<HttpField> fields;
    std::string_view body;

    std::string_view peer;                                             // address of the other side, for logs and limits
    Deadline deadline = Deadline::never();                             // when its sender no longer waits
    std::vector<std::pair<std::string_view, std::string>> parameters;  // of the route's pattern, decoded

    std::optional<std::string_view> field(std::string_view wanted) const { return findField(fields, wanted); }
    // A {parameter} of the route; empty where the pattern has none of that name.
    std::string_view parameter(std::string_view wanted) const;
    // A parameter of the query, decoded; the first of that name. Nothing where it is absent or wrongly encoded.
    std::optional<std::string> queryParameter(std::string_view wanted) const;
};

// Where a streamed body is written to. Each write waits until the socket took it.
class HttpBodyWriter {
  public:
    virtual ~HttpBodyWriter() = default;
    virtual Awaitable<Result<>> write(std::string_view piece) = 0;
};

// A handler's body in pieces. An error or exception ends the connection in the middle, so that the receiver sees that
// the body is not whole. Kept alive until its coroutine has ended.
using HttpBodyProducer = UniqueFunction<Awaitable<Result<>>(HttpBodyWriter&)>;

// What a handler gets that takes the connection over (a WebSocket): the stream, and what was read beyond the request.
// The connection is closed when the coroutine ends or the server is stopped.
struct HttpTakenOver {
    Stream& stream;
    std::string alreadyRead;
    const bool& stopping;  // the server stops: what waited on the stream was cancelled once; say goodbye and end
    UniqueFunction<void()>& onStopping;  // where it is set it is called instead, and nothing is cancelled
};
using HttpTakeOver = UniqueFunction<Awaitable<>(HttpTakenOver)>;

class HttpResponse {
  public:
    HttpResponse() = default;
    explicit HttpResponse(int status) : m_status(status) {}

    static HttpResponse json(int status, std::string body);
    static HttpResponse text(int status, std::string body);
    // Sent chunked (to HTTP/1.0: until the connection closes).
    static HttpResponse stream(int status, std::string_view contentType, HttpBodyProducer producer);
    // Sends the head (status 101 and what field() added), then hands the connection over.
    static HttpResponse takeOver(HttpTakeOver takeOver);

    // Framing and hop-by-hop fields (Content-Length, Transfer-Encoding, Connection, Date ...) are the server's own and
    // left out; control characters in a value become spaces (RFC 9110 5.5). A name that is no token breaks an
    // invariant.
    HttpResponse& field(std::string_view name, std::string_view value) &;
    HttpResponse& body(std::string bytes) &;
    // In an answer to HEAD that hands another server's on: the Content-Length that it told (RFC 9110 9.3.2), or
    // nothing.
    HttpResponse& lengthOfGet(std::optional<std::uint64_t> bytes) &;
    HttpResponse& closing() &;  // ends the connection after this answer
    HttpResponse&& field(std::string_view name, std::string_view value) && { return std::move(field(name, value)); }
    HttpResponse&& body(std::string bytes) && { return std::move(body(std::move(bytes))); }
    HttpResponse&& closing() && { return std::move(closing()); }

    int status() const { return m_status; }
    const std::string& fieldLines() const { return m_fieldLines; }
    const std::string& bytes() const { return m_body; }
    // Of the answer's Content-Length; nothing: it has none.
    std::optional<std::uint64_t> length() const { return m_isLengthOfGet ? m_lengthOfGet : m_body.size(); }
    void swapBytes(std::string& other) { m_body.swap(other); }
    bool closes() const { return m_closes; }
    HttpBodyProducer& producer() { return m_producer; }
    HttpTakeOver& takenOverBy() { return m_takeOver; }

  private:
    int m_status = 200;
    bool m_closes = false;
    bool m_isLengthOfGet = false;
    std::optional<std::uint64_t> m_lengthOfGet;
    std::string m_fieldLines;  // "Name: value\r\n" each, as they will be sent
    std::string m_body;
    HttpBodyProducer m_producer;
    HttpTakeOver m_takeOver;
};

// True for fields that belong to one connection or to a message's framing (RFC 9110 7.6.1): a gateway drops them.
bool isHopByHopOrFraming(std::string_view name);

// Appends "Name: value\r\n", with control characters in the value made spaces.
void appendField(std::string& lines, std::string_view name, std::string_view value);

using HttpHandler = UniqueFunction<Awaitable<HttpResponse>(HttpRequest&)>;

// How a refusal is dressed, so that a program's errors all look alike. The sentence says what is wrong; the request is
// what could be understood of it (its fields so far, never its body), null where not even its first line could.
using HttpErrorPage = UniqueFunction<HttpResponse(int status, std::string_view sentence, const HttpRequest* request)>;

}  // namespace rushlab::io
