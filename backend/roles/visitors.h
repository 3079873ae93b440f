// Who asks: the session behind a bearer token or a cookie, read from the key-value engine and kept alive by its use.
// Guarantees: only what stands in the engine is believed, on every request, so that a logout counts at once everywhere;
// what cannot be a token is not looked up. Belongs to one loop's thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "domain/code.h"
#include "domain/ids.h"
#include "roles/role.h"

namespace rushlab::roles {

struct Visitor {
    domain::MemberId member{};
    domain::Code refusal = domain::Code::Ok;  // why nobody is let in, where it is not Ok

    bool isIn() const { return refusal == domain::Code::Ok; }
};

// The token of a session's cookie.
std::optional<std::string_view> sessionCookieOf(const io::HttpRequest& request);

class Visitors {
  public:
    explicit Visitors(RoleContext& context) : m_context(context) {}

    io::Awaitable<Visitor> whoIs(const io::HttpRequest& request);
    // By what such a field would say, and else by a session's token. The views need not outlive the call.
    io::Awaitable<Visitor> whoIs(std::optional<std::string_view> authorization, std::optional<std::string_view> token,
                                 Deadline deadline);

  private:
    io::Awaitable<Visitor> ofSession(std::string token, Deadline deadline);
    bool isTimeToSlide(const std::string& token);

    RoleContext& m_context;
    // When each session's time was last begun anew: once in a while is enough, and a command less for each request.
    std::unordered_map<std::string, SteadyTime> m_slid;
};

}  // namespace rushlab::roles
