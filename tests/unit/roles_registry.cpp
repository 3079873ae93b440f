// roles/: the registry, the directory that each instance keeps of the others, and the life of an instance.
#include "base/json.h"
#include "roles/answer.h"
#include "roles/directory.h"
#include "roles/host.h"
#include "roles/openapi.h"
#include "roles/registry/registry.h"
#include "tests/support/caller.h"
#include "tests/support/embedded_engines.h"
#include "tests/support/test_program.h"
#include "tests/unit/io_raw_socket.h"

namespace rushlab::test::roles_registry {
using namespace std::chrono_literals;
using namespace std::string_literals;
using roles::RoleHost;

namespace {

// Tells what its directory says, calls others, and has handlers that do not end by themselves.
class Probe final : public roles::Role {
  public:
    explicit Probe(roles::RoleContext& context) : m_context(context) {}
    ~Probe() override { m_alive = false; }

    void addRoutes(io::HttpRouter& router) override {
        router.add(io::HttpMethod::Get, "/known/{role}", "Names of a role's instances",
                   [this](io::HttpRequest& request) { return known(request); });
        router.add(io::HttpMethod::Get, "/call/{role}", "Calls the least loaded instance",
                   [this](io::HttpRequest& request) { return callOther(request); });
        router.add(io::HttpMethod::Get, "/hang", "Never answers",
                   [this](io::HttpRequest& request) { return hang(request); });
    }

  private:
    // Refers to the role from a handler's frame, as a count of what is in work does.
    struct InHandler {
        explicit InHandler(const bool& roleAlive) : alive(roleAlive) {}
        ~InHandler() {
            if (!alive) abortBecause("a handler outlived its role");
        }
        const bool& alive;
    };

    io::Awaitable<io::HttpResponse> known(io::HttpRequest& request) {
        std::string names;
        for (const roles::Instance& instance : m_context.directory.instancesOf(request.parameter("role")))
            names += instance.name + " ";
        co_return io::HttpResponse::text(200, names);
    }
    io::Awaitable<io::HttpResponse> callOther(io::HttpRequest& request) {
        const auto instance = m_context.directory.leastLoaded(request.parameter("role"));
        if (!instance) co_return io::HttpResponse::text(503, "nobody");
        m_context.directory.began(*instance);
        io::HttpCall call(io::HttpMethod::Get, "/health");
        const auto reply = co_await m_context.http.call(instance->endpoint, std::move(call), request.deadline);
        m_context.directory.ended(*instance, reply.has_value());
        co_return io::HttpResponse::text(reply ? reply->status() : 502, instance->name);
    }
    io::Awaitable<io::HttpResponse> hang(io::HttpRequest& /*request*/) {
        const InHandler inHandler(m_alive);
        auto [giver, taker] = io::handoff<bool>(m_context.loop);
        m_givers.push_back(std::move(giver));
        const io::Cancellation::Listener listener(&m_hanging, [] {});
        m_context.metrics.gauge("rushlab_hanging", "Handlers that hang.").add(1);
        co_await taker.take(Deadline::never());
        co_return io::HttpResponse::text(200, "");
    }

    roles::RoleContext& m_context;
    bool m_alive = true;
    io::Cancellation m_hanging;
    std::vector<io::Giver<bool>> m_givers;
};

}  // namespace

class RolesRegistry : public QObject {
    Q_OBJECT

    RealClock m_clock;
    std::unique_ptr<test::EmbeddedEngines> m_engines;
    roles::ShopSettings m_settings;
    test::Caller m_caller;

    Result<std::unique_ptr<RoleHost>> open(roles::HostOptions options, roles::RoleMaker make) {
        return RoleHost::open(std::move(options), m_settings, m_engines->ports(), m_clock, Log::silent(),
                              std::move(make));
    }
    std::unique_ptr<RoleHost> registry(std::uint16_t port = 0) {
        roles::HostOptions options;
        options.role = options.instance = "registry";
        options.port = port;
        auto host = open(std::move(options),
                         [](roles::RoleContext& context) { return std::make_unique<roles::RegistryRole>(context); });
        if (!host) abortBecause(host.error().message);
        return *std::move(host);
    }
    Result<std::unique_ptr<RoleHost>> openProbe(std::string name, std::optional<io::HttpEndpoint> registryAt,
                                                std::uint16_t port = 0) {
        roles::HostOptions options;
        options.role = name.substr(0, name.find('-'));
        options.instance = std::move(name);
        options.registry = std::move(registryAt);
        options.port = port;
        options.portSetting = "ports.probe";
        return open(std::move(options), [](roles::RoleContext& context) { return std::make_unique<Probe>(context); });
    }
    std::unique_ptr<RoleHost> probe(std::string name, std::optional<io::HttpEndpoint> registryAt,
                                    std::uint16_t port = 0) {
        auto host = openProbe(std::move(name), std::move(registryAt), port);
        if (!host) abortBecause(host.error().message);
        return *std::move(host);
    }
    std::string knownTo(const RoleHost& host, const std::string& role) {
        return m_caller.text(host.endpoint(), "/known/" + role);
    }
    bool waitForHanging(const RoleHost& host) {
        return test::becomesTrue([&] {
            const auto text = m_caller.text(host.endpoint(), "/metrics");
            return text.find("rushlab_hanging{role=\"stock\",instance=\"stock-1\"} 1") != std::string::npos;
        });
    }

