#include "roles/host.h"

#include <sodium/crypto_generichash.h>

#include "base/json_writer.h"
#include "io/http_server.h"
#include "io/tls.h"
#include "roles/answer.h"
#include "roles/openapi.h"
#include "roles/registry_directory.h"

namespace rushlab::roles {
namespace {

// For what a stop ends by itself once its deadline has passed.
constexpr Milliseconds kBeyondDeadline{1'000};
constexpr Milliseconds kGivenUpWithin{100};

// Where there is no registry nobody is known.
class EmptyDirectory final : public Directory {
  public:
    std::vector<Instance> instancesOf(std::string_view /*role*/) const override { return {}; }
    std::optional<Instance> leastLoaded(std::string_view /*role*/, const Instance* /*besides*/) override {
        return std::nullopt;
    }
    void began(const Instance& /*instance*/) override {}
    void ended(const Instance& /*instance*/, bool /*reached*/) override {}
};

io::HttpClientOptions clientOptions() {
    io::HttpClientOptions options;
    options.connectionsMost = 1'024;
    return options;
}

std::unique_ptr<Directory> directoryFor(const HostOptions& options, const ShopSettings& settings, io::Loop& loop,
                                        io::HttpClient& http, const Log& log, RegistryDirectory*& lease) {
    if (!options.registry) return std::make_unique<EmptyDirectory>();
    auto directory = std::make_unique<RegistryDirectory>(loop, http, log.named(options.instance), *options.registry,
                                                         settings.heartbeat);
    lease = directory.get();
    return directory;
}

// Each instance draws its own numbers, and the same ones in every run with the same seed.
std::uint64_t seedOf(std::uint64_t seed, std::string_view instance) {
    std::uint64_t hash = 0;
    crypto_generichash(reinterpret_cast<unsigned char*>(&hash), sizeof hash,
                       reinterpret_cast<const unsigned char*>(instance.data()), instance.size(),
                       reinterpret_cast<const unsigned char*>(&seed), sizeof seed);
    return hash;
}

bool isOfEveryRole(std::string_view path) {
    return path == "/health" || path == "/metrics" || path == "/openapi.json";
}

// A part of what is left, so that those who come later in a stop have time too.
Deadline quartersOf(Deadline deadline, int quarters) {
    if (deadline.isNever()) return deadline;
    const SteadyTime now = std::chrono::steady_clock::now();
    return Deadline::at(now + (deadline.time() - now) * quarters / 4);
}
Deadline threeQuartersOf(Deadline deadline) {
    return quartersOf(deadline, 3);
}
Deadline halfOf(Deadline deadline) {
    return quartersOf(deadline, 2);
}

}  // namespace

// Members are destroyed from the last to the first: the loop outlives everything that runs on it. What still waits on
// it goes before all of them, see end().
struct RoleHost::Running {
    Running(const HostOptions& ownOptions, const ShopSettings& settings, Ports ports, const Clock& clock,
            const Log& log, Metrics& metrics, const RoleMaker& make);

