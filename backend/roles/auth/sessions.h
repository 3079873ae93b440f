// Sessions, as roles/session.h has them: begun by a login, ended by a logout or by nobody using them.
// Belongs to its role's loop.
#pragma once

#include <optional>
#include <string>

#include "domain/ids.h"
#include "io/http_message.h"
#include "roles/role.h"

namespace rushlab::roles {

class Sessions {
  public:
    explicit Sessions(RoleContext& context) : m_context(context) {}

    // Its token: 256 random bits as 64 hex digits.
    io::Awaitable<Result<std::string>> begin(domain::MemberId member, Deadline deadline);
    // Again is fine.
    io::Awaitable<Result<>> end(std::string token, Deadline deadline);

  private:
    RoleContext& m_context;
};

// From `Authorization: Bearer TOKEN` or the cookie SESSION; nothing where neither has one.
std::optional<std::string> tokenOf(const io::HttpRequest& request);

}  // namespace rushlab::roles
