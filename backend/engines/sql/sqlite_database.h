// The port on one SQLite file: one connection writes, many callers a commit; a few others read beside it.
// Guarantees: as the port, and those of storage::Database: a file that is not whole is refused, and no other process
// uses it. The write-ahead log is emptied off the commit path, and stays under its bound while readers end.
// Any loop's coroutine may call.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "engines/sql/open.h"
#include "engines/sql/pool.h"
#include "engines/sql/shared_commit.h"
#include "storage/database.h"

namespace rushlab::sql {

// Empties the write-ahead log when it is asked to, on a thread and a connection of its own. Any thread may ask.
class Checkpoints {
  public:
    Checkpoints(std::shared_ptr<const Dialect> dialect, Log log);
    ~Checkpoints();
    Checkpoints(const Checkpoints&) = delete;
    Checkpoints& operator=(const Checkpoints&) = delete;

    void ask();
    // Does one at once, by a connection of the caller's.
    void run(Connection& connection);

  private:
    void serve();
    std::unique_ptr<Connection> connect() const;

    const std::shared_ptr<const Dialect> m_dialect;
    const Log m_log;
    std::mutex m_running;  // one at a time: a second would find the first in its way and do nothing
    std::mutex m_mutex;    // never held together with m_running
    std::condition_variable m_changed;
    bool m_asked = false;
    bool m_stopping = false;
    std::jthread m_thread;
};

class SqliteDatabase final : public Database {
    struct Opened {};  // only open() makes one

  public:
    SqliteDatabase(Opened, storage::Database file, std::shared_ptr<const Dialect> dialect, std::string version,
                   const Settings& settings, const Log& log, SharedCommitOptions options);
    static Result<std::unique_ptr<Database>> open(const SqliteAddress& address, const Settings& settings,
                                                  const Log& log, SharedCommitOptions options = {});
    ~SqliteDatabase() override;

    const Traits& traits() const override { return m_dialect->traits(); }
    std::string describe() const override;

  protected:
    io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) override;

  private:
    void write(SharedCommitOptions options);
    Result<> connectWriter(std::unique_ptr<Connection>& writer);
    void keepLogShort(Connection& writer);

    const storage::Database m_file;  // holds the file while it is in use; outlives every connection
    const std::shared_ptr<const Dialect> m_dialect;
    const std::string m_version;
    const Log m_log;
    const std::shared_ptr<CallQueue> m_writes;
    const std::shared_ptr<CallQueue> m_reads;
    Checkpoints m_checkpoints;
    std::int64_t m_longLogPages;  // the writer's thread
    Pool m_readers;
    std::jthread m_writer;
};

}  // namespace rushlab::sql
