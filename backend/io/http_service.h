// What the connections of one HTTP server share: the handler, the limits, the date, and the list of themselves.
// Internal to the server. Belongs to the loop's thread.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "io/handoff.h"
#include "io/http_server.h"
#include "io/stream.h"

namespace rushlab::io {

class HttpConnection;

// The Date field's value (RFC 9110 5.6.7), made anew once a second.
class HttpDate {
  public:
    explicit HttpDate(const Clock& clock) : m_clock(clock) {}
    std::string_view at(SteadyTime now);

  private:
    const Clock& m_clock;
    std::string m_text;
    SteadyTime m_validUntil{};
};

class HttpService {
  public:
    HttpService(Loop& ownLoop, const Clock& clock, const Log& ownLog, HttpServerOptions&& ownOptions,
                HttpHandler&& ownHandler);

    static Awaitable<> acceptAll(std::shared_ptr<HttpService> service);

    void join(HttpConnection& connection);
    void leave(HttpConnection& connection);
    void beginStopping();
    void closeAll();
    // What a refusal looks like.
    HttpResponse errorPage(int status, std::string_view sentence, const HttpRequest* request);

    Loop& loop;
    Log log;
    HttpServerOptions options;
    HttpHandler handler;
    HttpDate date;
    boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> acceptor;
    HttpServerCounts counts;
    bool stopping = false;
    bool abandoned = false;              // the server object is gone: its handler must not be called
    std::vector<Giver<bool>> whenEmpty;  // one a stop()
    // Lent to the connection that writes answers: one buffer that stays in the processor's cache instead of one a
    // connection that never is.
    std::string spareOutgoing;

  private:
    void welcome(const std::shared_ptr<HttpService>& self, Socket socket);
    void turnAway(Socket socket);

    std::vector<HttpConnection*> m_connections;
};

}  // namespace rushlab::io
