#include "scenarios/echo_rate.h"

#include "io/http_server.h"
#include "load/load.h"

namespace rushlab::scenarios {
namespace {

io::Awaitable<io::HttpResponse> echo(io::HttpRequest& /*request*/) {
    co_return io::HttpResponse::json(
        202,
        R"({"success":true,"status":202,"code":"ACCEPTED","message":"Accepted; it will be completed soon.",)"
        R"("data":"00000000-0000-7000-8000-000000000000","timestamp":"2026-01-01T00:00:00.000Z","path":"/api/order"})");
}

}  // namespace

Result<double> echoPerSecond(ScenarioContext& context, std::size_t users, Milliseconds lasting) {
    io::Loop loop;
    io::HttpServerOptions options;
    options.owner = "the echo that rates are compared with";
    auto server = io::HttpServer::open(loop, context.clock, context.log, std::move(options), &echo);
    if (!server) return pass(server);
    load::LoadPlan plan;
    plan.targets = {{"127.0.0.1", server->port(), false}};
    plan.items = {domain::ItemId{1}};
    load::Closed closed;
    closed.users = users;
    closed.lasting = lasting;
    plan.arrivals = closed;
    loop.start("echo");
    load::LiveCounts live;
    const auto outcome = load::runLoad(plan, context.clock, live, context.interrupted);
    loop.stop();
    if (!outcome) return pass(outcome);
    const double seconds = std::chrono::duration<double>(outcome->took).count();
    return seconds > 0 ? static_cast<double>(outcome->record.attempts.size()) / seconds : 0;
}

}  // namespace rushlab::scenarios
