// roles/gateway: who is let in, where a request goes, what happens when nobody is there, and what passes through.
#include <QtTest>

#include "io/stream.h"
#include "roles/answer.h"
#include "roles/gateway/gateway.h"
#include "roles/host.h"
#include "roles/openapi.h"
#include "roles/queues.h"
#include "roles/registry/registry.h"
#include "roles/session.h"
#include "tests/support/caller.h"
#include "tests/support/embedded_engines.h"
#include "tests/unit/io_raw_socket.h"

using namespace rushlab;
using namespace std::chrono_literals;
using namespace std::string_literals;
using roles::RoleHost;

namespace {

constexpr std::string_view kUser = "X-User-Id";

// Stands for every role behind the gateway: tells what reached it, by instance.
class Echo final : public roles::Role {
  public:
    explicit Echo(roles::RoleContext& context) : m_context(context) {}

    void addRoutes(io::HttpRouter& router) override {
        router.add(io::HttpMethod::Post, "/order", "Orders",
                   [this](io::HttpRequest& request) { return tell(request); });
        router.add(io::HttpMethod::Get, "/item/{number}/cache", "Between services",
                   [this](io::HttpRequest& request) { return tell(request); });
    }
    io::HttpHandler fallback() override {
        return [this](io::HttpRequest& request) { return tell(request); };
    }

  private:
    io::Awaitable<io::HttpResponse> tell(io::HttpRequest& request) {
        if (request.path == "/ws/chat") co_return upgrade(request);
        if (request.path == "/item/slow" || (request.path == "/order" && request.body == "slow"))
            co_await m_context.tasks.sleepFor(60s);
        if (request.path == "/item/refused")
            co_return roles::Answerer(m_context.clock, request).with(domain::Code::SoldOut);
        std::string text = fmt::format("{} {} {}\n", m_context.instance, request.methodText, request.target);
        for (const io::HttpField& field : request.fields)
            text += fmt::format("{}: {}\n", field.name, field.value);
        text += fmt::format("[{}]", request.body);
        const int status = request.body == "sold out" ? 409 : request.path == "/order" ? 202 : 200;
        if (status == 409) text = R"({"code":"SOLD_OUT"})";
        io::HttpResponse response = io::HttpResponse::text(status, std::move(text));
        response.field("X-Trace-Id", "of the role").field("X-Of-Role", "yes");
        co_return response;
    }
    // Says hello, then gives back every byte.
    static io::HttpResponse upgrade(const io::HttpRequest& request) {
        std::string hello = "hello " + std::string(request.field(kUser).value_or("nobody"));
        auto echo = [hello](io::HttpTakenOver client) { return giveBack(std::move(client), hello); };
        return io::HttpResponse::takeOver(std::move(echo))
            .field("Upgrade", "websocket")
            .field("Connection", "Upgrade")
            .field("Sec-WebSocket-Accept", "accepted");
    }
    static io::Awaitable<> giveBack(io::HttpTakenOver client, std::string hello) {
        io::IoError error;
        co_await client.stream.writeAll(hello, client.alreadyRead, error);
        std::vector<char> piece(4096);
        while (!error) {
            const std::size_t bytes = co_await client.stream.readSome(piece, error);
            if (!error) co_await client.stream.writeAll({piece.data(), bytes}, {}, error);
        }
    }

    roles::RoleContext& m_context;
};

// Takes one request and goes without an answer.
struct Breaking {
    explicit Breaking(std::atomic<int>& received)
        : server([this, &received](test::RawSocket& socket, int) {
              server.refuseFromNowOn();
              if (!socket.readUntil("{}").empty()) ++received;
          }) {}
    test::ScriptedServer server;
};

io::HttpCall get(std::string target) {
    return io::HttpCall(io::HttpMethod::Get, std::move(target));
}
io::HttpCall order(std::string body = "{}") {
    io::HttpCall call(io::HttpMethod::Post, "/api/order");
    call.body("application/json", std::move(body));
    return call;
}

}  // namespace

