// A long conversation and its archive: lines go on while nobody archives them, then the archive catches up; who
// archives, or the whole shop, dies in the middle. Whoever had no receipt says it again: the archive has every line,
// and once.
#include <mutex>

#include "roles/queues.h"
#include "scenarios/all.h"
#include "scenarios/chat_stage.h"
#include "scenarios/common_parameters.h"
#include "scenarios/shop_node.h"
#include "scenarios/variants.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kArchiveWithin = 300s;
constexpr auto kHearWithin = 60s;
constexpr auto kStartWithin = 60s;
constexpr auto kAskWithin = 5s;
constexpr auto kCaughtUp = 500ms;  // no line waits for longer: the archive gathers a while before it stores
constexpr auto kBehind = 1s;       // some line has waited for longer

enum class Kill : std::uint8_t { None, Worker, Sigkill };

struct KillInfo {
    Kill kill;
    std::string_view id;
    std::string_view is;
};

constexpr std::array kKills{
    KillInfo{Kill::None, "none", "the archive only begins late"},
    KillInfo{Kill::Worker, "worker", "the worker that archives dies like a crash, and is started again"},
    KillInfo{Kill::Sigkill, "sigkill", "the shop is a process of its own: kill -9, and it is started again"},
};
constexpr std::string_view kAlternate = "alternate";  // by seed: none, then sigkill

load::ChatPlan planFor(const ParameterValues& values, std::uint64_t seed) {
    load::ChatPlan plan;
    plan.clients = static_cast<std::size_t>(values.integer("clients"));
    plan.talkers = std::min<std::size_t>(static_cast<std::size_t>(values.integer("talkers")), plan.clients);
    plan.rooms = std::min<std::size_t>(static_cast<std::size_t>(values.integer("rooms")), plan.clients);
    plan.lines = static_cast<std::uint64_t>(values.integer("messages"));
    plan.linesPerSecond = values.real("lines-per-second");
    plan.confirmed = true;
    plan.hearWithin = kHearWithin;
    plan.roomName = fmt::format("long-{}", seed);
    return plan;
}

io::Awaitable<Result<std::vector<log::PartitionLag>>> lagOf(log::EventLog& log) {
    co_return co_await log.lag(std::string(roles::kArchiveGroup), Deadline::in(kAskWithin));
}

// How far behind the archive is, now and at most.
struct Lag {
    std::int64_t messagesMost = 0;
    Milliseconds age{0}, ageMost{0};

    void look(log::EventLog& log) {
        io::Loop loop;
        const auto partitions = loop.runUntilDone(lagOf(log));
        if (!partitions) return;
        std::int64_t messages = 0;
        age = Milliseconds(0);
        for (const log::PartitionLag& partition : *partitions) {
            messages += partition.messages;
            age = std::max(age, partition.age);
        }
        messagesMost = std::max(messagesMost, messages);
        ageMost = std::max(ageMost, age);
    }
};

double p99Of(const Histogram& delivered) {
    return milliseconds(delivered.percentile(0.99));
}

// Of a talk, or of several.
struct Deliveries {
    Histogram without, archiving;
    int talks = 0;

    void merge(const Deliveries& other) {
        without.merge(other.without);
        archiving.merge(other.archiving);
        ++talks;
    }
    double archivingCosts() const { return without.empty() ? 0 : p99Of(archiving) / p99Of(without); }
};

// In a lab of this process. After its first tenth the talk takes turns: nobody archives it, then the archive catches up
// and goes on, and may die while it does. Several turns, so that whatever else the machine has to do for a while falls
// upon live delivery without archiving and with it.
class LabTalk {
  public:
    LabTalk(ChatStage& stage, const load::ChatPlan& plan, Kill kill) : m_stage(stage), m_plan(plan), m_kill(kill) {}

