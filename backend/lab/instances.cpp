#include "lab/instances.h"

#include <algorithm>
#include <thread>

#include "io/tls.h"

namespace rushlab::lab {

using namespace std::chrono_literals;

// The lives of an instance: all but the last have ended, and are kept for what they counted.
struct Instances::Slot {
    const RoleRow* row = nullptr;
    std::string name;
    std::uint16_t port = 0;
    bool tls = false;
    bool running = false;
    bool paused = false;
    std::vector<std::unique_ptr<roles::RoleHost>> lives;
};

namespace {

constexpr std::size_t kOfARoleMost = 8;
constexpr std::string_view kLinkCut = "rushlab_chat_link_cut";

bool isGateway(std::string_view role) {
    return role == kGateway;
}
bool isRegistry(std::string_view role) {
    return role == kRegistry;
}
bool isBetween(std::string_view role) {
    return !isGateway(role) && !isRegistry(role);
}

}  // namespace

Instances::Instances(const LabOptions& options, roles::Ports ports, roles::OrderWays* ways, const Clock& clock,
                     const Log& log)
    : m_options(options), m_ports(ports), m_ways(ways), m_clock(clock), m_log(log) {
    for (const RoleRow& row : roleTable()) {
        const auto asked = options.instances.find(std::string(row.role));
        const std::size_t count = asked == options.instances.end() ? row.instances : asked->second;
        for (std::size_t n = 0; n < count; ++n)
            m_slots.push_back(slotFor(row, n, m_slots.size()));
    }
}

std::unique_ptr<Instances::Slot> Instances::slotFor(const RoleRow& row, std::size_t n, std::size_t number) const {
    auto slot = std::make_unique<Slot>();
    slot->row = &row;
    slot->name = fmt::format("{}-{}", row.role, n + 1);
    slot->tls = isGateway(row.role) && n == 1 && m_options.tlsFolder.has_value();
    if (!m_options.portBase)
        slot->port = n < row.ports.size() ? row.ports[n] : std::uint16_t{0};
    else if (*m_options.portBase > 0)
        slot->port = static_cast<std::uint16_t>(*m_options.portBase + number);
    return slot;
}

Instances::~Instances() {
    stopAll(Deadline::in(100ms));
}

// The other roles believe what a gateway tells them of who asks: nobody else is to reach them.
std::string Instances::addressOf(const Slot& slot) const {
    return isGateway(slot.row->role) ? m_options.address : "127.0.0.1";
}

std::vector<Instances::Slot*> Instances::thoseOf(bool (*wanted)(std::string_view role)) const {
    std::vector<Slot*> found;
    for (const auto& slot : m_slots) {
        if (wanted(slot->row->role)) found.push_back(slot.get());
    }
    return found;
}

Result<> Instances::open(Slot& slot) {
    roles::HostOptions options;
    options.role = slot.row->role;
    options.instance = slot.name;
    options.address = addressOf(slot);
    options.port = slot.port;
    options.portSetting = "--port-base";
    options.registry = m_registry;
    options.ways = m_ways;
    options.tls = slot.tls ? m_tls.get() : nullptr;
    auto host = roles::RoleHost::open(std::move(options), m_options.shop, m_ports, m_clock, m_log, slot.row->make);
    if (!host) return pass(host);
    const std::lock_guard lock(m_mutex);
    slot.port = (*host)->endpoint().port;
    slot.running = true;
    slot.paused = false;
    slot.lives.push_back(*std::move(host));
    return {};
}

Result<> Instances::openAll() {
    const std::lock_guard commands(m_commands);
    if (m_options.tlsFolder) {
        auto tls = io::TlsServerContext::open(*m_options.tlsFolder);
        if (!tls) return pass(tls);
        m_tls = std::make_unique<io::TlsServerContext>(*std::move(tls));
    }
    for (const auto wanted : {&isRegistry, &isBetween, &isGateway}) {
        for (Slot* slot : thoseOf(wanted)) {
            if (m_options.opening) m_options.opening(slot->name);
            if (const auto opened = open(*slot); !opened) return opened;
            if (isRegistry(slot->row->role)) m_registry = slot->lives.back()->endpoint();
        }
    }
    return {};
}

bool Instances::stopTogether(const std::vector<Slot*>& slots, Deadline deadline) {
    std::atomic<bool> whole = true;
    std::vector<std::jthread> waiting;
    for (Slot* slot : slots) {
        if (slot->lives.empty()) continue;
        roles::RoleHost& host = *slot->lives.back();
        waiting.emplace_back([&host, &whole, deadline] {
            if (!host.stop(deadline)) whole = false;
        });
    }
    waiting.clear();
    return whole;
}

// Whoever still sends is turned away first; then what was accepted finishes; the registry goes last.
bool Instances::stopAll(Deadline deadline) {
    const std::lock_guard commands(m_commands);
    const auto now = std::chrono::steady_clock::now();
    const auto left = std::max(deadline.time() - now, SteadyTime::duration::zero());
    bool whole = stopTogether(thoseOf(&isGateway), Deadline::at(now + left / 2));
    whole = stopTogether(thoseOf(&isBetween), Deadline::at(now + left - left / 10)) && whole;
    whole = stopTogether(thoseOf(&isRegistry), deadline) && whole;
    for (const auto& slot : m_slots)
        setRunning(*slot, false);
    return whole;
}

Result<Instances::Slot*> Instances::find(std::string_view name) {
    for (const auto& slot : m_slots) {
        if (slot->name == name) return slot.get();
    }
    return fail(ErrorCode::NotFound, "There is no instance \"{}\" in this lab.", name);
}

void Instances::setRunning(Slot& slot, bool running) {
    const std::lock_guard lock(m_mutex);
    slot.running = running;
    slot.paused = false;
}

Result<> Instances::kill(std::string_view name) {
    const std::lock_guard commands(m_commands);
    const auto slot = find(name);
    if (!slot) return pass(slot);
    if (!(*slot)->running) return fail(ErrorCode::Conflict, "The instance {} does not run: start it first.", name);
    setRunning(**slot, false);
    (*slot)->lives.back()->kill();
    return {};
}

Result<> Instances::stop(std::string_view name, Deadline deadline) {
    const std::lock_guard commands(m_commands);
    const auto slot = find(name);
    if (!slot) return pass(slot);
    if (!(*slot)->running) return fail(ErrorCode::Conflict, "The instance {} does not run.", name);
    setRunning(**slot, false);
    if (!(*slot)->lives.back()->leave(deadline))
        return fail(ErrorCode::Timeout, "The instance {} did not finish in time: what it still did was cut off.", name);
    return {};
}

Result<> Instances::start(std::string_view name) {
    const std::lock_guard commands(m_commands);
    const auto slot = find(name);
    if (!slot) return pass(slot);
    if ((*slot)->running) return fail(ErrorCode::Conflict, "The instance {} runs already.", name);
    return open(**slot);
}

Result<std::string> Instances::add(std::string_view role) {
    const std::lock_guard commands(m_commands);
    const auto row = std::ranges::find(roleTable(), role, &RoleRow::role);
    if (row == roleTable().end() || !isBetween(role))
        return fail(ErrorCode::Invalid, "No instance of \"{}\" can be added: it is no role that may have several.",
                    role);
    const auto count = static_cast<std::size_t>(
        std::ranges::count_if(m_slots, [&](const auto& slot) { return slot->row->role == role; }));
    if (count >= kOfARoleMost)
        return fail(ErrorCode::Full, "There are {} instances of {}: no more can be added.", count, role);
    auto slot = slotFor(*row, count, m_slots.size());
    slot->port = 0;  // what stands beside the port of another may be anybody's
    if (const auto opened = open(*slot); !opened) return pass(opened);
    const std::lock_guard lock(m_mutex);
    m_slots.push_back(std::move(slot));
    return m_slots.back()->name;
}

Result<> Instances::pause(std::string_view name) {
    const std::lock_guard commands(m_commands);
    const auto slot = find(name);
    if (!slot) return pass(slot);
    if (!(*slot)->running) return fail(ErrorCode::Conflict, "The instance {} does not run: start it first.", name);
    if ((*slot)->paused) return fail(ErrorCode::Conflict, "The instance {} is paused already.", name);
    (*slot)->lives.back()->pause();
    const std::lock_guard lock(m_mutex);
    (*slot)->paused = true;
    return {};
}

Result<> Instances::resume(std::string_view name) {
    const std::lock_guard commands(m_commands);
    const auto slot = find(name);
    if (!slot) return pass(slot);
    if (!(*slot)->paused) return fail(ErrorCode::Conflict, "The instance {} is not paused.", name);
    (*slot)->lives.back()->resume();
    const std::lock_guard lock(m_mutex);
    (*slot)->paused = false;
    return {};
}

Result<> Instances::setLink(std::string_view name, bool isCut, Deadline deadline) {
    const std::lock_guard commands(m_commands);
    const auto slot = find(name);
    if (!slot) return pass(slot);
    if (!(*slot)->running) return fail(ErrorCode::Conflict, "The instance {} does not run: start it first.", name);
    if ((*slot)->paused) return fail(ErrorCode::Conflict, "The instance {} is paused: resume it first.", name);
    roles::RoleHost& host = *(*slot)->lives.back();
    if ((*slot)->row->role == kChat && isCut == (host.metrics().level(kLinkCut) > 0))
        return fail(ErrorCode::Conflict, "The link of {} is {} already.", name, isCut ? "cut" : "whole");
    return host.setLink(isCut, deadline);
}

std::vector<InstanceState> Instances::states() const {
    const std::lock_guard lock(m_mutex);
    std::vector<InstanceState> states;
    for (const auto& slot : m_slots) {
        InstanceState& state = states.emplace_back();
        state.role = slot->row->role;
        state.name = slot->name;
        state.endpoint = {addressOf(*slot), slot->port, slot->tls};
        state.running = slot->running;
        state.paused = slot->paused;
        for (const auto& life : slot->lives) {
            const roles::Metrics& metrics = life->metrics();
            state.requests += metrics.count("rushlab_requests_total");
            state.accepted += metrics.count("rushlab_orders_accepted_total");
            state.completed += metrics.count("rushlab_orders_completed_total");
        }
    }
    return states;
}

std::vector<Snapshot::ChatHouse> Instances::chats() const {
    const std::lock_guard lock(m_mutex);
    std::vector<Snapshot::ChatHouse> chats;
    for (const auto& slot : m_slots) {
        if (slot->row->role != kChat) continue;
        Snapshot::ChatHouse& chat = chats.emplace_back();
        chat.instance = slot->name;
        for (const auto& life : slot->lives) {
            chat.lines += life->metrics().count("rushlab_chat_lines_total");
            chat.deliveries += life->metrics().count("rushlab_chat_deliveries_total");
        }
        if (!slot->running) continue;
        const roles::Metrics& now = slot->lives.back()->metrics();
        chat.clients = now.level("rushlab_chat_clients");
        chat.isCut = now.level(kLinkCut) > 0;
    }
    return chats;
}

std::uint64_t Instances::chatLinesWaiting() const {
    const std::lock_guard lock(m_mutex);
    std::int64_t waiting = 0;
    for (const auto& slot : m_slots) {
        if (slot->row->role == kChat && slot->running)
            waiting += slot->lives.back()->metrics().level("rushlab_chat_waiting");
    }
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, waiting));
}

Totals Instances::totals() const {
    const std::lock_guard lock(m_mutex);
    Totals totals;
    for (const auto& slot : m_slots) {
        for (const auto& life : slot->lives) {
            const roles::Metrics& metrics = life->metrics();
            if (slot->row->role == "order") {
                totals.accepted += metrics.count("rushlab_orders_accepted_total");
                totals.soldOut += metrics.count("rushlab_orders_sold_out_total");
                totals.failed += metrics.count("rushlab_orders_failed_total");
                totals.atOrder.merge(metrics.histogram("rushlab_order_seconds"));
            }
            if (slot->row->role == kGateway) totals.atGateway.merge(metrics.histogram("rushlab_order_seconds"));
            totals.completed += metrics.count("rushlab_orders_completed_total");
        }
    }
    return totals;
}

std::uint64_t Instances::count(std::string_view role, std::string_view metric) const {
    const std::lock_guard lock(m_mutex);
    std::uint64_t sum = 0;
    for (const auto& slot : m_slots) {
        if (slot->row->role != role) continue;
        for (const auto& life : slot->lives)
            sum += life->metrics().count(metric);
    }
    return sum;
}

}  // namespace rushlab::lab
