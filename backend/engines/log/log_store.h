// The log in its SQLite file: what is read when it is opened, one transaction of changes, one block by its number.
// A block's row holds its bytes and a checksum over them, so that a block is served whole or refused.
// Each function belongs to the thread of the database that it is given.
#pragma once

#include <optional>

#include "engines/log/changes.h"
#include "storage/database.h"

namespace rushlab::log {

storage::Schema logSchema();

// Everything but the records.
Result<LogImage> loadImage(storage::Database& database);

// Writes changes to one database; keeps its statements.
class ChangeWriter {
  public:
    Result<> write(storage::Database& database, const LogChanges& changes);

  private:
    struct Statements {
        storage::Statement addTopic;
        storage::Statement addBlock;
        storage::Statement addBytes;
        storage::Statement dropBlock;
        storage::Statement dropBytes;
        storage::Statement setFirstOffset;
        storage::Statement setCommitted;
    };
    static Result<Statements> prepare(storage::Database& database);
    Result<> writeTopics(const LogChanges& changes);
    Result<> writeBlocks(const LogChanges& changes);
    Result<> writeDrops(const LogChanges& changes);
    Result<> deleteTopic(storage::Database& database, std::int64_t id);

    std::optional<Statements> m_statements;
};

// Reads blocks back.
class BlockLoader {
  public:
    static Result<BlockLoader> open(storage::Database database);

    // Null: retention has dropped it. Corrupt: the bytes are not what was written.
    Result<BlockBytes> load(const BlockInfo& info);

  private:
    BlockLoader(storage::Database database, storage::Statement find)
        : m_database(std::move(database)), m_find(std::move(find)) {}
    storage::Database m_database;
    storage::Statement m_find;
};

}  // namespace rushlab::log
