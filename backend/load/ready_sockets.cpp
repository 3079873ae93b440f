#include "load/ready_sockets.h"

#include <sys/epoll.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/result.h"

namespace rushlab::load {
namespace {

constexpr std::size_t kAtOnceMost = 512;

int newEpoll() {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) abortBecause("no epoll could be made: are there files left (ulimit -n)?");
    return epoll;
}

}  // namespace

ReadySockets::ReadySockets(io::Loop& loop) : m_epoll(loop.executor(), newEpoll()) {
    loop.spawn(watch());
}

void ReadySockets::add(int socket, Reader& reader) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &reader;
    ::epoll_ctl(m_epoll.native_handle(), EPOLL_CTL_ADD, socket, &event);
}

void ReadySockets::remove(int socket) {
    ::epoll_ctl(m_epoll.native_handle(), EPOLL_CTL_DEL, socket, nullptr);
}

// What else the loop has to do comes between two rounds: a wait looks anew at who is ready.
io::Awaitable<> ReadySockets::watch() {
    boost::system::error_code error;
    std::array<epoll_event, kAtOnceMost> events;
    while (!error) {
        co_await m_epoll.async_wait(boost::asio::posix::descriptor_base::wait_read,
                                    boost::asio::redirect_error(boost::asio::use_awaitable_t<io::Executor>{}, error));
        const int ready = ::epoll_wait(m_epoll.native_handle(), events.data(), static_cast<int>(events.size()), 0);
        for (int at = 0; at < ready; ++at)
            static_cast<Reader*>(events[static_cast<std::size_t>(at)].data.ptr)->onReadable();
    }
}

}  // namespace rushlab::load
