// A connected byte stream, plain TCP or TLS over it, used alike by everything that speaks a protocol.
// Reads and writes report their error in `error` and never throw. cancel() ends what waits with operation_aborted.
// Belongs to one loop's thread; must outlive its pending reads and writes.
#pragma once

#include <sys/uio.h>

#include <utility>  // before asio/awaitable.hpp: Boost 1.74 forgets it

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "io/loop.h"
#include "io/timeouts.h"

namespace rushlab::io {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using IoError = boost::system::error_code;

class TlsServerContext;
class TlsClientContext;

class Stream {
  public:
    // A server's side: TLS where a context is given.
    Stream(Socket socket, TlsServerContext* tls);
    // A client's side: TLS where a context is given, to a server that proves to be this host.
    Stream(Socket socket, TlsClientContext* tls, const std::string& host);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // A client's first step, on a socket that is not open yet.
    Awaitable<> connect(boost::asio::ip::tcp::endpoint to, IoError& error);
    bool isTls() const { return m_tls != nullptr; }
    // First thing on a TLS stream; nothing on a plain one.
    Awaitable<> handshake(IoError& error);

    Awaitable<std::size_t> readSome(std::span<char> into, IoError& error);
    // Writes everything or reports an error. Both pieces go out together; the second may be empty.
    Awaitable<> writeAll(std::string_view first, std::string_view second, IoError& error);
    // Writes what goes out at once, and nothing where TLS or a full socket asks for writeAll(): most answers need no
    // suspension. The count of bytes written.
    std::size_t writeNow(std::string_view first, std::string_view second, IoError& error);
    std::size_t writeNow(std::span<iovec> pieces, IoError& error);

    // What the kernel keeps for a reader that does not read; by itself that grows to megabytes.
    void limitUnread(int bytes);
    // The other side has closed, or sent what nobody asked for: an idle connection that must not be used again.
    bool isStale();
    // A plain stream whose other side has gone away, and left nothing to read: for whoever keeps it waiting.
    bool hasHungUp();
    void cancel();
    void shutdownSending();
    void close();
    // Closes so that the other side sees a failure, not an end.
    void abort();
    bool isOpen() const;
    std::string peer() const;

  private:
    struct TlsLayer;
    Socket& socket();
    const Socket& socket() const;

    std::optional<Socket> m_plain;  // one of the two
    std::unique_ptr<TlsLayer> m_tls;
};

// Cancels a stream's pending read or write when its time has come, and whatever follows until set() or clear(): a step
// that had just completed is not reached by a cancel, and what its caller does next must not wait for ever. Moving the
// time later costs nothing: the wheel is touched only when it fires early.
class StreamDeadline final : public Timeout {
  public:
    StreamDeadline(Loop& loop, Stream& stream) : m_loop(loop), m_stream(stream) {}
    ~StreamDeadline() override { disarm(); }

    void set(SteadyTime at);
    void clear() { m_at = SteadyTime::max(); }
    bool expired() const { return m_expired; }

  private:
    void onTimeout() override;
    void onLoopGone() override {}

    Loop& m_loop;
    Stream& m_stream;
    SteadyTime m_at = SteadyTime::max();
    SteadyTime m_armedFor = SteadyTime::max();
    bool m_expired = false;
};

}  // namespace rushlab::io
