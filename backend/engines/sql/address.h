// Which database a URL means: sqlite:PATH, or postgres://user:password@host:port/database?sslmode=...&schema=...
// The password is for the driver alone: nothing that describes an address shows it. Any thread; plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

namespace rushlab::sql {

struct SqliteAddress {
    std::filesystem::path file;

    std::string describe() const { return "the SQLite file " + file.string(); }
};

struct PostgresAddress {
    std::string host =
        "127.0.0.1";  // or the folder of a Unix socket, which starts with a slash (?host=/run/postgresql)
    std::uint16_t port = 5432;
    std::string database;
    std::string user;
    std::string password;
    std::string sslMode = "prefer";
    std::string schema{};  // where its tables are; empty: the user's own search path

    std::string describe() const;
};

using Address = std::variant<SqliteAddress, PostgresAddress>;

// Invalid says which part is wrong and what is allowed.
Result<Address> parseUrl(std::string_view url);

}  // namespace rushlab::sql
