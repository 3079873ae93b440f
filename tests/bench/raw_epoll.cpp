#include "tests/bench/raw_epoll.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

#include "base/result.h"

namespace rushlab::bench {

RawEpollServer::RawEpollServer(std::string_view answer)
    : m_answer(answer),
      m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      m_epoll(::epoll_create1(EPOLL_CLOEXEC)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(m_listener, generic, length) != 0 || ::listen(m_listener, 4096) != 0 ||
        ::getsockname(m_listener, generic, &length) != 0) {
        abortBecause("the raw epoll server cannot listen on a free port");
    }
    m_port = ntohs(address.sin_port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = m_listener;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listener, &event);
}

RawEpollServer::~RawEpollServer() {
    ::close(m_epoll);
    ::close(m_listener);
}

void RawEpollServer::run() {
    std::array<epoll_event, 512> events{};
    for (;;) {
        const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
            if (descriptor == m_listener) {
                acceptAll();
            } else {
                answer(descriptor);
            }
        }
    }
}

void RawEpollServer::acceptAll() {
    for (;;) {
        const int connection = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (connection < 0) return;
        const int on = 1;
        ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = connection;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection, &event);
    }
}

// A request that comes in two pieces is not put together: the bench's clients send none.
void RawEpollServer::answer(int connection) {
    std::array<char, 4096> bytes{};
    const ssize_t count = ::read(connection, bytes.data(), bytes.size());
    if (count <= 0) {
        ::close(connection);
        return;
    }
    std::string_view received(bytes.data(), static_cast<std::size_t>(count));
    std::string answers;
    for (std::size_t end = received.find("\r\n\r\n"); end != std::string_view::npos; end = received.find("\r\n\r\n")) {
        answers += m_answer;
        received.remove_prefix(end + 4);
    }
    if (!answers.empty()) static_cast<void>(::send(connection, answers.data(), answers.size(), MSG_NOSIGNAL));
}

}  // namespace rushlab::bench
