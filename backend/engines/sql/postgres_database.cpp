#include "engines/sql/postgres_database.h"

#include "engines/sql/startup.h"

namespace rushlab::sql {

Result<std::unique_ptr<Database>> PostgresDatabase::open(PostgresAddress address, const Settings& settings,
                                                         const Log& log) {
    std::shared_ptr<const Dialect> dialect = makePostgresDialect(std::move(address));
    auto version = prepareDatabase(*dialect, settings);
    if (!version) return pass(std::move(version));
    return std::unique_ptr<Database>(
        std::make_unique<PostgresDatabase>(Opened{}, std::move(dialect), std::move(*version), settings, log));
}

PostgresDatabase::PostgresDatabase(Opened, std::shared_ptr<const Dialect> dialect, std::string version,
                                   const Settings& settings, const Log& log)
    : m_dialect(std::move(dialect)),
      m_version(std::move(version)),
      m_queue(std::make_shared<CallQueue>(settings.waitingMax, m_dialect->place())),
      m_pool(m_dialect, m_queue, Access::Write, settings.connections, "sql-postgres", log.named("sql")) {}

std::string PostgresDatabase::describe() const {
    return fmt::format("{}, version {}", m_dialect->place(), m_version);
}

io::Awaitable<Result<>> PostgresDatabase::run(Access access, Deadline deadline, Work work) {
    return CallQueue::run(m_queue, access, deadline, std::move(work));
}

}  // namespace rushlab::sql
