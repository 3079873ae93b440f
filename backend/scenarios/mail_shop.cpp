#include "scenarios/mail_shop.h"

#include "roles/queues.h"
#include "scenarios/mail_backlog.h"
#include "scenarios/shop_node.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kStartWithin = 60s;
constexpr auto kAskWithin = 10s;
constexpr auto kStopWithin = 600s;  // a clean stop of many slow mails
// Passwords are hashed slowly on a busy machine: a slow answer is a slow answer, not a failure.
constexpr auto kAnswerWithin = 30s;

// As the command line takes it.
std::string written(std::chrono::seconds span) {
    return fmt::format("{}s", span.count());
}

Result<std::uint64_t> backlogOf(const io::HttpEndpoint& auth, const io::HttpEndpoint& worker) {
    io::Loop loop;
    io::HttpClient client(loop, {});
    MailRoles roles{auth, {worker}};
    return loop.runUntilDone(mailBacklog(client, std::move(roles), Deadline::in(kAskWithin)));
}

io::Awaitable<Result<NotedMails>> readNoted(sql::Database& database) {
    auto reading = [](sql::Session& session) -> Result<NotedMails> {
        const auto rows = session.query("SELECT id FROM mails_sent");
        if (!rows) return pass(rows);
        NotedMails noted;
        for (const sql::Row row : *rows)
            noted.emplace(row.text(0));
        return noted;
    };
    co_return co_await database.read(Deadline::in(kAskWithin), std::move(reading));
}

Result<NotedMails> notedIn(sql::Database& database) {
    io::Loop loop;
    return loop.runUntilDone(readNoted(database));
}

// A process of its own.
class NodeShop final : public MailShop {
  public:
    NodeShop(std::vector<std::string> command, const lab::StagedMail& staged, MailKill kill)
        : m_staged(staged), m_node(std::move(command), staged.folder), m_kill(kill) {}

    Result<> start() { return m_node.start(Deadline::in(kStartWithin)); }

    io::HttpEndpoint gateway() const override { return *m_node.endpoint("gateway-1"); }
    Result<NotedMails> strike() override {
        if (m_kill == MailKill::Sigterm) {
            if (auto ended = m_node.terminate(Deadline::in(kStopWithin)); !ended) return pass(ended);
            return NotedMails();
        }
        m_node.kill();
        const auto database = m_staged.openNodeDatabase();
        if (!database) return pass(database);
        return notedIn(**database);
    }
    Result<> mend() override { return start(); }
    Result<std::uint64_t> backlog() override {
        const auto auth = m_node.endpoint("auth-1");
        if (!auth) return pass(auth);
        const auto worker = m_node.endpoint("worker-1");
        if (!worker) return pass(worker);
        return backlogOf(*auth, *worker);
    }
    void describe(verdict::Variant& /*variant*/) const override {}

  private:
    const lab::StagedMail& m_staged;
    ShopNode m_node;
    const MailKill m_kill;
};

// A lab of this process.
class LabShop final : public MailShop {
  public:
    LabShop(std::unique_ptr<Stage> stage, const roles::MailWayInfo& way) : m_stage(std::move(stage)), m_way(way) {}

    io::HttpEndpoint gateway() const override { return m_stage->lab().gateway(); }
    // What is noted is read first: who is killed may note more while it dies.
    Result<NotedMails> strike() override {
        auto noted = notedIn(m_stage->lab().ports().database);
        if (!noted) return noted;
        if (m_way.id != "queue") {
            if (auto killed = m_stage->lab().killInstance(carrier()); !killed) return pass(killed);
        } else {
            const auto dropped = m_stage->lab().dropConsumers(roles::kMailQueue, Deadline::in(kAskWithin));
            if (!dropped) return pass(dropped);
        }
        return noted;
    }
    // A worker whose channel was dropped opens another by itself.
    Result<> mend() override {
        if (m_way.id == "queue") return {};
        return m_stage->lab().startInstance(carrier());
    }
    Result<std::uint64_t> backlog() override { return backlogOf(endpointOf("auth-1"), endpointOf("worker-1")); }
    void describe(verdict::Variant& variant) const override {
        for (const lab::LabEvent& event : m_stage->lab().events(0))
            variant.events.push_back({event.at, event.kind, event.what});
    }

  private:
    std::string_view carrier() const { return m_way.makeCarrier ? "worker-1" : "auth-1"; }
    io::HttpEndpoint endpointOf(std::string_view name) const {
        for (const lab::InstanceState& instance : m_stage->lab().instances()) {
            if (instance.name == name) return instance.endpoint;
        }
        abortBecause("a shop for mails without its auth or its worker");
    }

    const std::unique_ptr<Stage> m_stage;
    const roles::MailWayInfo& m_way;
};

Result<std::unique_ptr<MailShop>> openNode(const lab::StagedMail& staged, const MailShopOptions& options) {
    std::vector<std::string> command = staged.node;
    for (const auto& [flag, value] :
         {std::pair("--mail-way", std::string(options.way->id)),
          std::pair("--mail-at-once", fmt::to_string(options.atOnce)),
          std::pair("--answer-within", written(kAnswerWithin)), std::pair("--stop-within", written(kStopWithin))}) {
        command.emplace_back(flag);
        command.push_back(value);
    }
    auto shop = std::make_unique<NodeShop>(std::move(command), staged, options.kill);
    if (const auto started = shop->start(); !started) return pass(started);
    return shop;
}

Result<std::unique_ptr<MailShop>> openLab(ScenarioContext& context, const lab::StagedMail& staged,
                                          const MailShopOptions& options) {
    StageOptions stage;
    stage.label = options.label;
    stage.mailUrl = staged.sink->url();
    stage.shop.seed = options.seed;
    stage.shop.answerWithin = kAnswerWithin;
    stage.shop.mailWay = options.way->id;
    stage.shop.mailsAtOnce = options.atOnce;
    stage.instances["item"] = 0;
    stage.instances["stock"] = 0;
    stage.instances["order"] = 0;
    stage.instances["scheduler"] = 0;
    auto opened = Stage::open(context, std::move(stage));
    if (!opened) return pass(opened);
    return std::make_unique<LabShop>(*std::move(opened), *options.way);
}

}  // namespace

Result<std::unique_ptr<MailShop>> MailShop::open(ScenarioContext& context, const lab::StagedMail& staged,
                                                 const MailShopOptions& options) {
    const bool whole = options.kill == MailKill::Sigkill || options.kill == MailKill::Sigterm;
    return whole ? openNode(staged, options) : openLab(context, staged, options);
}

}  // namespace rushlab::scenarios
