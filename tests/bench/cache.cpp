// The look-aside cache: an order's look-up of its item with it and without it, where the database takes 100 ms; what a
// hit takes; how many reads of the database a thousand misses at once are.
//
// For scale: a published figure of order entry with a cache against without is 191/s to 130/s, 1.47 times.
#include <QCoreApplication>

#include "roles/cache/item_catalog.h"
#include "roles/directory.h"
#include "tests/bench/figures.h"
#include "tests/support/measured_database.h"
#include "tests/support/small_shop.h"

using namespace rushlab;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kDatabaseTime{100};
constexpr int kClerks = 100;  // look-ups under way at the same time
constexpr auto kSpan = 3s;

class Nobody final : public roles::Directory {
  public:
    std::vector<roles::Instance> instancesOf(std::string_view /*role*/) const override { return {}; }
    std::optional<roles::Instance> leastLoaded(std::string_view /*role*/, const roles::Instance* /*besides*/) override {
        return std::nullopt;
    }
    void began(const roles::Instance& /*instance*/) override {}
    void ended(const roles::Instance& /*instance*/, bool /*reached*/) override {}
};

double microseconds(std::chrono::nanoseconds span) {
    return static_cast<double>(span.count()) / 1e3;
}

// One order instance's catalogue before a slow database.
struct Bench {
    explicit Bench(test::SmallShop& ownShop)
        : shop(ownShop),
          database(*shop.database, kDatabaseTime),
          tasks(shop.loop()),
          http(shop.loop(), {}),
          context{"order",
                  "order-1",
                  shop.loop(),
                  shop.clock(),
                  Log::silent(),
                  {*shop.keyValue, *shop.queue, *shop.log, database, *shop.archive},
                  shop.settings,
                  metrics,
                  tasks,
                  nobody,
                  http,
                  Random(1)},
          catalog(context) {}

    io::Awaitable<> lookUp(domain::ItemId item, SteadyTime until, int& left, std::uint64_t& done) {
        while (std::chrono::steady_clock::now() < until) {
            const auto found = co_await catalog.find(item, Deadline::in(10s));
            if (found) ++done;
            // As an order does between its look-ups: what else is ready runs.
            co_await boost::asio::post(boost::asio::use_awaitable_t<io::Executor>{});
        }
        --left;
    }
    double lookUpsPerSecond(domain::ItemId item) {
        int left = kClerks;
        std::uint64_t done = 0;
        const SteadyTime began = std::chrono::steady_clock::now();
        for (int at = 0; at < kClerks; ++at)
            shop.loop().spawn(lookUp(item, began + kSpan, left, done));
        shop.becomes([&] { return left == 0; });
        return static_cast<double>(done) / std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }
    io::Awaitable<> lookUpOnce(domain::ItemId item, int& found) {
        const auto one = co_await catalog.find(item, Deadline::in(10s));
        if (one) ++found;
    }

    // One after the other, in one coroutine.
    io::Awaitable<bool> lookUpAll(const std::vector<domain::ItemId>& items) {
        for (const domain::ItemId item : items) {
            const auto found = co_await catalog.find(item, Deadline::in(10s));
            if (!found) co_return false;
        }
        co_return true;
    }
    double microsecondsEach(const std::vector<domain::ItemId>& items) {
        const SteadyTime began = std::chrono::steady_clock::now();
        if (!shop.run(lookUpAll(items))) abortBecause("an item was not found");
        return microseconds(std::chrono::steady_clock::now() - began) / static_cast<double>(items.size());
    }

    test::SmallShop& shop;
    test::MeasuredDatabase database;
    roles::Metrics metrics;
    roles::TaskGroup tasks;
    Nobody nobody;
    io::HttpClient http;
    roles::RoleContext context;
    roles::ItemCatalog catalog;
};

}  // namespace

int main(int argumentCount, char** arguments) {
    const QCoreApplication application(argumentCount, arguments);
    bench::Figures figures("cache");

    test::SmallShop plain;
    plain.settings.cache = false;
    Bench without(plain);
    const double rateWithout = without.lookUpsPerSecond(plain.addItem(1));
    figures.note("look-ups/s without the cache", rateWithout);

    test::SmallShop shop;
    Bench with(shop);
    const domain::ItemId item = shop.addItem(1);
    figures.atLeastShare("look-ups/s with the cache", with.lookUpsPerSecond(item), rateWithout, 1.5);
    figures.note("  of them from the instance's own memory",
                 static_cast<double>(with.metrics.count("rushlab_cache_remembered_total")));
    figures.note("  of them from the key-value engine",
                 static_cast<double>(with.metrics.count("rushlab_cache_hits_total")));

    // Past the instance's own memory: every item is looked up once only, a thousand of them.
    std::vector<domain::ItemId> items;
    for (int at = 0; at < 1'000; ++at)
        items.push_back(shop.addItem(1));
    int found = 0;
    for (const domain::ItemId each : items)
        shop.loop().spawn(with.lookUpOnce(each, found));
    shop.becomes([&] { return found == 1'000; });
    Bench other(shop);
    const double byEngine = other.microsecondsEach(items);
    const double byMemory = other.microsecondsEach(items);
    figures.note("a look-up by the instance's own memory, us", byMemory, byEngine);
    const Histogram hits = other.metrics.histogram("rushlab_cache_hit_seconds");
    figures.atLeast("hits of another instance", static_cast<double>(hits.count()), 1'000, "hits");
    figures.atMost("hit p50, us", microseconds(hits.percentile(0.5)), 500, "us");
    figures.note("hit p99, us", microseconds(hits.percentile(0.99)));
    figures.note("miss p50, us", microseconds(with.metrics.histogram("rushlab_cache_miss_seconds").percentile(0.5)));

    const domain::ItemId stampede = shop.addItem(1);
    const int readsBefore = other.database.reads;
    found = 0;
    for (int at = 0; at < 1'000; ++at)
        shop.loop().spawn(other.lookUpOnce(stampede, found));
    shop.becomes([&] { return found == 1'000; });
    figures.atMost("reads of the database for 1,000 misses at once", other.database.reads - readsBefore, 1, "read");
    return figures.exitStatus();
}
