// The table that most tests of the SQL port use, and what they do to it.
#pragma once

#include "tests/contract/sql_engines.h"

namespace rushlab::test {

inline const std::string kItems =
    "CREATE TABLE items (id BIGINT PRIMARY KEY, name TEXT NOT NULL, stock BIGINT NOT NULL)";

inline Result<> insertItem(sql::Session& session, int id, std::string_view name = "mug") {
    auto done = session.execute("INSERT INTO items (id, name, stock) VALUES (?, ?, 100)", {id, name});
    return done ? Result<>{} : pass(done);
}

inline std::int64_t itemCount(sql::Database& database) {
    return number(database, "SELECT count(*) FROM items");
}

}  // namespace rushlab::test
