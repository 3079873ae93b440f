// The inbox's table and every statement on it, prepared once.
// Each object belongs to one thread, as its Database does.
#pragma once

#include "engines/mail/inbox.h"
#include "storage/database.h"

namespace rushlab::mail {

storage::Schema inboxSchema();

class AddStatement {
  public:
    static Result<AddStatement> prepare(storage::Database& database);
    // Inside a transaction of the caller's; the number it got.
    Result<std::int64_t> add(storage::Database& database, const Letter& letter, std::string_view content);

  private:
    explicit AddStatement(storage::Statement add) : m_add(std::move(add)) {}
    storage::Statement m_add;
};

class InboxStatements {
  public:
    static Result<InboxStatements> prepare(storage::Database& database);

    Result<std::uint64_t> count();
    Result<std::vector<Letter>> since(std::int64_t after, std::size_t limit);
    Result<std::vector<Letter>> search(std::string_view words, std::int64_t before, std::size_t limit);
    Result<std::optional<WholeLetter>> find(std::int64_t number);

  private:
    InboxStatements(storage::Statement count, storage::Statement since, storage::Statement before,
                    storage::Statement search, storage::Statement find)
        : m_count(std::move(count)),
          m_since(std::move(since)),
          m_before(std::move(before)),
          m_search(std::move(search)),
          m_find(std::move(find)) {}

    storage::Statement m_count, m_since, m_before, m_search, m_find;
};

}  // namespace rushlab::mail
