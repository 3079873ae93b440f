// roles/cache: one load for all who miss, here and across instances; nothing stale is stored; slower, never wrong.
#include "roles/cache/item_catalog.h"
#include "roles/cache/item_text.h"
#include "roles/directory.h"
#include "roles/keys.h"
#include "tests/support/measured_database.h"
#include "tests/support/small_shop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_cache {
using namespace std::chrono_literals;

namespace {

constexpr const char* kKey = "cache:thing";

class Nobody final : public roles::Directory {
  public:
    std::vector<roles::Instance> instancesOf(std::string_view /*role*/) const override { return {}; }
    std::optional<roles::Instance> leastLoaded(std::string_view /*role*/, const roles::Instance* /*besides*/) override {
        return std::nullopt;
    }
    void began(const roles::Instance& /*instance*/) override {}
    void ended(const roles::Instance& /*instance*/, bool /*reached*/) override {}
};

// Answers nothing, as an engine that is away does.
class AwayKeyValue final : public kv::KeyValue {
  public:
    Answer<std::unique_ptr<kv::Subscription>> subscribe(kv::Topics /*topics*/, Deadline /*deadline*/) override {
        co_return fail(ErrorCode::Unavailable, "away");
    }
    kv::Traits traits() const override { return {}; }
    kv::Statistics statistics() const override { return {}; }

  protected:
    Answer<kv::Reply> answer(kv::Arguments /*arguments*/, Deadline /*deadline*/) override {
        co_return fail(ErrorCode::Unavailable, "away");
    }
};

// What a role instance has, on the test's own loop.
struct Instance {
    Instance(SmallShop& shop, roles::Ports ports, std::string name)
        : tasks(shop.loop()), http(shop.loop(), {}), context{"item",        std::move(name),
                                                             shop.loop(),   shop.clock(),
                                                             Log::silent(), ports,
                                                             shop.settings, metrics,
                                                             tasks,         nobody,
                                                             http,          Random(1)} {}

    std::uint64_t loads() const { return metrics.count("rushlab_cache_loads_total"); }

    roles::Metrics metrics;
    roles::TaskGroup tasks;
    Nobody nobody;
    io::HttpClient http;
    roles::RoleContext context;
};

// A source of truth that takes its time: loads end when they are let go.
class Source {
  public:
    roles::LookAside::Loader loader() {
        return [this](Deadline deadline) { return load(deadline); };
    }
    void release(Result<std::string> value) {
        m_value = std::move(value);
        m_released = true;
    }
    void hold() { m_released = false; }
    int loads = 0;

  private:
    io::Awaitable<Result<std::string>> load(Deadline /*deadline*/) {
        ++loads;
        const Result<std::string> before = m_value;
        while (!m_released)
            co_await io::sleepFor(1ms);
        // What was read before it was released, as a slow read of the database is.
        co_return before ? before : m_value;
    }

    bool m_released = false;
    Result<std::string> m_value = fail(ErrorCode::NotFound, "nothing yet");
};

// Calls of get() that run at the same time, and what became of them.
class Callers {
  public:
    Callers(SmallShop& shop, Source& source) : m_shop(shop), m_source(source) {}

    void start(roles::LookAside& cache, int count, Milliseconds within = 60s) {
        for (int at = 0; at < count; ++at)
            m_shop.loop().spawn(call(cache, Deadline::in(within)));
        m_started += static_cast<std::size_t>(count);
    }
    bool allAnswered() {
        return m_shop.becomes([this] { return answers.size() == m_started; });
    }
    std::size_t countOf(std::string_view value) const {
        return static_cast<std::size_t>(std::count_if(
            answers.begin(), answers.end(), [value](const auto& answer) { return answer && *answer == value; }));
    }

    std::vector<Result<std::string>> answers;

  private:
    io::Awaitable<> call(roles::LookAside& cache, Deadline deadline) {
        auto answer = co_await cache.get(kKey, m_source.loader(), deadline);
        answers.push_back(std::move(answer));
    }

    SmallShop& m_shop;
    Source& m_source;
    std::size_t m_started = 0;
};

Result<std::string> getOnce(SmallShop& shop, roles::LookAside& cache, Source& source, Milliseconds within = 60s) {
    return shop.run(cache.get(kKey, source.loader(), Deadline::in(within)));
}

}  // namespace

class RolesCache : public QObject {
    Q_OBJECT

