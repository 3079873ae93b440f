// Completed orders a second: a queue that is full, one worker, until it is empty. Beside it, of the same run and
// engine, the reference: plain multi-row inserts of as many rows of the same size, in transactions as large as the
// worker's.
//
//     bench_worker [orders] [prefetch]...        (20,000 orders; prefetch 50, 200, 1000)
//
// By tests/support/with_postgres.sh it measures PostgreSQL as well.
#include <QCoreApplication>
#include <cstdlib>

#include "roles/multi_row.h"
#include "roles/worker/worker_role.h"
#include "tests/bench/figures.h"
#include "tests/support/small_shop.h"

using namespace rushlab;
using namespace rushlab::test;
using namespace std::chrono_literals;

namespace {

double secondsSince(SteadyTime start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

io::Awaitable<> publishOne(queue::WorkQueue& queue, domain::OrderMessage order, int& left) {
    queue::Message message;
    message.routingKey = roles::kOrderQueue;
    message.body = domain::encode(order);
    message.messageId = order.id.value;
    const auto confirmed = co_await queue.publish(std::move(message), Deadline::in(60s));
    if (!confirmed) abortBecause(confirmed.error().message);
    --left;
}

io::Awaitable<> fill(SmallShop& shop, domain::ItemId item, int orders) {
    const auto declared = co_await roles::declareShopQueues(*shop.queue, shop.settings, Deadline::in(60s));
    if (!declared) abortBecause(declared.error().message);
    int left = orders;
    for (int i = 0; i < orders; ++i)
        shop.loop().spawn(publishOne(*shop.queue, shop.order(item), left));
    while (left > 0)
        co_await io::sleepFor(1ms);
}

double completedRate(bool postgres, int orders, std::uint32_t prefetch) {
    SmallShop shop(postgres);
    shop.settings.prefetch = prefetch;
    const auto item = shop.addItem(orders);
    shop.run(fill(shop, item, orders));
    const SteadyTime start = std::chrono::steady_clock::now();
    const auto worker = shop.open("worker", "worker-1", roles::makeWorkerRole);
    const auto isDone = [&] {
        return worker->metrics().count("rushlab_orders_completed_total") == static_cast<std::uint64_t>(orders);
    };
    if (!shop.becomes(isDone)) abortBecause("the orders were not completed in a minute");
    const double rate = orders / secondsSince(start);
    if (shop.number("SELECT quantity FROM stock") != 0) abortBecause("the stock does not agree with the orders");
    const std::uint64_t batches = worker->metrics().count("rushlab_worker_batches_total");
    fmt::print("    prefetch {}: {:.0f} orders a batch\n", prefetch, orders / static_cast<double>(batches));
    return rate;
}

// As wide as an order's row and its line together.
double insertRate(bool postgres, int rows, int rowsATransaction) {
    const OwnDatabase own(postgres);
    const auto database = open(own, {"CREATE TABLE plain (id TEXT PRIMARY KEY, a BIGINT, b TEXT, c BIGINT, d BIGINT)"});
    const SteadyTime start = std::chrono::steady_clock::now();
    for (int from = 0; from < rows; from += rowsATransaction) {
        const auto done = transact(*database, [&](sql::Session& session) {
            std::vector<std::string> ids;
            for (int i = 0; i < rowsATransaction; ++i)
                ids.push_back(fmt::format("{:036}", from + i));
            std::vector<sql::Parameter> parameters;
            for (const std::string& id : ids)
                parameters.insert(parameters.end(), {id, 1, "COMPLETED", 2, 3});
            return roles::insertRows(session, "INSERT INTO plain (id, a, b, c, d) VALUES", 5, "", parameters);
        });
        if (!done) abortBecause(done.error().message);
    }
    return rows / secondsSince(start);
}

void benchEngine(bench::Figures& figures, bool postgres, int orders, const std::vector<std::uint32_t>& prefetches) {
    const std::string_view engine = postgres ? "PostgreSQL" : "SQLite";
    const double plain = insertRate(postgres, orders, 50);
    figures.note(fmt::format("{}, plain rows, 50 a transaction", engine), plain);
    for (const std::uint32_t prefetch : prefetches) {
        const double rate = completedRate(postgres, orders, prefetch);
        const std::string name = fmt::format("{}, orders completed, prefetch {}", engine, prefetch);
        figures.note(name, rate, plain);
        figures.atLeast(name, rate, postgres ? 5'000 : 10'000, "orders/s");
    }
}

}  // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const int orders = argc > 1 ? std::atoi(argv[1]) : 20'000;
    std::vector<std::uint32_t> prefetches;
    for (int at = 2; at < argc; ++at)
        prefetches.push_back(static_cast<std::uint32_t>(std::atoi(argv[at])));
    if (prefetches.empty()) prefetches = {50, 200, 1'000};
    bench::Figures figures("worker");
    benchEngine(figures, false, orders, prefetches);
    if (postgresUrl()) benchEngine(figures, true, orders, prefetches);
    return figures.exitStatus();
}
