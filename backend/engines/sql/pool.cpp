#include "engines/sql/pool.h"

#include <pthread.h>

#include "engines/sql/transaction.h"

namespace rushlab::sql {
namespace {

using namespace std::chrono_literals;

constexpr Milliseconds kFirstPause = 100ms;
constexpr Milliseconds kLongestPause = 5s;

}  // namespace

std::optional<Error> Outage::reason(SteadyTime now) const {
    const std::lock_guard lock(m_mutex);
    return m_reason && now < m_lookAgain ? m_reason : std::nullopt;
}

void Outage::noticed(const Error& error, SteadyTime now) {
    const std::lock_guard lock(m_mutex);
    // Threads that looked at the same moment found the same outage: the pause grows once for all of them.
    if (m_reason && now < m_lookAgain) return;
    m_pause = m_reason ? std::min(m_pause * 2, kLongestPause) : kFirstPause;
    m_reason = error;
    m_lookAgain = now + m_pause;
}

bool Outage::over() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_reason, std::nullopt).has_value();
}

// One connection and its thread's loop.
class Pool::Worker {
  public:
    Worker(std::shared_ptr<const Dialect> dialect, std::shared_ptr<Outage> outage, Database::Access access, Log log)
        : m_dialect(std::move(dialect)), m_outage(std::move(outage)), m_access(access), m_log(std::move(log)) {}

    void serve(CallQueue& queue) {
        for (;;) {
            const auto calls = queue.take(1);
            if (calls.empty()) return;
            Call& call = *calls.front();
            call.answer(run(call));
        }
    }

  private:
    Result<> connect() {
        if (auto reason = m_outage->reason(std::chrono::steady_clock::now())) return tl::unexpected(std::move(*reason));
        auto connection = m_dialect->connect(m_access);
        if (!connection) {
            m_outage->noticed(connection.error(), std::chrono::steady_clock::now());
            m_log.warning("{}", connection.error().message);
            return pass(std::move(connection));
        }
        if (m_outage->over()) m_log.info("{} is back", m_dialect->place());
        m_connection = std::move(*connection);
        return {};
    }

    Result<> begin(const Call& call) {
        if (m_connection) {
            Result<> begun = m_connection->begin(call.access(), call.deadline());
            if (begun || !m_connection->lost()) return begun;
            // It went stale while it was idle. Nothing has run on it, so a new one may take its place.
            m_connection.reset();
        }
        if (auto connected = connect(); !connected) return connected;
        return m_connection->begin(call.access(), call.deadline());
    }

    Result<> run(Call& call) {
        Result<> outcome = begin(call);
        if (outcome) {
            Transaction session(*m_connection, call.deadline());
            outcome = session.run(call);
            if (outcome) outcome = m_connection->commit();
        }
        if (!outcome && m_connection) m_connection->rollback();
        if (m_connection && m_connection->lost()) m_connection.reset();
        return outcome;
    }

    const std::shared_ptr<const Dialect> m_dialect;
    const std::shared_ptr<Outage> m_outage;
    const Database::Access m_access;
    const Log m_log;
    std::unique_ptr<Connection> m_connection;
};

Pool::Pool(std::shared_ptr<const Dialect> dialect, std::shared_ptr<CallQueue> queue, Database::Access access,
           std::size_t connections, std::string threadName, Log log)
    : m_queue(std::move(queue)), m_outage(std::make_shared<Outage>()) {
    for (std::size_t i = 0; i < connections; ++i) {
        m_threads.emplace_back([dialect, access, log, serves = m_queue, outage = m_outage] {
            Worker(dialect, outage, access, log).serve(*serves);
        });
        pthread_setname_np(m_threads.back().native_handle(), fmt::format("{}-{}", threadName, i).substr(0, 15).c_str());
    }
}

Pool::~Pool() {
    m_queue->close();
}

}  // namespace rushlab::sql
