#include "scenarios/stage.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "base/json.h"
#include "base/json_writer.h"
#include "base/setting_values.h"
#include "lab/live_lab.h"
#include "roles/answer.h"
#include "roles/keys.h"
#include "roles/queues.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kStepAgain = 20ms;
constexpr auto kProgressEvery = 200ms;
constexpr auto kCloselyFor = 1'500ms;  // a whole sale, or how a longer load begins
constexpr auto kRateOver = 500ms;
constexpr int kSampleTries = 3;  // a slow engine may let one go by
constexpr auto kLabStopWithin = 4s;
constexpr auto kSetUpWithin = 10s;

// Lines of a file of /proc as "key: value".
std::string valueIn(const char* file, std::string_view key) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const auto colon = line.find(':');
        if (colon == std::string::npos || !line.starts_with(key)) continue;
        const auto from = line.find_first_not_of(" \t", colon + 1);
        return from == std::string::npos ? "" : line.substr(from);
    }
    return "";
}

io::Awaitable<Result<std::int64_t>> countOf(sql::Database& database, std::string query, Deadline deadline) {
    const auto ask = [query](sql::Session& session) -> Result<std::int64_t> {
        const auto rows = session.query(query);
        if (!rows) return pass(rows);
        return rows->first().integer(0);
    };
    co_return co_await database.read(deadline, ask);
}

// Nothing is on its way any more: not in a queue (dead letters stay), not held, not in the outbox.
io::Awaitable<Result<bool>> nothingMoves(roles::Ports ports, std::vector<domain::ItemId> items, Deadline deadline) {
    const auto queues = co_await ports.queue.allStats(deadline);
    if (!queues) co_return pass(queues);
    for (const queue::QueueStats& queue : *queues) {
        if (queue.queue.ends_with(".dlq")) continue;
        if (queue.ready + queue.unacked > 0) co_return false;
    }
    for (const domain::ItemId item : items) {
        const std::string key = roles::keys::reservations(item);
        const auto held = co_await ports.keyValue.sortedSize(key, deadline);
        if (!held) co_return pass(held);
        if (*held > 0) co_return false;
    }
    std::string query = "SELECT count(*) FROM outbox";
    const auto waiting = co_await countOf(ports.database, std::move(query), deadline);
    if (!waiting) co_return pass(waiting);
    co_return *waiting == 0;
}

io::Awaitable<Result<std::string>> callOnce(io::Loop& loop, io::HttpEndpoint endpoint, std::string path,
                                            std::string body, std::string token) {
    io::HttpClient client(loop, {});
    io::HttpCall call(io::HttpMethod::Post, path);
    call.field(roles::kUserIdField, "1").body("application/json", std::move(body));
    if (!token.empty()) call.field("Authorization", "Bearer " + token);
    const Deadline deadline = Deadline::in(kSetUpWithin);
    const auto reply = co_await client.call(std::move(endpoint), std::move(call), deadline);
    if (!reply) co_return pass(reply);
    if (reply->status() >= 300)
        co_return fail(ErrorCode::Unavailable, "POST {} was answered with {}: {}", path, reply->status(),
                       reply->body());
    co_return std::string(reply->body());
}

double perSecond(std::uint64_t now, std::uint64_t before, Milliseconds passed) {
    if (passed <= 0ms || now < before) return 0;
    return static_cast<double>(now - before) * 1000.0 / static_cast<double>(passed.count());
}

// A second without orders has no latency, and none is not zero.
double latencyOf(const lab::Snapshot& now, std::chrono::nanoseconds lab::Snapshot::Latency::*percentile) {
    if (now.orderLatency.count == 0) return std::numeric_limits<double>::quiet_NaN();
    return milliseconds(now.orderLatency.*percentile);
}

void addSeries(verdict::Variant& variant, std::string name, std::string unit,
               const std::vector<std::shared_ptr<const lab::Snapshot>>& snapshots,
               const std::function<double(const lab::Snapshot&, const lab::Snapshot& before)>& value) {
    verdict::Series series{std::move(name), std::move(unit), {}};
    std::size_t before = 0;
    for (const auto& snapshot : snapshots) {
        // Rates are taken over half a second: of every sample's own, a batch's commits would be a saw.
        while (snapshots[before]->at + kRateOver < snapshot->at)
            ++before;
        series.points.emplace_back(snapshot->at, value(*snapshot, *snapshots[before]));
    }
    variant.series.push_back(std::move(series));
}

}  // namespace

Stage::Stage(ScenarioContext& context, std::unique_ptr<lab::Lab> lab) : m_context(context), m_lab(std::move(lab)) {}

Stage::~Stage() {
    if (m_context.observer) m_context.observer->closing(*m_lab);
    m_lab->stop(Deadline::in(kLabStopWithin));
}

