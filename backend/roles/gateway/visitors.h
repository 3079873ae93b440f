// Who asks: the session behind a bearer token or a cookie, read from the key-value engine and kept alive by its use.
// Guarantees: only what stands in the engine is believed, on every request, so that a logout counts at once everywhere;
// what cannot be a token is not looked up. Belongs to one loop's thread.
#pragma once

#include <unordered_map>

#include "domain/code.h"
#include "domain/ids.h"
#include "roles/role.h"

namespace rushlab::roles::gateway {

struct Visitor {
    domain::MemberId member{};
    domain::Code refusal = domain::Code::Ok;  // why nobody is let in, where it is not Ok

    bool isIn() const { return refusal == domain::Code::Ok; }
};

class Visitors {
  public:
    explicit Visitors(RoleContext& context) : m_context(context) {}

    io::Awaitable<Visitor> whoIs(const io::HttpRequest& request);

  private:
    io::Awaitable<Visitor> ofSession(std::string token, Deadline deadline);
    bool isTimeToSlide(const std::string& token);

    RoleContext& m_context;
    // When each session's time was last begun anew: once in a while is enough, and a command less for each request.
    std::unordered_map<std::string, SteadyTime> m_slid;
};

}  // namespace rushlab::roles::gateway
