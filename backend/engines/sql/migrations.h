// How a database's tables came to be: numbered SQL files of resources/sql, built into the program, each run once.
// Guarantees: in order, each in a transaction of its own with the record of it in schema_version; of several processes
// that migrate at once, one does and the others find it done. A database that a newer program has migrated is refused,
// and so is one whose record of a migration differs from this program's text of it.
// migrate() belongs to the connection's thread; the rest are plain values.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace rushlab::sql {

class Connection;
class Dialect;

// A text may hold ${identity}, ${time}, ${blob}, ${truth} and ${now}, which are put in the dialect's words.
struct Migration {
    int version = 0;  // from 1 on, without gaps
    std::string name;
    std::string sql;
};

// A file built into the program: "common/001_members.sql".
struct EmbeddedFile {
    std::string_view path;
    std::string_view text;
};
std::span<const EmbeddedFile> embeddedFiles();

// The program's own, for a dialect: what is in common/ and what is in its folder, by number.
Result<std::vector<Migration>> migrationsFor(const Dialect& dialect,
                                             std::span<const EmbeddedFile> files = embeddedFiles());

Result<> migrate(Connection& connection, const Dialect& dialect, std::span<const Migration> migrations);

}  // namespace rushlab::sql