class RolesGateway : public QObject {
    Q_OBJECT

    RealClock m_clock;
    std::unique_ptr<test::EmbeddedEngines> m_engines;
    roles::ShopSettings m_settings;
    test::Caller m_caller;
    std::unique_ptr<RoleHost> m_registry;
    std::map<std::string, std::unique_ptr<RoleHost>> m_instances;
    std::unique_ptr<RoleHost> m_gateway;

    template <class Role>
    std::unique_ptr<RoleHost> open(const std::string& name, std::uint16_t port = 0) {
        roles::HostOptions options;
        options.role = name.substr(0, name.find('-'));
        options.instance = name;
        options.port = port;
        if (m_registry) options.registry = m_registry->endpoint();
        auto host = RoleHost::open(std::move(options), m_settings, m_engines->ports(), m_clock, Log::silent(),
                                   [](roles::RoleContext& context) { return std::make_unique<Role>(context); });
        if (!host) abortBecause(host.error().message);
        return *std::move(host);
    }
    void openGateway() { m_gateway = open<roles::GatewayRole>("gateway-1"); }

    Result<io::HttpReply> ask(io::HttpCall call) { return m_caller.call(m_gateway->endpoint(), std::move(call)); }
    // The status and the code, as "401 INVALID_TOKEN"; what failed where there is none.
    std::string outcomeOf(io::HttpCall call) {
        const auto reply = ask(std::move(call));
        if (!reply) return reply.error().message;
        const std::string_view body = reply->body();
        const std::size_t from = body.find("\"code\":\"");
        if (from == std::string_view::npos) return std::to_string(reply->status());
        const std::string_view code = body.substr(from + 8);
        return fmt::format("{} {}", reply->status(), code.substr(0, code.find('"')));
    }
    void store(const std::string& key, const std::string& value) {
        io::Loop loop;
        kv::SetOptions options;
        options.timeToLive = 600s;
        const auto set = loop.runUntilDone(m_engines->ports().keyValue.set(key, value, options, Deadline::in(20s)));
        QVERIFY(set && *set);
    }
    std::string logIn(std::int64_t member) {
        const std::string token = randomToken(roles::session::kTokenBytes);
        store(roles::session::key(token), std::to_string(member));
        store(roles::session::seenKey(token), "1");
        return token;
    }
    void tellRegistry(const roles::Instance& instance) {
        std::string body;
        roles::appendInstance(body, instance);
        io::HttpCall put(io::HttpMethod::Put, "/instances/" + instance.name);
        put.body("application/json", std::move(body));
        const auto told = m_caller.call(m_registry->endpoint(), std::move(put));
        QVERIFY(told && told->status() < 300);
    }
    // Until the gateway has been told of it: its own registration may have been before.
    bool answers(const std::string& target) {
        return test::becomesTrue([&] {
            const auto reply = ask(get(target));
            return reply && reply->status() == 200;
        });
    }

  private slots:
    void initTestCase() { m_engines = std::make_unique<test::EmbeddedEngines>(m_clock); }
    void init() {
        m_settings = {};
        m_settings.heartbeat = 20ms;
        m_settings.leaseOfInstance = 600s;
        m_settings.trustUserNumber = true;
        m_settings.adminToken = "let me in";
        m_registry = open<roles::RegistryRole>("registry-1");
        for (const char* name : {"item-1", "order-1", "chat-1", "auth-1", "worker-1"})
            m_instances[name] = open<Echo>(name);
    }
    void cleanup() {
        m_gateway.reset();
        m_instances.clear();
        m_registry.reset();
    }

