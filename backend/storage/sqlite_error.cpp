#include "storage/sqlite_error.h"

#include <sqlite3.h>

#include <string>

#include "storage/file_in_use.h"

namespace rushlab::storage {
namespace {

Error corruptError(std::string_view file, std::string_view doing, std::string_view words) {
    if (const auto use = FileInUse::hold(file)) {
        if (std::string damage = (*use)->damage(); !damage.empty()) return {ErrorCode::Corrupt, std::move(damage)};
    }
    return {ErrorCode::Corrupt,
            fmt::format("{} is damaged ({}, while {}): restore a copy of the file, or move it and the "
                        "files beside it away to start anew",
                        file, words, doing)};
}

}  // namespace

Error errorOf(sqlite3* database, int code, std::string_view file, std::string_view doing) {
    const std::string_view words = database ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    switch (code & 0xff) {
        case SQLITE_FULL:
            return {ErrorCode::Full, fmt::format("the disk that holds {} is full (while {}): nothing of it was stored; "
                                                 "free some space and try again",
                                                 file, doing)};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return corruptError(file, doing, words);
        case SQLITE_CONSTRAINT:
            return {ErrorCode::Conflict, fmt::format("{} (while {} in {}): it is there already, or a rule of the table "
                                                     "forbids it",
                                                     words, doing, file)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::Unavailable,
                    fmt::format("{} is busy with another writer (while {}): try again", file, doing)};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {ErrorCode::Unavailable, fmt::format("{} cannot be written (while {}): make the file and its folder "
                                                        "writable for this user",
                                                        file, doing)};
        case SQLITE_CANTOPEN:
            return {ErrorCode::Unavailable,
                    fmt::format("{} cannot be opened (while {}): check that its folder is there and "
                                "may be written, and that no other RushLab uses it",
                                file, doing)};
        case SQLITE_IOERR:
            if (code == SQLITE_IOERR_DATA) return corruptError(file, doing, words);
            return {ErrorCode::Unavailable,
                    fmt::format("the disk that holds {} failed ({}, while {}): check the disk; what "
                                "was confirmed before is kept",
                                file, sqlite3_errstr(code), doing)};
        case SQLITE_NOMEM:
            return {ErrorCode::Unavailable,
                    fmt::format("out of memory while {} in {}: give the program more", doing, file)};
        default:
            return {ErrorCode::Invalid, fmt::format("{} (while {} in {})", words, doing, file)};
    }
}

Error errorOf(sqlite3* database, int code, std::string_view doing) {
    const char* const file = sqlite3_db_filename(database, "main");
    return errorOf(database, code, file ? file : "the database", doing);
}

}  // namespace rushlab::storage
