#include "roles/registry/registry.h"

#include "base/json.h"
#include "base/json_writer.h"
#include "roles/answer.h"

namespace rushlab::roles {
namespace {

using domain::Code;

// A registry is for the instances of one lab; more than this is somebody's mistake.
constexpr std::size_t kLeasesMost = 1'000;

tl::unexpected<Error> unknown(std::string_view name) {
    return fail(ErrorCode::NotFound, "No instance {} has a lease here; it has lapsed or was never taken. Register anew.",
                name);
}

}  // namespace

RegistryRole::RegistryRole(RoleContext& context)
    : m_context(context),
      m_registered(context.metrics.gauge("rushlab_registered_instances", "Instances that have a lease.")),
      m_evicted(context.metrics.counter("rushlab_leases_lapsed_total", "Instances that were evicted.")) {}

void RegistryRole::addRoutes(io::HttpRouter& router) {
    using io::HttpMethod;
    router.add(HttpMethod::Put, "/instances/{name}", "Takes a lease",
               [this](io::HttpRequest& request) { return enter(request); });
    router.add(HttpMethod::Post, "/instances/{name}/heartbeat", "Renews a lease",
               [this](io::HttpRequest& request) { return renew(request); });
    router.add(HttpMethod::Delete, "/instances/{name}", "Gives a lease back",
               [this](io::HttpRequest& request) { return leave(request); });
    router.add(HttpMethod::Get, "/instances", "Who has a lease",
               [this](io::HttpRequest& request) { return list(request); });
}

io::Awaitable<io::HttpResponse> RegistryRole::enter(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto json = Json::parse(request.body);
    if (!json) co_return answer.refused(json.error());
    const auto object = json->object();
    if (!object) co_return answer.refused(object.error());
    const auto instance = instanceIn(*object);
    if (!instance) co_return answer.refused(instance.error());
    if (instance->name != request.parameter("name")) {
        co_return answer.with(Code::ValidationError, "\"name\" in the body and the path's name are not the same.");
    }
    evictLapsed();
    if (!m_leases.contains(instance->name) && m_leases.size() >= kLeasesMost) {
        co_return answer.with(Code::TooManyRequests, "The registry is full.");
    }
    const auto [entry, isNew] = m_leases.try_emplace(instance->name);
    if (isNew) {
        m_context.log.info("{} ({}) registered at {}", instance->name, instance->role, toText(instance->endpoint));
    }
    entry->second.instance = *instance;
    prolong(entry->second);
    co_return answer.with(isNew ? Code::Created : Code::Ok, "", listed());
}

io::Awaitable<io::HttpResponse> RegistryRole::renew(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    evictLapsed();
    const auto entry = m_leases.find(request.parameter("name"));
    if (entry == m_leases.end()) co_return answer.refused(unknown(request.parameter("name")).value());
    prolong(entry->second);
    co_return answer.ok(listed());
}

io::Awaitable<io::HttpResponse> RegistryRole::leave(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto entry = m_leases.find(request.parameter("name"));
    if (entry == m_leases.end()) co_return answer.refused(unknown(request.parameter("name")).value());
    m_context.log.info("{} left", entry->first);
    m_leases.erase(entry);
    m_registered.set(static_cast<std::int64_t>(m_leases.size()));
    co_return answer.ok("null");
}

io::Awaitable<io::HttpResponse> RegistryRole::list(io::HttpRequest& request) {
    evictLapsed();
    co_return Answerer(m_context.clock, request).ok(listed());
}

void RegistryRole::prolong(Lease& lease) {
    lease.until = m_context.clock.steadyNow() + m_context.settings.leaseOfInstance;
    lease.renewal = ++m_renewals;
    m_registered.set(static_cast<std::int64_t>(m_leases.size()));
}

// Whenever somebody asks: nobody else could tell a lapsed lease from one that was evicted at once.
void RegistryRole::evictLapsed() {
    const SteadyTime now = m_context.clock.steadyNow();
    const auto count = std::erase_if(m_leases, [&](const auto& entry) {
        if (entry.second.until > now) return false;
        m_context.log.warning("the lease of {} has lapsed", entry.first);
        return true;
    });
    m_evicted.add(count);
    m_registered.set(static_cast<std::int64_t>(m_leases.size()));
}

std::string RegistryRole::listed() {
    std::string text;
    JsonArrayWriter list(text);
    for (const auto& [name, lease] : m_leases) {
        const Instance& instance = lease.instance;
        list.object()
            .field("role", instance.role)
            .field("name", instance.name)
            .field("host", instance.endpoint.host)
            .field("port", instance.endpoint.port)
            .field("tls", instance.endpoint.tls)
            .field("renewal", lease.renewal);
    }
    list.close();
    return text;
}

}  // namespace rushlab::roles
