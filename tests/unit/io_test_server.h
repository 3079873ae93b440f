// An HTTP server on a loop of its own thread, for tests that talk to it from outside.
#pragma once

#include <future>
#include <optional>
#include <utility>

#include "io/http_server.h"
#include "io/loop.h"

namespace rushlab::test {

class TestServer {
  public:
    TestServer(io::HttpServerOptions options, io::HttpHandler handler) {
        auto opened = io::HttpServer::open(m_loop, m_clock, Log::silent(), std::move(options), std::move(handler));
        if (!opened) abortBecause(opened.error().message);
        m_server.emplace(std::move(*opened));
        m_loop.start("test-server");
    }
    ~TestServer() { m_loop.stop(); }
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    std::uint16_t port() const { return m_server->port(); }
    io::Loop& loop() { return m_loop; }

    // On the loop's thread, as everything of the server must be.
    io::HttpServerCounts counts() {
        return onLoop<io::HttpServerCounts>([this] { return m_server->counts(); });
    }
    // Begins a graceful stop; the future says whether everything was finished.
    std::future<bool> stopWithin(Milliseconds span) {
        std::promise<bool> done;
        auto future = done.get_future();
        m_loop.post(
            [this, span, promise = std::move(done)]() mutable { m_loop.spawn(stop(span, std::move(promise))); });
        return future;
    }
    void destroyServer() {
        onLoop<bool>([this] {
            m_server.reset();
            return true;
        });
    }

  private:
    template <class T, class F>
    T onLoop(F work) {
        std::promise<T> done;
        auto future = done.get_future();
        m_loop.post([&] { done.set_value(work()); });
        return future.get();
    }
    io::Awaitable<> stop(Milliseconds span, std::promise<bool> done) {
        done.set_value(co_await m_server->stop(Deadline::in(span)));
    }

    RealClock m_clock;
    io::Loop m_loop;
    std::optional<io::HttpServer> m_server;
};

}  // namespace rushlab::test
