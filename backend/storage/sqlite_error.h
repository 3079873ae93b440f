// The one place where SQLite's result codes become this program's errors.
// Any thread that may use the connection.
#pragma once

#include <string_view>

#include "base/result.h"

struct sqlite3;

namespace rushlab::storage {

// What the code means for a person; `doing` completes "... while ". The connection may be null.
Error errorOf(sqlite3* database, int code, std::string_view file, std::string_view doing);
// The same for an open connection, whose file is known.
Error errorOf(sqlite3* database, int code, std::string_view doing);

}  // namespace rushlab::storage
