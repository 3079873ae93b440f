// Order entry with the look-aside cache and without it, where the database is 100 ms away: a crowd orders over HTTP at
// two order instances on the same engines, in turn; how many reads of the database a thousand orders of an item are
// that nobody has cached yet.
//
// What the cache spares an order is the read of its item. Under lua-mq that is all that an order asks the database for;
// under db-conditional it is one of two calls. For scale, a published figure of order entry with a cache against
// without: 191/s to 130/s, 1.47 times.
//
//     bench_order_cache [rounds] [seconds]            (3 rounds of 3 s where nothing is said)
#include <QCoreApplication>
#include <algorithm>
#include <cstdlib>

#include "io/file_limit.h"
#include "load/load.h"
#include "roles/order/order_role.h"
#include "tests/bench/figures.h"
#include "tests/support/measured_database.h"
#include "tests/support/small_shop.h"

using namespace rushlab;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kDatabaseTime{100};
constexpr std::size_t kUsers = 64;
constexpr std::size_t kAtOnce = 1'000;
constexpr std::int64_t kUnits = 1'000'000'000;

struct Rate {
    double perSecond = 0;
    double p50Ms = 0;
};

double medianOf(std::vector<Rate> rates, double Rate::*figure) {
    std::ranges::sort(rates, {}, figure);
    return rates[rates.size() / 2].*figure;
}

// A shop with an instance that caches and one that does not.
class Bench {
  public:
    explicit Bench(std::string_view strategy) : m_database(*m_shop.database, kDatabaseTime) {
        m_cached.strategy = m_plain.strategy = strategy;
        m_plain.cache = false;
        m_item = m_shop.addItem(kUnits);
        m_with = open("order-1", m_cached);
        m_without = open("order-2", m_plain);
    }

    Rate with(int seconds) { return drive(*m_with, lasting(seconds)); }
    Rate without(int seconds) { return drive(*m_without, lasting(seconds)); }
    // Comes before all others: nobody has cached the item yet. Its units are loaded by an order of the other instance,
    // which asks the database three times, once for all orders.
    int readsOfAStampede() {
        drive(*m_without, load::Burst{.users = 1});
        m_database.reads = 0;
        drive(*m_with, load::Burst{.users = kAtOnce});
        return m_database.reads;
    }

  private:
    using Arrivals = decltype(load::LoadPlan::arrivals);

    static Arrivals lasting(int seconds) {
        return load::Closed{.users = kUsers, .lasting = std::chrono::seconds(seconds)};
    }
    std::unique_ptr<roles::RoleHost> open(std::string instance, const roles::ShopSettings& settings) {
        roles::HostOptions options;
        options.role = "order";
        options.instance = std::move(instance);
        const roles::Ports ports{*m_shop.keyValue, *m_shop.queue, *m_shop.log, m_database, *m_shop.archive};
        return test::SmallShop::take(roles::RoleHost::open(std::move(options), settings, ports, m_shop.clock(),
                                                           Log::silent(), roles::makeOrderRole));
    }
    Rate drive(const roles::RoleHost& host, Arrivals arrivals) {
        load::LoadPlan plan;
        plan.targets = {host.endpoint()};
        plan.path = "/order";
        plan.login = load::Login::UserIdField;
        plan.arrivals = std::move(arrivals);
        plan.items = {m_item};
        load::LiveCounts live;
        const std::atomic<bool> interrupted{false};
        const auto outcome = load::runLoad(plan, m_shop.clock(), live, interrupted);
        if (!outcome) abortBecause(outcome.error().message);
        if (live.accepted != outcome->record.attempts.size()) abortBecause("not every order was accepted");
        return {outcome->acceptedPerSecond(),
                std::chrono::duration<double, std::milli>(outcome->acceptedLatency.percentile(0.5)).count()};
    }

    test::SmallShop m_shop;
    test::MeasuredDatabase m_database;
    roles::ShopSettings m_cached, m_plain;
    domain::ItemId m_item;
    std::unique_ptr<roles::RoleHost> m_with, m_without;
};

void measure(bench::Figures& figures, std::string_view strategy, int rounds, int seconds) {
    Bench bench(strategy);
    figures.atMost(fmt::format("reads of the database for {} orders at once, {}", kAtOnce, strategy),
                   bench.readsOfAStampede(), 1, "read");
    std::vector<Rate> with, without;
    for (int round = 0; round < rounds; ++round) {
        without.push_back(bench.without(seconds));
        with.push_back(bench.with(seconds));
    }
    figures.atLeastShare(fmt::format("orders/s with the cache, {}, {} users", strategy, kUsers),
                         medianOf(with, &Rate::perSecond), medianOf(without, &Rate::perSecond), 1.5);
    figures.note("  p50, ms", medianOf(with, &Rate::p50Ms), medianOf(without, &Rate::p50Ms));
}

}  // namespace

int main(int argumentCount, char** arguments) {
    const QCoreApplication application(argumentCount, arguments);
    const int rounds = argumentCount > 1 ? std::atoi(arguments[1]) : 3;
    const int seconds = argumentCount > 2 ? std::atoi(arguments[2]) : 3;
    if (rounds < 1 || seconds < 1) {
        fmt::print(stderr, "usage: bench_order_cache [rounds] [seconds]\n");
        return 64;
    }
    if (const auto limit = io::raiseFileLimit(10'000); !limit) {
        fmt::print(stderr, "{}\n", limit.error().message);
        return 69;
    }
    bench::Figures figures("order_cache");
    for (const std::string_view strategy : {"lua-mq", "db-conditional"})
        measure(figures, strategy, rounds, seconds);
    return figures.exitStatus();
}
