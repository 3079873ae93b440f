// What the gateway's tests share: a registry, an instance of each role that tells what reached it, and the gateway.
// Belongs to the test's thread.
#pragma once

#include <QtTest>
#include <map>

#include "io/stream.h"
#include "roles/answer.h"
#include "roles/gateway/gateway.h"
#include "roles/host.h"
#include "roles/registry/registry.h"
#include "roles/session.h"
#include "tests/support/caller.h"
#include "tests/support/embedded_engines.h"
#include "tests/unit/io_raw_socket.h"

namespace rushlab::test {

using namespace std::chrono_literals;
using roles::RoleHost;

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
    io::HttpResponse upgrade(const io::HttpRequest& request) {
        std::string hello = "hello " + std::string(request.field(kUser).value_or("nobody"));
        auto echo = [hello](io::HttpTakenOver client) { return giveBack(std::move(client), hello); };
        return io::HttpResponse::takeOver(std::move(echo))
            .field("Upgrade", "websocket")
            .field("Connection", "Upgrade")
            .field("X-Served-By", m_context.instance)
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
        : server([this, &received](RawSocket& socket, int) {
              server.refuseFromNowOn();
              if (!socket.readUntil("{}").empty()) ++received;
          }) {}
    ScriptedServer server;
};

inline io::HttpCall get(std::string target) {
    return io::HttpCall(io::HttpMethod::Get, std::move(target));
}
inline io::HttpCall order(std::string body = "{}") {
    io::HttpCall call(io::HttpMethod::Post, "/api/order");
    call.body("application/json", std::move(body));
    return call;
}

class GatewayShop {
  protected:
    RealClock m_clock;
    std::unique_ptr<EmbeddedEngines> m_engines = std::make_unique<EmbeddedEngines>(m_clock);
    roles::ShopSettings m_settings;
    Caller m_caller;
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
        return becomesTrue([&] {
            const auto reply = ask(get(target));
            return reply && reply->status() == 200;
        });
    }

    void openShop() {
        m_settings = {};
        m_settings.heartbeat = 20ms;
        m_settings.leaseOfInstance = 600s;
        m_settings.trustUserNumber = true;
        m_settings.adminToken = "let me in";
        m_registry = open<roles::RegistryRole>("registry-1");
        for (const char* name : {"item-1", "order-1", "chat-1", "auth-1", "worker-1"})
            m_instances[name] = open<Echo>(name);
    }
    void closeShop() {
        m_gateway.reset();
        m_instances.clear();
        m_registry.reset();
    }
};

}  // namespace rushlab::test
