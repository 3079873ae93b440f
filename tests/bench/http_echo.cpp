// HTTP echo of an 80-byte JSON reply beside a raw epoll loop: requests/s from kept-alive connections driven by wrk,
// CPU a request with thousands of idle connections, and memory. Servers run in processes of their own, pinned to one
// core, the clients to another; they take turns and medians are compared, so that a busy machine hurts both alike.
//
//     bench_http_echo [rounds] [seconds]       (5 rounds of 2 s where nothing is said)
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "io/file_limit.h"
#include "io/http_server.h"
#include "tests/bench/figures.h"
#include "tests/bench/raw_epoll.h"

using namespace rushlab;

namespace {

constexpr std::string_view kReply =
    R"({"success":true,"status":200,"code":"OK","data":{"orderId":1234567,"stock":99}} )";
static_assert(kReply.size() == 80);
constexpr std::size_t kFewConnections = 64, kManyConnections = 1000, kMostConnections = 4000;

io::Awaitable<io::HttpResponse> echo(io::HttpRequest&) {
    co_return io::HttpResponse::json(200, std::string(kReply));
}

[[noreturn]] void serveRushLab(int portPipe) {
    io::Loop loop;
    const RealClock clock;
    auto server = io::HttpServer::open(loop, clock, Log::silent(), {}, echo);
    if (!server) abortBecause(server.error().message);
    const std::uint16_t port = server->port();
    static_cast<void>(::write(portPipe, &port, sizeof port));
    loop.runUntilDone(io::sleepFor(std::chrono::hours(1)));
    std::_Exit(0);
}

[[noreturn]] void serveRawEpoll(int portPipe) {
    const std::string answer = fmt::format(
        "HTTP/1.1 200 OK\r\nDate: Fri, 20 Nov 2026 10:00:00 GMT\r\nContent-Length: {}\r\n"
        "Content-Type: application/json\r\n\r\n{}",
        kReply.size(), kReply);
    bench::RawEpollServer server(answer);
    const std::uint16_t port = server.port();
    static_cast<void>(::write(portPipe, &port, sizeof port));
    server.run();
}

void pinTo(int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<unsigned>(core), &cores);
    ::sched_setaffinity(0, sizeof cores, &cores);  // where there is only one core this fails, and nothing is lost
}

// A server in a process of its own.
class ServerProcess {
  public:
    explicit ServerProcess(void (*serve)(int)) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) abortBecause("no pipe for the bench");
        m_pid = ::fork();
        if (m_pid == 0) {
            pinTo(0);
            serve(ends[1]);
        }
        if (::read(ends[0], &m_port, sizeof m_port) != sizeof m_port)
            abortBecause("a server of the bench did not start");
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
    double cpuSeconds() const {
        clockid_t clock{};
        timespec time{};
        ::clock_getcpuclockid(m_pid, &clock);
        ::clock_gettime(clock, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }
    double residentMb() const {
        std::ifstream statm(fmt::format("/proc/{}/statm", m_pid));
        long total = 0, resident = 0;
        statm >> total >> resident;
        return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / 1e6;
    }

  private:
    pid_t m_pid = -1;
    std::uint16_t m_port = 0;
};

struct WrkResult {
    double requestsPerSecond = 0;
    double serverCpuUs = 0;  // a request
    double residentMb = 0;
};

WrkResult wrk(const ServerProcess& server, std::size_t connections, int seconds) {
    const std::string command =
        fmt::format("taskset -c 1 wrk -t1 -c{} -d{}s http://127.0.0.1:{}/ 2>&1", connections, seconds, server.port());
    FILE* output = ::popen(command.c_str(), "r");
    if (!output) abortBecause("wrk cannot be run; install the package wrk");
    WrkResult result;
    std::array<char, 512> line{};
    unsigned long requests = 0;
    const double cpuBefore = server.cpuSeconds();
    while (std::fgets(line.data(), line.size(), output)) {
        result.residentMb = std::max(result.residentMb, server.residentMb());
        static_cast<void>(std::sscanf(line.data(), " %lu requests in", &requests));
        if (std::sscanf(line.data(), "Requests/sec: %lf", &result.requestsPerSecond) == 1) break;
    }
    ::pclose(output);
    if (result.requestsPerSecond <= 0) abortBecause("wrk gave no figure; is the package wrk installed?");
    if (requests > 0) result.serverCpuUs = (server.cpuSeconds() - cpuBefore) / static_cast<double>(requests) * 1e6;
    return result;
}

