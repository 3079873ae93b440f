#include "engines/sql/sqlite_database.h"

#include <pthread.h>

#include "engines/sql/startup.h"

namespace rushlab::sql {
namespace {

// So many callers share one commit at most: the first of them waits for the last.
constexpr std::size_t kCallersACommit = 2048;
// From this length on the log is emptied beside the writer (4 MiB), and from this on by the writer (64 MiB).
constexpr std::int64_t kLogPages = 1024;
constexpr std::int64_t kLongLogPages = 16 * kLogPages;
// PASSIVE waits for nobody: what a reader still needs stays for the next time.
constexpr std::string_view kCheckpoint = "PRAGMA wal_checkpoint(PASSIVE)";

}  // namespace

Checkpoints::Checkpoints(std::shared_ptr<const Dialect> dialect, Log log)
    : m_dialect(std::move(dialect)), m_log(std::move(log)), m_thread([this] { serve(); }) {
    pthread_setname_np(m_thread.native_handle(), "sql-checkpoint");
}

Checkpoints::~Checkpoints() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void Checkpoints::ask() {
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_asked, true)) return;
    }
    m_changed.notify_one();
}

void Checkpoints::run(Connection& connection) {
    const std::lock_guard lock(m_running);
    if (auto done = connection.script(kCheckpoint); !done) {
        m_log.warning("the write-ahead log could not be emptied: {}", done.error().message);
    }
}

std::unique_ptr<Connection> Checkpoints::connect() const {
    auto connection = m_dialect->connect(Database::Access::Write);
    if (connection) return std::move(*connection);
    m_log.warning("the write-ahead log can not be emptied: {}", connection.error().message);
    return nullptr;
}

void Checkpoints::serve() {
    std::unique_ptr<Connection> connection;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_asked || m_stopping; });
        if (m_stopping) return;
        lock.unlock();
        if (!connection) connection = connect();
        if (connection) run(*connection);
        lock.lock();
        m_asked = false;
    }
}

Result<std::unique_ptr<Database>> SqliteDatabase::open(const SqliteAddress& address, const Settings& settings,
                                                       const Log& log, SharedCommitOptions options) {
    // Absolute, as the layer under SQLite knows files.
    const SqliteAddress absolute{std::filesystem::absolute(address.file)};
    auto file = storage::Database::open(absolute.file, {}, settings.sqliteFaults);
    if (!file) return pass(std::move(file));
    std::shared_ptr<const Dialect> dialect = makeSqliteDialect(absolute, settings.sqlitePagesMax);
    auto version = prepareDatabase(*dialect, settings);
    if (!version) return pass(std::move(version));
    return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(Opened{}, std::move(*file), std::move(dialect),
                                                                      std::move(*version), settings, log, options));
}

SqliteDatabase::SqliteDatabase(Opened, storage::Database file, std::shared_ptr<const Dialect> dialect,
                               std::string version, const Settings& settings, const Log& log,
                               SharedCommitOptions options)
    : m_file(std::move(file)),
      m_dialect(std::move(dialect)),
      m_version(std::move(version)),
      m_log(log.named("sql")),
      m_writes(std::make_shared<CallQueue>(settings.waitingMax, m_dialect->place())),
      m_reads(std::make_shared<CallQueue>(settings.waitingMax, m_dialect->place())),
      m_checkpoints(m_dialect, m_log),
      m_longLogPages(kLongLogPages),
      m_readers(m_dialect, m_reads, Access::Read, settings.readers, "sql-reader", m_log),
      m_writer([this, options] { write(options); }) {
    pthread_setname_np(m_writer.native_handle(), "sql-writer");
}

SqliteDatabase::~SqliteDatabase() {
    m_writes->close();
    m_writer.join();
}

std::string SqliteDatabase::describe() const {
    return fmt::format("{}, SQLite {}; {}", m_dialect->place(), m_version, m_dialect->traits().withoutRowLocks);
}

io::Awaitable<Result<>> SqliteDatabase::run(Access access, Deadline deadline, Work work) {
    return CallQueue::run(access == Access::Write ? m_writes : m_reads, access, deadline, std::move(work));
}

void SqliteDatabase::write(SharedCommitOptions options) {
    std::unique_ptr<Connection> writer;
    for (;;) {
        auto calls = m_writes->take(kCallersACommit);
        if (calls.empty()) return;
        if (auto connected = connectWriter(writer); !connected) {
            io::Resumptions answered;
            for (const auto& call : calls)
                call->answer(connected, answered);
            continue;
        }
        SharedCommit(*writer, options).run(std::move(calls));
        keepLogShort(*writer);
    }
}

Result<> SqliteDatabase::connectWriter(std::unique_ptr<Connection>& writer) {
    if (writer && !writer->lost()) return {};
    writer.reset();
    auto connected = m_dialect->connect(Access::Write);
    if (!connected) return pass(std::move(connected));
    writer = std::move(*connected);
    return {};
}

void SqliteDatabase::keepLogShort(Connection& writer) {
    const std::int64_t pages = writer.logPages();
    if (pages < kLogPages) {
        m_longLogPages = kLongLogPages;
        return;
    }
    m_checkpoints.ask();
    // While commits follow each other without a pause the log never ends where a checkpoint did, and is not begun anew:
    // now and then the writer, of whom it grows, does what little is left of the checkpoint itself.
    if (pages < m_longLogPages) return;
    m_longLogPages = pages + kLongLogPages;  // a reader may be in the way
    m_checkpoints.run(writer);
}

}  // namespace rushlab::sql
