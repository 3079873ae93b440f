// The gateway beside what it stands on: wrk's orders straight to a role that answers at once, and the same through the
// gateway with a session, in turns. The second as a share of the first is what passing through costs.
//
//     bench_gateway [rounds] [seconds] [connections]
#include <QCoreApplication>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "roles/answer.h"
#include "roles/gateway/gateway.h"
#include "roles/host.h"
#include "roles/registry/registry.h"
#include "roles/session.h"
#include "tests/support/embedded_engines.h"

using namespace rushlab;

namespace {

class Accepting final : public roles::Role {
  public:
    explicit Accepting(roles::RoleContext& context) : m_context(context) {}
    void addRoutes(io::HttpRouter& router) override {
        router.add(io::HttpMethod::Post, "/order", "Accepts",
                   [this](io::HttpRequest& request) { return accept(request); });
    }

  private:
    io::Awaitable<io::HttpResponse> accept(io::HttpRequest& request) {
        co_return roles::Answerer(m_context.clock, request)
            .with(domain::Code::Accepted, "", "\"01890a5d-ac96-774b-bcce-b302099a8057\"");
    }
    roles::RoleContext& m_context;
};

template <class Role>
std::unique_ptr<roles::RoleHost> open(const char* name, const io::HttpEndpoint* registry,
                                      const roles::ShopSettings& settings, roles::Ports ports, const Clock& clock) {
    roles::HostOptions options;
    options.instance = name;
    options.role = options.instance.substr(0, options.instance.find('-'));
    if (registry) options.registry = *registry;
    auto host = roles::RoleHost::open(std::move(options), settings, ports, clock, Log::silent(),
                                      [](roles::RoleContext& context) { return std::make_unique<Role>(context); });
    if (!host) abortBecause(host.error().message);
    return *std::move(host);
}

std::string outputOf(const std::string& command) {
    std::string text;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::array<char, 4096> piece{};
    while (pipe && std::fgets(piece.data(), piece.size(), pipe.get()))
        text += piece.data();
    return text;
}

// Orders a second; ends the program where not all were accepted.
double rateAt(const io::HttpEndpoint& endpoint, const std::string& path, const std::string& script, int seconds,
              int connections) {
    const std::string text = outputOf(
        fmt::format("wrk -t1 -c{} -d{}s -s {} http://{}{} 2>&1", connections, seconds, script, toText(endpoint), path));
    const auto at = text.find("Requests/sec:");
    if (at == std::string::npos || text.find("Non-2xx") != std::string::npos) abortBecause("wrk says: " + text);
    return std::atof(text.c_str() + at + 13);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

int argument(int count, char** values, int at, int otherwise) {
    return count > at ? std::atoi(values[at]) : otherwise;
}

}  // namespace

int main(int count, char** values) {
    const QCoreApplication application(count, values);  // Qt Sql finds its drivers by it
    const int rounds = argument(count, values, 1, 5);
    const int seconds = argument(count, values, 2, 2);
    const int connections = argument(count, values, 3, 64);
    const RealClock clock;
    const test::EmbeddedEngines engines(clock);
    const roles::ShopSettings settings;
    const auto registry = open<roles::RegistryRole>("registry-1", nullptr, settings, engines.ports(), clock);
    const io::HttpEndpoint at = registry->endpoint();
    const auto order = open<Accepting>("order-1", &at, settings, engines.ports(), clock);
    const auto gateway = open<roles::GatewayRole>("gateway-1", &at, settings, engines.ports(), clock);

    const std::string token = randomToken(roles::session::kTokenBytes);
    io::Loop loop;
    const std::string key = roles::session::key(token);
    if (!loop.runUntilDone(engines.ports().keyValue.set(key, "42", Deadline::in(std::chrono::seconds(10)))))
        abortBecause("no session could be stored");
    QTemporaryDir folder;
    const std::string script = folder.filePath("order.lua").toStdString();
    if (std::FILE* file = std::fopen(script.c_str(), "w")) {
        fmt::print(file,
                   "wrk.method = 'POST'\nwrk.body = '{{\"itemNumber\":1,\"count\":1}}'\n"
                   "wrk.headers['Content-Type'] = 'application/json'\nwrk.headers['Authorization'] = 'Bearer {}'\n",
                   token);
        std::fclose(file);
    }

    std::vector<double> direct, through, shares;
    for (int round = 0; round < rounds; ++round) {
        direct.push_back(rateAt(order->endpoint(), "/order", script, seconds, connections));
        through.push_back(rateAt(gateway->endpoint(), "/api/order", script, seconds, connections));
        shares.push_back(through.back() / direct.back());
        fmt::print("round {}: direct {:.0f}/s, through the gateway {:.0f}/s, share {:.2f}\n", round + 1, direct.back(),
                   through.back(), shares.back());
        std::fflush(stdout);
    }
    fmt::print("medians: direct {:.0f}/s, through the gateway {:.0f}/s, share {:.2f}\n", median(direct),
               median(through), median(shares));
    return 0;
}
