#include "lab/open_lab.h"

#include <mutex>

#include "lab/lab.h"

namespace rushlab::lab {
namespace {

using namespace std::chrono_literals;

constexpr auto kStopWithin = 4s;
constexpr auto kAskWithin = 2s;
constexpr auto kRedriveWithin = 10s;
constexpr auto kLastSamples = 10s;  // whoever looks on comes ten times a second, and may be held up for a while

}  // namespace

OpenLab::OpenLab(Lab& lab, std::uint64_t number, Purpose purpose, std::string label)
    : m_number(number), m_purpose(purpose), m_label(std::move(label)), m_ways(lab.orderWays()), m_lab(&lab) {}

void OpenLab::letGo() {
    const std::unique_lock lock(m_mutex);
    if (!m_lab) return;
    m_lastSnapshots = m_lab->snapshots(-1ms);
    if (!m_lastSnapshots.empty()) m_lastSnapshots = m_lab->snapshots(m_lastSnapshots.back()->at - kLastSamples);
    m_lastEvents = m_lab->events(0);
    m_lab = nullptr;
}

bool OpenLab::isOf(const Lab& lab) const {
    const std::shared_lock lock(m_mutex);
    return m_lab == &lab;
}

bool OpenLab::isOpen() const {
    const std::shared_lock lock(m_mutex);
    return m_lab != nullptr;
}

std::vector<std::shared_ptr<const Snapshot>> OpenLab::snapshots(std::chrono::milliseconds since) const {
    const std::shared_lock lock(m_mutex);
    if (m_lab) return m_lab->snapshots(since);
    std::vector<std::shared_ptr<const Snapshot>> found;
    for (const auto& snapshot : m_lastSnapshots) {
        if (snapshot->at > since) found.push_back(snapshot);
    }
    return found;
}

std::vector<LabEvent> OpenLab::events(std::uint64_t afterNumber) const {
    const std::shared_lock lock(m_mutex);
    if (m_lab) return m_lab->events(afterNumber);
    std::vector<LabEvent> found;
    for (const LabEvent& event : m_lastEvents) {
        if (event.number > afterNumber) found.push_back(event);
    }
    return found;
}

std::vector<std::string> OpenLab::orders() const {
    return m_ways ? m_ways->orders() : std::vector<std::string>();
}

std::vector<OrderStep> OpenLab::wayOf(const std::string& orderId) const {
    std::vector<OrderStep> way;
    if (!m_ways) return way;
    for (roles::OrderWays::Told& told : m_ways->wayOf(orderId))
        way.push_back({told.at, std::move(told.where), std::string(roles::name(told.step)), std::move(told.detail)});
    return way;
}

template <class Order>
auto OpenLab::whileOpen(Order order) -> decltype(order(std::declval<Lab&>())) {
    const std::shared_lock lock(m_mutex);
    if (!m_lab) return fail(ErrorCode::Conflict, "The lab \"{}\" is closed: it takes no orders any more.", m_label);
    return order(*m_lab);
}

Result<> OpenLab::kill(const std::string& instance) {
    return whileOpen([&](Lab& lab) { return lab.killInstance(instance); });
}

Result<> OpenLab::stop(const std::string& instance) {
    return whileOpen([&](Lab& lab) { return lab.stopInstance(instance, Deadline::in(kStopWithin)); });
}

Result<> OpenLab::start(const std::string& instance) {
    return whileOpen([&](Lab& lab) { return lab.startInstance(instance); });
}

Result<> OpenLab::pause(const std::string& instance) {
    return whileOpen([&](Lab& lab) { return lab.pauseInstance(instance); });
}

Result<> OpenLab::resume(const std::string& instance) {
    return whileOpen([&](Lab& lab) { return lab.resumeInstance(instance); });
}

Result<> OpenLab::cutLink(const std::string& instance) {
    return whileOpen([&](Lab& lab) { return lab.cutLink(instance, Deadline::in(kAskWithin)); });
}

Result<> OpenLab::mendLink(const std::string& instance) {
    return whileOpen([&](Lab& lab) { return lab.mendLink(instance, Deadline::in(kAskWithin)); });
}

Result<std::string> OpenLab::add(const std::string& role) {
    return whileOpen([&](Lab& lab) { return lab.addInstance(role); });
}

Result<std::size_t> OpenLab::dropConsumers(const std::string& queue) {
    return whileOpen([&](Lab& lab) { return lab.queues().dropConsumers(queue, Deadline::in(kAskWithin)); });
}

Result<> OpenLab::dropConsumer(const std::string& queue, std::uint64_t consumer) {
    return whileOpen([&](Lab& lab) { return lab.queues().dropConsumer(queue, consumer, Deadline::in(kAskWithin)); });
}

Result<> OpenLab::slowConsumer(const std::string& queue, const std::string& name, std::chrono::milliseconds aMessage) {
    return whileOpen([&](Lab& lab) { return lab.queues().slowConsumer(queue, name, aMessage); });
}

Result<std::vector<SeenMessage>> OpenLab::browse(const std::string& queue, std::uint64_t from, std::uint64_t limit) {
    return whileOpen([&](Lab& lab) { return lab.queues().browse(queue, from, limit, Deadline::in(kAskWithin)); });
}

Result<std::size_t> OpenLab::publish(const NewMessage& message) {
    return whileOpen([&](Lab& lab) { return lab.queues().publish(message, Deadline::in(kAskWithin)); });
}

Result<std::uint64_t> OpenLab::purge(const std::string& queue) {
    return whileOpen([&](Lab& lab) { return lab.queues().purge(queue, Deadline::in(kAskWithin)); });
}

Result<std::vector<std::string>> OpenLab::redrive(const RedriveOrder& order) {
    return whileOpen([&](Lab& lab) { return lab.queues().redrive(order, Deadline::in(kRedriveWithin)); });
}

Result<SeenRecords> OpenLab::records(const RecordsAsked& asked) {
    return whileOpen([&](Lab& lab) { return lab.streams().records(asked, Deadline::in(kAskWithin)); });
}

Result<std::vector<SeenLine>> OpenLab::lines(const LinesAsked& asked) {
    return whileOpen([&](Lab& lab) { return lab.streams().lines(asked, Deadline::in(kAskWithin)); });
}

}  // namespace rushlab::lab
