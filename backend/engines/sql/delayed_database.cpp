#include "engines/sql/delayed_database.h"

#include <atomic>

namespace rushlab::sql {
namespace {

// Counts the statements, each of which would be a round trip.
class CountingSession final : public Session {
  public:
    CountingSession(Session& inner, std::atomic<std::size_t>& statements) : m_inner(inner), m_statements(statements) {}

    Result<Rows> query(std::string_view sql, std::span<const Parameter> parameters) override {
        ++m_statements;
        return m_inner.query(sql, parameters);
    }
    Result<std::int64_t> execute(std::string_view sql, std::span<const Parameter> parameters) override {
        ++m_statements;
        return m_inner.execute(sql, parameters);
    }
    const Words& words() const override { return m_inner.words(); }
    Deadline deadline() const override { return m_inner.deadline(); }

  private:
    Session& m_inner;
    std::atomic<std::size_t>& m_statements;
};

// The work, run on the engine's thread, which may outlive the caller: it shares the count.
class CountedWork {
  public:
    CountedWork(Database::Work work, std::shared_ptr<std::atomic<std::size_t>> statements)
        : m_work(std::move(work)), m_statements(std::move(statements)) {}

    Result<> operator()(Session& session) {
        CountingSession counting(session, *m_statements);
        return m_work(counting);
    }

  private:
    Database::Work m_work;
    std::shared_ptr<std::atomic<std::size_t>> m_statements;
};

}  // namespace

io::Awaitable<Result<>> DelayedDatabase::run(Access access, Deadline deadline, Work work) {
    if (!co_await m_line.there(deadline)) co_return m_line.lateOnTheWay("database");
    const auto statements = std::make_shared<std::atomic<std::size_t>>(0);
    CountedWork counted(std::move(work), statements);
    if (access == Access::Read) {
        Result<> done = co_await m_inner->read(deadline, std::move(counted));
        co_await m_line.back(deadline, *statements);
        co_return done;
    }
    Result<> done = co_await m_inner->transact(deadline, std::move(counted));
    co_await m_line.backFlushed(deadline, *statements);
    co_return done;
}

std::string DelayedDatabase::describe() const {
    return fmt::format("{}, with the delays \"{}\"", m_inner->describe(), m_line.name());
}

}  // namespace rushlab::sql