int connectTo(std::uint16_t port) {
    const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        abortBecause("the bench cannot connect to its own server");
    }
    const int on = 1;
    ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return connection;
}

// CPU time of the server for each of many requests, one after the other, on one connection beside idle ones.
double cpuMicrosecondsPerRequest(const ServerProcess& server, int connection, int requests) {
    constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    std::array<char, 1024> bytes{};
    const double before = server.cpuSeconds();
    for (int i = 0; i < requests; ++i) {
        if (::send(connection, kRequest.data(), kRequest.size(), 0) < 0 ||
            ::recv(connection, bytes.data(), bytes.size(), 0) <= 0) {
            abortBecause("a server of the bench hung up");
        }
    }
    return (server.cpuSeconds() - before) / requests * 1e6;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measureRate(bench::Figures& figures, std::size_t connections, int rounds, int seconds) {
    const ServerProcess ours(serveRushLab), raw(serveRawEpoll);
    std::vector<double> oursRates, rawRates, ratios, oursCosts, rawCosts;
    double residentMb = 0;
    for (int round = 0; round < rounds; ++round) {
        // wrk and a server fall now and then into a rhythm without sleeps, twice as fast, for either server: the two
        // are compared pair by pair, and take turns in going first.
        WrkResult one, other;
        if (round % 2 == 0) one = wrk(ours, connections, seconds);
        other = wrk(raw, connections, seconds);
        if (round % 2 == 1) one = wrk(ours, connections, seconds);
        oursRates.push_back(one.requestsPerSecond);
        rawRates.push_back(other.requestsPerSecond);
        ratios.push_back(one.requestsPerSecond / other.requestsPerSecond);
        oursCosts.push_back(one.serverCpuUs);
        rawCosts.push_back(other.serverCpuUs);
        residentMb = std::max(residentMb, one.residentMb);
    }
    figures.note(fmt::format("requests/s, {} connections", connections), median(oursRates), median(rawRates));
    figures.atLeast(fmt::format("  of the raw loop's, median of {} pairs", ratios.size()), median(ratios), 0.85, "");
    figures.note(fmt::format("  CPU us a request under load, {} connections", connections), median(oursCosts),
                 median(rawCosts));
    if (connections == kMostConnections) figures.atMost("resident after 4000 connections", residentMb, 40, "MB");
}

void measureIdle(bench::Figures& figures, std::size_t idle, int rounds) {
    constexpr int kRequests = 10'000;
    const ServerProcess ours(serveRushLab), raw(serveRawEpoll);
    std::vector<int> connections;
    const int active = connectTo(ours.port()), activeRaw = connectTo(raw.port());
    for (std::size_t i = 0; i < idle; ++i) {
        connections.push_back(connectTo(ours.port()));
        connections.push_back(connectTo(raw.port()));
    }
    std::vector<double> oursCosts, rawCosts;
    for (int round = 0; round < rounds; ++round) {
        oursCosts.push_back(cpuMicrosecondsPerRequest(ours, active, kRequests));
        rawCosts.push_back(cpuMicrosecondsPerRequest(raw, activeRaw, kRequests));
    }
    figures.atMostTimes(fmt::format("CPU us a request, {} idle and 1 active", idle), median(oursCosts),
                        median(rawCosts), 1.5);
    if (idle == kMostConnections) figures.atMost("resident with 4000 idle connections", ours.residentMb(), 40, "MB");
    for (const int connection : connections)
        ::close(connection);
    ::close(active);
    ::close(activeRaw);
}

}  // namespace

int main(int argumentCount, char** arguments) {
    const int rounds = argumentCount > 1 ? std::atoi(arguments[1]) : 5;
    const int seconds = argumentCount > 2 ? std::atoi(arguments[2]) : 2;
    if (rounds < 1 || seconds < 1) {
        fmt::print(stderr, "usage: bench_http_echo [rounds] [seconds]\n");
        return 64;
    }
    if (const auto limit = io::raiseFileLimit(10'000); !limit) {
        fmt::print(stderr, "{}\n", limit.error().message);
        return 69;
    }
    bench::Figures figures("http_echo");
    for (const std::size_t connections : {kFewConnections, kManyConnections, kMostConnections}) {
        measureRate(figures, connections, rounds, seconds);
    }
    pinTo(1);
    for (const std::size_t idle : {kMostConnections / 10, kMostConnections})
        measureIdle(figures, idle, rounds);
    return figures.exitStatus();
}
