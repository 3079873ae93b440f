#include "engines/sql/startup.h"

namespace rushlab::sql {

Result<std::string> prepareDatabase(const Dialect& dialect, const Settings& settings) {
    auto connection = dialect.connect(Database::Access::Write);
    if (!connection) return pass(std::move(connection));
    if (settings.bringUpToDate) {
        auto migrations =
            settings.migrations ? Result<std::vector<Migration>>(*settings.migrations) : migrationsFor(dialect);
        if (!migrations) return pass(std::move(migrations));
        if (auto migrated = migrate(**connection, dialect, *migrations); !migrated) return pass(std::move(migrated));
    }
    auto version = (*connection)->query(dialect.versionQuery(), {});
    if (!version) return pass(std::move(version));
    return std::string(version->first().text(0));
}

}  // namespace rushlab::sql