    Result<> look(const load::ChatCounts& live) {
        lab::Lab& lab = m_stage.stage().lab();
        const SteadyTime now = std::chrono::steady_clock::now();
        if (now - m_lookedAt >= 200ms) {
            m_lookedAt = now;
            m_lag.look(lab.ports().log);
            if (m_startedAt && m_lag.age < kCaughtUp) caughtUp(now);
        }
        const std::uint64_t percent = live.said * 100 / m_plan.lines;
        const int turn = percent < kFirstTurnAt ? 0 : static_cast<int>((percent - kFirstTurnAt) / kTurn) + 1;
        while (m_turn < std::min(turn, kTurns)) {
            if (auto begun = beginTurn(live.delivery); !begun) return begun;
        }
        if (m_kill == Kill::Worker && !m_killed && percent >= kKillAt) {
            m_killed = true;
            auto killed = lab.killInstance(kWorker);
            return killed ? lab.startInstance(kWorker) : killed;
        }
        return {};
    }
    // A talk may be over before all of its turns were seen.
    Result<> finish(const Histogram& delivered) {
        endTurn(delivered);
        return m_turn > 0 && !isArchived(m_turn) ? m_stage.stage().lab().startInstance(kWorker) : Result<>();
    }
    // It was away for long enough, and then it was there while the talk went on. Who stops goes on archiving until the
    // others have heard of it.
    bool wasStaged() const { return m_turn > 1 && m_lag.ageMost >= kBehind && (m_kill != Kill::Worker || m_killed); }

    const Deliveries& delivered() const { return m_delivered; }
    void measure(verdict::Variant& variant) const {
        addMetric(variant, "p99Without", p99Of(m_delivered.without), "ms");
        addMetric(variant, "p99Archiving", p99Of(m_delivered.archiving), "ms");
        if (wasStaged()) addMetric(variant, "archivingCosts", m_delivered.archivingCosts());
        addMetric(variant, "lagMost", static_cast<double>(m_lag.messagesMost));
        addMetric(variant, "lagAgeMost", std::chrono::duration<double>(m_lag.ageMost).count(), "s");
        if (!m_fellBehind && !m_startedAt && m_caughtUpAfter > 0s)
            addMetric(variant, "caughtUpAfter", std::chrono::duration<double>(m_caughtUpAfter).count(), "s");
    }

  private:
    static constexpr std::string_view kWorker = "worker-1";
    static constexpr int kTurns = 4;
    static constexpr std::uint64_t kFirstTurnAt = 8, kTurn = 23, kKillAt = 80;  // per cent of the lines

    static bool isArchived(int turn) { return turn % 2 == 0; }

    Result<> beginTurn(const LiveHistogram& delivery) {
        endTurn(delivery.read());
        ++m_turn;
        lab::Lab& lab = m_stage.stage().lab();
        if (isArchived(m_turn)) {
            m_before = delivery.read();
            m_startedAt = std::chrono::steady_clock::now();
            return lab.startInstance(kWorker);
        }
        if (m_startedAt) {
            m_lag.look(lab.ports().log);
            if (m_lag.age < kCaughtUp) caughtUp(std::chrono::steady_clock::now());
            m_fellBehind = std::exchange(m_startedAt, std::nullopt).has_value() || m_fellBehind;
        }
        auto stopped = lab.stopInstance(kWorker, Deadline::in(kStartWithin));
        m_before = delivery.read();
        return stopped;
    }
    void endTurn(const Histogram& delivered) {
        if (m_turn == 0) return;
        (isArchived(m_turn) ? m_delivered.archiving : m_delivered.without).merge(delivered.since(m_before));
    }
    void caughtUp(SteadyTime now) {
        m_caughtUpAfter = std::max(m_caughtUpAfter, now - *m_startedAt);
        m_startedAt.reset();
    }

    ChatStage& m_stage;
    const load::ChatPlan& m_plan;
    const Kill m_kill;
    Lag m_lag;
    SteadyTime m_lookedAt{};
    int m_turn = 0;  // the first ones are 1: not archived, and 2: archived
    bool m_killed = false;
    std::optional<SteadyTime> m_startedAt;    // nothing: it has caught up
    bool m_fellBehind = false;                // in a turn that was over before it had
    SteadyTime::duration m_caughtUpAfter{0};  // at most
    Histogram m_before;
    Deliveries m_delivered;
};

