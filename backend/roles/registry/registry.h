// Knows which instances there are: each takes a lease, renews it by heartbeat, and is forgotten when it lapses.
//
//     PUT    /instances/{name}             {role,host,port,tls}: takes a lease, or takes it over; 201 or 200
//     POST   /instances/{name}/heartbeat   renews it; 404: it has lapsed, register anew
//     DELETE /instances/{name}             leaves at once
//     GET    /instances                    who has a lease
//
// Each answer but DELETE's carries the list [{role,name,host,port,tls,renewal}]; `renewal` changes with every renewal,
// so that whoever could not reach an instance sees that it has been alive since.
// It keeps nothing: restarted, it learns everybody anew within a heartbeat. Belongs to its loop's thread.
#pragma once

#include <map>

#include "roles/directory.h"
#include "roles/role.h"

namespace rushlab::roles {

class RegistryRole final : public Role {
  public:
    explicit RegistryRole(RoleContext& context);

    void addRoutes(io::HttpRouter& router) override;

  private:
    struct Lease {
        Instance instance;
        SteadyTime until{};
        std::uint64_t renewal = 0;
    };

    io::Awaitable<io::HttpResponse> enter(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> renew(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> leave(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> list(io::HttpRequest& request);

    void prolong(Lease& lease);
    void evictLapsed();
    std::string listed();

    RoleContext& m_context;
    Gauge& m_registered;
    Counter& m_evicted;
    std::map<std::string, Lease, std::less<>> m_leases;  // by name
    std::uint64_t m_renewals = 0;
};

}  // namespace rushlab::roles
