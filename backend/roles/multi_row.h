// Many rows by few statements: `INSERT INTO ... VALUES (?, ?), (?, ?) ...`.
// The numbers of rows are powers of two, so that a connection keeps a handful of prepared statements, however many rows
// come. Within its caller's transaction; any thread.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "engines/sql/database.h"

namespace rushlab::roles {

// "INSERT INTO t (a, b) VALUES", 2, "ON CONFLICT DO NOTHING", and two parameters a row.
Result<> insertRows(sql::Session& session, std::string_view head, std::size_t columns, std::string_view tail,
                    std::span<const sql::Parameter> parameters);
// The same where the tail is a RETURNING: each statement's rows are shown to `onRows`.
Result<> insertRowsReturning(sql::Session& session, std::string_view head, std::size_t columns, std::string_view tail,
                             std::span<const sql::Parameter> parameters,
                             const std::function<void(const sql::Rows&)>& onRows);
// "DELETE FROM t WHERE id IN", with the list in brackets behind it; how many rows that changed.
Result<std::int64_t> executeForEach(sql::Session& session, std::string_view head,
                                    std::span<const sql::Parameter> parameters);

}  // namespace rushlab::roles
