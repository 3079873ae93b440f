// One conversation over several instances: everybody hears everything, in order; and what comes of a slow reader, of an
// instance that dies, and of a link that is cut. How much can be said at all, beside a server that writes each message
// by itself.
#include "scenarios/all.h"
#include "scenarios/chat_stage.h"
#include "scenarios/common_parameters.h"
#include "scenarios/variants.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;
using verdict::ChatHeard;

constexpr auto kArchiveWithin = 60s;
constexpr auto kCutFor = 5s;
constexpr auto kTalkAroundCut = 2 * kCutFor;  // at least: it is cut at the first quarter, and goes on behind the cut
constexpr std::size_t kLongLine = 1'000;
constexpr std::uint64_t kLongLines = 1'500;
constexpr std::uint64_t kOneByOneShare = 5;  // of the lines: a fifth of them takes as long

enum class Part : std::uint8_t { Talk, SlowReader, LinkCut, InstanceKilled, Saturation, OneByOne, Idle };

struct PartInfo {
    Part part;
    std::string_view id;
    std::string_view is;
    std::string_view teaches;
};

constexpr std::array kParts{
    PartInfo{Part::Talk, "talk", "lines at the given rate", "what a listener waits for a line"},
    PartInfo{Part::SlowReader, "slow-reader", "the same, and one client stops reading",
             "it is dropped at its bound with a reason, and costs nobody else anything"},
    PartInfo{Part::LinkCut, "link-cut", "the link between the instances is cut for 5 s",
             "pub/sub is at most once: the gap is told, and the archive has the lines"},
    PartInfo{Part::InstanceKilled, "instance-killed", "the second instance dies in the middle",
             "its clients come back elsewhere, and have missed what was said meanwhile"},
    PartInfo{Part::Saturation, "saturation", "talkers say their next line once they have heard their last",
             "how many deliveries a second there can be, gathered on a tick"},
    PartInfo{Part::OneByOne, "one-by-one", "the same with a write for each message",
             "what a plain server does with the same work"},
    PartInfo{Part::Idle, "idle", "nobody says anything but heart-beats, until one line ends it",
             "what it costs to have clients at all"},
};

// What clients cost that say nothing: how busy the backend is and how much memory there is, without and with them.
class IdleWatch {
  public:
    IdleWatch(lab::Lab& lab, std::size_t clients) : m_lab(lab), m_clients(clients) {}

    void before() {
        io::Loop here;
        here.runUntilDone(io::sleepFor(kIdleBefore));
        m_until = m_lab.age();
    }
    void look(const load::ChatCounts& live) {
        if (!m_from && live.connected == m_clients) m_from = m_lab.age() + kSettles;
        if (!m_to && live.said > 0) m_to = m_lab.age();
    }
    void measure(verdict::Variant& variant) const {
        if (!m_from || !m_to) return;
        const Use without = over(0ms, m_until), with = over(*m_from, *m_to);
        addMetric(variant, "idleCpu", std::max(0.0, 100 * (with.cpu - without.cpu)), "%");
        addMetric(variant, "memoryAClient",
                  std::max(0.0, with.bytes - without.bytes) / static_cast<double>(m_clients) / 1e3, "kB");
    }

  private:
    struct Use {
        double cpu = 0, bytes = 0;
    };
    static constexpr auto kIdleBefore = 3s;
    static constexpr auto kSettles = 1s;

    Use over(std::chrono::milliseconds from, std::chrono::milliseconds to) const {
        Use use;
        double count = 0;
        for (const auto& snapshot : m_lab.snapshots(from)) {
            if (snapshot->at > to) break;
            use.cpu += snapshot->cpuShareBackend;
            use.bytes = std::max(use.bytes, static_cast<double>(snapshot->residentBytes));
            ++count;
        }
        if (count > 0) use.cpu /= count;
        return use;
    }

    lab::Lab& m_lab;
    const std::size_t m_clients;
    std::chrono::milliseconds m_until{};
    std::optional<std::chrono::milliseconds> m_from, m_to;
};

