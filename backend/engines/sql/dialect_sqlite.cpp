// SQLite: one file, write-ahead log, every commit on the disk. One connection writes at a time.
#include <sqlite3.h>

#include <QSqlDriver>
#include <QUrl>

#include "engines/sql/dialect.h"
#include "storage/checked_pages.h"
#include "storage/sqlite_error.h"

namespace rushlab::sql {
namespace {

constexpr Words kWords{.identity = "INTEGER PRIMARY KEY AUTOINCREMENT",
                       .time = "INTEGER",
                       .blob = "BLOB",
                       .truth = "INTEGER",
                       .now = "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
                       .forUpdate = "",
                       .skipLocked = ""};

constexpr Traits kTraits{
    .engine = "SQLite",
    .rowLocks = false,
    .concurrentWriters = false,
    .withoutRowLocks =
        "SQLite has no row locks: use PostgreSQL for whatever is FOR UPDATE or SKIP LOCKED (the strategies "
        "db-pessimistic and skip-locked, coupons by either)"};

// Reads and writes of a transaction stop about this many of SQLite's steps after their deadline.
constexpr int kStepsBetweenLooks = 20'000;
// No other process has the file. Of this one's connections only one writes, and a checkpoint waits for nobody.
constexpr int kBusyMs = 1000;

class SqliteConnection final : public Connection {
  public:
    static Result<std::unique_ptr<Connection>> open(const SqliteAddress& address, std::int64_t pagesMax,
                                                    Database::Access access);
    SqliteConnection(SqliteAddress address, Database::Access access)
        : Connection(QStringLiteral("QSQLITE")), m_address(std::move(address)), m_access(access) {}
    ~SqliteConnection() override;

    Result<> begin(Database::Access access, Deadline deadline) override;
    Result<> keepDeadline(Deadline deadline) override;
    Result<> script(std::string_view sql) override;
    bool transactionGone() const override { return sqlite3_get_autocommit(m_handle) != 0; }
    std::int64_t logPages() const override { return m_logPages; }
    const Words& words() const override { return kWords; }

  protected:
    Result<> control(std::string_view sql) override;
    Failure explain(const QSqlError& error, std::string_view sql) const override;
    QVariant timeToVariant(WallTime time) const override {
        return QVariant(qlonglong{time.time_since_epoch().count()});
    }
    bool forwardOnly() const override { return true; }
    bool canPrepare(std::string_view) const override { return true; }

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    struct Control {
        std::string_view sql;
        std::unique_ptr<sqlite3_stmt, Finalize> statement;
    };

    Result<> connect();
    Result<> configure(std::int64_t pagesMax);
    Error lastError(std::string_view sql) const;
    Error explain(int code, std::string_view message, std::string_view sql) const;
    static int stopAtDeadline(void* connection);
    static int noteLogPages(void* connection, sqlite3*, const char* schema, int pages);