Result<std::unique_ptr<Stage>> Stage::open(ScenarioContext& context, StageOptions options) {
    lab::EngineNeeds needs;
    needs.ownPlace = true;
    needs.delays = options.delays;
    needs.mailUrl = std::move(options.mailUrl);
    needs.seed = context.seed;
    auto engines = context.engines.make(needs);
    if (!engines) return pass(engines);
    lab::LabOptions lab;
    lab.shop = std::move(options.shop);
    lab.shop.trustUserNumber = true;
    lab.portBase = 0;
    lab.instances = std::move(options.instances);
    lab.instances.try_emplace("chat", 0);  // nobody talks in a sale, unless it says so
    lab.keepOrderWays = context.observer != nullptr;
    auto opened = lab::Lab::open(std::move(lab), *std::move(engines), context.clock, context.log);
    if (!opened) return pass(opened);
    if (context.observer) context.observer->opened(**opened, options.label);
    return std::unique_ptr<Stage>(new Stage(context, *std::move(opened)));
}

Result<std::string> Stage::post(std::string_view role, std::string path, std::string body, std::string token) {
    for (const lab::InstanceState& instance : m_lab->instances()) {
        if (instance.role != role) continue;
        io::Loop loop;
        return loop.runUntilDone(callOnce(loop, instance.endpoint, std::move(path), std::move(body), std::move(token)));
    }
    return fail(ErrorCode::NotFound, "This lab has no {}: it cannot be set up.", role);
}

Result<domain::ItemId> Stage::add(const Goods& goods) {
    std::string body;
    {
        JsonObjectWriter item(body);
        item.field("name", goods.name).field("price", goods.price).field("stockQuantity", goods.stock);
        if (goods.startAt) item.field("type", "TIME_DEAL").field("startAt", toIso8601(*goods.startAt));
    }
    const auto answer = post("item", "/items", std::move(body));
    if (!answer) return pass(answer);
    const auto json = Json::parse(*answer);
    if (!json) return pass(json);
    const auto envelope = json->object();
    const auto data = envelope ? envelope->object("data") : Result<JsonObject>(pass(envelope));
    const auto number = data ? data->integer("itemNumber", 1) : Result<std::int64_t>(pass(data));
    if (!number) return pass(number);
    const domain::ItemId item{*number};
    m_items.push_back(item);
    m_lab->watch(item);
    sampleUntilKnown();  // charts begin with what there was
    return item;
}

load::LoadPlan Stage::plan(bool throughGateway) const {
    load::LoadPlan plan;
    plan.seed = m_context.seed;
    plan.items = m_items;
    if (throughGateway) {
        plan.targets = {m_lab->gateway()};
        return plan;
    }
    for (const lab::InstanceState& instance : m_lab->instances()) {
        if (instance.role == "order") plan.targets.push_back(instance.endpoint);
    }
    plan.login = load::Login::UserIdField;
    plan.path = "/order";
    plan.payPath = "/order/";
    return plan;
}

// The load blocks a loop's thread of its own, while this one tells how far it is.
Result<load::LoadOutcome> Stage::run(const load::LoadPlan& plan, std::string what, double from, double to,
                                     const std::function<void(const load::LiveCounts&)>& meanwhile) {
    load::LiveCounts live;
    std::optional<Result<load::LoadOutcome>> outcome;
    std::atomic<bool> done = false;
    io::Loop driver;
    driver.start("load-driver");
    driver.post([&] {
        outcome.emplace(load::runLoad(plan, m_context.clock, live, m_context.interrupted));
        done.store(true, std::memory_order_release);
    });
    m_lab->lookCloselyFor(kCloselyFor);
    m_lab->note("phase", "load begins: " + what);
    io::Loop here;
    SteadyTime toldAt{};
    while (!done.load(std::memory_order_acquire)) {
        here.runUntilDone(io::sleepFor(kStepAgain));
        if (meanwhile) meanwhile(live);
        const SteadyTime now = std::chrono::steady_clock::now();
        if (now - toldAt < kProgressEvery) continue;
        toldAt = now;
        const std::uint64_t planned = live.planned.load();
        const std::uint64_t ended = live.ended.load();
        const double share = planned > 0 ? static_cast<double>(ended) / static_cast<double>(planned) : 0;
        tell("loading",
             planned > 0 ? fmt::format("{}: {} of {} answered, {} accepted", what, ended, planned, live.accepted.load())
                         : fmt::format("{}: {} answered, {} accepted", what, ended, live.accepted.load()),
             from + (to - from) * std::min(share, 1.0));
    }
    driver.stop();
    m_lab->note("phase", "load ends: " + what);
    return *std::move(outcome);
}

bool Stage::waitUntil(const std::function<bool()>& isTrue, Milliseconds within) {
    const Deadline deadline = Deadline::in(within);
    io::Loop here;
    while (!isTrue()) {
        if (deadline.passed() || m_context.interrupted) return false;
        here.runUntilDone(io::sleepFor(kStepAgain));
    }
    return true;
}

bool Stage::isDrained() {
    io::Loop here;
    const auto still = here.runUntilDone(nothingMoves(m_lab->ports(), m_items, Deadline::in(kSetUpWithin)));
    return still && *still;
}

