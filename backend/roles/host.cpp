#include "roles/host.h"

#include <sodium/crypto_generichash.h>

#include "io/http_server.h"
#include "io/tls.h"
#include "roles/answer.h"
#include "roles/directory.h"

namespace rushlab::roles {
namespace {

// Where there is no registry nobody is known.
class EmptyDirectory final : public Directory {
  public:
    std::vector<Instance> instancesOf(std::string_view /*role*/) const override { return {}; }
    std::optional<Instance> leastLoaded(std::string_view /*role*/) override { return std::nullopt; }
    void began(const Instance& /*instance*/) override {}
    void ended(const Instance& /*instance*/, bool /*reached*/) override {}
};

// Each instance draws its own numbers, and the same ones in every run with the same seed.
std::uint64_t seedOf(std::uint64_t seed, std::string_view instance) {
    std::uint64_t hash = 0;
    crypto_generichash(reinterpret_cast<unsigned char*>(&hash), sizeof hash,
                       reinterpret_cast<const unsigned char*>(instance.data()), instance.size(),
                       reinterpret_cast<const unsigned char*>(&seed), sizeof seed);
    return hash;
}

}  // namespace

// Members are destroyed from the last to the first: the loop outlives everything that runs on it.
struct RoleHost::Running {
    Running(const HostOptions& options, const ShopSettings& settings, Ports ports, const Clock& clock, const Log& log,
            Metrics& metrics, const RoleMaker& make)
        : tasks(loop),
          http(loop, {}),
          context{options.role, options.instance, loop,    clock, log.named(options.instance), ports, settings, metrics,
                  tasks,        directory,        http,    Random(seedOf(settings.seed, options.instance))},
          role(make(context)),
          fallback(role->fallback()) {}

    io::Awaitable<io::HttpResponse> answer(io::HttpRequest& request);
    io::Awaitable<bool> stop(Deadline deadline);

    io::Loop loop;
    TaskGroup tasks;
    EmptyDirectory directory;
    io::HttpClient http;
    RoleContext context;
    std::unique_ptr<Role> role;
    io::HttpRouter router;
    io::HttpHandler fallback;
    std::optional<io::HttpServer> server;
};

io::Awaitable<io::HttpResponse> RoleHost::Running::answer(io::HttpRequest& request) {
    return fallback ? fallback(request) : router.route(request);
}

io::Awaitable<bool> RoleHost::Running::stop(Deadline deadline) {
    bool whole = true;
    if (server) whole = co_await server->stop(deadline);
    tasks.stop();
    whole = co_await tasks.drained(deadline) && whole;
    co_await role->stop(deadline);
    server.reset();
    co_return whole;
}

RoleHost::RoleHost(HostOptions options) : m_options(std::move(options)) {}

Result<std::unique_ptr<RoleHost>> RoleHost::open(HostOptions options, const ShopSettings& settings, Ports ports,
                                                 const Clock& clock, const Log& log, RoleMaker make) {
    std::unique_ptr<RoleHost> host(new RoleHost(std::move(options)));
    const HostOptions& kept = host->m_options;
    host->m_running = std::make_unique<Running>(kept, settings, ports, clock, log, host->m_metrics, make);
    Running& running = *host->m_running;
    running.role->addRoutes(running.router);
    running.router.setErrorPage(errorPages(clock));

    const auto started = running.loop.runUntilDone(running.role->start(Deadline::in(settings.answerWithin)));
    if (!started) return pass(started);
    io::HttpServerOptions server;
    server.owner = "the " + kept.instance;
    server.address = kept.address;
    server.port = kept.port;
    server.answerWithin = settings.answerWithin;
    server.tls = kept.tls;
    server.errorPage = errorPages(clock);
    auto opened = io::HttpServer::open(running.loop, clock, running.context.log, std::move(server),
                                       [&running](io::HttpRequest& request) { return running.answer(request); });
    if (!opened) return pass(opened);
    running.server.emplace(*std::move(opened));
    host->m_port = running.server->port();
    running.loop.start(kept.instance);
    return host;
}

RoleHost::~RoleHost() {
    stop(Deadline::in(Milliseconds{100}));
}

bool RoleHost::stop(Deadline deadline) {
    if (!m_running) return true;
    // The answer comes back over a handoff of a loop of this thread's own.
    io::Loop here;
    auto [giver, taker] = io::handoff<bool>(here);
    auto done = std::make_shared<io::Giver<bool>>(std::move(giver));
    Running& running = *m_running;
    running.loop.post([&running, deadline, done] {
        const auto stopping = [](Running& stopped, Deadline until,
                                 std::shared_ptr<io::Giver<bool>> whenDone) -> io::Awaitable<> {
            whenDone->give(co_await stopped.stop(until));
        };
        running.loop.spawn(stopping(running, deadline, done));
    });
    const auto whole = here.runUntilDone(taker.take(Deadline::at(deadline.time() + Milliseconds{1'000})));
    running.loop.stop();
    m_running.reset();
    return whole.value_or(false);
}

void RoleHost::kill() {
    if (!m_running) return;
    m_running->loop.stop();
    m_running.reset();
}

}  // namespace rushlab::roles
