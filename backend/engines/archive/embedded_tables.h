// The embedded archive's tables and every statement on them, prepared once.
// Each object belongs to one thread, as its Database does.
#pragma once

#include <map>
#include <span>

#include "engines/archive/archive.h"
#include "storage/database.h"

namespace rushlab::archive {

storage::Schema embeddedSchema();

// Inside a transaction of the caller's.
class InsertStatements {
  public:
    static Result<InsertStatements> prepare(storage::Database& database);

    // How many were new.
    Result<std::uint64_t> insert(storage::Database& database, std::span<const ChatDocument> documents);
    // Writes the rooms' counts that the inserts changed; before the commit.
    Result<> writeCounts();
    // After a rollback: the counts are not to be written.
    void forgetCounts() { m_newInRoom.clear(); }

  private:
    InsertStatements(storage::Statement insert, storage::Statement addToCount)
        : m_insert(std::move(insert)), m_addToCount(std::move(addToCount)) {}

    storage::Statement m_insert;
    storage::Statement m_addToCount;
    std::map<std::string, std::int64_t, std::less<>> m_newInRoom;
};

class ReadStatements {
  public:
    static Result<ReadStatements> prepare(storage::Database& database);

    Result<std::uint64_t> count(const std::optional<std::string>& room);
    Result<std::vector<ChatDocument>> page(const std::string& room, const std::optional<Position>& before,
                                           std::size_t limit);
    Result<std::optional<ChatDocument>> find(const std::string& id);

  private:
    ReadStatements(storage::Statement countRoom, storage::Statement countAll, storage::Statement page,
                   storage::Statement find)
        : m_countRoom(std::move(countRoom)),
          m_countAll(std::move(countAll)),
          m_page(std::move(page)),
          m_find(std::move(find)) {}

    storage::Statement m_countRoom, m_countAll, m_page, m_find;
};

}  // namespace rushlab::archive