load::ChatPlan planFor(const ParameterValues& values, const ChatStage& stage, Part part) {
    load::ChatPlan plan = stage.plan();
    plan.clients = static_cast<std::size_t>(values.integer("clients"));
    plan.talkers = std::min<std::size_t>(static_cast<std::size_t>(values.integer("talkers")), plan.clients);
    plan.linesPerSecond = values.real("lines-per-second");
    const double seconds = std::chrono::duration<double>(values.duration("duration")).count();
    const double least = part == Part::LinkCut ? std::chrono::duration<double>(kTalkAroundCut).count() : 0;
    plan.lines = static_cast<std::uint64_t>(std::max(1.0, plan.linesPerSecond * std::max(seconds, least)));
    if (part == Part::SlowReader) {  // what it does not read must fill the kernel's buffers before it fills ours
        plan.lineBytes = kLongLine;
        plan.lines = std::max(plan.lines, kLongLines);
    }
    if (part == Part::Saturation || part == Part::OneByOne) {
        plan.linesPerSecond = 0;
        plan.talkers = std::min<std::size_t>(static_cast<std::size_t>(values.integer("in-flight")), plan.clients);
        plan.lines = static_cast<std::uint64_t>(values.integer("saturation-lines"));
        if (part == Part::OneByOne) plan.lines = std::max<std::uint64_t>(1, plan.lines / kOneByOneShare);
    }
    if (part == Part::InstanceKilled) plan.confirmed = true;  // what it had taken and not logged is said again
    if (part == Part::Idle) {
        plan.settleFor = values.duration("duration");
        plan.lines = 1;
    }
    plan.talkers = std::min(plan.talkers, plan.clients - 1);  // the last client may be the one that stops
    return plan;
}

// What happens in the middle of the talk.
class Fault {
  public:
    Fault(Part part, ChatStage& stage, const load::ChatPlan& plan) : m_part(part), m_stage(stage), m_plan(plan) {}

    Result<> look(const load::ChatCounts& live) {
        const SteadyTime now = std::chrono::steady_clock::now();
        if (m_part == Part::LinkCut) {
            if (!m_at && live.said * 4 >= m_plan.lines) return begin(now, m_stage.setLink(true));
            if (m_at && !m_mendedAfter && now - *m_at >= kCutFor) return end(live, m_stage.setLink(false));
        }
        if (m_part == Part::InstanceKilled) {
            if (!m_at && live.said * 3 >= m_plan.lines) return begin(now, m_stage.stage().lab().killInstance("chat-2"));
            if (m_at && !m_mendedAfter && live.said * 3 >= m_plan.lines * 2)
                return end(live, m_stage.stage().lab().startInstance("chat-2"));
        }
        return {};
    }
    // And each instance's talkers said something thereafter.
    bool wasStaged() const {
        return (m_part != Part::LinkCut && m_part != Part::InstanceKilled) ||
               (m_mendedAfter && m_plan.lines >= *m_mendedAfter + m_plan.instances.size());
    }

  private:
    Result<> begin(SteadyTime now, Result<> done) {
        m_at = now;
        return done;
    }
    Result<> end(const load::ChatCounts& live, Result<> done) {
        m_mendedAfter = live.said;
        return done;
    }

    const Part m_part;
    ChatStage& m_stage;
    const load::ChatPlan& m_plan;
    std::optional<SteadyTime> m_at;
    std::optional<std::uint64_t> m_mendedAfter;  // lines
};

Result<> stagePart(ScenarioContext& context, Part part, double from, double to, verdict::Variant& variant) {
    const ParameterValues& values = context.parameters;
    ChatStage::Options options;
    options.label = fmt::format("{}, seed {}", variant.name, variant.seed);
    options.delays = values.choice("delays");
    options.seed = variant.seed;
    options.instances = static_cast<std::size_t>(values.integer("chat-instances"));
    options.gathers = part != Part::OneByOne;
    auto stage = ChatStage::open(context, options);
    if (!stage) return pass(stage);
    load::ChatPlan plan = planFor(values, **stage, part);
    if (plan.instances.size() < 2 && (part == Part::LinkCut || part == Part::InstanceKilled)) {
        variant.notRun = "It takes two instances to cut one off.";
        return {};
    }
    double begin = from;
    if (part == Part::SlowReader) {
        begin = (from + to) / 2;
        load::ChatPlan without = plan;
        without.roomName = "before";
        const auto alone = (*stage)->talk(without, options.label + ", before it stops", from, begin);
        if (!alone) return pass(alone);
        addMetric(variant, "p99Without", milliseconds(alone->delivery.percentile(0.99)), "ms");
        plan.slowReaders = 1;
    }
    Fault fault(part, **stage, plan);
    IdleWatch idle((*stage)->stage().lab(), plan.clients);
    if (part == Part::Idle) idle.before();
    const auto meanwhile = [&](const load::ChatCounts& live) {
        idle.look(live);
        return fault.look(live);
    };
    const auto outcome = (*stage)->talk(plan, options.label, begin, to, meanwhile);
    if (!outcome) return pass(outcome);
    measureChat(variant, *outcome);
    addMetric(variant, "residentMost", static_cast<double>((*stage)->stage().residentBytesMost()) / 1e6, "MB");
    if (part == Part::Idle) idle.measure(variant);
    (*stage)->stage().describe(variant);
    if (!context.interrupted) {
        ChatHeard heard = heardOf(plan, *outcome);
        heard.slowDropped = (*stage)->stage().lab().count("chat", "rushlab_chat_too_slow_total");
        heard.wasStaged = fault.wasStaged();
        if (part == Part::LinkCut) heard.mayMiss = ChatHeard::MayMiss::TheOtherInstance;
        if (part == Part::InstanceKilled) heard.mayMiss = ChatHeard::MayMiss::WhoWasCutOff;
        variant.checks = verdict::checkHeard(heard);
        std::ranges::move(verdict::checkArchived(readArchive(plan.instances.front(), plan, outcome->said,
                                                             kArchiveWithin, context.interrupted)),
                          std::back_inserter(variant.checks));
    }
    concludeVariant(variant, context.interrupted);
    return {};
}

