// Blocking sockets for tests: a client that sends any bytes, and a server that follows a script. Every wait is bounded.
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace rushlab::test {

class RawSocket {
  public:
    explicit RawSocket(int descriptor) : m_descriptor(descriptor) {}
    static RawSocket connectedTo(std::uint16_t port, int receiveBufferBytes = 0) {
        RawSocket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (receiveBufferBytes > 0) {
            ::setsockopt(socket.m_descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBufferBytes, sizeof receiveBufferBytes);
        }
        const int on = 1;
        ::setsockopt(socket.m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const sockaddr_in address = loopback(port);
        if (::connect(socket.m_descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            socket.close();
        return socket;
    }
    RawSocket(RawSocket&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    RawSocket& operator=(RawSocket&&) = delete;
    ~RawSocket() { close(); }

    bool connected() const { return m_descriptor >= 0; }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void shutdownSending() { ::shutdown(m_descriptor, SHUT_WR); }
    void close() {
        if (m_descriptor >= 0) ::close(std::exchange(m_descriptor, -1));
    }
    void reset() {
        const linger atOnce{1, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        close();
    }

    // What came until the text was seen, the other side closed, or the time was over.
    std::string readUntil(std::string_view text, std::chrono::milliseconds within = std::chrono::seconds(10)) {
        const auto end = std::chrono::steady_clock::now() + within;
        std::string received;
        while (text.empty() || received.find(text) == std::string::npos) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            pollfd waited{m_descriptor, POLLIN, 0};
            if (left.count() <= 0 || ::poll(&waited, 1, static_cast<int>(left.count())) <= 0) break;
            std::array<char, 65536> bytes{};
            const ssize_t count = ::recv(m_descriptor, bytes.data(), bytes.size(), 0);
            m_closedByPeer = count <= 0;
            if (count <= 0) break;
            received.append(bytes.data(), static_cast<std::size_t>(count));
        }
        return received;
    }
    std::string readUntilClosed(std::chrono::milliseconds within = std::chrono::seconds(10)) {
        return readUntil("", within);
    }
    // What has come, waiting for it; empty: the other side closed, or the time was over.
    std::string readSome(std::chrono::milliseconds within = std::chrono::seconds(20)) {
        pollfd waited{m_descriptor, POLLIN, 0};
        if (::poll(&waited, 1, static_cast<int>(within.count())) <= 0) return {};
        std::array<char, 65536> bytes{};
        const ssize_t count = ::recv(m_descriptor, bytes.data(), bytes.size(), 0);
        m_closedByPeer = count <= 0;
        return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
    }
    bool closedByPeer() const { return m_closedByPeer; }

    static sockaddr_in loopback(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        return address;
    }

  private:
    int m_descriptor;
    bool m_closedByPeer = false;
};

// Accepts one connection after the other and plays the script on each, told how many came before.
class ScriptedServer {
  public:
    using Script = std::function<void(RawSocket& connection, int number)>;

    explicit ScriptedServer(Script script)
        : m_script(std::move(script)), m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address = RawSocket::loopback(0);
        socklen_t length = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(m_listener, generic, length) == 0 && ::listen(m_listener, 64) == 0 &&
            ::getsockname(m_listener, generic, &length) == 0) {
            m_port = ntohs(address.sin_port);
        }
        m_thread = std::jthread([this] { run(); });
    }
    ~ScriptedServer() {
        m_stopping = true;
        m_thread.join();
        refuseFromNowOn();
    }
    // From within a script: whoever connects from now on is refused.
    void refuseFromNowOn() {
        if (m_listener >= 0) ::close(std::exchange(m_listener, -1));
    }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::uint16_t port() const { return m_port; }
    int connections() const { return m_connections; }

  private:
    void run() {
        while (!m_stopping) {
            pollfd waited{m_listener, POLLIN, 0};
            if (::poll(&waited, 1, 20) <= 0) continue;
            RawSocket connection(::accept(m_listener, nullptr, nullptr));
            m_script(connection, m_connections++);
        }
    }

    Script m_script;
    int m_listener;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_connections = 0;
    std::jthread m_thread;
};

}  // namespace rushlab::test