  private slots:
    void initTestCase() { m_engines = std::make_unique<test::EmbeddedEngines>(m_clock); }
    void init() {
        m_settings = {};
        m_settings.heartbeat = 20ms;
    }

    void instancesFindEachOther() {
        const auto there = registry();
        const auto first = probe("order-1", there->endpoint());
        const auto second = probe("order-2", there->endpoint());
        const auto other = probe("item-1", there->endpoint());
        QCOMPARE(knownTo(*other, "order"), "order-1 order-2 "s);  // at once: the answer to its registration told it
        QVERIFY(test::becomesTrue([&] { return knownTo(*first, "item") == "item-1 "; }));
        QCOMPARE(knownTo(*other, "chat"), ""s);
    }

    void whoLeavesIsGoneAtOnceAndWhoDiesOnceItsLeaseLapses() {
        m_settings.leaseOfInstance = 1s;
        const auto there = registry();
        const auto first = probe("order-1", there->endpoint());
        const auto second = probe("order-2", there->endpoint());
        const auto third = probe("order-3", there->endpoint());
        QVERIFY(first->stop(Deadline::in(20s)));
        QVERIFY(m_caller.text(there->endpoint(), "/instances").find("order-1") == std::string::npos);
        second->kill();
        QVERIFY(test::becomesTrue(
            [&] { return m_caller.text(there->endpoint(), "/instances").find("order-2") == std::string::npos; }));
        QVERIFY(there->metrics().count("rushlab_leases_lapsed_total") >= 1U);
        QVERIFY(test::becomesTrue([&] { return knownTo(*third, "order") == "order-3 "; }));
    }

    void whoCannotBeReachedIsLeftOutUntilItRenewsItsLease() {
        m_settings.leaseOfInstance = 600s;  // the registry goes on telling of the dead one
        const auto there = registry();
        const auto caller = probe("item-1", there->endpoint());
        auto dead = probe("order-1", there->endpoint());
        const std::uint16_t port = dead->endpoint().port;
        QVERIFY(test::becomesTrue([&] { return knownTo(*caller, "order") == "order-1 "; }));
        QCOMPARE(m_caller.text(caller->endpoint(), "/call/order"), "order-1"s);
        dead->kill();
        QVERIFY(test::becomesTrue([&] { return m_caller.text(caller->endpoint(), "/call/order") == "nobody"; }));
        QVERIFY(m_caller.text(there->endpoint(), "/instances").find("order-1") != std::string::npos);
        dead = probe("order-1", there->endpoint(), port);
        QVERIFY(test::becomesTrue([&] { return m_caller.text(caller->endpoint(), "/call/order") == "order-1"; }));
    }

    void withoutTheRegistryTheLastListStaysInUse() {
        auto there = registry();
        const io::HttpEndpoint at = there->endpoint();
        const auto first = probe("order-1", at);
        const auto other = probe("item-1", at);
        there->kill();
        const auto late = probe("order-2", at);  // serves, and goes on trying
        QCOMPARE(m_caller.get(late->endpoint(), "/health")->status(), 200);
        QCOMPARE(knownTo(*other, "order"), "order-1 "s);
        there = registry(at.port);
        QVERIFY(test::becomesTrue([&] { return knownTo(*other, "order") == "order-1 order-2 "; }));
    }

    void equalOnesTakeTurns() {
        const auto there = registry();
        const auto first = probe("order-1", there->endpoint());
        const auto second = probe("order-2", there->endpoint());
        const auto caller = probe("item-1", there->endpoint());
        std::map<std::string, int> calls;
        for (int i = 0; i < 40; ++i)
            ++calls[m_caller.text(caller->endpoint(), "/call/order")];
        QVERIFY(calls["order-1"] >= 10);
        QVERIFY(calls["order-2"] >= 10);
    }

