#include "io/http_service.h"

#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>

#include "io/http_connection.h"

namespace rushlab::io {
namespace {

constexpr std::chrono::milliseconds kPauseWhenOutOfDescriptors{50};

}  // namespace

std::string_view HttpDate::at(SteadyTime now) {
    if (now >= m_validUntil) {
        const WallTime wall = m_clock.wallNow();
        const auto second = std::chrono::floor<std::chrono::seconds>(wall);
        const auto day = std::chrono::floor<std::chrono::days>(second);
        const std::chrono::year_month_day date{day};
        const std::chrono::hh_mm_ss time{second - day};
        constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
        constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
        m_text = fmt::format(
            "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays.substr(std::chrono::weekday{day}.c_encoding() * 3, 3),
            static_cast<unsigned>(date.day()), kMonths.substr((static_cast<unsigned>(date.month()) - 1) * 3, 3),
            static_cast<int>(date.year()), time.hours().count(), time.minutes().count(), time.seconds().count());
        m_validUntil = now + (second + std::chrono::seconds(1) - wall);
    }
    return m_text;
}

HttpService::HttpService(Loop& ownLoop, const Clock& clock, const Log& ownLog, HttpServerOptions&& ownOptions,
                         HttpHandler&& ownHandler)
    : loop(ownLoop),
      log(ownLog),
      options(std::move(ownOptions)),
      handler(std::move(ownHandler)),
      date(clock),
      acceptor(ownLoop.executor()) {}

Awaitable<> HttpService::acceptAll(std::shared_ptr<HttpService> service) {
    bool warned = false;
    while (!service->stopping) {
        IoError error;
        Socket socket = co_await service->acceptor.async_accept(
            boost::asio::redirect_error(boost::asio::use_awaitable_t<Executor>{}, error));
        if (service->stopping) break;
        if (error) {
            // Most likely the process is out of file descriptors: those who wait are taken once some are free.
            if (!warned)
                service->log.warning("{} cannot accept a connection: {}", service->options.owner, error.message());
            warned = true;
            co_await sleepFor(kPauseWhenOutOfDescriptors);
            continue;
        }
        warned = false;
        service->welcome(service, std::move(socket));
    }
}

void HttpService::welcome(const std::shared_ptr<HttpService>& self, Socket socket) {
    if (m_connections.size() >= options.connectionsMost) {
        turnAway(std::move(socket));
        return;
    }
    ++counts.accepted;
    IoError ignored;
    socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    loop.spawn(HttpConnection::serve(self, std::move(socket)));
}

void HttpService::turnAway(Socket socket) {
    ++counts.turnedAway;
    if (options.tls) return;
    constexpr std::string_view kSentence = "there are too many connections; come again\n";
    const std::string answer = fmt::format(
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Type: text/plain\r\n"
        "Content-Length: {}\r\n\r\n{}",
        kSentence.size(), kSentence);
    // Best effort: whoever does not get it sees the connection end.
    static_cast<void>(::send(socket.native_handle(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
    IoError ignored;
    socket.shutdown(Socket::shutdown_send, ignored);
}

void HttpService::join(HttpConnection& connection) {
    connection.indexInService = m_connections.size();
    m_connections.push_back(&connection);
    counts.connections = m_connections.size();
}

void HttpService::leave(HttpConnection& connection) {
    HttpConnection* const last = m_connections.back();
    m_connections[connection.indexInService] = last;
    last->indexInService = connection.indexInService;
    m_connections.pop_back();
    counts.connections = m_connections.size();
    if (!m_connections.empty()) return;
    for (Giver<bool>& giver : std::exchange(whenEmpty, {}))
        giver.give(true);
}

void HttpService::beginStopping() {
    stopping = true;
    IoError ignored;
    acceptor.close(ignored);
    for (HttpConnection* connection : m_connections)
        connection->onStopping();
}

void HttpService::closeAll() {
    for (HttpConnection* connection : m_connections)
        connection->close();
}

HttpResponse HttpService::errorPage(int status, std::string_view sentence, const HttpRequest* request) {
    if (options.errorPage) return options.errorPage(status, sentence, request);
    return HttpResponse::text(status, std::string(sentence) + "\n");
}

}  // namespace rushlab::io
