#include "engines/sql/open.h"

#include "engines/sql/postgres_database.h"
#include "engines/sql/sqlite_database.h"

namespace rushlab::sql {

Result<std::unique_ptr<Database>> openDatabase(const Settings& settings, const Log& log) {
    auto address = parseUrl(settings.url);
    if (!address) return pass(std::move(address));
    if (const auto* file = std::get_if<SqliteAddress>(&*address)) return SqliteDatabase::open(*file, settings, log);
    return PostgresDatabase::open(std::get<PostgresAddress>(*address), settings, log);
}

}  // namespace rushlab::sql
