#include "io/http_pool.h"

namespace rushlab::io {

using Lent = std::unique_ptr<HttpClientConnection>;

struct HttpPool::Waiter {
    std::uint64_t number;
    Giver<Lent> giver;
};

// A connection nobody uses, until its time is over.
struct HttpPool::IdleConnection final : Timeout {
    IdleConnection(HttpPool& ownPool, Host& ownHost, Lent ownConnection)
        : pool(ownPool), host(ownHost), connection(std::move(ownConnection)) {}
    ~IdleConnection() override { disarm(); }
    void onTimeout() override { pool.dropIdle(host, *this); }
    void onLoopGone() override {}

    HttpPool& pool;
    Host& host;
    Lent connection;
};

struct HttpPool::Host {
    std::vector<std::unique_ptr<IdleConnection>> idle;  // the one used last at the back
    std::size_t inUse = 0;                              // leases
    std::deque<Waiter> waiters;
};

HttpPool::Lease::Lease(std::shared_ptr<HttpPool> pool, Host& host, Lent connection)
    : m_pool(std::move(pool)),
      m_host(&host),
      m_connection(std::move(connection)),
      m_usedBefore(m_connection != nullptr) {}

HttpPool::Lease::~Lease() {
    if (!m_pool) return;
    if (!m_keep) m_connection.reset();
    m_pool->release(*m_host, std::move(m_connection));
}

HttpPool::HttpPool(Loop& ownLoop, HttpClientOptions ownOptions) : loop(ownLoop), options(std::move(ownOptions)) {}

HttpPool::~HttpPool() = default;

Lent HttpPool::takeIdle(Host& host) {
    while (!host.idle.empty()) {
        Lent connection = std::move(host.idle.back()->connection);
        host.idle.pop_back();
        --counts.idle;
        if (!connection->isStale()) return connection;
    }
    return nullptr;
}

Awaitable<Result<HttpPool::Lease>> HttpPool::acquire(const HttpEndpoint& endpoint, Idle idle, Deadline deadline,
                                                     Cancellation* cancellation) {
    Host& host = m_hosts[endpoint];
    if (idle == Idle::Drop) dropAllIdle(host);
    Lent connection = takeIdle(host);
    if (connection || host.inUse + host.idle.size() < options.connectionsMost) {
        ++host.inUse;
        ++counts.inUse;
        co_return Lease(shared_from_this(), host, std::move(connection));
    }
    if (host.waiters.size() >= options.waitersMost) {
        co_return fail(ErrorCode::Full, "{} calls to {} wait for a connection already; send less, or allow more",
                       host.waiters.size(), toText(endpoint));
    }
    const std::uint64_t number = m_nextWaiter++;
    const auto withdraw = [&host, number] {
        std::erase_if(host.waiters, [number](const Waiter& waiter) { return waiter.number == number; });
    };
    auto [giver, taker] = handoff<Lent>(loop);
    host.waiters.push_back({number, std::move(giver)});
    const Cancellation::Listener listener(cancellation, withdraw);  // its giver's end wakes it with nothing
    auto lent = co_await taker.take(deadline);
    if (lent) {
        if (*lent && (*lent)->isStale()) lent->reset();
        co_return Lease(shared_from_this(), host, std::move(*lent));
    }
    withdraw();
    if (closed || (cancellation && cancellation->cancelled())) {
        co_return fail(ErrorCode::Unavailable, "the call to {} was given up before it was sent", toText(endpoint));
    }
    co_return fail(ErrorCode::Timeout, "all {} connections to {} were in use until the deadline; nothing was sent",
                   options.connectionsMost, toText(endpoint));
}

// The right to a connection goes to who has waited longest, with the connection or (where it is null) to make one.
void HttpPool::release(Host& host, Lent connection) {
    while (!host.waiters.empty() && !closed) {
        Giver<Lent> giver = std::move(host.waiters.front().giver);
        host.waiters.pop_front();
        if (!giver.claim()) continue;
        giver.give(std::move(connection));
        return;
    }
    --host.inUse;
    --counts.inUse;
    if (!connection || closed) return;
    auto idle = std::make_unique<IdleConnection>(*this, host, std::move(connection));
    loop.timeouts().arm(*idle, std::chrono::steady_clock::now() + options.idleMost);
    host.idle.push_back(std::move(idle));
    ++counts.idle;
}

void HttpPool::dropIdle(Host& host, const IdleConnection& expired) {
    counts.idle -= std::erase_if(host.idle, [&expired](const auto& idle) { return idle.get() == &expired; });
}

void HttpPool::dropAllIdle(Host& host) {
    counts.idle -= host.idle.size();
    host.idle.clear();
}

void HttpPool::close() {
    closed = true;
    for (auto& [endpoint, host] : m_hosts) {
        dropAllIdle(host);
        host.waiters.clear();
    }
}

}  // namespace rushlab::io