bool Stage::drain(Milliseconds within, const std::string& what) {
    tell("draining", what, m_share);
    const bool drained = waitUntil([this] { return isDrained(); }, within);
    sampleUntilKnown();  // and end with what is left
    m_lab->note("phase", drained ? "queues idle" : "queues not idle in time");
    return drained;
}

void Stage::sampleUntilKnown() {
    for (int tries = 0; tries < kSampleTries; ++tries) {
        if (!m_lab->sampleNow()) continue;
        const auto snapshots = m_lab->snapshots(-1ms);
        if (!snapshots.empty() && snapshots.back()->stock.size() >= m_items.size()) return;
    }
}

void Stage::tell(std::string phase, std::string detail, double share) {
    m_share = share;
    if (m_context.progress) m_context.progress({std::move(phase), std::move(detail), share});
}

std::size_t Stage::residentBytesMost() const {
    std::size_t most = 0;
    for (const auto& snapshot : m_lab->snapshots(-1ms))
        most = std::max(most, snapshot->residentBytes);
    return most;
}

void Stage::describe(verdict::Variant& variant) const {
    const auto snapshots = m_lab->snapshots(-1ms);
    using lab::Snapshot;
    addSeries(variant, "stock", "units", snapshots, [this](const Snapshot& now, const Snapshot&) {
        // Not known is not none: before there are goods, or where one of them could not be asked for.
        if (m_items.empty() || now.stock.size() < m_items.size()) return std::numeric_limits<double>::quiet_NaN();
        double units = 0;
        for (const auto& [item, left] : now.stock)
            units += static_cast<double>(left);
        return units;
    });
    addSeries(variant, "queue", "messages", snapshots, [](const Snapshot& now, const Snapshot&) {
        for (const Snapshot::Queue& queue : now.queues) {
            if (queue.name == roles::kOrderQueue) return static_cast<double>(queue.ready + queue.unacked);
        }
        return now.queues.empty() ? std::numeric_limits<double>::quiet_NaN() : 0.0;
    });
    addSeries(variant, "accepted", "1/s", snapshots, [](const Snapshot& now, const Snapshot& before) {
        return perSecond(now.accepted, before.accepted, now.at - before.at);
    });
    addSeries(variant, "completed", "1/s", snapshots, [](const Snapshot& now, const Snapshot& before) {
        return perSecond(now.completed, before.completed, now.at - before.at);
    });
    addSeries(variant, "p50", "ms", snapshots,
              [](const Snapshot& now, const Snapshot&) { return latencyOf(now, &Snapshot::Latency::p50); });
    addSeries(variant, "p95", "ms", snapshots,
              [](const Snapshot& now, const Snapshot&) { return latencyOf(now, &Snapshot::Latency::p95); });
    addSeries(variant, "p99", "ms", snapshots,
              [](const Snapshot& now, const Snapshot&) { return latencyOf(now, &Snapshot::Latency::p99); });
    for (const lab::LabEvent& event : m_lab->events(0))
        variant.events.push_back({event.at, event.kind, event.what});
}

verdict::RunResult beginResult(const ScenarioContext& context, std::string_view scenario, const std::string& delays) {
    verdict::RunResult result;
    result.scenario = scenario;
    result.parameters = context.parameters.shown();
    result.seed = context.seed;
    result.engines = context.engines.describe();
    result.engines.emplace_back("delays", delays);
    result.startedAt = context.clock.wallNow();
    std::ifstream load("/proc/loadavg");
    std::string loadAverage;
    std::getline(load, loadAverage);
    result.environment = {{"processors", std::to_string(sysconf(_SC_NPROCESSORS_ONLN))},
                          {"processor", valueIn("/proc/cpuinfo", "model name")},
                          {"memory", valueIn("/proc/meminfo", "MemTotal")},
                          {"loadAverage", loadAverage},
                          {"compiler", __VERSION__}};
    return result;
}

void finishResult(const ScenarioContext& context, verdict::RunResult& result) {
    result.took = context.clock.wallNow() - result.startedAt;
}

double milliseconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

void addMetric(verdict::Variant& variant, std::string name, double value, std::string unit) {
    variant.metrics.push_back({std::move(name), value, std::move(unit)});
}

void addLatency(verdict::Variant& variant, const Histogram& histogram) {
    addMetric(variant, "p50", milliseconds(histogram.percentile(0.50)), "ms");
    addMetric(variant, "p95", milliseconds(histogram.percentile(0.95)), "ms");
    addMetric(variant, "p99", milliseconds(histogram.percentile(0.99)), "ms");
}

void applyLockPreset(const std::string& preset, roles::ShopSettings& shop) {
    const auto slash = preset.find('/');
    shop.lockWait = std::chrono::seconds(std::stoi(preset.substr(0, slash)));
    shop.lockLease = std::chrono::seconds(std::stoi(preset.substr(slash + 1)));
}

}  // namespace rushlab::scenarios
