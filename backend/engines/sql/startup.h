// What every engine does before it serves: reach the database, bring it up to date where that is wanted, ask its
// version.
// On the caller's thread, with a connection that is closed again.
#pragma once

#include <string>

#include "engines/sql/dialect.h"
#include "engines/sql/open.h"

namespace rushlab::sql {

// The version, as the database tells it.
Result<std::string> prepareDatabase(const Dialect& dialect, const Settings& settings);

}  // namespace rushlab::sql
