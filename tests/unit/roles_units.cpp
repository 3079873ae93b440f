// roles/held_units and roles/order/unit_list: units are taken once, go back once, and none is lost to anybody.
#include <array>
#include <map>
#include <mutex>
#include <thread>

#include "roles/held_units.h"
#include "roles/order/read_then_write.h"
#include "roles/order/unit_list.h"
#include "roles/outbox.h"
#include "tests/support/bare_role.h"
#include "tests/support/test_program.h"
#include "tests/unit/roles_shop.h"

namespace rushlab::test::roles_units {
using namespace std::chrono_literals;

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
// An order under a fence, while whoever held it before leaves so much.
io::Awaitable<Result<roles::Placed>> sellFenced(roles::RoleContext& context, domain::OrderMessage order,
                                                std::int64_t leftByAnother) {
    roles::ReadThenWrite sale(context, "pubsub-lock");
    roles::SqlSale::Take fence = [leftByAnother](sql::Session& session, const roles::PlaceOrder& placed) -> Result<> {
        const auto left =
            session.execute("UPDATE stock SET quantity = ? WHERE item_id = ?", {leftByAnother, placed.line.item});
        if (!left) return pass(left);
        return {};
    };
    roles::PlaceOrder place{order.id, order.member, order.lines.front(), order.acceptedAt, {}, ""};
    co_return co_await sale.place(std::move(place), std::move(fence), Deadline::in(20s));
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

// Steps of one kind that two threads take: nobody begins his next one before the other has ended as many.
// Used from both threads.
class InStep {
  public:
    void begin() { m_isOn = true; }

    io::Awaitable<> beforeStep() {
        if (!m_isOn) co_return;
        for (int waited = 0; !mayBegin(); ++waited) {
            if (waited == kPatienceMs) {
                m_wasInStep = false;
                co_return;
            }
            co_await io::sleepFor(1ms);
        }
    }
    void afterStep() {
        const std::lock_guard lock(m_mutex);
        if (m_isOn) ++m_ended[std::this_thread::get_id()];
    }

    // Whether nobody lost patience: the other took fewer steps, or none.
    bool wasInStep() const { return m_wasInStep; }

  private:
    static constexpr int kPatienceMs = 10'000;

    bool mayBegin() {
        const std::lock_guard lock(m_mutex);
        const std::size_t mine = m_ended[std::this_thread::get_id()];
        std::size_t both = 0;
        for (const auto& [thread, ended] : m_ended)
            both += ended;
        return both >= 2 * mine;
    }

    std::atomic<bool> m_isOn = false;
    std::atomic<bool> m_wasInStep = true;
    std::mutex m_mutex;  // guards what follows
    std::map<std::thread::id, std::size_t> m_ended;
};

class PopsInStep final : public kv::KeyValue {
  public:
    PopsInStep(std::unique_ptr<kv::KeyValue> inner, InStep& pops) : m_inner(std::move(inner)), m_pops(pops) {}

    Answer<std::unique_ptr<kv::Subscription>> subscribe(kv::Topics topics, Deadline deadline) override {
        return m_inner->subscribe(std::move(topics), deadline);
    }
    kv::Traits traits() const override { return m_inner->traits(); }
    kv::Statistics statistics() const override { return m_inner->statistics(); }

  protected:
    Answer<kv::Reply> answer(kv::Arguments arguments, Deadline deadline) override {
        const bool isPop = arguments.view().front() == "LPOP";
        if (isPop) co_await m_pops.beforeStep();
        auto reply = co_await m_inner->call(std::move(arguments), deadline);
        if (isPop) m_pops.afterStep();
        co_return reply;
    }

  private:
    std::unique_ptr<kv::KeyValue> m_inner;
    InStep& m_pops;
};

class WritesInStep final : public sql::Database {
  public:
    WritesInStep(sql::Database& inner, InStep& writes) : m_inner(inner), m_writes(writes) {}

    const sql::Traits& traits() const override { return m_inner.traits(); }
    std::string describe() const override { return m_inner.describe(); }

  protected:
    io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) override {
        if (access == Access::Read) co_return co_await m_inner.read(deadline, std::move(work));
        co_await m_writes.beforeStep();
        auto done = co_await m_inner.transact(deadline, std::move(work));
        m_writes.afterStep();
        co_return done;
    }

  private:
    sql::Database& m_inner;
    InStep& m_writes;
};

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

    // Each has popped the half of what it needs, and finds the other half in the other's hands.
    void ordersOfManyUnitsDoNotKeepTheLastOnesFromEachOther() {
        Shop shop;
        shop.settings.couponsARefill = 3;
        InStep pops, writes;
        shop.keyValue = std::make_unique<PopsInStep>(std::move(shop.keyValue), pops);
        WritesInStep database(*shop.database, writes);
        shop.failing.emplace(database);
        Bare one(shop, "worker-1"), two(shop, "worker-2");
        const domain::ItemId item = shop.addItem(3);
        const auto take = [item](Bare& bare, std::string order, std::int64_t count) {
            return bare.on<Result<>>([order, item, count](roles::RoleContext& context) {
                return takeFromList(context, order, item, count);
            });
        };
        // Two units are left, and both are in the list.
        QVERIFY(take(one, "first", 1).has_value());
        io::Loop loop;
        QCOMPARE(*loop.runUntilDone(shop.keyValue->listLength(roles::keys::freeUnits(item), Deadline::in(20s))), 2);
        for (InStep* each : {&pops, &writes})
            each->begin();
        std::array<Result<>, 2> taken;
        {
            std::jthread other([&] { taken[1] = take(two, "third", 2); });
            taken[0] = take(one, "second", 2);
        }
        QVERIFY2(pops.wasInStep(), "they did not pop the two units by turns");
        QCOMPARE(int{taken[0].has_value()} + int{taken[1].has_value()}, 1);
        for (const Result<>& each : taken)
            QVERIFY(each || each.error().code == ErrorCode::SoldOut);
        QCOMPARE(test::number(*shop.database, "SELECT COUNT(*) FROM stock_units WHERE order_id IS NULL"), 0);
    }

    // A holder's fence may have waited for the one before it: what was read before that is older than what that one
    // wrote.
    void whatIsWrittenBehindAFenceRestsOnWhatIsReadBehindIt() {
        Shop shop;
        Bare bare(shop);
        const domain::ItemId item = shop.addItem(10);
        const auto sellBehind = [&](std::int64_t leftByAnother) {
            return bare.on<Result<roles::Placed>>([&shop, item, leftByAnother](roles::RoleContext& context) {
                return sellFenced(context, shop.order(item), leftByAnother);
            });
        };
        QVERIFY(sellBehind(5).has_value());
        QCOMPARE(shop.number("SELECT quantity FROM stock"), 4);
        const auto late = sellBehind(0);
        QVERIFY(!late && late.error().code == ErrorCode::SoldOut);
        QCOMPARE(shop.number("SELECT quantity FROM stock"), 4);  // and what the other one wrote here went with it
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

RUSHLAB_TEST(RolesUnits)

}  // namespace rushlab::test::roles_units
#include "roles_units.moc"
