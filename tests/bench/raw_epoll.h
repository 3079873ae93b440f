// The ceiling that the HTTP server is measured against: one thread, one epoll, one read and one write a request, no
// HTTP but the search for an empty line. Says what the kernel costs.
#pragma once

#include <cstdint>
#include <string_view>

namespace rushlab::bench {

class RawEpollServer {
  public:
    explicit RawEpollServer(std::string_view answer);
    ~RawEpollServer();
    RawEpollServer(const RawEpollServer&) = delete;
    RawEpollServer& operator=(const RawEpollServer&) = delete;

    std::uint16_t port() const { return m_port; }
    [[noreturn]] void run();

  private:
    void acceptAll();
    void answer(int connection);

    std::string_view m_answer;
    int m_listener;
    int m_epoll;
    std::uint16_t m_port = 0;
};

}  // namespace rushlab::bench
