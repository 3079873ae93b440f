// A client of one TCP connection for tests: sends bytes, waits for bytes, blocks. One thread.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>

#include "base/deadline.h"

namespace rushlab::test {

class RawClient {
  public:
    explicit RawClient(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected = ::connect(m_socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    ~RawClient() { ::close(m_socket); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool connected() const { return m_connected; }

    // False: the other side takes no more.
    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // All that has come once it holds this; or until the connection ends, or nothing comes for long.
    std::string readUntil(std::string_view wanted) {
        while (m_read.find(wanted) == std::string::npos && readSome()) {
        }
        const auto at = m_read.find(wanted);
        const std::size_t length = at == std::string::npos ? m_read.size() : at + wanted.size();
        std::string text = m_read.substr(0, length);
        m_read.erase(0, length);
        return text;
    }
    std::string readToEnd() {
        while (readSome()) {
        }
        return std::exchange(m_read, {});
    }

  private:
    bool readSome() {
        pollfd waiting{m_socket, POLLIN, 0};
        if (::poll(&waiting, 1, 30'000) <= 0) return false;
        char bytes[4096];
        const auto count = ::recv(m_socket, bytes, sizeof bytes, 0);
        if (count <= 0) return false;
        m_read.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    int m_socket;
    bool m_connected = false;
    std::string m_read;
};

}  // namespace rushlab::test
