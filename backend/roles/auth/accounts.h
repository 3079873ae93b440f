// Members who can log in, as the database holds them.
// Any thread, within a transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"
#include "engines/sql/database.h"

namespace rushlab::roles {

struct Account {
    domain::MemberId id;
    std::string username;      // empty: a member who never signed up
    std::string passwordHash;  // empty with it
    std::string name;
    std::string email;
    std::string address;
};

Result<std::optional<Account>> findAccount(sql::Session& session, std::string_view username);
Result<std::optional<Account>> readAccount(sql::Session& session, domain::MemberId id);
// Conflict: the username is taken.
Result<domain::MemberId> insertAccount(sql::Session& session, std::string_view username, std::string_view email,
                                       std::string_view passwordHash, WallTime now);
tl::unexpected<Error> usernameTaken(std::string_view username);

}  // namespace rushlab::roles
