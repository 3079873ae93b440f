// roles/held_units and roles/order/unit_list: units are taken once, go back once, and none is lost to anybody.
#include <numeric>
#include <thread>

#include "engines/kv/delayed_key_value.h"
#include "roles/held_units.h"
#include "roles/order/unit_list.h"
#include "roles/outbox.h"
#include "tests/support/bare_role.h"
#include "tests/unit/roles_shop.h"

using namespace rushlab;
using namespace std::chrono_literals;
using test::Bare;
using test::Shop;

namespace {

roles::Held held(std::string order, std::int64_t item, std::int64_t count, std::int64_t takenAtMs = 1'000) {
    return {domain::OrderId{std::move(order)}, domain::ItemId{item}, count, WallTime{Milliseconds{takenAtMs}},
            domain::MemberId{7}};
}

std::string text(kv::KeyValue& engine, const std::string& key) {
    io::Loop loop;
    return Shop::take(loop.runUntilDone(engine.get(key, Deadline::in(20s)))).value_or("");
}

io::Awaitable<Result<bool>> takeUnits(roles::RoleContext& context, roles::Held units,
                                      Deadline deadline = Deadline::in(20s)) {
    roles::HeldUnits mine(context);
    co_return co_await mine.take(std::move(units), deadline);
}
io::Awaitable<Result<bool>> giveBackUnits(roles::RoleContext& context, roles::Held units) {
    roles::HeldUnits mine(context);
    co_return co_await mine.giveBack(std::move(units), Deadline::in(20s));
}
io::Awaitable<Result<>> returnUnits(roles::RoleContext& context, roles::Held units) {
    roles::HeldUnits mine(context);
    co_return co_await mine.returned(std::move(units), Deadline::in(20s));
}
io::Awaitable<Result<>> settleUnits(roles::RoleContext& context, roles::Held units) {
    roles::HeldUnits mine(context);
    co_return co_await mine.settle(std::move(units), Deadline::in(20s));
}
io::Awaitable<Result<bool>> endUnits(roles::RoleContext& context, roles::Held units, WallTime before) {
    roles::HeldUnits mine(context);
    co_return co_await mine.end(std::move(units), before, Deadline::in(20s));
}
io::Awaitable<Result<std::vector<roles::Held>>> overdueUnits(roles::RoleContext& context, WallTime before) {
    roles::HeldUnits mine(context);
    co_return co_await mine.overdue(before, 10, Deadline::in(20s));
}
io::Awaitable<Result<>> takeFromList(roles::RoleContext& context, std::string order, domain::ItemId item,
                                     std::int64_t count) {
    roles::UnitList list(context);
    domain::OrderId id{std::move(order)};
    co_return co_await list.take(std::move(id), item, count, Deadline::in(20s));
}

}  // namespace

class RolesUnits : public QObject {
    Q_OBJECT

