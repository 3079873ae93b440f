// roles/order/desk: orders of many lines, whole or not at all; searched, shown to their members, canceled once.
#include "roles/keys.h"
#include "roles/order/order_lookup.h"
#include "roles/order/order_role.h"
#include "roles/order/order_rows.h"
#include "tests/support/shop_client.h"
#include "tests/support/small_shop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_desk {
using namespace std::chrono_literals;

namespace {

// An order role on an engine, with two members and two items.
struct Open {
    explicit Open(bool postgres, std::string strategy = "db-conditional") : shop(postgres), client(shop.loop()) {
        shop.settings.strategy = std::move(strategy);
        shop.settings.answerWithin = 60s;
        shop.settings.orderWithin = 60s;
        one = shop.open("order", "order-1", roles::makeOrderRole);
        two = shop.open("order", "order-2", roles::makeOrderRole);
        first = shop.addItem(10).value;
        second = shop.addItem(5).value;
        kim = member("kim", "Seoul");
        lee = member("lee", "Busan");
    }

    std::int64_t member(std::string name, std::string address) {
        return SmallShop::take(test::transact(*shop.database, [=](sql::Session& session) -> Result<std::int64_t> {
            const auto rows =
                session.query("INSERT INTO members (name, address, created_at) VALUES (?, ?, ?) RETURNING id",
                              {name, address, WallTime{1ms}});
            if (!rows) return pass(rows);
            return rows->first().integer(0);
        }));
    }
    std::string lines(std::int64_t member, std::vector<std::pair<std::int64_t, int>> items) {
        std::string text;
        for (const auto& [item, count] : items)
            text += fmt::format(R"({}{{"itemId":{},"count":{}}})", text.empty() ? "" : ",", item, count);
        return fmt::format(R"({{"memberId":{},"orderItems":[{}]}})", member, text);
    }
    Reply order(std::int64_t member, std::vector<std::pair<std::int64_t, int>> items) {
        return client.post(*one, "/orders", lines(member, std::move(items)), member);
    }
    Reply cancel(const std::string& id, std::int64_t user) {
        return client.call(*one, io::HttpMethod::Delete, "/orders/" + id + "/cancel", "", ShopClient::asUser(user));
    }
    std::int64_t left(std::int64_t item) {
        return shop.number(fmt::format("SELECT quantity FROM stock WHERE item_id = {}", item));
    }
    std::string inKeyValue(std::int64_t item) {
        const std::string key = roles::keys::stock({item});
        return shop.run(shop.keyValue->get(key, Deadline::in(20s)))->value_or("none");
    }
    std::int64_t held(std::int64_t item) {
        const std::string key = roles::keys::reservations({item});
        return *shop.run(shop.keyValue->sortedSize(key, Deadline::in(20s)));
    }
    // What was answered under Idempotency-Keys.
    void forgetKeys() {
        for (const char* route : {"order", "orders"}) {
            const std::string key = roles::keys::idempotency(route, {kim}, "once");
            if (!shop.run(shop.keyValue->remove(key, Deadline::in(20s)))) qFatal("a key was not removed");
        }
    }
    std::int64_t count(std::string table) { return shop.number("SELECT COUNT(*) FROM " + table); }

    SmallShop shop;
    ShopClient client;
    std::unique_ptr<roles::RoleHost> one, two;
    std::int64_t first = 0, second = 0, kim = 0, lee = 0;
};

// Many calls at the same time, and the statuses they came back with.
class Together {
  public:
    explicit Together(Open& open) : m_open(open) {}

    void start(const roles::RoleHost& host, io::HttpCall call) {
        ++m_started;
        m_open.shop.loop().spawn(send(host.endpoint(), std::move(call)));
    }
    bool wait() {
        return m_open.shop.becomes([this] { return statuses.size() == m_started; });
    }
    std::int64_t countOf(int status) const { return std::count(statuses.begin(), statuses.end(), status); }

    std::vector<int> statuses;

