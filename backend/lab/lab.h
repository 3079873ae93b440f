// A shop that runs: its engines, its instances, what it measures, and what can be done to it.
// Guarantees: open() returns when every instance answers; stop() finishes what was accepted by its deadline and loses
// nothing; a Snapshot never changes once it is made. Any thread but a loop's; commands one at a time, snapshots and
// events at any time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/histogram.h"
#include "domain/ids.h"
#include "io/http_client.h"
#include "lab/engines.h"
#include "roles/host.h"

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
};

struct InstanceState {
    std::string role;
    std::string name;
    io::HttpEndpoint endpoint;
    bool running = false;
    bool paused = false;  // running, and standing still
    // Since the lab was opened, former lives too.
    std::uint64_t requests = 0;   // that it took on; those of every role (/health ...) left out
    std::uint64_t accepted = 0;   // orders
    std::uint64_t completed = 0;  // orders
};

// What a chart draws, ten times a second or more often.
struct Snapshot {
    std::chrono::milliseconds at{};  // since the lab was opened
    std::vector<InstanceState> instances;
    struct Queue {
        std::string name;
        std::uint64_t ready = 0;
        std::uint64_t unacked = 0;
        std::size_t consumers = 0;
    };
    std::vector<Queue> queues;
    std::uint64_t accepted = 0;  // orders since the lab was opened
    std::uint64_t completed = 0;
    std::uint64_t soldOut = 0;
    std::uint64_t failed = 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> stock;  // item, units that may still be taken
    struct Latency {                                           // of orders over the last second
        std::uint64_t count = 0;
        std::chrono::nanoseconds p50{}, p95{}, p99{};
    };
    Latency orderLatency;
    double cpuShareBackend = 0;  // of one processor; the load's threads and the window's left out
    double cpuShareLoad = 0;     // of the threads that play the buyers
    double cpuShareWindow = 0;   // of the main thread: the one that draws, where there is a window
    std::size_t residentBytes = 0;
};

struct LabEvent {
    std::uint64_t number = 0;
    std::chrono::milliseconds at{};
    std::string kind;  // "killed", "started", "consumer dropped", "fault"
    std::string what;
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
    // What the network does to the consumers of a queue; how many there were.
    Result<std::size_t> dropConsumers(std::string_view queue, Deadline deadline);
    // Takes the work queue away from everybody, and gives it back with what is durable in it. Conflict: it is so
    // already.
    Result<> stopQueue();
    Result<> startQueue();

    roles::Ports ports() const;
    const roles::ShopSettings& settings() const;
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
