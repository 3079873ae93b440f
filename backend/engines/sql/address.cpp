#include "engines/sql/address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace rushlab::sql {
namespace {

constexpr std::string_view kShape = "postgres://user:password@host:port/database?sslmode=prefer";
constexpr std::array<std::string_view, 6> kSslModes{"disable", "allow",     "prefer",
                                                    "require", "verify-ca", "verify-full"};

std::optional<std::string> percentDecoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        unsigned value = 0;
        const char* const digits = text.data() + i + 1;
        if (i + 2 >= text.size() || std::from_chars(digits, digits + 2, value, 16).ptr != digits + 2)
            return std::nullopt;
        if (value == 0) return std::nullopt;
        decoded += static_cast<char>(value);
        i += 2;
    }
    return decoded;
}

// Cuts what is left of the separator off `text`; everything where there is none.
std::string_view cut(std::string_view& text, std::string_view separator) {
    const std::size_t at = text.find(separator);
    const std::string_view left = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view{} : text.substr(at + separator.size());
    return left;
}

Result<std::string> part(std::string_view encoded, std::string_view what) {
    auto decoded = percentDecoded(encoded);
    if (!decoded) return fail(ErrorCode::Invalid, "The {} in the database URL is not well percent-encoded", what);
    return std::move(*decoded);
}

Result<> setOption(PostgresAddress& address, std::string_view name, const std::string& value) {
    if (name == "sslmode") {
        if (std::ranges::find(kSslModes, value) == kSslModes.end()) {
            return fail(
                ErrorCode::Invalid,
                "sslmode={} is not known to PostgreSQL: allowed are disable, allow, prefer, require, verify-ca and "
                "verify-full",
                value);
        }
        address.sslMode = value;
    } else if (name == "host") {
        address.host = value;
    } else if (name == "schema") {
        // It is written into statements as it is.
        const bool isWord = std::ranges::all_of(
            value, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
        if (value.empty() || !isWord || value.size() > 63)
            return fail(ErrorCode::Invalid, "schema={} is not allowed: write small letters, digits and _", value);
        address.schema = value;
    } else {
        return fail(ErrorCode::Invalid, "\"{}\" in the database URL is not known: allowed are sslmode, host and schema",
                    name);
    }
    return {};
}

Result<> setHostAndPort(PostgresAddress& address, std::string_view text) {
    std::string_view host = text;
    std::string_view port;
    if (text.starts_with('[')) {  // an IPv6 address
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos)
            return fail(ErrorCode::Invalid, "The host {} in the database URL has no ]", text);
        host = text.substr(1, end - 1);
        port = text.substr(end + 1);
        if (port.starts_with(':')) port.remove_prefix(1);
    } else if (const std::size_t colon = text.rfind(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
    }
    if (!port.empty()) {
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
        if (error != std::errc{} || end != port.data() + port.size() || address.port == 0) {
            return fail(ErrorCode::Invalid, "The port {} in the database URL is not a number from 1 to 65535", port);
        }
    }
    if (host.empty()) return {};
    auto decoded = part(host, "host");
    if (!decoded) return pass(std::move(decoded));
    address.host = std::move(*decoded);
    return {};
}

Result<> setCredentials(PostgresAddress& address, std::string_view text) {
    auto user = part(cut(text, ":"), "user");
    if (!user) return pass(std::move(user));
    auto password = part(text, "password");
    if (!password) return pass(std::move(password));
    address.user = std::move(*user);
    address.password = std::move(*password);
    return {};
}

Result<Address> parsePostgres(std::string_view rest) {
    PostgresAddress address;
    std::string_view beforeOptions = cut(rest, "?");
    std::string_view options = rest;
    std::string_view authority = cut(beforeOptions, "/");
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        if (auto set = setCredentials(address, authority.substr(0, at)); !set) return pass(std::move(set));
        authority.remove_prefix(at + 1);
    }
    if (auto set = setHostAndPort(address, authority); !set) return pass(std::move(set));
    auto database = part(beforeOptions, "database's name");
    if (!database) return pass(std::move(database));
    address.database = std::move(*database);
    while (!options.empty()) {
        std::string_view value = cut(options, "&");
        const std::string_view name = cut(value, "=");
        auto decoded = part(value, name);
        if (!decoded) return pass(std::move(decoded));
        if (auto set = setOption(address, name, *decoded); !set) return pass(std::move(set));
    }
    if (address.database.empty() || address.user.empty()) {
        return fail(ErrorCode::Invalid, "The database URL names no {}: write {}",
                    address.user.empty() ? "user" : "database", kShape);
    }
    return Address(std::move(address));
}

}  // namespace

std::string PostgresAddress::describe() const {
    return fmt::format("PostgreSQL at {}:{} (database {}, user {})", host, port, database, user);
}

Result<Address> parseUrl(std::string_view url) {
    constexpr std::string_view kSqlite = "sqlite:";
    for (const std::string_view scheme : {"postgres://", "postgresql://"}) {
        if (url.starts_with(scheme)) return parsePostgres(url.substr(scheme.size()));
    }
    if (url.starts_with(kSqlite)) {
        std::string_view path = url.substr(kSqlite.size());
        if (path.starts_with("//")) path.remove_prefix(2);  // sqlite:///var/lib/shop.db
        if (path.empty() || path.find('\0') != std::string_view::npos || path.starts_with(":memory:")) {
            return fail(ErrorCode::Invalid, "A SQLite database needs a file, as in sqlite:data/shop.db");
        }
        return Address(SqliteAddress{std::filesystem::path(path)});
    }
    // The whole URL is not repeated: a mistyped one may hold a password.
    return fail(ErrorCode::Invalid, "The database URL begins with \"{}\": allowed are sqlite:PATH and {}",
                url.substr(0, std::min<std::size_t>(url.find(':'), 16)), kShape);
}

}  // namespace rushlab::sql
