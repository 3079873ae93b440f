#include "roles/auth/accounts.h"

namespace rushlab::roles {
namespace {

Result<std::optional<Account>> firstOf(Result<sql::Rows> rows) {
    if (!rows) return pass(rows);
    if (rows->empty()) return std::optional<Account>();
    const sql::Row row = rows->first();
    Account account;
    account.id.value = row.integer(0);
    account.username = row.text(1);
    account.passwordHash = row.text(2);
    account.name = row.text(3);
    account.email = row.text(4);
    account.address = row.text(5);
    return account;
}

}  // namespace

Result<std::optional<Account>> findAccount(sql::Session& session, std::string_view username) {
    return firstOf(session.query(
        "SELECT id, username, password_hash, name, email, address FROM members WHERE username = ?", {username}));
}

Result<std::optional<Account>> readAccount(sql::Session& session, domain::MemberId id) {
    return firstOf(
        session.query("SELECT id, username, password_hash, name, email, address FROM members WHERE id = ?", {id}));
}

Result<domain::MemberId> insertAccount(sql::Session& session, std::string_view username, std::string_view email,
                                       std::string_view passwordHash, WallTime now) {
    const auto rows = session.query(
        "INSERT INTO members (name, username, password_hash, email, created_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING RETURNING id",
        {username, username, passwordHash, email, now});
    if (!rows) return pass(rows);
    if (rows->empty()) return usernameTaken(username);
    return domain::MemberId{rows->first().integer(0)};
}

tl::unexpected<Error> usernameTaken(std::string_view username) {
    return fail(ErrorCode::Conflict, "The username \"{}\" is taken; choose another.", username);
}

}  // namespace rushlab::roles
