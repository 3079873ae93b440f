#include "io/http_server.h"

#include <boost/asio/ip/address.hpp>

#include "io/http_service.h"

namespace rushlab::io {
namespace {

using boost::asio::ip::tcp;

// A burst of thousands of connects overflows the usual backlog of 128.
constexpr int kBacklog = 4096;

tl::unexpected<Error> cannotListen(const HttpServerOptions& options, const IoError& error) {
    if (error == boost::asio::error::address_in_use) {
        return fail(ErrorCode::Unavailable,
                    "port {} at {}, which {} needs, is taken by another program; end that program, or use another "
                    "port with {}",
                    options.port, options.address, options.owner, options.portSetting);
    }
    if (error == boost::asio::error::access_denied) {
        return fail(ErrorCode::Denied,
                    "{} may not listen on port {} at {}: ports under 1024 are for the administrator; use another "
                    "with {}",
                    options.owner, options.port, options.address, options.portSetting);
    }
    return fail(ErrorCode::Unavailable,
                "{} cannot listen on port {} at {} ({}); check that the address is one of this machine's",
                options.owner, options.port, options.address, error.message());
}

IoError listenAt(HttpService& service, const tcp::endpoint& endpoint) {
    IoError error;
    service.acceptor.open(endpoint.protocol(), error);
    if (!error) service.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) service.acceptor.bind(endpoint, error);
    if (!error) service.acceptor.listen(kBacklog, error);
    return error;
}

}  // namespace

Result<HttpServer> HttpServer::open(Loop& loop, const Clock& clock, const Log& log, HttpServerOptions options,
                                    HttpHandler handler) {
    IoError error;
    const auto address = boost::asio::ip::make_address(options.address, error);
    if (error) {
        return fail(ErrorCode::Invalid,
                    "{} cannot listen at \"{}\": that is not an IP address; 127.0.0.1 is this machine", options.owner,
                    options.address);
    }
    auto service = std::make_shared<HttpService>(loop, clock, log, std::move(options), std::move(handler));
    error = listenAt(*service, tcp::endpoint(address, service->options.port));
    if (error) return cannotListen(service->options, error);
    const std::uint16_t port = service->acceptor.local_endpoint().port();
    loop.spawn(HttpService::acceptAll(service));
    return HttpServer(std::move(service), port);
}

HttpServer::HttpServer(std::shared_ptr<HttpService> service, std::uint16_t port)
    : m_service(std::move(service)), m_port(port) {}

HttpServer::HttpServer(HttpServer&&) noexcept = default;

HttpServer& HttpServer::operator=(HttpServer&& other) noexcept {
    if (this != &other) {
        abandon();
        m_service = std::move(other.m_service);
        m_port = other.m_port;
    }
    return *this;
}

HttpServer::~HttpServer() {
    abandon();
}

void HttpServer::abandon() {
    if (!m_service) return;
    m_service->abandoned = true;
    m_service->beginStopping();
    m_service->closeAll();
    m_service.reset();
}

HttpServerCounts HttpServer::counts() const {
    return m_service->counts;
}

Awaitable<bool> HttpServer::stop(Deadline deadline) {
    const std::shared_ptr<HttpService> service = m_service;
    service->beginStopping();
    if (service->counts.connections == 0) co_return true;
    auto [giver, taker] = handoff<bool>(service->loop);
    service->whenEmpty.push_back(std::move(giver));
    const bool finished = (co_await taker.take(deadline)).has_value();
    if (!finished) service->closeAll();
    co_return finished;
}

}  // namespace rushlab::io
