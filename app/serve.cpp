#include "app/serve.h"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>

#include "app/refusal.h"
#include "app/shop.h"
#include "io/file_limit.h"
#include "lab/lab.h"

namespace rushlab::app {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSockets = 20'000;

using SignalSet = boost::asio::basic_signal_set<io::Executor>;

io::Awaitable<> waitFor(SignalSet& stops) {
    boost::system::error_code ignored;
    const boost::asio::use_awaitable_t<io::Executor> here;
    co_await stops.async_wait(boost::asio::redirect_error(here, ignored));
}

void printWhere(const lab::Lab& lab, const lab::EngineMaker& engines) {
    for (const lab::InstanceState& instance : lab.instances())
        fmt::print("{:<10} {:<12} {}://{}\n", instance.role, instance.name, instance.endpoint.tls ? "https" : "http",
                   io::toText(instance.endpoint));
    if (const mail::Sink* const sink = lab.ports().mailSink)
        fmt::print("{:<10} {:<12} {}\n", "mail", "sink", sink->url());
    for (const auto& [port, engine] : engines.describe())
        fmt::print("{:<10} {}\n", port, engine);
    fmt::print("ready\n");
    std::fflush(stdout);
}

}  // namespace

Exit serve(const Settings& settings, lab::EngineMaker& engines, const Clock& clock, const Log& log) {
    // From here on, so that a signal during the start ends it as soon as it is done.
    io::Loop loop;
    SignalSet stops(loop.executor(), SIGINT, SIGTERM);

    auto shop = shopSettings(settings);
    if (!shop) return refuse(shop.error());
    if (const auto limit = io::raiseFileLimit(kSockets); !limit) log.warning("{}", limit.error().message);
    lab::EngineNeeds needs;
    needs.delays = settings.delays;
    auto made = engines.make(needs);
    if (!made) return refuse(made.error());
    const auto lab = lab::Lab::open(labOptions(settings, *std::move(shop)), *std::move(made), clock, log);
    if (!lab) return refuse(lab.error());
    printWhere(**lab, engines);

    loop.runUntilDone(waitFor(stops));
    stops.clear();  // a second one ends the program at once
    if (!(*lab)->stop(Deadline::in(settings.stopWithin)))
        log.warning(
            "Something was still under way after {} ms (stop-within) and was cut off; what was accepted is in the "
            "queue "
            "and is completed at the next start.",
            settings.stopWithin.count());
    return Exit::Pass;
}

}  // namespace rushlab::app