    void aWrongRegistrationIsRefusedInWords_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << "{"
                                 << "";
        QTest::newRow("port") << R"({"role":"order","name":"x","host":"h","port":0})"
                              << "port";
        QTest::newRow("other name") << R"({"role":"order","name":"y","host":"h","port":1})"
                                    << "name";
    }
    void aWrongRegistrationIsRefusedInWords() {
        QFETCH(QString, body);
        QFETCH(QString, says);
        const auto there = registry();
        io::HttpCall call(io::HttpMethod::Put, "/instances/x");
        call.body("application/json", body.toStdString());
        const auto reply = m_caller.call(there->endpoint(), std::move(call));
        QCOMPARE(reply->status(), 400);
        QVERIFY(reply->body().find(says.toStdString()) != std::string::npos);
    }

    void everyInstanceTellsHealthMetricsAndItsTable() {
        const auto host = probe("stock-1", std::nullopt);
        QVERIFY(m_caller.text(host->endpoint(), "/health").find(R"("status":"UP")") != std::string::npos);
        QVERIFY(m_caller.get(host->endpoint(), "/metrics")->field("Content-Type")->starts_with("text/plain"));
        const auto calls = roles::callsIn(m_caller.text(host->endpoint(), "/openapi.json"));
        QVERIFY2(calls, calls ? "" : calls.error().message.c_str());
        const roles::ApiCall expected{io::HttpMethod::Get, "/known/{role}", "Names of a role's instances"};
        QVERIFY(std::ranges::find(*calls, expected) != calls->end());
        QCOMPARE(calls->size(), 6U);
    }

    void refusalsComeInTheEnvelope() {
        const auto host = probe("stock-1", std::nullopt);
        io::HttpCall call(io::HttpMethod::Post, "/nowhere?x=1");
        call.field("Accept-Language", "ko").field("X-Trace-Id", "abc");
        const auto reply = m_caller.call(host->endpoint(), std::move(call));
        const auto json = Json::parse(reply->body());
        QVERIFY(json);
        QCOMPARE(json->object()->integer("status").value_or(0), 404);
        QCOMPARE(json->object()->text("path").value_or(""), "/nowhere");
        QCOMPARE(json->object()->text("message").value_or(""), "찾을 수 없습니다.");
        QCOMPARE(reply->field("X-Trace-Id").value_or(""), "abc");

        auto socket = test::RawSocket::connectedTo(host->endpoint().port);
        socket.send("GET /health HTTP/1.1\r\nHost: x\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n");
        const std::string answer = socket.readUntil("\"path\":\"/health\"}");
        QVERIFY(answer.starts_with("HTTP/1.1 431"));
        QVERIFY(answer.find(R"("status":431)") != std::string::npos);

        auto large = test::RawSocket::connectedTo(host->endpoint().port);
        large.send("POST /known/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
        const std::string tooLarge = large.readUntil("\"path\":\"/known/x\"}");
        QVERIFY(tooLarge.starts_with("HTTP/1.1 413"));
        QVERIFY(tooLarge.find("PAYLOAD_TOO_LARGE") != std::string::npos);
    }

    void aTakenPortNamesPortRoleAndSetting() {
        const auto first = probe("stock-1", std::nullopt);
        const auto second = openProbe("stock-2", std::nullopt, first->endpoint().port);
        QVERIFY(!second);
        for (const std::string& part : {std::to_string(first->endpoint().port), "stock-2"s, "ports.probe"s})
            QVERIFY2(second.error().message.find(part) != std::string::npos, second.error().message.c_str());
    }

    void aHandlerThatHangsIsCutOffAtTheDeadlineAndNeverOutlivesItsRole() {
        auto host = probe("stock-1", std::nullopt);
        auto socket = test::RawSocket::connectedTo(host->endpoint().port);
        socket.send("GET /hang HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(waitForHanging(*host));
        QVERIFY(!host->stop(Deadline::in(200ms)));
        socket.readUntilClosed(60s);
        QVERIFY(socket.closedByPeer());
    }

    void aKilledInstanceCutsItsConnections() {
        auto host = probe("stock-1", std::nullopt);
        auto socket = test::RawSocket::connectedTo(host->endpoint().port);
        socket.send("GET /hang HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(waitForHanging(*host));
        host->kill();
        QCOMPARE(socket.readUntilClosed(60s), ""s);
        QVERIFY(socket.closedByPeer());
        QVERIFY(host->stop(Deadline::in(1s)));  // there is nothing left to stop
    }
};

RUSHLAB_TEST(RolesRegistry)

}  // namespace rushlab::test::roles_registry
#include "roles_registry.moc"