    void aPathGoesToItsRole_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("reaches");
        QTest::newRow("item") << "/api/item/7?x=%20y"
                              << "item-1 GET /item/7?x=%20y\n";
        QTest::newRow("items") << "/api/items"
                               << "item-1 GET /items\n";
        QTest::newRow("members") << "/api/members"
                                 << "item-1 GET /members\n";
        QTest::newRow("orders") << "/api/orders?page=1"
                                << "order-1 GET /orders?page=1\n";
        QTest::newRow("chat") << "/api/chat/rooms/1/messages"
                              << "chat-1 GET /chat/rooms/1/messages\n";
        QTest::newRow("encoded") << "/api/%69tem/7"
                                 << "item-1 GET /%69tem/7\n";
    }
    void aPathGoesToItsRole() {
        QFETCH(QString, path);
        QFETCH(QString, reaches);
        openGateway();
        io::HttpCall call = get(path.toStdString());
        call.field("Authorization", "42");
        const auto reply = ask(std::move(call));
        QVERIFY2(reply, reply ? "" : reply.error().message.c_str());
        QVERIFY2(reply->body().starts_with(reaches.toStdString()), std::string(reply->body()).c_str());
        QCOMPARE(reply->field("X-Of-Role").value_or(""), "yes");
    }

    void whatIsNotForThePublicIsNotThere_data() {
        QTest::addColumn<QString>("path");
        for (const char* path :
             {"/", "/order", "/api", "/api/", "/apiitem", "/api/item/1/cache", "/api/stock/1/cache",
              "/api/item/1/%63ache", "/api/item/1/x/../cache", "/api/item/%2e%2e/health", "/api/health",
              "/api/instances", "/api/nothing", "/api//item", "/api/item/%zz", "/api/item/1/2/3/4"})
            QTest::newRow(path) << path;
    }
    void whatIsNotForThePublicIsNotThere() {
        QFETCH(QString, path);
        openGateway();
        QCOMPARE(outcomeOf(get(path.toStdString())), "404 NOT_FOUND"s);
    }

    void onlyWhoIsLoggedInMayOrder_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("nobody") << "X"
                                << ""
                                << "401 UNAUTHORIZED";
        QTest::newRow("forged") << "X-User-Id"
                                << "7"
                                << "401 UNAUTHORIZED";
        QTest::newRow("made up") << "Authorization" << QString("Bearer " + QString(64, 'a')) << "401 INVALID_TOKEN";
        QTest::newRow("no token") << "Authorization"
                                  << "Bearer x"
                                  << "401 INVALID_TOKEN";
        QTest::newRow("no number") << "Authorization"
                                   << "-4"
                                   << "401 INVALID_TOKEN";
        QTest::newRow("other scheme") << "Authorization"
                                      << "Basic eDp5"
                                      << "401 INVALID_TOKEN";
        QTest::newRow("other cookie") << "Cookie"
                                      << "A=b"
                                      << "401 UNAUTHORIZED";
        QTest::newRow("made-up cookie") << "Cookie"
                                        << "A=b; SESSION=x"
                                        << "401 INVALID_TOKEN";
        QTest::newRow("number") << "Authorization"
                                << "42"
                                << "202";
    }
    void onlyWhoIsLoggedInMayOrder() {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, outcome);
        openGateway();
        io::HttpCall call = order();
        call.field(field.toStdString(), value.toStdString());
        QCOMPARE(outcomeOf(std::move(call)), outcome.toStdString());
    }

    void aSessionIsAMember() {
        openGateway();
        const std::string token = logIn(7);
        for (const auto& [name, value] : {std::pair("Authorization"s, "Bearer " + token),
                                          std::pair("Cookie"s, "a=b; SESSION=" + token + "; c=d")}) {
            io::HttpCall call = order();
            call.field(name, value).field(kUser, "999").field("x-user-id", "998");
            const auto reply = ask(std::move(call));
            QCOMPARE(reply->status(), 202);
            QVERIFY(reply->body().find("X-User-Id: 7\n") != std::string_view::npos);
            for (const std::string& hidden : {token, "999"s, "998"s})
                QVERIFY(reply->body().find(hidden) == std::string_view::npos);
        }
    }

    void anExpiredSessionIsToldFromAMadeUpOne() {
        openGateway();
        const std::string token = randomToken(roles::session::kTokenBytes);
        store(roles::session::seenKey(token), "1");
        io::HttpCall call = order();
        call.field("Authorization", "Bearer " + token);
        QCOMPARE(outcomeOf(std::move(call)), "401 EXPIRED_TOKEN"s);
    }

    void useKeepsASessionAlive() {
        openGateway();
        const std::string token = logIn(7);
        io::HttpCall call = order();
        call.field("Authorization", "Bearer " + token);
        QCOMPARE(outcomeOf(std::move(call)), "202"s);
        io::Loop loop;
        const std::string key = roles::session::key(token);
        const auto left = loop.runUntilDone(m_engines->ports().keyValue.timeToLive(key, Deadline::in(20s)));
        QVERIFY(left && *left && **left > 600s);  // what it had been given by its login
    }

    void aBareNumberIsALoginOnlyWhereThatIsTrusted() {
        m_settings.trustUserNumber = false;
        openGateway();
        io::HttpCall call = order();
        call.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(call)), "401 INVALID_TOKEN"s);
    }

    void theTokenReachesOnlyWhoReadsIt() {
        openGateway();
        const std::string bearer = "Bearer " + logIn(7);
        io::HttpCall call = get("/api/auth/me");
        call.field("Authorization", bearer);
        QVERIFY(ask(std::move(call))->body().find(bearer) != std::string_view::npos);
        io::HttpCall item = get("/api/item/1");
        item.field("Authorization", bearer);
        QVERIFY(ask(std::move(item))->body().find(bearer) == std::string_view::npos);
    }

    void deadLettersAreForTheAdmin() {
        openGateway();
        QCOMPARE(outcomeOf(get("/api/worker/dlq")), "403 ACCESS_DENIED"s);
        io::HttpCall wrong = get("/api/worker/dlq");
        wrong.field("Authorization", "Bearer let me on");
        QCOMPARE(outcomeOf(std::move(wrong)), "403 ACCESS_DENIED"s);
        io::HttpCall right = get("/api/worker/dlq");
        right.field("Authorization", "Bearer let me in");
        QCOMPARE(outcomeOf(std::move(right)), "200"s);
    }

    void withoutAnAdminTokenNobodyIsOne() {
        m_settings.adminToken.clear();
        openGateway();
        io::HttpCall call = get("/api/worker/dlq");
        call.field("Authorization", "Bearer ");
        QCOMPARE(outcomeOf(std::move(call)), "403 ACCESS_DENIED"s);
    }

    void traceIdsAndHopFieldsAreTheGatewaysOwn() {
        openGateway();
        io::HttpCall call = get("/api/item/1");
        call.field("X-Trace-Id", "forged");
        const auto reply = ask(std::move(call));
        const std::string trace(reply->field("X-Trace-Id").value_or(""));
        QCOMPARE(trace.size(), 16U);
        QCOMPARE(trace.find_first_not_of("0123456789abcdef"), std::string::npos);
        QVERIFY(reply->body().find("X-Trace-Id: " + trace + "\n") != std::string_view::npos);
        QVERIFY(reply->body().find("forged") == std::string_view::npos);
        QVERIFY(std::string(ask(get("/api/item/1"))->field("X-Trace-Id").value_or("")) != trace);

        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send("GET /api/item/1 HTTP/1.1\r\nHost: x\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nX-End: 2\r\n\r\n");
        const std::string answer = socket.readUntilClosed();
        QVERIFY(answer.find("X-End: 2") != std::string::npos);
        QVERIFY(answer.find("X-Hop: 1") == std::string::npos);
    }

    void anAnswersPathIsWhatTheClientAskedFor() {
        openGateway();
        const auto refused = ask(get("/api/item/refused"));
        QVERIFY(refused->body().find(R"("path":"/api/item/refused")") != std::string_view::npos);
        const auto unknown = ask(get("/api/nothing"));
        QVERIFY(unknown->body().find(R"("path":"/api/nothing")") != std::string_view::npos);
        QCOMPARE(unknown->field("X-Trace-Id").value_or("").size(), 16U);
    }

    void whatIsTooLargeIsRefused() {
        openGateway();
        io::HttpCall call = order(std::string(2 * 1024 * 1024, 'x'));
        call.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(call)), "413 PAYLOAD_TOO_LARGE"s);
        QVERIFY(answers("/api/item/1"));
    }

    void whereOneInstanceIsGoneTheOtherAnswers() {
        m_instances["order-2"] = open<Echo>("order-2");
        openGateway();
        m_instances["order-1"]->kill();
        for (int i = 0; i < 20; ++i) {
            io::HttpCall call = order();
            call.field("Authorization", "42");
            const auto reply = ask(std::move(call));
            QCOMPARE(reply->status(), 202);
            QVERIFY(reply->body().starts_with("order-2"));
        }
        QVERIFY(m_gateway->metrics().count("rushlab_sent_elsewhere_total") <= 2U);  // then it is left out
    }

    void equalInstancesShareTheLoad() {
        m_instances["item-2"] = open<Echo>("item-2");
        openGateway();
        int first = 0;
        for (int i = 0; i < 40; ++i)
            first += ask(get("/api/item/1"))->body().starts_with("item-1") ? 1 : 0;
        QVERIFY(first >= 10 && first <= 30);
    }

    void whereNobodyIsLeftTheAnswerIs503() {
        openGateway();
        m_instances["order-1"]->kill();
        io::HttpCall call = order();
        call.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(call)), "503 ENGINE_UNAVAILABLE"s);
        QCOMPARE(outcomeOf(get("/api/stock/1")), "503 ENGINE_UNAVAILABLE"s);  // nobody ever was
        QCOMPARE(m_gateway->metrics().count("rushlab_orders_failed_total"), 1U);
    }

    void anOrderThatIsNotAnsweredIsUnknownAndNotRepeated() {
        m_settings.orderWithin = 100ms;
        m_instances["order-2"] = open<Echo>("order-2");
        openGateway();
        io::HttpCall call = order("slow");
        call.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(call)), "504 OUTCOME_UNKNOWN"s);
        QCOMPARE(m_gateway->metrics().count("rushlab_sent_elsewhere_total"), 0U);
    }

    void whatBreaksUnderAnOrderIsUnknownAndSentElsewhereOnlyWhereTheRoleTellsRepetitions_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("connection");
        QTest::addColumn<int>("sent");
        QTest::newRow("order") << "/api/order"
                               << "k"
                               << "keep-alive" << 2;
        QTest::newRow("desk") << "/api/orders"
                              << "k"
                              << "keep-alive" << 2;
        QTest::newRow("empty key") << "/api/order"
                                   << ""
                                   << "keep-alive" << 1;
        QTest::newRow("key of this hop") << "/api/order"
                                         << "k"
                                         << "idempotency-key" << 1;
        QTest::newRow("payment") << "/api/order/7"
                                 << "k"
                                 << "keep-alive" << 1;
    }
    void whatBreaksUnderAnOrderIsUnknownAndSentElsewhereOnlyWhereTheRoleTellsRepetitions() {
        QFETCH(QString, path);
        QFETCH(QString, key);
        QFETCH(QString, connection);
        QFETCH(int, sent);
        m_instances.erase("order-1");
        std::atomic<int> received = 0;
        const Breaking first(received), second(received);
        tellRegistry({"order", "order-8", {"127.0.0.1", first.server.port(), false}});
        tellRegistry({"order", "order-9", {"127.0.0.1", second.server.port(), false}});
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        const std::string head = fmt::format(
            "POST {} HTTP/1.1\r\nHost: x\r\nAuthorization: 42\r\nIdempotency-Key: {}\r\nConnection: {}\r\n"
            "Content-Length: 2\r\n\r\n{{}}",
            path.toStdString(), key.toStdString(), connection.toStdString());
        socket.send(head);
        const std::string answer = socket.readUntil("OUTCOME_UNKNOWN", 60s);
        QVERIFY2(answer.starts_with("HTTP/1.1 504"), answer.c_str());
        QCOMPARE(received.load(), sent);
        if (sent < 2) return;
        // Both are left out now, and an order that reaches nobody surely was not done.
        io::HttpCall next = order();
        next.field("Authorization", "42");
        QCOMPARE(outcomeOf(std::move(next)), "503 ENGINE_UNAVAILABLE"s);
        QCOMPARE(received.load(), sent);
    }

    void whatMayHaveBeenDoneIsUnknownWhereNobodyElseIsThere() {
        m_instances.erase("order-1");
        std::atomic<int> received = 0;
        const Breaking breaking(received);
        tellRegistry({"order", "order-8", {"127.0.0.1", breaking.server.port(), false}});
        openGateway();
        io::HttpCall call = order();
        call.field("Authorization", "42").field("Idempotency-Key", "k");
        QCOMPARE(outcomeOf(std::move(call)), "504 OUTCOME_UNKNOWN"s);
    }

    void aQuestionThatIsNotAnsweredIs503() {
        m_settings.answerWithin = 100ms;
        openGateway();
        QCOMPARE(outcomeOf(get("/api/item/slow")), "503 ENGINE_UNAVAILABLE"s);
    }

    void ordersAreCountedByTheirOutcome() {
        openGateway();
        for (const char* body : {"{}", "{}", "sold out"}) {
            io::HttpCall call = order(body);
            call.field("Authorization", "42");
            QVERIFY(ask(std::move(call)));
        }
        const roles::Metrics& metrics = m_gateway->metrics();
        QCOMPARE(metrics.count("rushlab_orders_accepted_total"), 2U);
        QCOMPARE(metrics.count("rushlab_orders_sold_out_total"), 1U);
        QCOMPARE(metrics.count("rushlab_orders_failed_total"), 0U);
        QCOMPARE(metrics.histogram("rushlab_order_seconds").count(), 3U);
    }

    void aDeepQueueTurnsOrdersAwayAndNothingElse() {
        m_settings.shedAtQueueDepth = 2;
        io::Loop loop;
        queue::WorkQueue& queue = m_engines->ports().queue;
        QVERIFY(loop.runUntilDone(roles::declareShopQueues(queue, m_settings, Deadline::in(20s))));
        for (int i = 0; i < 3; ++i) {
            queue::Message message;
            message.routingKey = roles::kOrderQueue;
            QVERIFY(loop.runUntilDone(queue.publish(std::move(message), Deadline::in(20s))));
        }
        openGateway();
        const auto placed = [&] {
            io::HttpCall call = order();
            call.field("Authorization", "42");
            return ask(std::move(call));
        };
        QVERIFY(test::becomesTrue([&] { return placed()->status() == 429; }));
        QCOMPARE(placed()->field("Retry-After").value_or(""), "1");
        QVERIFY(m_gateway->metrics().count("rushlab_orders_shed_total") >= 1U);
        QCOMPARE(outcomeOf(get("/api/item/1")), "200"s);
        QVERIFY(loop.runUntilDone(queue.purge(std::string(roles::kOrderQueue), Deadline::in(20s))));
        QVERIFY(test::becomesTrue([&] { return placed()->status() == 202; }));
    }

    void whoAsksTooOftenIsToldToWait() {
        m_settings.requestsPerSecondPerUser = 0.01;
        m_settings.burstPerUser = 3;
        openGateway();
        const auto asks = [&](std::string_view member) {
            io::HttpCall call = get("/api/orders");
            call.field("Authorization", member);
            return ask(std::move(call));
        };
        for (int i = 0; i < 3; ++i)
            QCOMPARE(asks("1")->status(), 200);
        const auto refused = asks("1");
        QCOMPARE(refused->status(), 429);
        const int seconds = QByteArray::fromStdString(std::string(refused->field("Retry-After").value_or(""))).toInt();
        QVERIFY(seconds > 1 && seconds <= 100);
        QCOMPARE(asks("2")->status(), 200);  // each member by themselves
    }

    void aWebSocketPassesThrough() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send(
            "GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            "Sec-WebSocket-Key: k\r\nAuthorization: 42\r\nX-User-Id: 7\r\n\r\nearly ");
        const std::string opened = socket.readUntil("early ");
        QVERIFY2(opened.starts_with("HTTP/1.1 101"), opened.c_str());
        QVERIFY(opened.find("Sec-WebSocket-Accept: accepted") != std::string::npos);
        QVERIFY(opened.ends_with("\r\n\r\nhello 42early "));
        std::string sent(200'000, 'x');
        sent += "end";
        std::thread writer([&] { socket.send(sent); });
        const std::string back = socket.readUntil("end", 60s);
        writer.join();
        QCOMPARE(back.size(), sent.size());
        socket.shutdownSending();
        socket.readUntilClosed(60s);
        QVERIFY(socket.closedByPeer());
        QVERIFY(test::becomesTrue([&] {
            for (const roles::Sample& sample : m_gateway->metrics().samples()) {
                if (sample.name == "rushlab_websockets") return sample.value == 0;
            }
            return false;
        }));
    }

    void aWebSocketEndsWhenTheOtherSideDies() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send(
            "GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Authorization: 42\r\n\r\n");
        QVERIFY(socket.readUntil("hello 42").ends_with("hello 42"));
        m_instances["chat-1"]->kill();
        socket.readUntilClosed(60s);
        QVERIFY(socket.closedByPeer());
        auto again = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        again.send(
            "GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Authorization: 42\r\n\r\n");
        QVERIFY(again.readUntil("ENGINE_UNAVAILABLE").starts_with("HTTP/1.1 503"));
    }

    void aWebSocketNeedsALoginAndAnUpgrade() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send("GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        QVERIFY(socket.readUntil("UNAUTHORIZED").starts_with("HTTP/1.1 401"));
        QCOMPARE(outcomeOf(get("/ws/chat")), "400 INVALID_INPUT"s);
    }

    void stoppingEndsWhatPassesThrough() {
        openGateway();
        auto socket = test::RawSocket::connectedTo(m_gateway->endpoint().port);
        socket.send(
            "GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Authorization: 42\r\n\r\n");
        QVERIFY(socket.readUntil("hello 42").ends_with("hello 42"));
        QVERIFY(m_gateway->stop(Deadline::in(60s)));
        socket.readUntilClosed(60s);
        QVERIFY(socket.closedByPeer());
    }

    void theDescriptionIsOfTheWholePublicApi() {
        openGateway();
        QVERIFY(answers("/api/item/1"));
        const auto calls = roles::callsIn(m_caller.text(m_gateway->endpoint(), "/openapi.json"));
        QVERIFY(calls);
        const auto has = [&](const char* pattern) {
            return std::ranges::find(*calls, pattern, &roles::ApiCall::pattern) != calls->end();
        };
        QVERIFY(has("/api/order"));
        QVERIFY(has("/ws/chat"));
        QVERIFY(has("/health"));
        QVERIFY(!has("/api/item/{number}/cache"));
        QVERIFY(!has("/api/health"));
    }
};

QTEST_GUILESS_MAIN(RolesGateway)
#include "roles_gateway.moc"
