// The instances of a lab: opened in the right order, killed, stopped and started again by name.
// Guarantees: the registry opens first and the gateways last, so that what a client reaches is all there; they stop the
// other way round. An instance that starts again keeps its name and its port, and what its former lives counted stays
// in the sums.
// Commands (open, stopAll, kill, stop, start, add, setLink ...) one at a time, not from a loop; everything else from
// any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "lab/role_table.h"
#include "roles/host.h"

namespace rushlab::io {
class TlsServerContext;
}

namespace rushlab::lab {

struct Totals {
    std::uint64_t accepted = 0;
    std::uint64_t completed = 0;
    std::uint64_t soldOut = 0;
    std::uint64_t failed = 0;
    Histogram atGateway;
    Histogram atOrder;

    const Histogram& orderLatency() const { return atGateway.empty() ? atOrder : atGateway; }
};

class Instances {
  public:
    // `ways`: where orders' ways are told; may be missing.
    Instances(const LabOptions& options, roles::Ports ports, roles::OrderWays* ways, const Clock& clock,
              const Log& log);
    ~Instances();

    Result<> openAll();
    bool stopAll(Deadline deadline);

    Result<> kill(std::string_view name);
    Result<> stop(std::string_view name, Deadline deadline);
    Result<> start(std::string_view name);
    Result<std::string> add(std::string_view role);
    Result<> pause(std::string_view name);
    Result<> resume(std::string_view name);
    Result<> setLink(std::string_view name, bool isCut, Deadline deadline);

    std::vector<InstanceState> states() const;
    std::vector<Snapshot::ChatHouse> chats() const;
    // Lines that were said and are not in the event log yet; of instances that run.
    std::uint64_t chatLinesWaiting() const;
    Totals totals() const;
    std::uint64_t count(std::string_view role, std::string_view metric) const;

  private:
    struct Slot;

    // The n-th of its role, from 0, and the number-th of all.
    std::unique_ptr<Slot> slotFor(const RoleRow& row, std::size_t n, std::size_t number) const;
    Result<> open(Slot& slot);
    Result<Slot*> find(std::string_view name);
    void setRunning(Slot& slot, bool running);
    std::string addressOf(const Slot& slot) const;
    std::vector<Slot*> thoseOf(bool (*wanted)(std::string_view role)) const;
    static bool stopTogether(const std::vector<Slot*>& slots, Deadline deadline);

    const LabOptions& m_options;
    const roles::Ports m_ports;
    roles::OrderWays* const m_ways;
    const Clock& m_clock;
    const Log m_log;
    std::unique_ptr<io::TlsServerContext> m_tls;
    std::mutex m_commands;       // held while an instance comes or goes; before m_mutex where both are
    mutable std::mutex m_mutex;  // guards each slot's running, port and the list of its lives
    std::vector<std::unique_ptr<Slot>> m_slots;
    std::optional<io::HttpEndpoint> m_registry;
};

}  // namespace rushlab::lab
