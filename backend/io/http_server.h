// An HTTP/1.1 server: one handler coroutine a request, as many connections as there are, on one loop.
// Guarantees: pipelined requests are answered in their order; a handler's exception is answered with 500 and harms
// nobody else; whoever sends or reads too slowly is dropped in bounded time (408, or closed); memory a connection is
// bounded by the limits; stop() finishes what was received and answers it with Connection: close.
// open() and port(): any thread. All else, the handler too: the loop's thread. Destroy it before its loop.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "io/http_message.h"
#include "io/http_parser.h"
#include "io/loop.h"

namespace rushlab::io {

class HttpService;
class TlsServerContext;

struct HttpServerOptions {
    std::string owner = "the HTTP server";  // whom an error names, such as "the gateway"
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0 takes a free one
    std::string portSetting = "--port-base";  // what moves it, for the sentence that it is taken
    HttpLimits limits{};
    Milliseconds receiveWithin{10'000};  // a request, from its first byte to its last
    Milliseconds idleMost{60'000};       // between requests
    Milliseconds answerWithin{5'000};    // becomes the request's deadline
    Milliseconds writeWithin{10'000};    // for the reader to take what one write sends
    std::size_t connectionsMost = 16'000;
    TlsServerContext* tls = nullptr;  // must outlive the server; null: plain
    HttpErrorPage errorPage{};        // empty: one line of text
};

struct HttpServerCounts {
    std::size_t connections = 0;  // now
    std::uint64_t accepted = 0;
    std::uint64_t turnedAway = 0;  // over connectionsMost
    std::uint64_t requests = 0;
    std::uint64_t refused = 0;  // not HTTP, too large, too slow
};

class HttpServer {
  public:
    // Listens. Unavailable: the port is taken, or the address is not this machine's. Invalid: not an address.
    static Result<HttpServer> open(Loop& loop, const Clock& clock, const Log& log, HttpServerOptions options,
                                   HttpHandler handler);
    HttpServer(HttpServer&&) noexcept;
    HttpServer& operator=(HttpServer&&) noexcept;
    ~HttpServer();  // closes every connection; the handler is not called again

    std::uint16_t port() const { return m_port; }
    HttpServerCounts counts() const;

    // Accepts no more, closes idle connections, and waits for the others to be answered. False: the deadline came
    // first and the rest was cut off. May be called again while it waits: each call keeps to its own deadline.
    Awaitable<bool> stop(Deadline deadline);

  private:
    HttpServer(std::shared_ptr<HttpService> service, std::uint16_t port);
    void abandon();

    std::shared_ptr<HttpService> m_service;  // shared with the connections' coroutines, which may end later
    std::uint16_t m_port;
};

}  // namespace rushlab::io
