// The kept-alive connections of one HTTP client: lent out, given back, or waited for in turn.
// Internal to the client. Belongs to the loop's thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "io/handoff.h"
#include "io/http_client.h"
#include "io/http_exchange.h"

namespace rushlab::io {

class HttpPool : public std::enable_shared_from_this<HttpPool> {
  public:
    struct Host;

    // The right to one of a host's connections, and the connection where there is one already. Given back by its end:
    // the connection is closed unless keep() was called.
    class Lease {
      public:
        Lease(std::shared_ptr<HttpPool> pool, Host& host, std::unique_ptr<HttpClientConnection> connection);
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();

        HttpClientConnection* connection() const { return m_connection.get(); }
        void put(std::unique_ptr<HttpClientConnection> connection) { m_connection = std::move(connection); }
        bool wasUsedBefore() const { return m_usedBefore; }
        void keep() { m_keep = true; }

      private:
        std::shared_ptr<HttpPool> m_pool;
        Host* m_host;
        std::unique_ptr<HttpClientConnection> m_connection;
        bool m_usedBefore;
        bool m_keep = false;
    };

    // Where a kept connection has just failed, its idle siblings are not trusted either.
    enum class Idle : bool { Use, Drop };

    HttpPool(Loop& loop, HttpClientOptions options);
    ~HttpPool();

    Awaitable<Result<Lease>> acquire(const HttpEndpoint& endpoint, Idle idle, Deadline deadline,
                                     Cancellation* cancellation);
    void close();

    Loop& loop;
    const HttpClientOptions options;
    HttpClientCounts counts;
    bool closed = false;

  private:
    struct Waiter;
    struct IdleConnection;

    void release(Host& host, std::unique_ptr<HttpClientConnection> connection);
    void dropIdle(Host& host, const IdleConnection& expired);
    void dropAllIdle(Host& host);
    std::unique_ptr<HttpClientConnection> takeIdle(Host& host);

    std::map<HttpEndpoint, Host> m_hosts;
    std::uint64_t m_nextWaiter = 0;
};

}  // namespace rushlab::io
