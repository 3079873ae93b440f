// A shop that runs: its engines, its instances, what it measures, and what can be done to it.
// Guarantees: open() returns when every instance answers; stop() finishes what was accepted by its deadline and loses
// nothing. Any thread but a loop's; commands one at a time, snapshots and events at any time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/histogram.h"
#include "domain/ids.h"
#include "lab/engines.h"
#include "lab/queue_desk.h"
#include "lab/snapshot.h"
#include "lab/stream_desk.h"
#include "roles/role.h"

namespace rushlab::lab {

struct LabOptions {
    roles::ShopSettings shop;
    std::string address = "127.0.0.1";  // of the gateways; every other role is on 127.0.0.1
    std::optional<std::uint16_t>
        portBase;  // nothing: SPEC's default ports; 0: free ones; else base + n in the table's order
    // Where the gateway's certificate is kept: its second instance then speaks TLS. Nothing: none does.
    std::optional<std::filesystem::path> tlsFolder;
    // How many of each role; what is not named here has its default (order 2, scheduler 2, everything else 1).
    std::map<std::string, std::size_t> instances;
    // Told before each instance is opened: its name. On the thread that opens the lab.
    std::function<void(const std::string& instance)> opening;
    // Whether orders' ways are kept: for whoever looks on. Everything that happens to an order costs a little then.
    bool keepOrderWays = false;
    // For how long samples are kept: a run's series are made of all of its own, a window looks at the last minute.
    std::chrono::milliseconds samplesFor = std::chrono::minutes(10);
};

class Lab {
  public:
    static Result<std::unique_ptr<Lab>> open(LabOptions options, Engines engines, const Clock& clock, const Log& log);
    ~Lab();

    bool stop(Deadline deadline);

    // Where a client goes: the gateway, or one instance itself.
    io::HttpEndpoint gateway() const;
    std::vector<InstanceState> instances() const;

    // NotFound: no such instance. Conflict: it runs already, or no longer.
    Result<> killInstance(std::string_view name);
    Result<> stopInstance(std::string_view name, Deadline deadline);
    Result<> startInstance(std::string_view name);
    // Its loop stands still, with its connections open, until it is resumed, killed or stopped.
    Result<> pauseInstance(std::string_view name);
    Result<> resumeInstance(std::string_view name);
    // The link of an instance of the chat to the others: while it is cut neither hears the other's lines, and an
    // instance that starts again is joined. Conflict: it is so already, or it is paused. Invalid: an instance without a
    // link.
    Result<> cutLink(std::string_view name, Deadline deadline);
    Result<> mendLink(std::string_view name, Deadline deadline);
    // One more of a role; its name. Invalid: a role of which there is one, or none at all. Full: it has eight.
    Result<std::string> addInstance(std::string_view role);
    // What is done to the queues from outside, by hand; what a scenario does of it.
    QueueDesk& queues();
    // Looks through the event log and the archive.
    StreamDesk streams() const;
    Result<std::size_t> dropConsumers(std::string_view queue, Deadline deadline);
    // Takes the work queue away from everybody, and gives it back with what is durable in it. Conflict: it is so
    // already.
    Result<> stopQueue();
    Result<> startQueue();

    roles::Ports ports() const;
    const roles::ShopSettings& settings() const;
    // Nothing where they are not kept; may outlive the lab.
    std::shared_ptr<const roles::OrderWays> orderWays() const;
    // Its stock is in the snapshots from now on.
    void watch(domain::ItemId item);
    // A snapshot that is begun after the call is there; false where the engines took too long to tell.
    bool sampleNow();
    // Fifty snapshots a second for so long, where what is to be seen is soon over.
    void lookCloselyFor(std::chrono::milliseconds span);
    // Where a scenario marks what it does itself ("fault", "phase").
    void note(std::string kind, std::string what);

    // The oldest first; those after `since`, as far as the ring (10 minutes) holds them.
    std::vector<std::shared_ptr<const Snapshot>> snapshots(std::chrono::milliseconds since) const;
    // The oldest first; the numbers of those that the ring had no room for are missing.
    std::vector<LabEvent> events(std::uint64_t afterNumber) const;
    // Every order's time since the lab was opened: at the gateway, or at the order role where no gateway saw any.
    Histogram orderLatency() const;
    // A counter of the roles' metrics, summed over every instance that ever ran.
    std::uint64_t count(std::string_view role, std::string_view metric) const;
    std::chrono::milliseconds age() const;

  private:
    struct Parts;
    explicit Lab(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace rushlab::lab
