#include "roles/registry_directory.h"

#include <algorithm>

#include "base/json.h"

namespace rushlab::roles {
namespace {

// When nobody of a role is known, the next heartbeat is too far away, but the registry is not to be flooded either.
constexpr Milliseconds kAskAgainAfter{50};

}  // namespace

RegistryDirectory::RegistryDirectory(io::Loop& loop, io::HttpClient& http, const Log& log, io::HttpEndpoint registry,
                                     Milliseconds heartbeat)
    : m_http(http), m_log(log), m_registry(std::move(registry)), m_heartbeat(heartbeat), m_tasks(loop) {}

io::Awaitable<Result<>> RegistryDirectory::join(Instance self, Deadline deadline) {
    m_self = std::move(self);
    Result<> joined = co_await registerSelf(deadline);
    note(joined);
    m_tasks.spawn(keepLease());
    co_return joined;
}

io::Awaitable<> RegistryDirectory::leave(Deadline deadline) {
    m_tasks.stop();
    co_await m_tasks.drained(deadline);
    io::HttpCall call(io::HttpMethod::Delete, "/instances/" + m_self.name);
    co_await m_http.call(m_registry, std::move(call), deadline);
}

io::Awaitable<> RegistryDirectory::keepLease() {
    while (co_await m_tasks.sleepFor(m_heartbeat)) {
        const Result<> renewed = co_await renew(Deadline::in(2 * m_heartbeat));
        if (m_tasks.stopping()) co_return;
        note(renewed);
    }
}

io::Awaitable<Result<>> RegistryDirectory::renew(Deadline deadline) {
    const auto status = co_await ask(io::HttpMethod::Post, "/instances/" + m_self.name + "/heartbeat", deadline);
    if (!status) co_return pass(status);
    if (*status == 404) co_return co_await registerSelf(deadline);  // it was restarted, or the lease had lapsed
    co_return Result<>();
}

io::Awaitable<Result<>> RegistryDirectory::registerSelf(Deadline deadline) {
    const auto status = co_await ask(io::HttpMethod::Put, "/instances/" + m_self.name, deadline);
    if (!status) co_return pass(status);
    if (*status >= 300) {
        co_return fail(ErrorCode::Unavailable, "the registry at {} refused to register {} with {}", toText(m_registry),
                       m_self.name, *status);
    }
    co_return Result<>();
}

// The answer's status; what it tells is learned.
io::Awaitable<Result<int>> RegistryDirectory::ask(io::HttpMethod method, std::string target, Deadline deadline) {
    io::HttpCall call(method, std::move(target));
    call.repeatable();
    if (method == io::HttpMethod::Put) {
        std::string body;
        appendInstance(body, m_self);
        call.body("application/json", std::move(body));
    }
    m_askedAt = std::chrono::steady_clock::now();
    const auto reply = co_await m_http.call(m_registry, std::move(call), deadline, &m_tasks.cancellation());
    if (!reply) co_return pass(reply);
    if (reply->status() < 300) learn(reply->body());
    co_return reply->status();
}

void RegistryDirectory::learn(std::string_view answer) {
    const auto json = Json::parse(answer);
    if (!json) {
        m_log.warning("the registry's answer cannot be read: {}", json.error().message);
        return;
    }
    const auto envelope = json->object();
    const auto list = envelope ? envelope->array("data") : pass(envelope);
    std::vector<Known> known;
    for (const JsonValue& item : list ? list->items() : std::vector<JsonValue>()) {
        const auto object = item.object();
        const auto renewal = object ? object->integer("renewal") : pass(object);
        auto instance = object ? instanceIn(*object) : pass(object);
        if (!renewal || !instance) continue;
        Known told{*std::move(instance), *renewal};
        if (const Known* old = find(told.instance)) {
            told.inFlight = old->inFlight;
            told.chosen = old->chosen;
            told.leftOut = old->leftOut && old->renewal == told.renewal;
        }
        known.push_back(std::move(told));
    }
    if (list) m_known = std::move(known);
}

void RegistryDirectory::note(const Result<>& told) {
    if (told.has_value() != m_registryAway) return;
    m_registryAway = !told;
    if (told) {
        m_log.info("the registry at {} is back", toText(m_registry));
    } else {
        m_log.warning("the registry cannot be asked, the last list stays in use: {}", told.error().message);
    }
}

void RegistryDirectory::refreshSoon() {
    if (m_asking || m_tasks.stopping()) return;
    if (std::chrono::steady_clock::now() - m_askedAt < kAskAgainAfter) return;
    m_asking = true;
    m_tasks.spawn(askAgain());
}

io::Awaitable<> RegistryDirectory::askAgain() {
    co_await ask(io::HttpMethod::Get, "/instances", Deadline::in(2 * m_heartbeat));
    m_asking = false;
}

std::vector<Instance> RegistryDirectory::instancesOf(std::string_view role) const {
    std::vector<Instance> instances;
    for (const Known& known : m_known) {
        if (known.instance.role == role && !known.leftOut) instances.push_back(known.instance);
    }
    return instances;
}

std::optional<Instance> RegistryDirectory::leastLoaded(std::string_view role, const Instance* besides) {
    Known* best = nullptr;
    for (Known& known : m_known) {
        if (known.instance.role != role || known.leftOut || (besides && known.instance == *besides)) continue;
        if (!best || std::pair(known.inFlight, known.chosen) < std::pair(best->inFlight, best->chosen)) best = &known;
    }
    if (best) {
        best->chosen = ++m_choices;
        return best->instance;
    }
    refreshSoon();
    return std::nullopt;
}

void RegistryDirectory::began(const Instance& instance) {
    if (Known* known = find(instance)) ++known->inFlight;
}

void RegistryDirectory::ended(const Instance& instance, bool reached) {
    Known* const known = find(instance);
    if (!known) return;
    if (known->inFlight > 0) --known->inFlight;
    if (reached || known->leftOut) return;
    known->leftOut = true;
    m_log.info("{} at {} cannot be reached and is left out until it renews its lease", instance.name,
               toText(instance.endpoint));
}

RegistryDirectory::Known* RegistryDirectory::find(const Instance& instance) {
    const auto found = std::ranges::find(m_known, instance, &Known::instance);
    return found == m_known.end() ? nullptr : &*found;
}

}  // namespace rushlab::roles
