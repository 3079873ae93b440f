// The port on PostgreSQL: a pool of connections, each on its own thread, with the server's own row locks.
// Any loop's coroutine may call.
#pragma once

#include "engines/sql/open.h"
#include "engines/sql/pool.h"

namespace rushlab::sql {

class PostgresDatabase final : public Database {
    struct Opened {};  // only open() makes one

  public:
    PostgresDatabase(Opened, std::shared_ptr<const Dialect> dialect, std::string version, const Settings& settings,
                     const Log& log);
    static Result<std::unique_ptr<Database>> open(PostgresAddress address, const Settings& settings, const Log& log);

    const Traits& traits() const override { return m_dialect->traits(); }
    std::string describe() const override;

  protected:
    io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) override;

  private:
    const std::shared_ptr<const Dialect> m_dialect;
    const std::string m_version;
    const std::shared_ptr<CallQueue> m_queue;
    Pool m_pool;
};

}  // namespace rushlab::sql