  private slots:
    void aThousandWhoMissAtOnceAreOneLoad() {
        SmallShop shop;
        Instance one(shop, shop.ports(), "item-1"), two(shop, shop.ports(), "item-2");
        roles::LookAside here(one.context, "thing", 60s), there(two.context, "thing", 60s);
        Source source;
        Callers callers(shop, source);
        callers.start(here, 500);
        callers.start(there, 500);
        QVERIFY(shop.becomes([&] {
            return one.metrics.count("rushlab_cache_misses_total") + two.metrics.count("rushlab_cache_misses_total") ==
                   1'000;
        }));
        source.release("found");
        QVERIFY(callers.allAnswered());
        QCOMPARE(callers.countOf("found"), std::size_t{1'000});
        QCOMPARE(source.loads, 1);
        QCOMPARE(one.loads() + two.loads(), std::uint64_t{1});
        QCOMPARE(one.metrics.histogram("rushlab_cache_miss_seconds").count(), std::uint64_t{500});

        QCOMPARE(*getOnce(shop, here, source), std::string("found"));
        QCOMPARE(*getOnce(shop, there, source), std::string("found"));
        QCOMPARE(source.loads, 1);
        QCOMPARE(one.metrics.count("rushlab_cache_hits_total"), std::uint64_t{1});
        QCOMPARE(one.metrics.histogram("rushlab_cache_hit_seconds").count(), std::uint64_t{1});
    }

    void aThousandWhoWantAnItemAreOneReadOfTheDatabase() {
        SmallShop shop;
        test::MeasuredDatabase measured(*shop.database, 20ms);
        roles::Ports ports{*shop.keyValue, *shop.queue, *shop.log, measured, *shop.archive};
        Instance one(shop, ports, "order-1"), two(shop, ports, "order-2");
        roles::ItemCatalog here(one.context), there(two.context);
        const domain::ItemId item = shop.addItem(5);
        int found = 0;
        const auto call = [](roles::ItemCatalog& catalog, domain::ItemId wanted, int& count) -> io::Awaitable<> {
            const auto answer = co_await catalog.find(wanted, Deadline::in(60s));
            if (answer && answer->id == wanted && answer->price == 100) ++count;
        };
        for (int at = 0; at < 500; ++at) {
            shop.loop().spawn(call(here, item, found));
            shop.loop().spawn(call(there, item, found));
        }
        QVERIFY(shop.becomes([&] { return found == 1'000; }));
        QCOMPARE(measured.reads.load(), 1);
        const auto unknown = shop.run(here.find({item.value + 1}, Deadline::in(60s)));
        QVERIFY(!unknown && unknown.error().code == ErrorCode::NotFound);
    }

    void offMeansThatEachAsksTheDatabase() {
        SmallShop shop;
        shop.settings.cache = false;
        Instance one(shop, shop.ports(), "item-1");
        roles::LookAside cache(one.context, "thing", 60s);
        Source source;
        source.release("found");
        for (int at = 0; at < 3; ++at)
            QCOMPARE(*getOnce(shop, cache, source), std::string("found"));
        QCOMPARE(source.loads, 3);
        QVERIFY(!*shop.run(cache.peek(kKey, Deadline::in(60s))));
    }

    void whatWasReadBeforeAChangeIsNotStoredAfterIt_data() {
        QTest::addColumn<bool>("changedElsewhere");
        QTest::newRow("changed by this instance") << false;
        QTest::newRow("changed by another") << true;
    }
    void whatWasReadBeforeAChangeIsNotStoredAfterIt() {
        QFETCH(const bool, changedElsewhere);
        SmallShop shop;
        Instance one(shop, shop.ports(), "item-1"), two(shop, shop.ports(), "item-2");
        roles::LookAside here(one.context, "thing", 60s), there(two.context, "thing", 60s);
        Source source;
        source.release("old");
        source.hold();
        Callers callers(shop, source);
        callers.start(here, 1);
        QVERIFY(shop.becomes([&] { return source.loads == 1; }));

        auto& changer = changedElsewhere ? there : here;
        QVERIFY(shop.run(changer.forget(kKey, Deadline::in(60s))));
        source.release("new");
        QVERIFY(callers.allAnswered());
        QCOMPARE(callers.countOf("old"), std::size_t{1});  // it had begun before the change
        QVERIFY(!*shop.run(here.peek(kKey, Deadline::in(60s))));
        QCOMPARE(*getOnce(shop, there, source), std::string("new"));
        QCOMPARE(**shop.run(here.peek(kKey, Deadline::in(60s))), std::string("new"));
    }

    void aHolderThatDiedIsWaitedForNoLongerThanItsLease() {
        SmallShop shop;
        Instance one(shop, shop.ports(), "item-1");
        roles::LookAside cache(one.context, "thing", 60s);
        const kv::SetOptions lease{.timeToLive = 30ms};
        const std::string lock = roles::keys::lock(kKey);
        QVERIFY(shop.run(shop.keyValue->set(lock, "of somebody who died", lease, Deadline::in(60s))));
        Source source;
        source.release("found");
        QCOMPARE(*getOnce(shop, cache, source), std::string("found"));
        QCOMPARE(source.loads, 1);
    }

    void anErrorIsToldToAllWhoWaitAndNotKept() {
        SmallShop shop;
        Instance one(shop, shop.ports(), "item-1");
        roles::LookAside cache(one.context, "thing", 60s);
        Source source;
        Callers callers(shop, source);
        callers.start(cache, 3);
        QVERIFY(shop.becomes([&] { return one.metrics.count("rushlab_cache_misses_total") == 3; }));
        source.release(fail(ErrorCode::NotFound, "no such thing"));
        QVERIFY(callers.allAnswered());
        for (const auto& answer : callers.answers)
            QVERIFY(!answer && answer.error().code == ErrorCode::NotFound);
        QCOMPARE(source.loads, 1);
        source.release("found");
        QCOMPARE(*getOnce(shop, cache, source), std::string("found"));
    }

    void whoCannotWaitLeavesTheOthersTheirLoad() {
        SmallShop shop;
        Instance one(shop, shop.ports(), "item-1");
        roles::LookAside cache(one.context, "thing", 60s);
        Source source;
        Callers callers(shop, source);
        callers.start(cache, 1, 10ms);
        QVERIFY(shop.becomes([&] { return callers.answers.size() == 1; }));
        QCOMPARE(callers.answers.front().error().code, ErrorCode::Timeout);
        callers.start(cache, 1);
        QVERIFY(shop.becomes([&] { return one.metrics.count("rushlab_cache_misses_total") == 2; }));
        source.release("found");
        QVERIFY(callers.allAnswered());
        QCOMPARE(callers.countOf("found"), std::size_t{1});
    }

    void anEngineThatIsAwayMakesItSlowerOnly() {
        SmallShop shop;
        AwayKeyValue away;
        roles::Ports ports{away, *shop.queue, *shop.log, *shop.database, *shop.archive};
        Instance one(shop, ports, "item-1");
        roles::LookAside cache(one.context, "thing", 60s);
        Source source;
        source.release("found");
        QCOMPARE(*getOnce(shop, cache, source), std::string("found"));
        QCOMPARE(*getOnce(shop, cache, source), std::string("found"));
        QCOMPARE(source.loads, 2);
        const auto forgotten = shop.run(cache.forget(kKey, Deadline::in(60s)));
        QVERIFY(!forgotten && forgotten.error().code == ErrorCode::Unavailable);
    }

    void anItemComesOutOfTheCacheAsItWentIn() {
        domain::Item item{{7}, "찻잔 \"\\\n", 12'000, domain::ItemType::TimeDeal, WallTime{1'763'632'800'123ms}, "{}"};
        JsonParser parser;
        QCOMPARE(*roles::decodeItem(roles::encodeItem(item), parser), item);
        item.startAt.reset();
        item.type = domain::ItemType::General;
        QCOMPARE(*roles::decodeItem(roles::encodeItem(item), parser), item);
        QCOMPARE(roles::decodeItem("{}", parser).error().code, ErrorCode::Corrupt);
    }

    void whatNobodyOfOursWroteIntoTheCacheIsLookedUpAnew() {
        SmallShop shop;
        Instance one(shop, shop.ports(), "item-1");
        roles::ItemCatalog catalog(one.context);
        const domain::ItemId item = shop.addItem(5);
        const std::string key = roles::keys::cachedItem(item);
        QVERIFY(shop.run(shop.keyValue->set(key, "rubbish", Deadline::in(60s))));
        const auto found = shop.run(catalog.find(item, Deadline::in(60s)));
        QVERIFY2(found, found ? "" : found.error().message.c_str());
        QCOMPARE(found->price, std::int64_t{100});
        QVERIFY(!*shop.run(shop.keyValue->exists(key, Deadline::in(60s))));
    }
};

RUSHLAB_TEST(RolesCache)

}  // namespace rushlab::test::roles_cache
#include "roles_cache.moc"
