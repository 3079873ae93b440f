#include "storage/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "storage/checked_pages.h"
#include "storage/file_check.h"
#include "storage/file_in_use.h"
#include "storage/sqlite_error.h"

namespace rushlab::storage {
namespace fs = std::filesystem;

namespace {

// Each setting and why. secure_delete and cell_size_check undo or add to what Debian builds in.
constexpr std::string_view kSettings =
    "PRAGMA synchronous = FULL;"    // a commit that returned is on the disk
    "PRAGMA secure_delete = OFF;"   // zeroing what was deleted costs a second write of every page
    "PRAGMA cell_size_check = ON;"  // a page is judged when it is read, not where it happens to be used
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -2048;"     // 2 MiB: what is written is not read again
    "PRAGMA busy_timeout = 10000;";  // another connection of this process writes; longer means it is stuck

Result<> folderFor(const fs::path& file) {
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    if (!failed) return {};
    return fail(ErrorCode::Unavailable,
                "the folder {} cannot be made ({}): make it writable for this user, or choose another data folder",
                file.parent_path().string(), failed.message());
}

// Everything that was written to a file or folder is on the disk when it returns.
Result<> flushToDisk(const fs::path& path) {
    const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool flushed = handle >= 0 && ::fsync(handle) == 0;
    const int reason = errno;
    if (handle >= 0) ::close(handle);
    if (flushed) return {};
    return fail(ErrorCode::Unavailable, "{} cannot be flushed to the disk ({}): check the disk and its space",
                path.string(), std::strerror(reason));
}

Result<> run(sqlite3* database, std::string_view sql) {
    const int code = sqlite3_exec(database, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return {};
    return tl::unexpected<Error>(errorOf(database, code, sql.substr(0, 200)));
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Result<Database> Database::connect(const fs::path& file, int flags) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                     registerCheckedPages());
    Database database(handle, file);
    if (code != SQLITE_OK) return tl::unexpected<Error>(errorOf(handle, code, file.string(), "opening it"));
    if (const auto set = run(handle, kSettings); !set) return pass(set);
    return database;
}

Result<std::int64_t> Database::integerOf(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return pass(statement);
    const auto row = statement->step();
    if (!row) return pass(row);
    return *row ? statement->integer(0) : 0;
}

Result<> Database::migrate(Schema schema) {
    const auto found = integerOf("PRAGMA user_version");
    if (!found) return pass(found);
    const auto known = std::ssize(schema.versions);
    if (known == 0 || *found == known) return {};
    if (*found > known || *found < 0) {
        return fail(ErrorCode::Corrupt,
                    "{} was written by a newer RushLab (its tables have version {}, this program knows {}): use that "
                    "RushLab, or choose another data folder",
                    m_file.string(), *found, known);
    }
    if (auto begun = begin(); !begun) return begun;
    for (auto version = *found; version < known; ++version) {
        if (auto done = execute(schema.versions[static_cast<std::size_t>(version)]); !done) {
            rollback();
            return done;
        }
    }
    if (auto marked = execute(fmt::format("PRAGMA user_version = {}", known)); !marked) {
        rollback();
        return marked;
    }
    return commit();
}

// Whole or not at all: made under another name, flushed, and only then given its own.
Result<> Database::create(const fs::path& file, Schema schema, FileInUse& use) {
    use.logNoLongerNeeded();  // a note may be left from a file that was moved away
    const fs::path making = file.string() + "-new";
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm", "-lock"})
        fs::remove(making.string() + end, ignored);
    {
        auto database = connect(making, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        if (!database) return pass(database);
        int reserved = kReservedBytes;
        sqlite3_file_control(database->m_database.get(), "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
        auto made = database->execute("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL");
        if (made) made = database->migrate(schema);
        if (made && schema.versions.empty()) made = database->execute("PRAGMA user_version = 0");
        if (!made) return made;
        // Closing does the same, but does not say when it failed.
        sqlite3* const handle = database->m_database.get();
        const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        if (code != SQLITE_OK) return tl::unexpected<Error>(errorOf(handle, code, making.string(), "making it"));
    }
    if (auto flushed = flushToDisk(making); !flushed) return flushed;
    std::error_code failed;
    fs::rename(making, file, failed);
    fs::remove(making.string() + "-lock", ignored);
    if (failed) {
        return fail(ErrorCode::Unavailable, "{} cannot be made ({}): check the folder's permissions and space",
                    file.string(), failed.message());
    }
    return flushToDisk(file.parent_path());
}

Result<Database> Database::open(const fs::path& file, Schema schema, std::shared_ptr<DiskFaults> faults) {
    registerCheckedPages();
    std::error_code ignored;
    const fs::path whole = fs::absolute(file, ignored);
    if (auto folder = folderFor(whole); !folder) return pass(folder);
    // Held until the end of this function at least; from then on the connection's own files hold it.
    const auto use = FileInUse::hold(whole, faults);
    if (!use) return pass(use);
    const auto checked = (*use)->checkOnce([&]() -> Result<> {
        const auto found = checkFile(whole, **use);
        if (found || found.error().code != ErrorCode::NotFound) return found;
        return create(whole, schema, **use);
    });
    if (!checked) return pass(checked);
    auto database = connect(whole, SQLITE_OPEN_READWRITE);
    if (!database) return database;
    if (auto ready = database->migrate(schema); !ready) return pass(ready);
    for (auto [statement, sql] : {std::pair{&database->m_begin, "BEGIN IMMEDIATE"}, {&database->m_commit, "COMMIT"}}) {
        auto prepared = database->prepare(sql);
        if (!prepared) return pass(prepared);
        *statement = std::move(*prepared);
    }
    return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(m_database.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return tl::unexpected<Error>(errorOf(m_database.get(), code, sql.substr(0, 200)));
    return Statement(statement);
}

Result<> Database::execute(std::string_view sql) {
    return run(m_database.get(), sql);
}

Result<> Database::begin() {
    return m_begin ? m_begin->run() : execute("BEGIN IMMEDIATE");
}

Result<> Database::commit() {
    auto committed = m_commit ? m_commit->run() : execute("COMMIT");
    if (!committed) rollback();
    return committed;
}

void Database::rollback() {
    if (sqlite3_get_autocommit(m_database.get()) != 0) return;  // SQLite has rolled back by itself
    sqlite3_exec(m_database.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Database::lastInsertRowId() const {
    return sqlite3_last_insert_rowid(m_database.get());
}
std::int64_t Database::changes() const {
    return sqlite3_changes64(m_database.get());
}

}  // namespace rushlab::storage
