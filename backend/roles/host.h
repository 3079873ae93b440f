// One running instance of a role: a thread with its loop, an HTTP server, a lease in the registry.
// Guarantees: open() returns once it answers and is registered (or once it tried: while the registry is away it serves
// and keeps trying); whatever still waits when it is stopped or killed is destroyed before the role that it refers to.
// Every instance also answers GET /health, /metrics (Prometheus) and /openapi.json, the last from the router's table.
// open(), stop() and leave() from any thread but a loop's; they wait. metrics() from any thread.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>

#include "roles/role.h"

namespace rushlab::io {
class TlsServerContext;
}

namespace rushlab::roles {

struct HostOptions {
    std::string role;
    std::string instance;
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;                    // 0: a free one
    std::string portSetting;                   // which setting moves the port, for the sentence that it is taken
    std::optional<io::HttpEndpoint> registry;  // nothing: this is the registry, or a test without one
    io::TlsServerContext* tls = nullptr;       // for this host alone: a context belongs to one loop
    OrderWays* ways = nullptr;                 // where orders' ways are told, if anywhere; outlives the host
};

class RoleHost {
  public:
    // Serves when it returns. Unavailable: the port is taken, or what the role consumes is not there.
    static Result<std::unique_ptr<RoleHost>> open(HostOptions options, const ShopSettings& settings, Ports ports,
                                                  const Clock& clock, const Log& log, RoleMaker make);
    ~RoleHost();  // as stop() without time to spare

    // Leaves the registry, answers what it has, ends its tasks, gives back what it consumes. False: the deadline came
    // first and something was cut off.
    bool stop(Deadline deadline);
    // The same for one whom others still call: it serves on for a heartbeat after it has left the registry, until they
    // have heard of it.
    bool leave(Deadline deadline);
    // As a crash would: connections are cut, consumers dropped, the lease is left to lapse.
    void kill();
    // Its loop stands still, as a stopped process does: connections and the lease stay until others lose patience.
    void pause();
    void resume();  // also what stop() and kill() begin with
    // The link to the other instances of its role. Invalid: it has none. Timeout: its loop does not get to it, as while
    // it is paused; then the link stays as it is.
    Result<> setLink(bool isCut, Deadline deadline);

    const std::string& role() const { return m_options.role; }
    const std::string& name() const { return m_options.instance; }  // "order-1"
    io::HttpEndpoint endpoint() const { return {m_options.address, m_port, m_options.tls != nullptr}; }
    const Metrics& metrics() const { return m_metrics; }

  private:
    struct Running;
    explicit RoleHost(HostOptions options);
    Result<> begin(const ShopSettings& settings);
    bool end(Deadline deadline, bool servesOn);

    HostOptions m_options;
    std::uint16_t m_port = 0;
    Metrics m_metrics;
    std::unique_ptr<Running> m_running;              // nothing once it has stopped
    std::optional<std::promise<void>> m_standstill;  // there while it is paused; its loop waits for it
};

}  // namespace rushlab::roles