    io::Awaitable<io::HttpResponse> answer(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> health(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> prometheus(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> description(io::HttpRequest& request);
    void addOwnRoutes();
    Asker asker() const;
    Result<std::uint16_t> listen();

    io::Awaitable<bool> stop(Deadline deadline, bool servesOn);
    void end();

    const HostOptions& options;
    io::Loop loop;
    TaskGroup tasks;
    io::HttpClient http;
    RegistryDirectory* lease = nullptr;  // nothing where there is no registry
    std::unique_ptr<Directory> directory;
    RoleContext context;
    std::unique_ptr<Role> role;
    Counter& requests;
    io::HttpRouter router;
    io::HttpHandler fallback;
    std::optional<io::HttpServer> server;
};

RoleHost::Running::Running(const HostOptions& ownOptions, const ShopSettings& settings, Ports ports, const Clock& clock,
                           const Log& log, Metrics& metrics, const RoleMaker& make)
    : options(ownOptions),
      tasks(loop),
      http(loop, clientOptions()),
      directory(directoryFor(options, settings, loop, http, log, lease)),
      context{options.role,
              options.instance,
              loop,
              clock,
              log.named(options.instance),
              ports,
              settings,
              metrics,
              tasks,
              *directory,
              http,
              Random(seedOf(settings.seed, options.instance)),
              options.tls != nullptr,
              OrderWaysPen(options.ways, options.instance)},
      role(make(context)),
      requests(metrics.counter("rushlab_requests_total", "Requests to this role's own paths.")),
      fallback(role->fallback()) {
    role->addRoutes(router);
    addOwnRoutes();
    router.setErrorPage(errorPages(clock, asker()));
}

void RoleHost::Running::addOwnRoutes() {
    using io::HttpMethod;
    router.add(HttpMethod::Get, "/health", "Whether this instance answers",
               [this](io::HttpRequest& request) { return health(request); });
    router.add(HttpMethod::Get, "/metrics", "What it counts and times, as Prometheus reads it",
               [this](io::HttpRequest& request) { return prometheus(request); });
    router.add(HttpMethod::Get, "/openapi.json", "This description",
               [this](io::HttpRequest& request) { return description(request); });
}

Asker RoleHost::Running::asker() const {
    return role->facesClients() ? Asker::Client : Asker::Gateway;
}

io::Awaitable<io::HttpResponse> RoleHost::Running::answer(io::HttpRequest& request) {
    if (asker() == Asker::Client)
        std::erase_if(request.fields, [](const io::HttpField& field) { return isGatewaysField(field.name); });
    if (isOfEveryRole(request.path)) return router.route(request);
    requests.add();
    return fallback ? fallback(request) : router.route(request);
}

io::Awaitable<io::HttpResponse> RoleHost::Running::health(io::HttpRequest& request) {
    std::string data;
    JsonObjectWriter(data).field("status", "UP").field("role", options.role).field("instance", options.instance);
    co_return Answerer(context.clock, request).ok(data);
}

io::Awaitable<io::HttpResponse> RoleHost::Running::prometheus(io::HttpRequest& /*request*/) {
    io::HttpResponse response(200);
    response.field("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.body(context.metrics.asPrometheus(options.role, options.instance));
    co_return response;
}

io::Awaitable<io::HttpResponse> RoleHost::Running::description(io::HttpRequest& request) {
    std::vector<ApiCall> calls;
    for (const io::HttpRoute& route : router.routes())
        calls.push_back({route.method, route.pattern, route.summary});
    co_await role->describe(calls, request.deadline);
    co_return io::HttpResponse::json(200, openApi(options.role, calls));
}

Result<std::uint16_t> RoleHost::Running::listen() {
    io::HttpServerOptions asked;
    asked.owner = "the " + options.instance;
    asked.address = options.address;
    asked.port = options.port;
    if (!options.portSetting.empty()) asked.portSetting = options.portSetting;
    asked.answerWithin = context.settings.answerWithin;
    asked.tls = options.tls;
    asked.errorPage = errorPages(context.clock, asker());
    auto opened = io::HttpServer::open(loop, context.clock, context.log, std::move(asked),
                                       [this](io::HttpRequest& request) { return answer(request); });
    if (!opened) return pass(opened);
    server.emplace(*std::move(opened));
    return server->port();
}

io::Awaitable<bool> RoleHost::Running::stop(Deadline deadline, bool servesOn) {
    if (lease) co_await lease->leave(threeQuartersOf(deadline));
    // By then everybody has heard of it, but for those who have lost the registry.
    const Milliseconds heard = context.settings.heartbeat * 5 / 4;
    if (lease && servesOn) co_await io::sleepUntil(halfOf(deadline).earlier(Deadline::in(heard)).time());
    bool whole = true;
    if (server) whole = co_await server->stop(threeQuartersOf(deadline));
    tasks.stop();
    whole = co_await tasks.drained(threeQuartersOf(deadline)) && whole;
    co_await role->stop(deadline);
    co_return whole;
}

// Handlers and tasks that still wait refer to the role and its context, so they go first, while all of it is there.
void RoleHost::Running::end() {
    loop.stop();
    loop.dropWaiting();
}

RoleHost::RoleHost(HostOptions options) : m_options(std::move(options)) {}

Result<std::unique_ptr<RoleHost>> RoleHost::open(HostOptions options, const ShopSettings& settings, Ports ports,
                                                 const Clock& clock, const Log& log, RoleMaker make) {
    auto host = std::unique_ptr<RoleHost>(new RoleHost(std::move(options)));
    host->m_running = std::make_unique<Running>(host->m_options, settings, ports, clock, log, host->m_metrics, make);
    if (const Result<> begun = host->begin(settings); !begun) {
        // Its loop has no thread yet: what was begun is ended on this one.
        host->m_running->loop.runUntilDone(host->m_running->stop(Deadline::in(kGivenUpWithin), false));
        host->kill();
        return pass(begun);
    }
    host->m_running->loop.start(host->m_options.instance);
    return host;
}

Result<> RoleHost::begin(const ShopSettings& settings) {
    Running& running = *m_running;
    Result<> started = running.loop.runUntilDone(running.role->start(Deadline::in(settings.answerWithin)));
    if (!started) return started;
    const auto port = running.listen();
    if (!port) return pass(port);
    m_port = *port;
    if (!running.lease) return {};
    // A registry that is away is no reason not to serve: the lease is taken when it is back.
    Instance self{m_options.role, m_options.instance, endpoint()};
    static_cast<void>(
        running.loop.runUntilDone(running.lease->join(std::move(self), Deadline::in(settings.answerWithin))));
    return {};
}

RoleHost::~RoleHost() {
    stop(Deadline::in(kGivenUpWithin));
}

bool RoleHost::stop(Deadline deadline) {
    return end(deadline, false);
}

bool RoleHost::leave(Deadline deadline) {
    return end(deadline, true);
}

bool RoleHost::end(Deadline deadline, bool servesOn) {
    if (!m_running) return true;
    resume();
    // The answer comes back over a handoff of a loop of this thread's own.
    io::Loop here;
    auto [giver, taker] = io::handoff<bool>(here);
    auto done = std::make_shared<io::Giver<bool>>(std::move(giver));
    Running& running = *m_running;
    running.loop.post([&running, deadline, servesOn, done] {
        const auto stopping = [](Running& stopped, Deadline until, bool on,
                                 std::shared_ptr<io::Giver<bool>> whenDone) -> io::Awaitable<> {
            whenDone->give(co_await stopped.stop(until, on));
        };
        running.loop.spawn(stopping(running, deadline, servesOn, done));
    });
    const Deadline until = deadline.isNever() ? deadline : Deadline::at(deadline.time() + kBeyondDeadline);
    const auto whole = here.runUntilDone(taker.take(until));
    running.end();
    m_running.reset();
    return whole.value_or(false);
}

void RoleHost::pause() {
    if (!m_running || m_standstill) return;
    m_standstill.emplace();
    m_running->loop.post([until = m_standstill->get_future().share()] { until.wait(); });
}

void RoleHost::resume() {
    if (!m_standstill) return;
    m_standstill->set_value();
    m_standstill.reset();
}

Result<> RoleHost::setLink(bool isCut, Deadline deadline) {
    if (!m_running) return fail(ErrorCode::Conflict, "The instance {} does not run: start it first.", name());
    io::Loop here;
    auto [giver, taker] = io::handoff<bool>(here);
    m_running->loop.post([role = m_running->role.get(), isCut, done = std::move(giver)]() mutable {
        if (done.claim()) done.give(role->setLink(isCut));
    });
    const auto isSet = here.runUntilDone(taker.take(deadline));
    if (!isSet)
        return fail(ErrorCode::Timeout, "The instance {} did not answer in time: its link is as it was.", name());
    if (!*isSet)
        return fail(ErrorCode::Invalid, "The instance {} has no link to others of its role that could be cut.", name());
    return {};
}

void RoleHost::kill() {
    if (!m_running) return;
    resume();
    m_running->end();
    m_running.reset();
}

}  // namespace rushlab::roles