  private:
    io::Awaitable<> send(io::HttpEndpoint endpoint, io::HttpCall call) {
        const Reply reply = co_await m_open.client.send(std::move(endpoint), std::move(call));
        statuses.push_back(reply.status);
    }

    Open& m_open;
    std::size_t m_started = 0;
};

// Stores an order right after it was first asked for one, as a worker does that comes at that moment.
class StoresMeanwhile final : public sql::Database {
  public:
    StoresMeanwhile(sql::Database& inner, domain::Order order) : m_inner(inner), m_order(std::move(order)) {}

    const sql::Traits& traits() const override { return m_inner.traits(); }
    std::string describe() const override { return m_inner.describe(); }

  protected:
    io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) override {
        auto done = access == Access::Read ? co_await m_inner.read(deadline, std::move(work))
                                           : co_await m_inner.transact(deadline, std::move(work));
        if (std::exchange(m_isStored, true)) co_return done;
        auto storing = [order = m_order](sql::Session& session) {
            return roles::placeOrder(session, order, roles::Units::Counted);
        };
        const auto stored = co_await m_inner.transact(deadline, std::move(storing));
        if (!stored) co_return pass(stored);
        co_return done;
    }

  private:
    sql::Database& m_inner;
    const domain::Order m_order;
    bool m_isStored = false;
};

}  // namespace

class RolesDesk : public QObject {
    Q_OBJECT