    const SqliteAddress m_address;
    const Database::Access m_access;
    sqlite3* m_handle = nullptr;  // Qt's own
    std::vector<Control> m_controls;
    Deadline m_deadline = Deadline::never();
    std::int64_t m_logPages = 0;
};

Result<std::unique_ptr<Connection>> SqliteConnection::open(const SqliteAddress& address, std::int64_t pagesMax,
                                                           Database::Access access) {
    auto connection = std::make_unique<SqliteConnection>(address, access);
    if (auto connected = connection->connect(); !connected) return pass(std::move(connected));
    if (auto configured = connection->configure(pagesMax); !configured) return pass(std::move(configured));
    return std::unique_ptr<Connection>(std::move(connection));
}

Result<> SqliteConnection::connect() {
    const QByteArray path = QUrl::toPercentEncoding(QString::fromStdString(m_address.file.string()), "/");
    database().setDatabaseName(QStringLiteral("file:%1?vfs=%2&mode=rw")
                                   .arg(QString::fromLatin1(path), QLatin1String(storage::registerCheckedPages())));
    database().setConnectOptions(QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1").arg(kBusyMs));
    if (!database().open()) {
        return tl::unexpected(explain(database().lastError(), "opening it").error);
    }
    m_handle = *static_cast<sqlite3**>(database().driver()->handle().data());
    sqlite3_progress_handler(m_handle, kStepsBetweenLooks, &SqliteConnection::stopAtDeadline, this);
    return {};
}

Result<> SqliteConnection::configure(std::int64_t pagesMax) {
    // Checkpoints are not left to the commit that happens to reach the limit: SqliteDatabase sees to them.
    // The file's layout and its journal are storage::Database's, which made it.
    if (auto set = script("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=OFF; "
                          "PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; "
                          "PRAGMA cache_size=-2048; PRAGMA wal_autocheckpoint=0");
        !set) {
        return set;
    }
    sqlite3_wal_hook(m_handle, &SqliteConnection::noteLogPages,
                     this);  // after the pragma, which sets a hook of its own
    if (pagesMax > 0) {
        if (auto set = script(fmt::format("PRAGMA max_page_count={}", pagesMax)); !set) return set;
    }
    return m_access == Database::Access::Read ? script("PRAGMA query_only=ON") : Result<>{};
}

SqliteConnection::~SqliteConnection() {
    m_controls.clear();
    forgetStatements();
}

int SqliteConnection::stopAtDeadline(void* connection) {
    const Deadline deadline = static_cast<SqliteConnection*>(connection)->m_deadline;
    return !deadline.isNever() && deadline.passed() ? 1 : 0;
}

int SqliteConnection::noteLogPages(void* connection, sqlite3*, const char* /*schema*/, int pages) {
    static_cast<SqliteConnection*>(connection)->m_logPages = pages;
    return SQLITE_OK;
}

Result<> SqliteConnection::begin(Database::Access access, Deadline /*each caller's own is kept by keepDeadline()*/) {
    // A writer that begins as a reader could find at its first write that another has been faster.
    return control(access == Database::Access::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Result<> SqliteConnection::keepDeadline(Deadline deadline) {
    m_deadline = deadline;
    return {};
}

Result<> SqliteConnection::control(std::string_view sql) {
    m_deadline = Deadline::never();
    auto known = std::ranges::find(m_controls, sql, &Control::sql);
    if (known == m_controls.end()) {
        sqlite3_stmt* prepared = nullptr;
        if (sqlite3_prepare_v2(m_handle, sql.data(), static_cast<int>(sql.size()), &prepared, nullptr) != SQLITE_OK) {
            return tl::unexpected(lastError(sql));
        }
        m_controls.push_back(Control{sql, std::unique_ptr<sqlite3_stmt, Finalize>(prepared)});
        known = std::prev(m_controls.end());
    }
    const int code = sqlite3_step(known->statement.get());
    Result<> outcome;
    if (code != SQLITE_DONE && code != SQLITE_ROW) outcome = tl::unexpected(lastError(sql));
    sqlite3_reset(known->statement.get());
    return outcome;
}

Result<> SqliteConnection::script(std::string_view sql) {
    m_deadline = Deadline::never();
    if (sqlite3_exec(m_handle, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return tl::unexpected(lastError(firstLine(sql)));
    }
    return {};
}

Failure SqliteConnection::explain(const QSqlError& error, std::string_view sql) const {
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber);
    const std::string message = (error.databaseText().isEmpty() ? error.text() : error.databaseText()).toStdString();
    return Failure{explain(isNumber ? code : SQLITE_ERROR, message, sql)};
}

Error SqliteConnection::lastError(std::string_view sql) const {
    return explain(sqlite3_extended_errcode(m_handle), sqlite3_errmsg(m_handle), sql);
}

Error conflict(int code, std::string_view message) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return {ErrorCode::Conflict, fmt::format("The row is already there: {}", message)};
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return {ErrorCode::Conflict, fmt::format("A row refers to one that is not there: {}", message)};
        default:
            return {ErrorCode::Invalid, fmt::format("The row is not allowed: {}", message)};
    }
}

Error SqliteConnection::explain(int code, std::string_view message, std::string_view sql) const {
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT:
            return conflict(code, message);
        case SQLITE_INTERRUPT:
            return {ErrorCode::Timeout, "The transaction's deadline passed while it ran: it was rolled back"};
        case SQLITE_READONLY:
            if (m_access != Database::Access::Read) break;
            return {ErrorCode::Invalid, fmt::format("read() can not write; use transact() for: {}", sql)};
        case SQLITE_ERROR:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
        case SQLITE_TOOBIG:
            return {ErrorCode::Invalid, fmt::format("SQLite refuses the statement: {}; {}", message, sql)};
        default:
            break;
    }
    // The disk's and the file's ills are told as for every other file of the backend.
    return storage::errorOf(m_handle, code, m_address.file.string(), fmt::format("running {}", firstLine(sql)));
}

class SqliteDialect final : public Dialect {
  public:
    SqliteDialect(SqliteAddress address, std::int64_t pagesMax) : m_address(std::move(address)), m_pagesMax(pagesMax) {}

    Result<std::unique_ptr<Connection>> connect(Database::Access access) const override {
        return SqliteConnection::open(m_address, m_pagesMax, access);
    }
    const Traits& traits() const override { return kTraits; }
    const Words& words() const override { return kWords; }
    std::string place() const override { return m_address.describe(); }
    std::string_view versionQuery() const override { return "SELECT sqlite_version()"; }
    std::string_view migrationLock() const override { return {}; }
    std::string_view folder() const override { return "sqlite"; }

  private:
    const SqliteAddress m_address;
    const std::int64_t m_pagesMax;
};

}  // namespace

std::unique_ptr<Dialect> makeSqliteDialect(SqliteAddress address, std::int64_t pagesMax) {
    return std::make_unique<SqliteDialect>(std::move(address), pagesMax);
}

}  // namespace rushlab::sql
