// Orders accepted a second, straight at an order instance with lua-mq on embedded engines, beside an HTTP echo of the
// same run: wrk posts orders from kept-alive connections, on the same cores. Every order is a script in the key-value
// engine and a durable publish, confirmed before it is answered; nothing consumes them meanwhile.
//
//     bench_order_entry [rounds] [seconds]       (3 rounds of 3 s where nothing is said)
#include <time.h>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>

#include "engines/archive/embedded_archive.h"
#include "engines/kv/embedded_key_value.h"
#include "engines/log/embedded_event_log.h"
#include "engines/queue/embedded_work_queue.h"
#include "engines/sql/open.h"
#include "io/http_server.h"
#include "roles/host.h"
#include "roles/order/order_role.h"
#include "tests/bench/figures.h"

using namespace rushlab;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kUnits = 1'000'000'000;

template <class T>
T orAbort(Result<T> opened) {
    if (!opened) abortBecause(opened.error().message);
    return *std::move(opened);
}

struct Engines {
    explicit Engines(const QTemporaryDir& folder) {
        queue::EmbeddedOptions queueOptions;
        queueOptions.file = folder.filePath("queue.db").toStdString();
        log::EmbeddedLogSettings logSettings;
        logSettings.file = folder.filePath("log.db").toStdString();
        archive::EmbeddedOptions archiveOptions;
        archiveOptions.file = folder.filePath("archive.db").toStdString();
        sql::Settings sqlSettings;
        sqlSettings.url = "sqlite:" + folder.filePath("shop.db").toStdString();
        keyValue = orAbort(kv::EmbeddedKeyValue::open({}, clock, Log::silent()));
        queue = orAbort(queue::EmbeddedWorkQueue::open(std::move(queueOptions), clock));
        log = orAbort(log::EmbeddedEventLog::open(std::move(logSettings)));
        archive = orAbort(archive::EmbeddedArchive::open(std::move(archiveOptions)));
        database = orAbort(sql::openDatabase(sqlSettings, Log::silent()));
    }
    roles::Ports ports() { return {*keyValue, *queue, *log, *database, *archive}; }

    RealClock clock;
    std::unique_ptr<kv::KeyValue> keyValue;
    std::unique_ptr<queue::WorkQueue> queue;
    std::unique_ptr<log::EventLog> log;
    std::unique_ptr<archive::Archive> archive;
    std::unique_ptr<sql::Database> database;
};

Result<> addItem(sql::Session& session) {
    auto done =
        session.execute("INSERT INTO items (id, name, price, type, created_at) VALUES (1, 'thing', 500, 'GENERAL', 0)");
    if (!done) return pass(std::move(done));
    done = session.execute("INSERT INTO stock (item_id, quantity, initial) VALUES (1, ?, ?)", {kUnits, kUnits});
    if (!done) return pass(std::move(done));
    return {};
}

io::Awaitable<io::HttpResponse> echo(io::HttpRequest& request) {
    co_return io::HttpResponse::json(200, std::string(request.body));
}

// Requests a second; stops the bench where any was not answered with success.
double wrk(std::uint16_t port, const std::string& script, int connections, int seconds) {
    const std::string command =
        fmt::format("wrk -t1 -c{} -d{}s -s {} http://127.0.0.1:{}/order 2>&1", connections, seconds, script, port);
    FILE* output = ::popen(command.c_str(), "r");
    if (!output) abortBecause("wrk cannot be run; install the package wrk");
    std::array<char, 512> line{};
    double rate = 0;
    std::string all;
    while (std::fgets(line.data(), line.size(), output)) {
        all += line.data();
        static_cast<void>(std::sscanf(line.data(), "Requests/sec: %lf", &rate));
    }
    ::pclose(output);
    if (rate <= 0 || all.find("Non-2xx") != std::string::npos) abortBecause("wrk says: " + all);
    return rate;
}

// Of this process: the instance and the engines, not wrk.
double cpuSeconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measure(bench::Figures& figures, roles::RoleHost& host, std::uint16_t echoPort, const std::string& script,
             int connections, int rounds, int seconds) {
    std::vector<double> orders, echoes, ratios, costs;
    for (int round = 0; round < rounds; ++round) {
        echoes.push_back(wrk(echoPort, script, connections, seconds));
        const double cpuBefore = cpuSeconds();
        const std::uint64_t before = host.metrics().count("rushlab_orders_accepted_total");
        orders.push_back(wrk(host.endpoint().port, script, connections, seconds));
        const auto accepted = host.metrics().count("rushlab_orders_accepted_total") - before;
        costs.push_back((cpuSeconds() - cpuBefore) / static_cast<double>(accepted) * 1e6);
        ratios.push_back(orders.back() / echoes.back());
    }
    figures.note(fmt::format("orders/s beside HTTP echoes/s, {} connections", connections), median(orders),
                 median(echoes));
    figures.note("  of the echo's rate, median of pairs", median(ratios));
    figures.note("  CPU us an order, instance and engines", median(costs));
    figures.atLeast("  orders accepted a second", median(orders), 25'000, "/s");
}

}  // namespace

int main(int argumentCount, char** arguments) {
    const QCoreApplication application(argumentCount, arguments);
    const int rounds = argumentCount > 1 ? std::atoi(arguments[1]) : 3;
    const int seconds = argumentCount > 2 ? std::atoi(arguments[2]) : 3;
    if (rounds < 1 || seconds < 1) {
        fmt::print(stderr, "usage: bench_order_entry [rounds] [seconds]\n");
        return 64;
    }
    const QTemporaryDir folder;
    Engines engines(folder);
    io::Loop loop;
    const auto added = loop.runUntilDone(engines.database->transact(Deadline::in(10s), addItem));
    if (!added) abortBecause(added.error().message);
    const roles::ShopSettings settings;
    roles::HostOptions options;
    options.role = "order";
    options.instance = "order-1";
    const auto host = orAbort(roles::RoleHost::open(std::move(options), settings, engines.ports(), engines.clock,
                                                    Log::silent(), roles::makeOrderRole));
    io::Loop echoLoop;
    auto server = orAbort(io::HttpServer::open(echoLoop, engines.clock, Log::silent(), {}, echo));
    echoLoop.start("echo");
    const std::string script = folder.filePath("post.lua").toStdString();
    std::ofstream(script) << "wrk.method = 'POST'\nwrk.body = '{\"itemNumber\":1,\"count\":1}'\n"
                             "wrk.headers['Content-Type'] = 'application/json'\nwrk.headers['X-User-Id'] = '42'\n";
    bench::Figures figures("order_entry");
    for (const int connections : {64, 1000})
        measure(figures, *host, server.port(), script, connections, rounds, seconds);
    echoLoop.stop();
    return figures.exitStatus();
}