  private slots:
    void manyLinesAreOneOrder_data() { test::addSqlEngines(); }
    void manyLinesAreOneOrder() {
        QFETCH(const bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        Open open(postgres);
        const Reply placed = open.order(open.kim, {{open.second, 2}, {open.first, 3}, {open.second, 1}});
        QVERIFY2(placed.status == 201, placed.body.c_str());
        const std::string id = placed.text();
        QCOMPARE(open.left(open.first), std::int64_t{7});
        QCOMPARE(open.left(open.second), std::int64_t{2});

        const Reply shown = open.client.get(*open.two, "/order/" + id, open.kim);
        QCOMPARE(shown.text("status", "data"), std::string("COMPLETED"));
        QCOMPARE(shown.text("address", "data"), std::string("Seoul"));
        QCOMPARE(shown.number("total"), std::int64_t{600});
        QCOMPARE(shown.json().object()->object("data")->array("lines")->size(), std::size_t{2});
        QCOMPARE(open.client.get(*open.one, "/order/" + id, open.lee).code(), std::string("ACCESS_DENIED"));
        QCOMPARE(open.client.get(*open.one, "/order/" + id).code(), std::string("UNAUTHORIZED"));
        QCOMPARE(open.client.get(*open.one, "/order/0193a5e2-7c00-7abc-8def-0123456789ab", open.kim).status, 404);
        QCOMPARE(open.client.get(*open.one, "/order/x", open.kim).status, 404);
        QCOMPARE(open.count("outbox WHERE topic = 'order-events'"), std::int64_t{1});
    }

    void oneLineTooManyIsNoneAtAll_data() { test::addSqlEngines(); }
    void oneLineTooManyIsNoneAtAll() {
        QFETCH(const bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        Open open(postgres);
        const Reply refused = open.order(open.kim, {{open.first, 3}, {open.second, 6}});
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.code(), std::string("SOLD_OUT"));
        QVERIFY(refused.message().find(fmt::format("Item {}", open.second)) != std::string::npos);
        QCOMPARE(open.left(open.first), std::int64_t{10});
        QCOMPARE(open.count("orders"), std::int64_t{0});
        QCOMPARE(open.count("outbox"), std::int64_t{0});
        QCOMPARE(open.order(4'711, {{open.first, 1}}).code(), std::string("USER_NOT_FOUND"));
        QCOMPARE(open.order(open.kim, {{4'711, 1}}).code(), std::string("NOT_FOUND"));
        QCOMPARE(open.left(open.first), std::int64_t{10});
    }

    void everybodyOrdersForHimselfAlone() {
        Open open(false);
        const auto place = [&](std::int64_t user) {
            return open.client.post(*open.one, "/orders", open.lines(open.kim, {{open.first, 1}}), user);
        };
        QCOMPARE(place(0).code(), std::string("UNAUTHORIZED"));
        const Reply forAnother = place(open.lee);
        QCOMPARE(forAnother.status, 403);
        QCOMPARE(forAnother.code(), std::string("ACCESS_DENIED"));
        QVERIFY2(forAnother.message().find(fmt::format("memberId is {}", open.kim)) != std::string::npos,
                 forAnother.body.c_str());
        QCOMPARE(open.left(open.first), std::int64_t{10});
        QCOMPARE(place(open.kim).status, 201);
    }

    void whatIsNotAllowedIsSaid() {
        Open open(false);
        const auto refused = [&](std::string body) {
            return open.client.post(*open.one, "/orders", std::move(body), 1);
        };
        QCOMPARE(refused("{").code(), std::string("INVALID_INPUT"));
        for (const char* body :
             {"{}", R"({"memberId":1})", R"({"memberId":1,"orderItems":[]})", R"({"memberId":1,"orderItems":[1]})",
              R"({"memberId":1,"orderItems":[{"itemId":1,"count":0}]})", R"({"memberId":"1","orderItems":[{}]})",
              R"({"memberId":1,"orderItems":[{"itemId":1,"count":600},{"itemId":1,"count":600}]})"}) {
            const Reply reply = refused(body);
            QVERIFY2(reply.code() == "VALIDATION_ERROR", body);
        }
        for (const char* query : {"page=x", "size=0", "size=101", "status=DONE"})
            QCOMPARE(open.client.get(*open.one, fmt::format("/orders?{}", query)).code(),
                     std::string("VALIDATION_ERROR"));
    }

    void manyAtOnceNeitherOversellNorWaitInACircle_data() { test::addSqlEngines(); }
    void manyAtOnceNeitherOversellNorWaitInACircle() {
        QFETCH(const bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        Open open(postgres);
        // So that none of them waits for a first look at an item, which a busy machine makes long.
        QVERIFY(open.shop.becomes([&] {
            return open.order(open.kim, {{open.first, 999}, {open.second, 999}}).code() == "SOLD_OUT";
        }));
        Together together(open);
        for (int at = 0; at < 20; ++at) {
            const std::int64_t member = at % 2 == 0 ? open.kim : open.lee;
            auto body = at % 2 == 0 ? open.lines(member, {{open.first, 1}, {open.second, 1}})
                                    : open.lines(member, {{open.second, 1}, {open.first, 1}});
            together.start(
                at % 4 < 2 ? *open.one : *open.two,
                ShopClient::callOf(io::HttpMethod::Post, "/orders", std::move(body), ShopClient::asUser(member)));
        }
        QVERIFY(together.wait());
        QCOMPARE(together.countOf(201), std::int64_t{5});
        QCOMPARE(together.countOf(409), std::int64_t{15});
        QCOMPARE(open.left(open.first), std::int64_t{5});
        QCOMPARE(open.left(open.second), std::int64_t{0});
        QCOMPARE(open.count("orders"), std::int64_t{5});
    }

    void aKeyIsOneOrder_data() {
        QTest::addColumn<QString>("strategy");
        QTest::newRow("counted in the database") << "db-conditional";
        QTest::newRow("counted in the key-value engine") << "lua-mq";
    }
    void aKeyIsOneOrder() {
        QFETCH(const QString, strategy);
        Open open(false, strategy.toStdString());
        ShopClient::Fields fields = ShopClient::asUser(open.kim);
        fields.key = "once";
        const std::string body = open.lines(open.kim, {{open.first, 1}});
        const Reply first = open.client.call(*open.one, io::HttpMethod::Post, "/orders", body, fields);
        const Reply second = open.client.call(*open.two, io::HttpMethod::Post, "/orders", body, fields);
        QCOMPARE(first.status, 201);
        QCOMPARE(second.status, 201);
        QCOMPARE(second.text(), first.text());
        QCOMPARE(open.left(open.first), std::int64_t{9});
        if (strategy == "lua-mq") {
            QCOMPARE(open.inKeyValue(open.first), std::string("9"));
            QCOMPARE(open.held(open.first), std::int64_t{0});
        }
        QCOMPARE(open.cancel(first.text(), open.kim).status, 200);
        const auto again = [&] { return open.client.call(*open.one, io::HttpMethod::Post, "/orders", body, fields); };
        QCOMPARE(again().text(), first.text());
        open.forgetKeys();
        QCOMPARE(again().code(), std::string("ORDER_STATE_CONFLICT"));
        QCOMPARE(open.left(open.first), std::int64_t{10});
    }

    void aKeyThatWasUsedForOtherLinesIsToldSo_data() { aKeyIsOneOrder_data(); }
    void aKeyThatWasUsedForOtherLinesIsToldSo() {
        QFETCH(const QString, strategy);
        Open open(false, strategy.toStdString());
        ShopClient::Fields fields = ShopClient::asUser(open.kim);
        fields.key = "once";
        const auto place = [&](std::vector<std::pair<std::int64_t, int>> items) {
            return open.client.call(*open.one, io::HttpMethod::Post, "/orders", open.lines(open.kim, std::move(items)),
                                    fields);
        };
        const std::string first = place({{open.first, 1}}).text();
        // Also where only the order's row remembers what it was.
        for (const bool forgotten : {false, true}) {
            if (forgotten) open.forgetKeys();
            const std::vector<std::vector<std::pair<std::int64_t, int>>> others{
                {{open.first, 2}}, {{open.second, 1}}, {{open.first, 1}, {open.second, 1}}};
            for (const auto& other : others) {
                const Reply refused = place(other);
                QCOMPARE(refused.status, 409);
                QCOMPARE(refused.code(), std::string("DUPLICATE_RESOURCE"));
                QVERIFY(refused.message().find("Idempotency-Key") != std::string::npos);
            }
            QCOMPARE(place({{open.first, 1}}).text(), first);
        }
        QCOMPARE(open.left(open.first), std::int64_t{9});
        QCOMPARE(open.left(open.second), std::int64_t{5});
        if (strategy == "lua-mq") QCOMPARE(open.inKeyValue(open.first), std::string("9"));

        // The other route's keys are others, whatever they are called.
        const Reply single = open.client.call(*open.two, io::HttpMethod::Post, "/order",
                                              fmt::format(R"({{"itemNumber":{},"count":2}})", open.first), fields);
        QVERIFY2(single.status == 201 || single.status == 202, single.body.c_str());
        QVERIFY(single.text() != first);
    }

    void whereUnitsHaveRowsTheyAreClaimedToo_data() { test::addSqlEngines(); }
    void whereUnitsHaveRowsTheyAreClaimedToo() {
        QFETCH(const bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        Open open(postgres, "mq-list");
        const std::string claimed = fmt::format("stock_units WHERE item_id = {} AND order_id IS NOT NULL", open.first);
        const std::string id = open.order(open.kim, {{open.first, 4}}).text();
        QCOMPARE(open.count("stock_units"), std::int64_t{10});
        QCOMPARE(open.count(claimed), std::int64_t{4});
        // Queued orders have claimed units that the stock still counts: they are theirs.
        QVERIFY(test::execute(*open.shop.database,
                              "UPDATE stock_units SET order_id = 'under-way' WHERE order_id IS NULL AND unit > 6"));
        QCOMPARE(open.order(open.lee, {{open.first, 3}}).code(), std::string("SOLD_OUT"));
        QCOMPARE(open.order(open.lee, {{open.first, 2}}).status, 201);
        QCOMPARE(open.left(open.first), std::int64_t{4});
        QCOMPARE(open.cancel(id, open.kim).status, 200);
        QCOMPARE(open.count(claimed), std::int64_t{6});
        // What was added to the stock has no rows yet.
        QVERIFY(test::execute(*open.shop.database,
                              fmt::format("UPDATE stock SET quantity = quantity + 2 WHERE item_id = {}", open.first)));
        QCOMPARE(open.order(open.lee, {{open.first, 6}}).status, 201);
        QCOMPARE(open.left(open.first), std::int64_t{4});
    }

    void aCancellationReturnsItsUnitsOnce_data() { test::addSqlEngines(); }
    void aCancellationReturnsItsUnitsOnce() {
        QFETCH(const bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        Open open(postgres);
        const std::string id = open.order(open.kim, {{open.first, 3}, {open.second, 2}}).text();
        QCOMPARE(open.cancel(id, 0).code(), std::string("UNAUTHORIZED"));
        QCOMPARE(open.cancel(id, open.lee).code(), std::string("ACCESS_DENIED"));
        QCOMPARE(open.cancel("0193a5e2-7c00-7abc-8def-0123456789ab", open.kim).status, 404);
        Together together(open);
        for (int at = 0; at < 8; ++at) {
            auto call = ShopClient::callOf(io::HttpMethod::Delete, "/orders/" + id + "/cancel", "",
                                           ShopClient::asUser(open.kim));
            together.start(at % 2 == 0 ? *open.one : *open.two, std::move(call));
        }
        QVERIFY(together.wait());
        QCOMPARE(together.countOf(200), std::int64_t{1});
        QCOMPARE(together.countOf(409), std::int64_t{7});
        QCOMPARE(open.left(open.first), std::int64_t{10});
        QCOMPARE(open.left(open.second), std::int64_t{5});
        QCOMPARE(open.client.get(*open.one, "/order/" + id, open.kim).text("status", "data"), std::string("CANCELED"));
        QCOMPARE(open.count("outbox WHERE topic = 'units-returned'"), std::int64_t{1});
        QCOMPARE(open.count("outbox WHERE topic = 'order-events'"), std::int64_t{2});
        QCOMPARE(open.cancel(id, open.kim).code(), std::string("ORDER_STATE_CONFLICT"));
    }

    void aTimeDealIsReservedAndNotBeforeItOpens() {
        Open open(false);
        const std::int64_t deal = open.shop.addItem(5, "TIME_DEAL").value;
        const Reply placed = open.order(open.kim, {{deal, 2}, {open.first, 1}});
        QCOMPARE(placed.status, 201);
        const Reply shown = open.client.get(*open.one, "/order/" + placed.text(), open.kim);
        QCOMPARE(shown.text("status", "data"), std::string("RESERVED"));
        QVERIFY(!shown.text("expiresAt", "data").empty());
        QCOMPARE(open.cancel(placed.text(), open.kim).status, 200);
        QCOMPARE(open.left(deal), std::int64_t{5});

        const std::int64_t later = open.shop.addItem(5, "TIME_DEAL").value;
        QVERIFY(test::execute(*open.shop.database,
                              fmt::format("UPDATE items SET start_at = 9999999999999 WHERE id = {}", later)));
        const Reply early = open.order(open.kim, {{open.first, 1}, {later, 1}});
        QCOMPARE(early.code(), std::string("NOT_OPEN"));
        QCOMPARE(open.left(open.first), std::int64_t{10});
    }

    void ordersAreSearchedAPageAtATime_data() { test::addSqlEngines(); }
    void ordersAreSearchedAPageAtATime() {
        QFETCH(const bool, postgres);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        Open open(postgres);
        std::vector<std::string> ids;
        for (int at = 0; at < 3; ++at)
            ids.push_back(open.order(open.kim, {{open.first, 1}, {open.second, 1}}).text());
        QCOMPARE(open.order(open.lee, {{open.first, 1}}).status, 201);
        QCOMPARE(open.cancel(ids[0], open.kim).status, 200);

        QCOMPARE(open.client.get(*open.one, "/orders").number("total"), std::int64_t{4});
        const Reply ofKim = open.client.get(*open.one, "/orders?memberName=kim&size=2");
        QCOMPARE(ofKim.number("total"), std::int64_t{3});
        const Json json = ofKim.json();
        const auto orders = json.object()->object("data")->array("orders")->items();
        QCOMPARE(orders.size(), std::size_t{2});
        QCOMPARE(orders[0].object()->array("lines")->size(), std::size_t{2});
        const Reply rest = open.client.get(*open.one, "/orders?memberName=kim&size=2&page=1");
        QCOMPARE(rest.json().object()->object("data")->array("orders")->size(), std::size_t{1});
        const Reply canceled = open.client.get(*open.one, "/orders?memberName=kim&status=CANCELED");
        QCOMPARE(canceled.number("total"), std::int64_t{1});
        QVERIFY(canceled.body.find(ids[0]) != std::string::npos);
        QCOMPARE(open.client.get(*open.one, "/orders?memberName=k").number("total"), std::int64_t{0});
        QCOMPARE(open.client.get(*open.one, "/orders?memberName=%27%20OR%201=1--").number("total"), std::int64_t{0});
    }

    void whereUnitsAreCountedInTheKeyValueEngineTheyAreTakenThereToo() {
        Open open(false, "lua-mq");
        QCOMPARE(open.order(open.kim, {{open.first, 3}, {open.second, 2}}).status, 201);
        QCOMPARE(open.inKeyValue(open.first), std::string("7"));
        QCOMPARE(open.inKeyValue(open.second), std::string("3"));
        QCOMPARE(open.held(open.first), std::int64_t{0});
        QCOMPARE(open.left(open.first), std::int64_t{7});

        // The second item has too few: what was taken of the first goes back.
        QCOMPARE(open.order(open.kim, {{open.first, 1}, {open.second, 4}}).code(), std::string("SOLD_OUT"));
        QCOMPARE(open.inKeyValue(open.first), std::string("7"));
        QCOMPARE(open.inKeyValue(open.second), std::string("3"));

        // Taken, and then refused by the database.
        QCOMPARE(open.order(4'711, {{open.first, 1}}).code(), std::string("USER_NOT_FOUND"));
        open.shop.failing->away = true;
        QCOMPARE(open.order(open.kim, {{open.first, 1}}).status, 503);
        open.shop.failing->away = false;
        QCOMPARE(open.inKeyValue(open.first), std::string("7"));
        QCOMPARE(open.held(open.first), std::int64_t{0});
    }

    void whatIsStillQueuedIsPending() {
        Open open(false, "lua-mq");
        const Reply accepted = open.client.post(*open.one, "/order",
                                                fmt::format(R"({{"itemNumber":{},"count":1}})", open.first), open.kim);
        QVERIFY2(accepted.status == 202, accepted.body.c_str());
        const std::string id = accepted.text();
        const Reply shown = open.client.get(*open.two, "/order/" + id, open.kim);
        QCOMPARE(shown.text("status", "data"), std::string("PENDING"));
        QCOMPARE(shown.text("orderId", "data"), id);
        QCOMPARE(open.client.get(*open.one, "/order/" + id, open.lee).code(), std::string("ACCESS_DENIED"));
        QCOMPARE(open.cancel(id, open.kim).code(), std::string("ORDER_STATE_CONFLICT"));
        QCOMPARE(open.cancel(id, open.lee).code(), std::string("ACCESS_DENIED"));
    }

    void whatIsStoredJustWhenItIsLookedForIsFound() {
        Open open(false);
        domain::Order order;
        order.id = domain::OrderId{"01890000-0000-7000-8000-000000000001"};
        order.member.value = open.kim;
        order.status = domain::OrderStatus::Completed;
        order.createdAt = open.shop.clock().wallNow();
        order.lines.push_back({{open.first}, 1, 100});
        StoresMeanwhile database(*open.shop.database, order);
        roles::Ports ports{*open.shop.keyValue, *open.shop.queue, *open.shop.log, database, *open.shop.archive};
        const auto found = SmallShop::take(open.shop.run(roles::findOrder(ports, order.id, Deadline::in(20s))));
        QVERIFY(found);
        QCOMPARE(found->status, domain::OrderStatus::Completed);
    }
};

RUSHLAB_TEST(RolesDesk)

}  // namespace rushlab::test::roles_desk
#include "roles_desk.moc"
