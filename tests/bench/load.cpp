// What a crowd of users costs: requests a second that it drives, beside wrk against the same server in the same run,
// CPU a request of its own, and memory at 4,000 users. The server, in a process of its own on one core, answers every
// order in the shop's envelope; the crowd and wrk take turns on the other.
//
//     bench_load [rounds] [seconds]            (5 rounds of 2 s where nothing is said)
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "io/file_limit.h"
#include "io/http_server.h"
#include "load/load.h"
#include "tests/bench/figures.h"

using namespace rushlab;

namespace {

constexpr std::string_view kAnswer =
    R"({"success":true,"status":202,"code":"ACCEPTED","message":"Accepted; it will be completed soon.",)"
    R"("data":"0197a000-0123-7def-8000-0123456789ab","timestamp":"2026-11-20T10:00:00.123Z","path":"/api/order"})";

io::Awaitable<io::HttpResponse> accept(io::HttpRequest&) {
    co_return io::HttpResponse::json(202, std::string(kAnswer));
}

[[noreturn]] void serve(int portPipe) {
    io::Loop loop;
    const RealClock clock;
    auto server = io::HttpServer::open(loop, clock, Log::silent(), {}, accept);
    if (!server) abortBecause(server.error().message);
    const std::uint16_t port = server->port();
    static_cast<void>(::write(portPipe, &port, sizeof port));
    loop.runUntilDone(io::sleepFor(std::chrono::hours(1)));
    std::_Exit(0);
}

void pinTo(int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<unsigned>(core), &cores);
    ::sched_setaffinity(0, sizeof cores, &cores);  // where there is only one core this fails, and nothing is lost
}

class ServerProcess {
  public:
    ServerProcess() {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) abortBecause("no pipe for the bench");
        m_pid = ::fork();
        if (m_pid == 0) {
            pinTo(0);
            serve(ends[1]);
        }
        if (::read(ends[0], &m_port, sizeof m_port) != sizeof m_port)
            abortBecause("the server of the bench did not start");
        ::close(ends[0]);
        ::close(ends[1]);
    }
    ~ServerProcess() {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    std::uint16_t port() const { return m_port; }

  private:
    pid_t m_pid = -1;
    std::uint16_t m_port = 0;
};

double wrkRate(std::uint16_t port, std::size_t connections, int seconds) {
    const std::string command =
        fmt::format("taskset -c 1 wrk -t1 -c{} -d{}s http://127.0.0.1:{}/ 2>&1", connections, seconds, port);
    FILE* output = ::popen(command.c_str(), "r");
    if (!output) abortBecause("wrk cannot be run; install the package wrk");
    double rate = 0;
    std::array<char, 512> line{};
    while (std::fgets(line.data(), line.size(), output)) {
        if (std::sscanf(line.data(), "Requests/sec: %lf", &rate) == 1) break;
    }
    ::pclose(output);
    if (rate <= 0) abortBecause("wrk gave no figure; is the package wrk installed?");
    return rate;
}

load::LoadOutcome crowd(std::uint16_t port, std::size_t users, int seconds) {
    load::LoadPlan plan;
    plan.targets = {{"127.0.0.1", port, false}};
    plan.arrivals = load::Closed{.users = users, .lasting = std::chrono::seconds(seconds)};
    plan.items = {domain::ItemId{1}};
    load::LiveCounts live;
    const std::atomic<bool> interrupted{false};
    const RealClock clock;
    auto outcome = load::runLoad(plan, clock, live, interrupted);
    if (!outcome) abortBecause(outcome.error().message);
    return std::move(*outcome);
}

double residentMb() {
    std::ifstream statm("/proc/self/statm");
    long total = 0, resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / 1e6;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void measure(bench::Figures& figures, std::size_t users, int rounds, int seconds) {
    const ServerProcess server;
    std::vector<double> ours, reference, ratios, costs;
    for (int round = 0; round < rounds; ++round) {
        double wrk = 0;
        if (round % 2 == 0) wrk = wrkRate(server.port(), users, seconds);
        const auto outcome = crowd(server.port(), users, seconds);
        if (round % 2 == 1) wrk = wrkRate(server.port(), users, seconds);
        ours.push_back(outcome.acceptedPerSecond());
        reference.push_back(wrk);
        ratios.push_back(ours.back() / wrk);
        costs.push_back(outcome.cpuMicrosecondsARequest());
    }
    figures.note(fmt::format("requests/s, {} users (reference: wrk)", users), median(ours), median(reference));
    figures.atLeast(fmt::format("  of wrk's, median of {} pairs", ratios.size()), median(ratios), 0.5, "");
    figures.atLeast("  a second", median(ours), 60'000, "1/s");
    figures.atMost("  CPU a request", median(costs), 12, "us");
}

// Users that think, so that what they leave in memory is not the record of their attempts.
void measureMemory(bench::Figures& figures) {
    constexpr std::size_t kUsers = 4'000;
    const ServerProcess server;
    const double before = residentMb();
    load::LoadPlan plan;
    plan.targets = {{"127.0.0.1", server.port(), false}};
    plan.arrivals = load::Closed{.users = kUsers, .ordersEach = 3, .thinkTime = Milliseconds{1'000}};
    plan.items = {domain::ItemId{1}};
    load::LiveCounts live;
    const std::atomic<bool> interrupted{false};
    const RealClock clock;
    double most = before;
    {
        std::jthread watcher([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                most = std::max(most, residentMb());
                std::this_thread::sleep_for(Milliseconds{50});
            }
        });
        if (const auto outcome = load::runLoad(plan, clock, live, interrupted); !outcome)
            abortBecause(outcome.error().message);
    }
    figures.atMost("resident for 4000 users, beyond the program itself", most - before, 60, "MB");
}

}  // namespace

int main(int argumentCount, char** arguments) {
    const int rounds = argumentCount > 1 ? std::atoi(arguments[1]) : 5;
    const int seconds = argumentCount > 2 ? std::atoi(arguments[2]) : 2;
    if (rounds < 1 || seconds < 1) {
        fmt::print(stderr, "usage: bench_load [rounds] [seconds]\n");
        return 64;
    }
    if (const auto limit = io::raiseFileLimit(10'000); !limit) {
        fmt::print(stderr, "{}\n", limit.error().message);
        return 69;
    }
    bench::Figures figures("load");
    measureMemory(figures);
    pinTo(1);
    for (const std::size_t users : {64U, 1'000U, 4'000U})
        measure(figures, users, rounds, seconds);
    return figures.exitStatus();
}
