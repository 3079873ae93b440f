// roles/item and roles/stock: what sets a shop up, what is shown of it, what the cache holds, what is refused.
#include "roles/cache/stale_stock.h"
#include "roles/item/item_role.h"
#include "roles/item/new_item.h"
#include "roles/keys.h"
#include "roles/outbox.h"
#include "roles/stock/stock_role.h"
#include "tests/support/shop_client.h"
#include "tests/support/small_shop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_catalog {
using namespace std::chrono_literals;

namespace {

// Forgets what the events tell of, as the outbox's relay does, when it is started.
class RelayRole final : public roles::Role {
  public:
    RelayRole(roles::RoleContext& context, std::vector<std::string> events)
        : m_staleStock(context), m_events(std::move(events)) {}

    void addRoutes(io::HttpRouter& /*router*/) override {}
    io::Awaitable<Result<>> start(Deadline deadline) override {
        for (const std::string& event : m_events)
            m_staleStock.add(event);
        co_await m_staleStock.forget(deadline);
        co_return Result<>();
    }

  private:
    roles::StaleStock m_staleStock;
    std::vector<std::string> m_events;
};

}  // namespace

class RolesCatalog : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        m_shop.emplace();
        m_shop->settings.answerWithin = 60s;
        m_client.emplace(m_shop->loop());
        m_items = m_shop->open("item", "item-1", roles::makeItemRole);
        m_stock = m_shop->open("stock", "stock-1", roles::makeStockRole);
    }
    void cleanup() {
        m_items.reset();
        m_stock.reset();
        m_client.reset();
        m_shop.reset();
    }

    void anItemIsMadeListedAndShown() {
        const Reply cup = post("/items", R"({"name":"찻잔","price":12000,"stockQuantity":3,"content":"얇다"})");
        QVERIFY2(cup.status == 201, cup.body.c_str());
        const std::int64_t first = cup.number("itemNumber");
        const Reply deal = post("/items", R"({"name":"deal","price":1,"stockQuantity":0,"type":"TIME_DEAL",)"
                                          R"("startAt":"2026-11-20T19:00:00.250+09:00"})");
        QVERIFY2(deal.status == 201, deal.body.c_str());
        const std::int64_t second = deal.number("itemNumber");

        const Reply list = get("/item");
        const Json json = list.json();
        const auto array = *json.object()->array("data");
        QCOMPARE(array.size(), std::size_t{2});
        const auto listed = *array.items()[1].object();
        QCOMPARE(*listed.integer("itemNumber"), second);
        QCOMPARE(*listed.text("type"), std::string_view("TIME_DEAL"));
        QCOMPARE(*listed.text("startAt"), std::string_view("2026-11-20T10:00:00.250Z"));
        QVERIFY(!listed.has("content"));
        QVERIFY(!array.items()[0].object()->has("startAt"));
        QCOMPARE(get("/item?page=1&size=1").json().object()->array("data")->size(), std::size_t{1});

        const Reply shown = get(fmt::format("/item/{}", first));
        QCOMPARE(shown.text("name", "data"), std::string("찻잔"));
        QCOMPARE(shown.text("content", "data"), std::string("얇다"));
        QCOMPARE(shown.text("type", "data"), std::string("GENERAL"));
        QCOMPARE(get(fmt::format("/item/{}/price", first)).number(), std::int64_t{12'000});
        QCOMPARE(stock(first), std::int64_t{3});
        QCOMPARE(stock(second), std::int64_t{0});
        QCOMPARE(m_shop->number("SELECT initial FROM stock WHERE quantity = 3"), std::int64_t{3});
    }

    void theCacheHoldsWhatWasLookedUp() {
        const std::int64_t item = m_shop->addItem(7).value;
        const std::string itemCache = fmt::format("/item/{}/cache", item);
        const std::string stockCache = fmt::format("/stock/{}/cache", item);
        QCOMPARE(get(itemCache).code(), std::string("NOT_FOUND"));
        QCOMPARE(m_client->get(*m_stock, stockCache).code(), std::string("NOT_FOUND"));
        QCOMPARE(get(fmt::format("/item/{}", item)).status, 200);
        QCOMPARE(stock(item), std::int64_t{7});
        QCOMPARE(get(itemCache).number("itemNumber"), item);
        QCOMPARE(m_client->get(*m_stock, stockCache).number(), std::int64_t{7});
        QCOMPARE(m_stock->metrics().count("rushlab_cache_loads_total"), std::uint64_t{1});
        QCOMPARE(stock(item), std::int64_t{7});
        QCOMPARE(m_stock->metrics().count("rushlab_cache_hits_total"), std::uint64_t{1});
        QCOMPARE(m_stock->metrics().count("rushlab_cache_loads_total"), std::uint64_t{1});
    }

    void aChangeThatAnEventTellsOfIsSeen() {
        const std::int64_t item = m_shop->addItem(7).value;
        const std::int64_t other = m_shop->addItem(9).value;
        QCOMPARE(stock(item), std::int64_t{7});
        QCOMPARE(stock(other), std::int64_t{9});
        QVERIFY(test::execute(*m_shop->database, "UPDATE stock SET quantity = quantity - 1"));
        QCOMPARE(stock(item), std::int64_t{7});
        std::string event;
        const std::vector<domain::OrderLine> lines{{{item}, 1, 100}};
        roles::appendOrderEvent(event, {"an order"}, {1}, domain::OrderStatus::Completed, lines, WallTime{1ms});
        const auto relay = m_shop->open("worker", "worker-1", [&](roles::RoleContext& context) {
            return std::make_unique<RelayRole>(context, std::vector<std::string>{event, "not an event", "{}"});
        });
        QCOMPARE(stock(item), std::int64_t{6});
        QCOMPARE(stock(other), std::int64_t{9});  // nobody told of it
    }

    void whatIsNotThereIsNotFound() {
        QCOMPARE(get("/item/4711").status, 404);
        QVERIFY(get("/item/4711").message().find("4711") != std::string::npos);
        QCOMPARE(get("/item/4711/price").code(), std::string("NOT_FOUND"));
        QCOMPARE(m_client->get(*m_stock, "/stock/4711").code(), std::string("NOT_FOUND"));
        QCOMPARE(get("/item/0").code(), std::string("VALIDATION_ERROR"));
        QCOMPARE(get("/item/one").code(), std::string("VALIDATION_ERROR"));
        QCOMPARE(get("/item/99999999999999999999").code(), std::string("VALIDATION_ERROR"));
        QCOMPARE(get("/item?page=-1").code(), std::string("VALIDATION_ERROR"));
        QCOMPARE(get("/members?size=1001").code(), std::string("VALIDATION_ERROR"));
    }

    void membersAreMadeAndListed() {
        const Reply kim = post("/members", R"({"name":"김","address":"서울"})");
        QCOMPARE(kim.status, 201);
        QCOMPARE(post("/members", R"({"name":"Lee"})").status, 201);
        const Json json = get("/members").json();
        const auto members = json.object()->array("data")->items();
        QCOMPARE(members.size(), std::size_t{2});
        QCOMPARE(*members[0].object()->integer("memberId"), kim.number("memberId"));
        QCOMPARE(*members[0].object()->text("address"), std::string_view("서울"));
        QCOMPARE(*members[1].object()->text("address"), std::string_view(""));
    }

    void whatIsNotAllowedIsSaid_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* body, const char* says) {
            QTest::newRow(name) << "/items" << body << "VALIDATION_ERROR" << says;
        };
        QTest::newRow("no JSON") << "/items"
                                 << "{]"
                                 << "INVALID_INPUT"
                                 << "";
        QTest::newRow("a member without a name") << "/members"
                                                 << "{}"
                                                 << "VALIDATION_ERROR"
                                                 << "name";
        QTest::newRow("a member's empty name") << "/members"
                                               << R"({"name":""})"
                                               << "VALIDATION_ERROR"
                                               << "name";
        row("a text", R"("x")", "object");
        row("no name", R"({"price":1,"stockQuantity":1})", "name");
        row("a negative price", R"({"name":"a","price":-1,"stockQuantity":1})", "price");
        row("a price in words", R"({"name":"a","price":"1","stockQuantity":1})", "price");
        row("half a unit", R"({"name":"a","price":1,"stockQuantity":0.5})", "stockQuantity");
        row("too many", R"({"name":"a","price":1,"stockQuantity":1000000001})", "stockQuantity");
        row("an unknown type", R"({"name":"a","price":1,"stockQuantity":1,"type":"SALE"})", "TIME_DEAL");
        row("a start of nothing", R"({"name":"a","price":1,"stockQuantity":1,"type":"GENERAL","startAt":1})",
            "startAt");
        row("no time", R"({"name":"a","price":1,"stockQuantity":1,"startAt":"tomorrow"})", "startAt");
        row("no zone", R"({"name":"a","price":1,"stockQuantity":1,"startAt":"2026-11-20T10:00:00"})", "zone");
        row("a truth", R"({"name":"a","price":1,"stockQuantity":1,"startAt":true})", "startAt");
    }
    void whatIsNotAllowedIsSaid() {
        QFETCH(const QString, path);
        QFETCH(const QString, body);
        QFETCH(const QString, code);
        QFETCH(const QString, says);
        const Reply refused = post(path.toStdString(), body.toStdString());
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.code(), code.toStdString());
        QVERIFY2(refused.message().find(says.toStdString()) != std::string::npos, refused.body.c_str());
        QCOMPARE(m_shop->number("SELECT (SELECT COUNT(*) FROM items) + (SELECT COUNT(*) FROM members)"),
                 std::int64_t{0});
    }

    void timesAreReadAsIsoHasThem_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("ms");  // -1: refused
        const auto row = [](const char* text, qlonglong ms) { QTest::newRow(text) << text << ms; };
        row("2025-11-20T10:00:00Z", 1'763'632'800'000);
        row("2025-11-20T10:00:00.1Z", 1'763'632'800'100);
        row("2025-11-20T10:00:00.123456789Z", 1'763'632'800'123);
        row("2025-11-20T19:00:00+09:00", 1'763'632'800'000);
        row("2025-11-20T04:30:00-05:30", 1'763'632'800'000);
        row("2024-02-29T00:00:00Z", 1'709'164'800'000);
        row("2025-02-29T00:00:00Z", -1);
        row("2025-11-20T24:00:00Z", -1);
        row("2025-11-20T10:60:00Z", -1);
        row("2025-11-20T10:00:00.Z", -1);
        row("2025-11-20T10:00:00z", -1);
        row("2025-11-20T10:00:00Z ", -1);
        row("2025-11-20 10:00:00Z", -1);
        row("2025-11-20T10:00Z", -1);
        row("2025-11-20T10:00:00+0900", -1);
        row("", -1);
    }
    void timesAreReadAsIsoHasThem() {
        QFETCH(const QString, text);
        QFETCH(const qlonglong, ms);
        const auto time = roles::wallTimeOf(text.toStdString());
        QCOMPARE(time ? static_cast<qlonglong>(time->time_since_epoch().count()) : -1, ms);
    }

  private:
    Reply post(std::string path, std::string body) {
        return m_client->post(*m_items, std::move(path), std::move(body));
    }
    Reply get(std::string path) { return m_client->get(*m_items, std::move(path)); }
    std::int64_t stock(std::int64_t item) { return m_client->get(*m_stock, fmt::format("/stock/{}", item)).number(); }

    std::optional<SmallShop> m_shop;
    std::optional<ShopClient> m_client;
    std::unique_ptr<roles::RoleHost> m_items;
    std::unique_ptr<roles::RoleHost> m_stock;
};

RUSHLAB_TEST(RolesCatalog)

}  // namespace rushlab::test::roles_catalog
#include "roles_catalog.moc"
