// One SQLite file that says when it is not whole: every page carries a checksum that is checked on each read, a
// truncated file is refused when it is opened, and so is a write-ahead log with a damaged frame before its end.
// Write-ahead logging, synchronous=FULL: what commit() returned for is on the disk.
// A Database and its Statements belong to one thread at a time; several Databases may share a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "storage/disk_faults.h"

struct sqlite3;
struct sqlite3_stmt;

namespace rushlab::storage {

class FileInUse;

// A prepared statement; parameters and columns count from 1 and 0, as in SQLite.
class Statement {
  public:
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, double value);
    Statement& bind(int parameter, std::string_view text);       // copied by the next step at the latest
    Statement& bindBlob(int parameter, std::string_view bytes);  // must outlive the step
    Statement& bindNull(int parameter);

    // True: a row is there to be read. False: no more; the statement is reset.
    Result<bool> step();
    // For statements without rows: steps to the end and resets.
    Result<> run();
    void reset();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;  // valid until the next step; blobs too

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    explicit Statement(sqlite3_stmt* statement) : m_statement(statement) {}
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

// How a file's tables came to be: versions[n] is the SQL that leads from version n to n + 1. Without versions the
// tables are somebody else's business, and open() only makes and checks the file.
struct Schema {
    std::span<const std::string_view> versions;
};

class Database {
  public:
    // Makes the file (whole or not at all) and its folder where they are missing; brings an older schema up to date.
    // Unavailable: cannot be opened, is read-only, or another process holds it (exclusive lock). Corrupt: not whole,
    // not a database, or written by a newer RushLab.
    static Result<Database> open(const std::filesystem::path& file, Schema schema,
                                 std::shared_ptr<DiskFaults> faults = nullptr);

    Result<Statement> prepare(std::string_view sql);
    Result<> execute(std::string_view sql);

    // Transactions do not nest. A commit that fails has rolled back.
    Result<> begin();
    Result<> commit();
    void rollback();

    std::int64_t lastInsertRowId() const;
    std::int64_t changes() const;
    const std::filesystem::path& file() const { return m_file; }

    // SQLite's own handle, for what this class does not know; used by the same thread.
    sqlite3* handle() const { return m_database.get(); }

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    static Result<Database> connect(const std::filesystem::path& file, int flags);
    static Result<> create(const std::filesystem::path& file, Schema schema, FileInUse& use);
    Result<> migrate(Schema schema);
    Result<std::int64_t> integerOf(std::string_view sql);
    Database(sqlite3* database, std::filesystem::path file) : m_database(database), m_file(std::move(file)) {}

    std::unique_ptr<sqlite3, Close> m_database;
    std::filesystem::path m_file;
    std::optional<Statement> m_begin;
    std::optional<Statement> m_commit;
};

}  // namespace rushlab::storage