Result<> talkInLab(ScenarioContext& context, Kill kill, double from, double to, verdict::Variant& variant,
                   Deliveries& ofAllTalks) {
    ChatStage::Options options;
    options.label = fmt::format("{}, seed {}", variant.name, variant.seed);
    options.delays = context.parameters.choice("delays");
    options.seed = variant.seed;
    auto stage = ChatStage::open(context, options);
    if (!stage) return pass(stage);
    load::ChatPlan plan = planFor(context.parameters, variant.seed);
    plan.instances = (*stage)->instances();
    LabTalk talk(**stage, plan, kill);
    const auto meanwhile = [&talk](const load::ChatCounts& live) { return talk.look(live); };
    const auto outcome = (*stage)->talk(plan, options.label, from, to, meanwhile);
    if (!outcome) return pass(outcome);
    if (auto finished = talk.finish(outcome->delivery); !finished) return finished;
    measureChat(variant, *outcome);
    talk.measure(variant);
    if (talk.wasStaged()) ofAllTalks.merge(talk.delivered());
    (*stage)->stage().describe(variant);
    if (!context.interrupted) {
        verdict::ChatHeard heard = heardOf(plan, *outcome);
        heard.wasStaged = talk.wasStaged();
        variant.checks = verdict::checkHeard(heard);
        std::ranges::move(verdict::checkArchived(readArchive(plan.instances.front(), plan, outcome->said,
                                                             kArchiveWithin, context.interrupted)),
                          std::back_inserter(variant.checks));
    }
    return {};
}

// In a process of its own, which is killed somewhere in the middle third of the talk, as the seed chooses.
class NodeTalk {
  public:
    NodeTalk(ShopNode& node, const load::ChatPlan& plan, std::uint64_t seed) : m_node(node), m_plan(plan) {
        Random random(seed);
        m_killAt = plan.lines / 3 + random.below(std::max<std::uint64_t>(1, plan.lines / 3));
    }

    Result<> start() {
        if (auto started = m_node.start(Deadline::in(kStartWithin)); !started) return started;
        const std::lock_guard lock(m_mutex);
        m_instances.clear();
        for (const char* name : {"chat-1", "chat-2"}) {
            const auto endpoint = m_node.endpoint(name);
            if (!endpoint) return pass(endpoint);
            m_instances.push_back(*endpoint);
        }
        return {};
    }
    std::vector<io::HttpEndpoint> instances() {
        const std::lock_guard lock(m_mutex);
        return m_instances;
    }
    bool wasStaged() const { return m_killed; }
    Result<> look(const load::ChatCounts& live) {
        if (m_killed || live.said < m_killAt) return {};
        m_killed = true;
        m_node.kill();
        return start();
    }

  private:
    ShopNode& m_node;
    const load::ChatPlan& m_plan;
    std::uint64_t m_killAt = 0;
    bool m_killed = false;
    std::mutex m_mutex;
    std::vector<io::HttpEndpoint> m_instances;
};

Result<> talkToNode(ScenarioContext& context, double from, double to, verdict::Variant& variant) {
    const auto staged = context.engines.stageMail({});
    if (!staged) return pass(staged);
    std::vector<std::string> command = staged->node;
    command.insert(command.end(), {"--chat-rate", "0"});
    ShopNode node(std::move(command), staged->folder);
    load::ChatPlan plan = planFor(context.parameters, variant.seed);
    NodeTalk talk(node, plan, variant.seed);
    if (auto started = talk.start(); !started) return started;
    plan.instances = talk.instances();
    plan.instancesNow = [&talk] { return talk.instances(); };
    const auto meanwhile = [&](const load::ChatCounts& live) {
        if (context.progress)
            context.progress(
                {"talking",
                 fmt::format("{}, seed {}: {} of {} lines said, {} confirmed", variant.name, variant.seed,
                             live.said.load(), plan.lines, live.confirmed.load()),
                 from + (to - from) * static_cast<double>(live.said.load()) / static_cast<double>(plan.lines)});
        return talk.look(live);
    };
    const auto outcome = talkWhile(plan, context.interrupted, meanwhile);
    if (!outcome) return pass(outcome);
    measureChat(variant, *outcome);
    if (!context.interrupted) {
        verdict::ChatHeard heard = heardOf(plan, *outcome);
        heard.mayMiss = verdict::ChatHeard::MayMiss::WhoWasCutOff;
        heard.wasStaged = talk.wasStaged();
        variant.checks = verdict::checkHeard(heard);
        std::ranges::move(verdict::checkArchived(readArchive(talk.instances().front(), plan, outcome->said,
                                                             kArchiveWithin, context.interrupted)),
                          std::back_inserter(variant.checks));
    }
    return {};
}