  private slots:
    void unitsAreTakenGivenBackAndReturnedOnce() {
        Shop shop;
        const std::int64_t item = shop.addItem(5).value;
        Bare bare(shop);
        const std::string stock = roles::keys::stock(domain::ItemId{item});
        const auto take = [&](roles::Held units) {
            return bare.on<Result<bool>>([units](roles::RoleContext& context) { return takeUnits(context, units); });
        };
        const auto giveBack = [&](roles::Held units) {
            return *bare.on<Result<bool>>(
                [units](roles::RoleContext& context) { return giveBackUnits(context, units); });
        };
        const auto settle = [&](roles::Held units) {
            return bare.on<Result<>>([units](roles::RoleContext& context) { return settleUnits(context, units); });
        };
        const auto returned = [&](roles::Held units) {
            return bare.on<Result<>>([units](roles::RoleContext& context) { return returnUnits(context, units); });
        };
        declareQueues(shop);
        QCOMPARE(take(held("a", item, 3)), Result<bool>(true));
        QCOMPARE(take(held("a", item, 3)), Result<bool>(false));
        QCOMPARE(take(held("b", item, 3)).error().code, ErrorCode::SoldOut);
        const auto overdue = bare.on<Result<std::vector<roles::Held>>>(
            [](roles::RoleContext& context) { return overdueUnits(context, WallTime{Milliseconds{1'001}}); });
        QVERIFY(overdue && overdue->size() == 1 && overdue->front() == held("a", item, 3));
        QVERIFY(giveBack(held("a", item, 3)));
        QVERIFY(!giveBack(held("a", item, 3)));
        QCOMPARE(text(*shop.keyValue, stock), "5");
        QCOMPARE(take(held("c", item, 2)), Result<bool>(true));
        QVERIFY(settle(held("c", item, 2)).has_value());
        QCOMPARE(take(held("c", item, 2)), Result<bool>(false));
        QVERIFY(!giveBack(held("c", item, 2)));
        QVERIFY(returned(held("c", item, 2)).has_value());
        QVERIFY(returned(held("c", item, 2)).has_value());
        QCOMPARE(text(*shop.keyValue, stock), "5");
    }

    // The scheduler's claim of an order's row takes a while: nobody takes or gives back in the order's name meanwhile.
    void anOrderThatIsBeingEndedTakesNothingAndGivesNothingBack() {
        Shop shop;
        const std::int64_t item = shop.addItem(5).value;
        Bare bare(shop);
        declareQueues(shop);
        const std::string stock = roles::keys::stock(domain::ItemId{item});
        const roles::Held units = held("late", item, 2, 1'000);
        const auto take = [&] {
            return bare.on<Result<bool>>([units](roles::RoleContext& context) { return takeUnits(context, units); });
        };
        const auto end = [&](std::int64_t beforeMs) {
            const WallTime before{Milliseconds{beforeMs}};
            return *bare.on<Result<bool>>(
                [units, before](roles::RoleContext& context) { return endUnits(context, units, before); });
        };
        QVERIFY(!end(1'001));
        QCOMPARE(take(), Result<bool>(true));
        QVERIFY(!end(1'000));
        QVERIFY(end(1'001));
        QCOMPARE(take().error().code, ErrorCode::Unavailable);
        QVERIFY(
            !*bare.on<Result<bool>>([units](roles::RoleContext& context) { return giveBackUnits(context, units); }));
        QVERIFY(bare.on<Result<>>([units](roles::RoleContext& context) { return settleUnits(context, units); }));
        QCOMPARE(take().error().code, ErrorCode::Unavailable);
        QCOMPARE(text(*shop.keyValue, stock), "3");
    }

    void aListGivesEachUnitOnce() {
        Shop shop;
        shop.settings.couponsARefill = 3;
        const std::int64_t item = shop.addItem(10).value;
        Bare bare(shop);
        const auto take = [&](std::string order, std::int64_t count) {
            return bare.on<Result<>>([order, count, item](roles::RoleContext& context) {
                return takeFromList(context, order, domain::ItemId{item}, count);
            });
        };
        for (int order = 0; order < 4; ++order)
            QVERIFY(take(fmt::format("order-{}", order), 2).has_value());
        QVERIFY(take("order-0", 2).has_value());
        QCOMPARE(take("too-many", 3).error().code, ErrorCode::SoldOut);
        io::Loop loop;
        QVERIFY(loop.runUntilDone(shop.keyValue->flushAll(Deadline::in(20s))).has_value());
        QVERIFY(take("last", 2).has_value());
        QCOMPARE(take("late", 1).error().code, ErrorCode::SoldOut);
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(DISTINCT order_id) FROM stock_units"), 5);
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(*) FROM stock_units WHERE order_id IS NOT NULL"), 10);
    }

    // While the number is being made nothing is returned: so nobody makes it while he waits for returns.
    void whoWaitsForReturnedUnitsDoesNotKeepThemAway() {
        Shop shop;
        shop.settings.orderWithin = 10ms;
        const std::int64_t item = shop.addItem(5).value;
        Bare bare(shop);
        declareQueues(shop);
        QVERIFY(test::execute(*shop.database, "UPDATE stock SET version = 7"));
        QVERIFY(
            test::execute(*shop.database,
                          fmt::format("INSERT INTO outbox (topic, key, payload, created_at) VALUES ('{}', 'k', 'p', 0)",
                                      roles::kUnitsReturned)));
        constexpr int kBuyers = 8;
        std::atomic<int> waiting = kBuyers;
        std::atomic<int> refused = 0;
        std::vector<std::jthread> buyers;
        for (int at = 0; at < kBuyers; ++at) {
            buyers.emplace_back([&, at] {
                const roles::Held units = held(fmt::format("order-{}", at), item, 1);
                const auto taken = bare.on<Result<bool>>(
                    [units](roles::RoleContext& context) { return takeUnits(context, units, Deadline::in(2s)); });
                if (!taken) ++refused;
                --waiting;
            });
        }
        const std::string lock = roles::keys::lock("stock-load:" + std::to_string(item));
        while (waiting > 0)
            QCOMPARE(text(*shop.keyValue, lock), "");
        buyers.clear();
        QCOMPARE(refused.load(), kBuyers);
        QVERIFY(test::execute(*shop.database, "DELETE FROM outbox"));
        const roles::Held units = held("after", item, 1);
        QCOMPARE(bare.on<Result<bool>>([units](roles::RoleContext& context) { return takeUnits(context, units); }),
                 Result<bool>(true));
    }

    // Each finds the half of what it needs in the other's hands.
    void ordersOfManyUnitsDoNotKeepTheLastOnesFromEachOther() {
        Shop shop;
        shop.settings.couponsARefill = 3;
        const DelayProfile near("near", 1ms, 0ms);
        shop.keyValue = std::make_unique<kv::DelayedKeyValue>(std::move(shop.keyValue), near, 1);
        Bare one(shop, "worker-1"), two(shop, "worker-2");
        constexpr int kRounds = 20;
        for (int round = 0; round < kRounds; ++round) {
            const std::int64_t item = shop.addItem(4).value;
            std::vector<int> taken(4);
            std::vector<std::jthread> buyers;
            for (std::size_t at = 0; at < taken.size(); ++at) {
                buyers.emplace_back([&, at] {
                    Bare& bare = at % 2 == 0 ? one : two;
                    const auto order = fmt::format("order-{}-{}", round, at);
                    const auto done = bare.on<Result<>>([order, item](roles::RoleContext& context) {
                        return takeFromList(context, order, domain::ItemId{item}, 2);
                    });
                    taken[at] = done ? 1 : 0;
                });
            }
            buyers.clear();
            QCOMPARE(std::accumulate(taken.begin(), taken.end(), 0), 2);
        }
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(*) FROM stock_units WHERE order_id IS NULL"), 0);
    }

  private:
    static void declareQueues(Shop& shop) {
        const auto declared = shop.run(declare(*shop.queue, shop.settings));
        if (!declared) qFatal("%s", declared.error().message.c_str());
    }
    static io::Awaitable<Result<>> declare(queue::WorkQueue& queue, const roles::ShopSettings& settings) {
        return roles::declareShopQueues(queue, settings, Deadline::in(20s));
    }
};

QTEST_GUILESS_MAIN(RolesUnits)
#include "roles_units.moc"
