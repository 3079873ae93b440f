// Opens the database that a URL names: sqlite:PATH or postgres://user:password@host:port/database.
// Guarantees: what is returned was reached, checked and brought up to date.
// Any thread that may wait for the database (no loop's, not the one that draws), after a QCoreApplication was made: a
// connection of Qt Sql belongs to the thread that made it, and the one made here is closed again before this returns.
// Those that serve are made by threads of the engine's own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "engines/sql/database.h"
#include "engines/sql/migrations.h"
#include "storage/disk_faults.h"

namespace rushlab::sql {

struct Settings {
    std::string url{};
    std::size_t connections = 8;       // PostgreSQL: transactions that run side by side
    std::size_t readers = 2;           // SQLite: read() calls that run side by side
    std::size_t waitingMax = 100'000;  // callers that may wait for a connection
    // The program's own where there are none given.
    std::optional<std::vector<Migration>> migrations{};
    bool bringUpToDate = true;        // false: no migration is run or looked at, for one who only tries the database
    std::int64_t sqlitePagesMax = 0;  // bounds SQLite's file, in pages of 4 KiB; 0: only the disk does
    std::shared_ptr<storage::DiskFaults> sqliteFaults{};  // what SQLite's disk is made to suffer
};

Result<std::unique_ptr<Database>> openDatabase(const Settings& settings, const Log& log);

}  // namespace rushlab::sql