double metricOf(const verdict::RunResult& result, std::string_view variant, std::string_view metric) {
    for (const verdict::Variant& one : result.variants) {
        if (one.name != variant || one.verdict != verdict::Verdict::Pass) continue;
        for (const verdict::Metric& value : one.metrics) {
            if (value.name == metric) return value.value;
        }
    }
    return 0;
}

void compareParts(verdict::RunResult& result) {
    const double gathered = metricOf(result, "saturation", "deliveryRate");
    const double plain = metricOf(result, "one-by-one", "deliveryRate");
    if (gathered > 0 && plain > 0)
        result.notes.push_back(
            fmt::format("{:.0f} deliveries/s gathered on a tick, {:.0f} with a write for each message: {:.1f} times.",
                        gathered, plain, gathered / plain));
    const double alone = metricOf(result, "slow-reader", "p99Without");
    const double beside = metricOf(result, "slow-reader", "p99");
    if (alone > 0 && beside > 0)
        result.notes.push_back(
            fmt::format("A delivery's p99 is {:.1f} ms, and {:.1f} ms beside a reader that has stopped: {:.2f} times.",
                        alone, beside, beside / alone));
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    const ParameterValues& values = context.parameters;
    Variants variants(context, beginResult(context, "chat", values.choice("delays")));
    std::vector<PartInfo> chosen;
    for (const PartInfo& info : kParts) {
        if (values.isChosen("part", info.id)) chosen.push_back(info);
    }
    const auto seeds = static_cast<std::uint64_t>(values.integer("seeds"));
    const double whole = static_cast<double>(chosen.size() * seeds);
    double done = 0;
    for (const PartInfo& info : chosen) {
        for (std::uint64_t n = 0; n < seeds && variants.goOn(); ++n, done += 1) {
            verdict::Variant variant;
            variant.name = info.id;
            variant.seed = context.seed + n;
            const auto ran = stagePart(context, info.part, done / whole, (done + 1) / whole, variant);
            variants.add(std::move(variant), ran);
        }
    }
    compareParts(variants.result());
    return std::move(variants).finish();
}

Connections connections(const ParameterValues& values) {
    return {static_cast<std::size_t>(values.integer("clients")), false,
            static_cast<std::size_t>(values.integer("chat-instances")), "clients"};
}

}  // namespace

Scenario chat() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "chat";
    scenario.title = "Chat";
    scenario.stages =
        "Clients on several instances talk in one room; one stops reading, a link is cut, an instance dies; and they "
        "talk as fast as they are heard.";
    scenario.verdict =
        "Everybody hears everything once and in each talker's order; what a cut link makes one miss is told, and the "
        "archive has it.";
    Parameter part{"part", "What is staged, one after the other.", "talk,slow-reader,link-cut,instance-killed",
                   Choices};
    for (const PartInfo& info : kParts) {
        part.choices.push_back(info.id);
        part.choicesExplained.push_back({info.is, info.teaches, ""});
    }
    scenario.parameters = {
        std::move(part),
        {"clients", "Listeners, over all instances.", "2000", Integer, 2, 20'000, {}},
        {"talkers", "Of the clients, those who talk at the given rate.", "100", Integer, 1, 10'000, {}},
        {"lines-per-second", "Lines a second, of all talkers together.", "100", Real, 0.1, 100'000, {}},
        {"duration", "How long they talk.", "20s", Duration, 1'000, 3'600'000, {}},
        {"in-flight", "Lines that are on their way at once, as fast as it goes.", "16", Integer, 1, 1'000, {}},
        {"saturation-lines", "Lines that are said as fast as it goes.", "5000", Integer, 100, 10'000'000, {}},
        {"chat-instances", "Of the chat role.", "2", Integer, 1, 8, {}},
        common::seeds(),
        common::delays(),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
