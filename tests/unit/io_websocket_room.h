// A server whose WebSockets echo or just listen, for tests that talk to them from outside, and both kinds of clients:
// one over a raw socket, one over a stream that may be TLS.
#pragma once

#include <algorithm>
#include <atomic>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "io/tls.h"
#include "io/websocket.h"
#include "io/websocket_handshake.h"
#include "tests/unit/io_raw_socket.h"
#include "tests/unit/io_test_server.h"

namespace rushlab::test {

class Room {
  public:
    explicit Room(const io::WebSocketOptions& options = {}, io::TlsServerContext* tls = nullptr)
        : m_options(options),
          m_server({.tls = tls}, [this](io::HttpRequest& request) { return handle(request); }),
          m_writes(m_server.loop()) {}
    ~Room() { m_server.loop().stop(); }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

    TestServer& server() { return m_server; }
    std::uint16_t port() const { return m_server.port(); }
    std::size_t open() const { return m_open; }
    std::size_t ended() const { return m_ended; }

    // On the loop's thread, told of the sockets that are open, in the order in which they came.
    template <class F>
    auto onLoop(F work) {
        std::promise<decltype(work(m_sockets))> done;
        auto future = done.get_future();
        m_server.loop().post([&] { done.set_value(work(m_sockets)); });
        return future.get();
    }
    void sendToAll(const std::vector<io::SharedFrame>& frames) {
        onLoop([&](const std::vector<io::WebSocket*>& sockets) {
            for (const io::SharedFrame& frame : frames) {
                for (io::WebSocket* socket : sockets)
                    socket->send(frame);
            }
            return true;
        });
    }
    // Why the sockets have ended, in that order.
    std::vector<std::string> reasons() {
        return onLoop([this](const auto& /*sockets*/) { return m_reasons; });
    }

  private:
    io::Awaitable<io::HttpResponse> handle(io::HttpRequest& request) {
        if (const auto flaw = io::flawOfUpgrade(request))
            co_return io::HttpResponse::text(flaw->status, std::string(flaw->sentence));
        const bool echoes = request.path == "/echo";
        io::HttpTakeOver takeOver = [this, echoes](io::HttpTakenOver taken) { return serve(std::move(taken), echoes); };
        co_return io::upgradeOf(request, {}, std::move(takeOver));
    }
    io::Awaitable<> serve(io::HttpTakenOver taken, bool echoes) {
        io::WebSocket socket(m_server.loop(), m_writes, std::move(taken), m_options);
        m_sockets.push_back(&socket);
        m_open = m_sockets.size();
        while (co_await socket.read()) {
            const auto opcode = socket.isText() ? io::WebSocketOpcode::Text : io::WebSocketOpcode::Binary;
            if (echoes) socket.send(std::make_shared<const std::string>(io::frameOf(opcode, socket.message())));
        }
        std::erase(m_sockets, &socket);
        m_open = m_sockets.size();
        co_await socket.finish();
        m_reasons.push_back(socket.reason());
        ++m_ended;
    }

    io::WebSocketOptions m_options;
    std::vector<io::WebSocket*> m_sockets;  // and all below but the counts: the loop's thread
    std::vector<std::string> m_reasons;
    std::atomic<std::size_t> m_open = 0;
    std::atomic<std::size_t> m_ended = 0;
    TestServer m_server;
    io::GatheredWrites m_writes;
};

inline std::string upgradeRequest(const std::string& path) {
    return "GET " + path +
           " HTTP/1.1\r\nHost: s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

inline RawSocket rawWebSocket(std::uint16_t port, const std::string& path, int receiveBufferBytes = 0) {
    RawSocket socket = RawSocket::connectedTo(port, receiveBufferBytes);
    socket.send(upgradeRequest(path));
    if (!socket.readUntil("\r\n\r\n").starts_with("HTTP/1.1 101 ")) abortBecause("a test's WebSocket was not opened");
    return socket;
}

// As a client frames what it sends; the mask may be any.
inline std::string fromClient(io::WebSocketOpcode opcode, std::string_view payload) {
    return io::maskedFrameOf(opcode, payload, 0x21F7'A53D);
}
inline std::string closeFrame(io::WebSocketClose code, std::string_view reason) {
    return io::frameOf(io::WebSocketOpcode::Close, io::closePayload(code, reason));
}
inline std::string closeFromClient(io::WebSocketClose code, std::string_view reason) {
    return fromClient(io::WebSocketOpcode::Close, io::closePayload(code, reason));
}

// A client on a loop that the test runs; TLS where a context is given.
class WebSocketClient {
  public:
    WebSocketClient(std::uint16_t port, const std::string& path, io::TlsClientContext* tls)
        : m_stream(io::Socket(m_loop.executor()), tls, "127.0.0.1"), m_deadline(m_loop, m_stream) {
        m_loop.runUntilDone(open(port));
        send(upgradeRequest(path));
        readUntil("\r\n\r\n");
    }

    void send(std::string bytes) { m_loop.runUntilDone(write(std::move(bytes))); }
    // What came until the text was seen, the other side closed, or ten seconds were over.
    std::string readUntil(std::string text) { return m_loop.runUntilDone(read(std::move(text))); }
    std::string readUntilClosed() { return readUntil(""); }
    bool ended() const { return m_ended; }

  private:
    static constexpr Milliseconds kWithin{10'000};

    io::Awaitable<> open(std::uint16_t port) {
        io::IoError error;
        const boost::asio::ip::tcp::endpoint to(boost::asio::ip::make_address("127.0.0.1"), port);
        co_await m_stream.connect(to, error);
        if (!error) co_await m_stream.handshake(error);
    }
    io::Awaitable<> write(std::string bytes) {
        io::IoError error;
        m_deadline.set(std::chrono::steady_clock::now() + kWithin);
        co_await m_stream.writeAll(bytes, {}, error);
    }
    io::Awaitable<std::string> read(std::string text) {
        std::string received;
        std::vector<char> room(65536);
        m_deadline.set(std::chrono::steady_clock::now() + kWithin);
        while (!m_ended && (text.empty() || received.find(text) == std::string::npos)) {
            io::IoError error;
            const std::size_t bytes = co_await m_stream.readSome(room, error);
            received.append(room.data(), bytes);
            if (error && m_deadline.expired()) break;
            m_ended = static_cast<bool>(error);
        }
        m_deadline.clear();
        co_return received;
    }

    io::Loop m_loop;
    io::Stream m_stream;
    io::StreamDeadline m_deadline;
    bool m_ended = false;
};

}  // namespace rushlab::test
