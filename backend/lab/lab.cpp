#include "lab/lab.h"

#include "lab/event_ring.h"
#include "lab/instances.h"
#include "lab/sampler.h"
#include "lab/stoppable_queue.h"

namespace rushlab::lab {
namespace {

Engines withStoppableQueue(Engines engines, StoppableQueue*& queue) {
    auto stoppable = std::make_unique<StoppableQueue>(std::move(engines.queue));
    queue = stoppable.get();
    engines.queue = std::move(stoppable);
    return engines;
}

}  // namespace

// Members are destroyed from the last to the first: the engines outlive whoever uses them.
struct Lab::Parts {
    Parts(LabOptions ownOptions, Engines ownEngines, const Clock& clock, const Log& log)
        : opened(std::chrono::steady_clock::now()),
          options(std::move(ownOptions)),
          ways(options.keepOrderWays ? std::make_shared<roles::OrderWays>(opened) : nullptr),
          engines(withStoppableQueue(std::move(ownEngines), queue)),
          instances(options, engines.ports(), ways.get(), clock, log),
          desk(*queue, opened, events) {}

    const SteadyTime opened;
    const LabOptions options;
    const std::shared_ptr<roles::OrderWays> ways;
    StoppableQueue* queue = nullptr;  // the engines' own
    Engines engines;
    EventRing events;
    Instances instances;
    QueueDesk desk;
    std::unique_ptr<Sampler> sampler;
};

Lab::Lab(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Lab::~Lab() = default;

Result<std::unique_ptr<Lab>> Lab::open(LabOptions options, Engines engines, const Clock& clock, const Log& log) {
    auto parts = std::make_unique<Parts>(std::move(options), std::move(engines), clock, log);
    if (const auto opened = parts->instances.openAll(); !opened) return pass(opened);
    parts->sampler = std::make_unique<Sampler>(parts->instances, parts->engines.ports(), *parts->queue, parts->opened,
                                               parts->options.samplesFor);
    return std::unique_ptr<Lab>(new Lab(std::move(parts)));
}

bool Lab::stop(Deadline deadline) {
    m_parts->sampler->end();
    return m_parts->instances.stopAll(deadline);
}

io::HttpEndpoint Lab::gateway() const {
    for (const InstanceState& instance : m_parts->instances.states()) {
        if (instance.role == kGateway) return instance.endpoint;
    }
    abortBecause("a lab without a gateway was asked for it");
}

std::vector<InstanceState> Lab::instances() const {
    return m_parts->instances.states();
}

Result<> Lab::killInstance(std::string_view name) {
    const auto killed = m_parts->instances.kill(name);
    if (killed) note("killed", std::string(name));
    return killed;
}

Result<> Lab::stopInstance(std::string_view name, Deadline deadline) {
    const auto stopped = m_parts->instances.stop(name, deadline);
    if (stopped) note("stopped", std::string(name));
    return stopped;
}

Result<> Lab::startInstance(std::string_view name) {
    const auto started = m_parts->instances.start(name);
    if (started) note("started", std::string(name));
    return started;
}

Result<> Lab::pauseInstance(std::string_view name) {
    const auto paused = m_parts->instances.pause(name);
    if (paused) note("paused", std::string(name));
    return paused;
}

Result<> Lab::resumeInstance(std::string_view name) {
    const auto resumed = m_parts->instances.resume(name);
    if (resumed) note("resumed", std::string(name));
    return resumed;
}

Result<> Lab::cutLink(std::string_view name, Deadline deadline) {
    const auto cut = m_parts->instances.setLink(name, true, deadline);
    if (cut) note("link cut", std::string(name));
    return cut;
}

Result<> Lab::mendLink(std::string_view name, Deadline deadline) {
    const auto mended = m_parts->instances.setLink(name, false, deadline);
    if (mended) note("link mended", std::string(name));
    return mended;
}

Result<std::string> Lab::addInstance(std::string_view role) {
    auto added = m_parts->instances.add(role);
    if (added) note("added", *added);
    return added;
}

QueueDesk& Lab::queues() {
    return m_parts->desk;
}

StreamDesk Lab::streams() const {
    return StreamDesk(ports());
}

Result<std::size_t> Lab::dropConsumers(std::string_view queue, Deadline deadline) {
    return m_parts->desk.dropConsumers(std::string(queue), deadline);
}

Result<> Lab::stopQueue() {
    if (!m_parts->queue->stop()) return fail(ErrorCode::Conflict, "The work queue is stopped already.");
    note("engine stopped", "work queue");
    return {};
}

Result<> Lab::startQueue() {
    if (!m_parts->queue->start()) return fail(ErrorCode::Conflict, "The work queue runs already.");
    note("engine started", "work queue");
    return {};
}

roles::Ports Lab::ports() const {
    return m_parts->engines.ports();
}

const roles::ShopSettings& Lab::settings() const {
    return m_parts->options.shop;
}

std::shared_ptr<const roles::OrderWays> Lab::orderWays() const {
    return m_parts->ways;
}

void Lab::watch(domain::ItemId item) {
    m_parts->sampler->watch(item);
}

bool Lab::sampleNow() {
    return m_parts->sampler->sampleNow();
}

void Lab::lookCloselyFor(std::chrono::milliseconds span) {
    m_parts->sampler->lookCloselyFor(span);
}

void Lab::note(std::string kind, std::string what) {
    m_parts->events.add(age(), std::move(kind), std::move(what));
}

std::vector<std::shared_ptr<const Snapshot>> Lab::snapshots(std::chrono::milliseconds since) const {
    return m_parts->sampler->since(since);
}

std::vector<LabEvent> Lab::events(std::uint64_t afterNumber) const {
    return m_parts->events.after(afterNumber);
}

Histogram Lab::orderLatency() const {
    return m_parts->instances.totals().orderLatency();
}

std::uint64_t Lab::count(std::string_view role, std::string_view metric) const {
    return m_parts->instances.count(role, metric);
}

std::chrono::milliseconds Lab::age() const {
    return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - m_parts->opened);
}

}  // namespace rushlab::lab
