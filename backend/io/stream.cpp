#include "io/stream.h"

#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>

#include "io/tls.h"
#include "io/tls_context.h"

namespace rushlab::io {
namespace {

using Side = boost::asio::ssl::stream_base;
using UseAwaitable = boost::asio::use_awaitable_t<Executor>;

constexpr std::chrono::milliseconds kCancelledAgainAfter{10};

auto into(IoError& error) {
    return boost::asio::redirect_error(UseAwaitable{}, error);
}

}  // namespace

struct Stream::TlsLayer {
    TlsLayer(Socket socket, boost::asio::ssl::context& context, Side::handshake_type side)
        : stream(std::move(socket), context), handshakeAs(side) {}

    boost::asio::ssl::stream<Socket> stream;
    Side::handshake_type handshakeAs;
};

Stream::Stream(Socket socket, TlsServerContext* tls) {
    if (tls) {
        m_tls = std::make_unique<TlsLayer>(std::move(socket), tls->parts().context, Side::server);
    } else {
        m_plain.emplace(std::move(socket));
    }
}

Stream::Stream(Socket socket, TlsClientContext* tls, const std::string& host) {
    if (tls) {
        m_tls = std::make_unique<TlsLayer>(std::move(socket), tls->parts().context, Side::client);
        tls->parts().expectHost(m_tls->stream, host);
    } else {
        m_plain.emplace(std::move(socket));
    }
}

Stream::~Stream() = default;

Socket& Stream::socket() {
    return m_plain ? *m_plain : m_tls->stream.next_layer();
}
const Socket& Stream::socket() const {
    return m_plain ? *m_plain : m_tls->stream.next_layer();
}

Awaitable<> Stream::connect(boost::asio::ip::tcp::endpoint to, IoError& error) {
    co_await socket().async_connect(to, into(error));
    IoError ignored;
    if (!error) socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
}

Awaitable<> Stream::handshake(IoError& error) {
    if (m_tls) co_await m_tls->stream.async_handshake(m_tls->handshakeAs, into(error));
}

Awaitable<std::size_t> Stream::readSome(std::span<char> room, IoError& error) {
    const auto buffer = boost::asio::buffer(room.data(), room.size());
    if (m_plain) return m_plain->async_read_some(buffer, into(error));
    return m_tls->stream.async_read_some(buffer, into(error));
}

Awaitable<> Stream::writeAll(std::string_view first, std::string_view second, IoError& error) {
    const std::array pieces{boost::asio::const_buffer(first.data(), first.size()),
                            boost::asio::const_buffer(second.data(), second.size())};
    if (m_plain) {
        co_await boost::asio::async_write(*m_plain, pieces, into(error));
    } else {
        co_await boost::asio::async_write(m_tls->stream, pieces, into(error));
    }
}

std::size_t Stream::writeNow(std::string_view first, std::string_view second, IoError& error) {
    std::array<iovec, 2> pieces{iovec{const_cast<char*>(first.data()), first.size()},
                                iovec{const_cast<char*>(second.data()), second.size()}};
    return writeNow({pieces.data(), second.empty() ? 1U : 2U}, error);
}

std::size_t Stream::writeNow(std::span<iovec> pieces, IoError& error) {
    if (m_tls) return 0;
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    ssize_t written = -1;
    do {
        written = ::sendmsg(m_plain->native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (written < 0 && errno == EINTR);
    if (written >= 0) return static_cast<std::size_t>(written);
    if (errno != EAGAIN) error.assign(errno, boost::system::system_category());
    return 0;
}

void Stream::limitUnread(int bytes) {
    IoError ignored;
    socket().set_option(boost::asio::socket_base::send_buffer_size(bytes), ignored);
}

bool Stream::isStale() {
    if (m_tls) {  // what the socket gave already, beyond what was read
        SSL* const session = m_tls->stream.native_handle();
        if (SSL_has_pending(session) == 1 || BIO_pending(SSL_get_rbio(session)) > 0) return true;
    }
    char peeked = 0;
    const ssize_t there = ::recv(socket().native_handle(), &peeked, 1, MSG_PEEK | MSG_DONTWAIT);
    return there >= 0 || (errno != EAGAIN);
}

bool Stream::hasHungUp() {
    char peeked = 0;
    const ssize_t there = ::recv(socket().native_handle(), &peeked, 1, MSG_PEEK | MSG_DONTWAIT);
    return there == 0 || (there < 0 && errno != EAGAIN);
}

void Stream::cancel() {
    IoError ignored;
    socket().cancel(ignored);
}

void Stream::shutdownSending() {
    IoError ignored;
    socket().shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

void Stream::close() {
    IoError ignored;
    socket().close(ignored);
}

void Stream::abort() {
    IoError ignored;
    socket().set_option(boost::asio::socket_base::linger(true, 0), ignored);
    close();
}

bool Stream::isOpen() const {
    return socket().is_open();
}

std::string Stream::peer() const {
    IoError error;
    const auto endpoint = socket().remote_endpoint(error);
    return error ? std::string() : endpoint.address().to_string();
}

void StreamDeadline::set(SteadyTime at) {
    m_at = at;
    m_expired = false;
    if (armed() && m_armedFor <= at) return;
    m_armedFor = at;
    m_loop.timeouts().arm(*this, at);
}

void StreamDeadline::onTimeout() {
    if (m_at == SteadyTime::max()) return;
    if (m_at > std::chrono::steady_clock::now()) {
        set(m_at);
        return;
    }
    m_expired = true;
    m_stream.cancel();
    m_armedFor = std::chrono::steady_clock::now() + kCancelledAgainAfter;
    m_loop.timeouts().arm(*this, m_armedFor);
}

}  // namespace rushlab::io
