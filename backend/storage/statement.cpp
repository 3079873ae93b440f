#include <sqlite3.h>

#include "storage/database.h"
#include "storage/sqlite_error.h"

namespace rushlab::storage {
namespace {

void requireBound(int code, int parameter) {
    if (code == SQLITE_OK) return;
    abortBecause(fmt::format("parameter {} of a statement cannot be bound: {}", parameter, sqlite3_errstr(code)));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
    requireBound(sqlite3_bind_int64(m_statement.get(), parameter, value), parameter);
    return *this;
}

Statement& Statement::bind(int parameter, double value) {
    requireBound(sqlite3_bind_double(m_statement.get(), parameter, value), parameter);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
    const char* const bytes = text.data() ? text.data() : "";
    requireBound(sqlite3_bind_text64(m_statement.get(), parameter, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
                 parameter);
    return *this;
}

Statement& Statement::bindBlob(int parameter, std::string_view bytes) {
    const char* const start = bytes.data() ? bytes.data() : "";
    requireBound(sqlite3_bind_blob64(m_statement.get(), parameter, start, bytes.size(), SQLITE_STATIC), parameter);
    return *this;
}

Statement& Statement::bindNull(int parameter) {
    requireBound(sqlite3_bind_null(m_statement.get(), parameter), parameter);
    return *this;
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        reset();
        return false;
    }
    sqlite3* const database = sqlite3_db_handle(m_statement.get());
    auto failed = tl::unexpected<Error>(errorOf(database, code, sqlite3_sql(m_statement.get())));
    reset();
    return failed;
}

Result<> Statement::run() {
    for (;;) {
        const auto row = step();
        if (!row) return pass(row);
        if (!*row) return {};
    }
}

void Statement::reset() {
    sqlite3_reset(m_statement.get());
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement.get(), column);
}
double Statement::real(int column) const {
    return sqlite3_column_double(m_statement.get(), column);
}

std::string_view Statement::text(int column) const {
    const void* const bytes = sqlite3_column_blob(m_statement.get(), column);
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return {static_cast<const char*>(bytes), bytes ? static_cast<std::size_t>(size) : 0};
}

}  // namespace rushlab::storage
