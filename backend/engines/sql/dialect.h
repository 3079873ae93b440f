// One database product: how it is reached, what it can do, and the words in which its SQL differs.
// Each has one file (dialect_sqlite.cpp, dialect_postgres.cpp), which also puts its driver's errors in the port's
// words. Any thread; connect() makes a connection that belongs to the thread it is called on.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engines/sql/address.h"
#include "engines/sql/connection.h"

namespace rushlab::sql {

// Ends the sentence of every error that canBeRunAgain() is true of.
inline constexpr std::string_view kRunAgain = "it was rolled back whole and can be run again";

class Dialect {
  public:
    virtual ~Dialect() = default;

    // Unavailable names the place and what to do, never a password.
    virtual Result<std::unique_ptr<Connection>> connect(Database::Access access) const = 0;
    virtual const Traits& traits() const = 0;
    virtual const Words& words() const = 0;
    // "PostgreSQL at 127.0.0.1:5432 (database shop, user rushlab)"
    virtual std::string place() const = 0;
    // A query of one row that tells the version.
    virtual std::string_view versionQuery() const = 0;
    // Run first in a transaction that migrates, so that only one process does; empty where BEGIN sees to it.
    virtual std::string_view migrationLock() const = 0;
    // The folder of resources/sql with its own migrations.
    virtual std::string_view folder() const = 0;
};

// The file holds `pagesMax` pages at most; 0 leaves it to SQLite.
std::unique_ptr<Dialect> makeSqliteDialect(SqliteAddress address, std::int64_t pagesMax);
std::unique_ptr<Dialect> makePostgresDialect(PostgresAddress address);

// The first line of what a driver says, without its blanks, cut to a length that fits a sentence.
std::string firstLine(std::string_view text);

}  // namespace rushlab::sql