Kill killFor(const ParameterValues& values, std::uint64_t n) {
    const std::string& chosen = values.choice("kill");
    if (chosen == kAlternate) return n % 2 == 0 ? Kill::None : Kill::Sigkill;
    return std::ranges::find(kKills, chosen, &KillInfo::id)->kill;
}

void sayWhatArchivingCosts(verdict::RunResult& result, const Deliveries& ofAllTalks) {
    if (ofAllTalks.talks < 2 || ofAllTalks.archivingCosts() <= 0) return;
    result.notes.push_back(fmt::format(
        "A delivery's p99 over {} talks is {:.1f} ms, and {:.1f} ms while the archive catches up and goes on: {:.2f} "
        "times.",
        ofAllTalks.talks, p99Of(ofAllTalks.without), p99Of(ofAllTalks.archiving), ofAllTalks.archivingCosts()));
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    const ParameterValues& values = context.parameters;
    Variants variants(context, beginResult(context, "chat-archive", values.choice("delays")));
    Deliveries ofAllTalks;
    const auto seeds = static_cast<std::uint64_t>(values.integer("seeds"));
    for (std::uint64_t n = 0; n < seeds && variants.goOn(); ++n) {
        const Kill kill = killFor(values, n);
        const double from = static_cast<double>(n) / static_cast<double>(seeds);
        const double to = static_cast<double>(n + 1) / static_cast<double>(seeds);
        verdict::Variant variant;
        variant.name = std::ranges::find(kKills, kill, &KillInfo::kill)->id;
        variant.seed = context.seed + n;
        const auto ran = kill == Kill::Sigkill ? talkToNode(context, from, to, variant)
                                               : talkInLab(context, kill, from, to, variant, ofAllTalks);
        concludeVariant(variant, context.interrupted);
        variants.add(std::move(variant), ran);
    }
    sayWhatArchivingCosts(variants.result(), ofAllTalks);
    return std::move(variants).finish();
}

Connections connections(const ParameterValues& values) {
    return {static_cast<std::size_t>(values.integer("clients")), false, 2, "clients"};
}

}  // namespace

Scenario chatArchive() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "chat-archive";
    scenario.title = "Chat and archive";
    scenario.stages =
        "A long conversation goes on while the archive is away, which then catches up; or the worker, or the whole "
        "shop, "
        "dies in the middle.";
    scenario.verdict = "The archive has every line that was said, once, in its talker's order.";
    Parameter kill{"kill", "What dies in the middle; alternate: nothing, and by every other seed the whole shop.",
                   kAlternate, Choice};
    kill.choices.push_back(kAlternate);
    kill.choicesExplained.push_back({"nothing, and by every other seed the whole shop", "", ""});
    for (const KillInfo& info : kKills) {
        kill.choices.push_back(info.id);
        kill.choicesExplained.push_back({info.is, "", ""});
    }
    scenario.parameters = {
        {"messages", "Lines that are said, all together.", "100000", Integer, 100, 100'000'000, {}},
        {"lines-per-second", "Lines a second, of all talkers together.", "5000", Real, 1, 1'000'000, {}},
        {"clients", "Listeners, over both instances.", "200", Integer, 2, 20'000, {}},
        {"talkers", "Of the clients, those who talk at the given rate.", "100", Integer, 1, 10'000, {}},
        {"rooms", "Clients take them in turn.", "10", Integer, 1, 1'000, {}},
        std::move(kill),
        common::seeds(),
        common::delays(),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
