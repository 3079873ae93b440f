// A share of orders that the database refuses: retried with growing delays, then dead letters with their reason, and
// completed by reprocessing once the cause is gone. The cause is one row: by a wrong import the stock of one item is 0
// in the database, while the key-value engine goes on selling it.
#include <algorithm>
#include <numeric>

#include "base/json.h"
#include "base/random.h"
#include "roles/queues.h"
#include "scenarios/all.h"
#include "scenarios/common_parameters.h"
#include "scenarios/sale_run.h"
#include "scenarios/variants.h"
#include "verdict/collect.h"
#include "verdict/poison_checks.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kEnough = 100'000'000;  // units: nobody is to find it sold out
// Of each item: the key-value engine knows its number by then. A number that it does not know is made from the database
// only while no order is on its way, and waits for every retry.
constexpr std::size_t kOrdersBefore = 10;
constexpr std::size_t kHundred = 100;
constexpr auto kAnswerWithin = 30s;  // a slow answer is a slow answer, not a failure
constexpr auto kAskWithin = 10s;
constexpr std::size_t kLettersACall = 1'000;

std::vector<Milliseconds> retryDelaysOf(const ParameterValues& values) {
    return {values.duration("retry-1"), values.duration("retry-2"), values.duration("retry-3")};
}

StageOptions stageFor(const ScenarioContext& context, std::uint64_t seed) {
    const ParameterValues& values = context.parameters;
    StageOptions options;
    options.label = fmt::format("dead letters, seed {}", seed);
    options.delays = values.choice("delays");
    options.shop.seed = seed;
    options.shop.shedAtQueueDepth = 0;
    options.shop.orderWithin = kAnswerWithin;
    options.shop.answerWithin = kAnswerWithin;
    options.shop.retryDelays = retryDelaysOf(values);
    options.shop.adminToken = randomToken(16);
    options.instances["scheduler"] = 1;
    options.instances["auth"] = 0;
    options.instances["stock"] = 0;
    return options;
}

io::Awaitable<Result<std::int64_t>> setStock(sql::Database& database, domain::ItemId item, std::int64_t quantity,
                                             Deadline deadline) {
    auto work = [item, quantity](sql::Session& session) -> Result<std::int64_t> {
        const auto before = session.query("SELECT quantity FROM stock WHERE item_id = ?", {item});
        if (!before) return pass(before);
        const auto set = session.execute("UPDATE stock SET quantity = ? WHERE item_id = ?", {quantity, item});
        if (!set) return pass(set);
        return before->first().integer(0);
    };
    co_return co_await database.transact(deadline, std::move(work));
}

struct QueueCounts {
    std::uint64_t deliveries = 0;
    std::vector<std::uint64_t> retries;
};

io::Awaitable<Result<QueueCounts>> countQueues(queue::WorkQueue& queue, std::size_t retries, Deadline deadline) {
    QueueCounts counts;
    const auto orders = co_await queue.stats(std::string(roles::kOrderQueue), deadline);
    if (!orders) co_return pass(orders);
    counts.deliveries = orders->delivered.total - orders->redelivered.total;
    for (std::size_t attempt = 1; attempt <= retries; ++attempt) {
        const auto waiting = co_await queue.stats(roles::retryQueue(roles::kOrderQueue, attempt), deadline);
        if (!waiting) co_return pass(waiting);
        counts.retries.push_back(waiting->published.total);
    }
    co_return counts;
}

Result<std::vector<std::string>> messageIdsIn(const std::string& answer) {
    JsonParser parser;
    const auto envelope = parser.parseObject(answer);
    if (!envelope) return pass(envelope);
    const auto data = envelope->object("data");
    if (!data) return pass(data);
    const auto ids = data->array("messageIds");
    if (!ids) return pass(ids);
    std::vector<std::string> found;
    for (const JsonValue& id : ids->items()) {
        const auto text = id.text();
        if (!text) return pass(text);
        found.emplace_back(*text);
    }
    return found;
}

// One run on its stage, from the first order to the verdict.
class Poisoning {
  public:
    Poisoning(ScenarioContext& context, Stage& stage, std::uint64_t seed, double from, double to)
        : m_context(context), m_values(context.parameters), m_stage(stage), m_seed(seed), m_from(from), m_to(to) {}

    Result<> run(verdict::Variant& variant);

  private:
    Result<load::LoadOutcome> sell(std::string_view what, std::vector<domain::ItemId> items, std::size_t orders,
                                   std::size_t membersFrom);
    std::vector<domain::ItemId> mixture() const;
    bool drain(std::string_view what);
    Result<> poison();
    Result<> isolate();
    Result<> mendAndReprocess();
    Result<std::vector<std::string>> reprocess(bool dry);
    Result<std::uint64_t> deadLetters();
    std::optional<Milliseconds> firstDeadAfter() const;
    void describeQueues(verdict::Variant& variant) const;

    template <class T>
    static T ask(io::Awaitable<T> question) {
        io::Loop here;
        return here.runUntilDone(std::move(question));
    }

    ScenarioContext& m_context;
    const ParameterValues& m_values;
    Stage& m_stage;
    const std::uint64_t m_seed;
    const double m_from;
    const double m_to;
    domain::ItemId m_good;
    std::int64_t m_units = 0;  // that the wrong import took from the broken item
    std::chrono::milliseconds m_poisonedAt{};
    QueueCounts m_before;
    verdict::PoisonRun m_run;
};

Result<load::LoadOutcome> Poisoning::sell(std::string_view what, std::vector<domain::ItemId> items, std::size_t orders,
                                          std::size_t membersFrom) {
    load::LoadPlan plan = m_stage.plan(true);
    load::Open open;
    open.perSecond = m_values.real("rate");
    open.requests = orders;
    open.lateMost = kAnswerWithin;
    plan.arrivals = open;
    plan.items = std::move(items);
    plan.membersFrom = 1 + static_cast<std::int64_t>(membersFrom);
    plan.members = orders;
    plan.answerWithin = kAnswerWithin + 5s;
    plan.seed = m_seed;
    return m_stage.run(plan, fmt::format("seed {}: {}", m_seed, what), m_from, m_from + (m_to - m_from) / 2);
}

// A hundred entries, of which each order draws one.
std::vector<domain::ItemId> Poisoning::mixture() const {
    std::vector<domain::ItemId> items(kHundred, m_good);
    std::fill_n(items.begin(), m_values.integer("poison"), m_run.poisoned);
    return items;
}

bool Poisoning::drain(std::string_view what) {
    const std::vector<Milliseconds> delays = retryDelaysOf(m_values);
    const auto retrying = std::accumulate(delays.begin(), delays.end(), Milliseconds{0});
    return m_stage.drain(m_values.duration("drain") + retrying, fmt::format("seed {}: {}", m_seed, what));
}

Result<> Poisoning::poison() {
    const roles::Ports ports = m_stage.lab().ports();
    const auto counts = ask(countQueues(ports.queue, m_run.retryDelays.size(), Deadline::in(kAskWithin)));
    if (!counts) return pass(counts);
    m_before = *counts;
    m_poisonedAt = m_stage.lab().age();
    const auto units = ask(setStock(ports.database, m_run.poisoned, 0, Deadline::in(kAskWithin)));
    if (!units) return pass(units);
    m_units = *units;
    m_stage.lab().note("fault", fmt::format("item {} has a stock of 0 in the database", m_run.poisoned.value));
    return {};
}

Result<std::uint64_t> Poisoning::deadLetters() {
    std::string name = roles::deadLetterQueue(roles::kOrderQueue);
    const auto stats = ask(m_stage.lab().ports().queue.stats(std::move(name), Deadline::in(kAskWithin)));
    if (!stats) return pass(stats);
    return stats->ready + stats->unacked;
}

// As the snapshots saw it; they look ten times a second.
std::optional<Milliseconds> Poisoning::firstDeadAfter() const {
    const std::string name = roles::deadLetterQueue(roles::kOrderQueue);
    for (const auto& snapshot : m_stage.lab().snapshots(m_poisonedAt)) {
        const auto queue = std::ranges::find(snapshot->queues, name, &lab::Snapshot::Queue::name);
        if (queue != snapshot->queues.end() && queue->ready > 0) return snapshot->at - m_poisonedAt;
    }
    return std::nullopt;
}

Result<> Poisoning::isolate() {
    verdict::Isolation& seen = m_run.isolation;
    const bool drained = drain("every order is completed or dead");
    auto stores = readStores(m_stage, {m_good, m_run.poisoned}, drained);
    if (!stores) return pass(stores);
    seen.stores = *std::move(stores);
    const roles::Ports ports = m_stage.lab().ports();
    const Deadline deadline = Deadline::in(kAskWithin);
    std::string name = roles::deadLetterQueue(roles::kOrderQueue);
    auto letters = ask(verdict::collectDeadLetters(ports.queue, std::move(name), deadline));
    if (!letters) return pass(letters);
    seen.letters = *std::move(letters);
    const auto counts = ask(countQueues(ports.queue, m_run.retryDelays.size(), deadline));
    if (!counts) return pass(counts);
    seen.deliveries = counts->deliveries - m_before.deliveries;
    for (std::size_t at = 0; at < counts->retries.size(); ++at)
        seen.retries.push_back(counts->retries[at] - m_before.retries[at]);
    seen.firstDeadAfter = firstDeadAfter();
    return {};
}

Result<std::vector<std::string>> Poisoning::reprocess(bool dry) {
    const auto answer =
        m_stage.post("worker", fmt::format("/worker/dlq/reprocess?dryRun={}&batchSize={}", dry, kLettersACall), "{}",
                     m_stage.lab().settings().adminToken);
    if (!answer) return pass(answer);
    return messageIdsIn(*answer);
}

Result<> Poisoning::mendAndReprocess() {
    const auto mended =
        ask(setStock(m_stage.lab().ports().database, m_run.poisoned, m_units, Deadline::in(kAskWithin)));
    if (!mended) return pass(mended);
    m_stage.lab().note("fault", fmt::format("the stock of item {} is mended", m_run.poisoned.value));
    verdict::Reprocessing& done = m_run.reprocessing.emplace();
    auto wouldMove = reprocess(true);
    if (!wouldMove) return pass(wouldMove);
    done.wouldMove = *std::move(wouldMove);
    const auto left = deadLetters();
    if (!left) return pass(left);
    done.leftByDryRun = *left;
    // Each call moves so many; no more calls than the letters need.
    for (std::size_t before = 0; before < m_run.isolation.letters.size(); before += kLettersACall) {
        auto moved = reprocess(false);
        if (!moved) return pass(moved);
        done.moved.insert(done.moved.end(), moved->begin(), moved->end());
    }
    m_stage.lab().note("phase", fmt::format("{} dead letters moved back", done.moved.size()));
    const bool drained = drain("reprocessing");
    auto stores = readStores(m_stage, {m_good, m_run.poisoned}, drained);
    if (!stores) return pass(stores);
    done.stores = *std::move(stores);
    return {};
}

void Poisoning::describeQueues(verdict::Variant& variant) const {
    std::vector<std::pair<std::string, std::string>> shown;
    for (std::size_t attempt = 1; attempt <= m_run.retryDelays.size(); ++attempt)
        shown.emplace_back(fmt::format("retry{}", attempt), roles::retryQueue(roles::kOrderQueue, attempt));
    shown.emplace_back("deadLetters", roles::deadLetterQueue(roles::kOrderQueue));
    for (const auto& [name, queue] : shown) {
        verdict::Series series{name, "refused orders", {}};
        for (const auto& snapshot : m_stage.lab().snapshots(-1ms)) {
            const auto found = std::ranges::find(snapshot->queues, queue, &lab::Snapshot::Queue::name);
            if (found == snapshot->queues.end()) continue;
            series.points.emplace_back(snapshot->at, static_cast<double>(found->ready + found->unacked));
        }
        variant.series.push_back(std::move(series));
    }
}

Result<> Poisoning::run(verdict::Variant& variant) {
    Goods goods;
    goods.stock = kEnough;
    const auto good = m_stage.add(goods);
    if (!good) return pass(good);
    goods.name = "Item with a broken stock";
    const auto broken = m_stage.add(goods);
    if (!broken) return pass(broken);
    m_good = *good;
    m_run.poisoned = *broken;
    m_run.retryDelays = retryDelaysOf(m_values);
    auto sold = sell("before", {m_good}, kOrdersBefore, 0);
    if (!sold) return pass(sold);
    auto also = sell("before", {m_run.poisoned}, kOrdersBefore, kOrdersBefore);
    if (!also) return pass(also);
    append(*sold, *std::move(also));
    if (!drain("before")) {
        concludeVariant(variant, m_context.interrupted);
        return {};
    }
    if (auto poisoned = poison(); !poisoned) return poisoned;
    m_run.first = sold->record.attempts.size();
    auto mixed =
        sell("some are refused", mixture(), static_cast<std::size_t>(m_values.integer("users")), 2 * kOrdersBefore);
    if (!mixed) return pass(mixed);
    append(*sold, *std::move(mixed));
    m_stage.tell("retrying", fmt::format("seed {}", m_seed), m_from + (m_to - m_from) / 2);
    if (auto isolated = isolate(); !isolated) return isolated;
    const std::chrono::duration<double> isolatedAfter = m_stage.lab().age() - m_poisonedAt;
    if (m_values.flag("reprocess") && !m_context.interrupted) {
        if (auto done = mendAndReprocess(); !done) return done;
    }
    measureSale(variant, m_stage, *sold);
    describeQueues(variant);
    addMetric(variant, "deadLetters", static_cast<double>(m_run.isolation.letters.size()));
    addMetric(variant, "isolatedAfter", isolatedAfter.count(), "s");
    if (!m_context.interrupted) {  // what was cut off in the middle speaks against nobody
        verdict::SaleExpectations expectations =
            expectationsOf(*roles::findStrategy(m_stage.lab().settings().strategy));
        expectations.mayFail = false;
        variant.checks = verdict::checkPoison(sold->record, expectations, m_run);
        const verdict::StoresState& last = m_run.reprocessing ? m_run.reprocessing->stores : m_run.isolation.stores;
        addMetric(variant, "completed", static_cast<double>(completedIn(last)));
    }
    concludeVariant(variant, m_context.interrupted);
    return {};
}

Result<> sellWithPoison(ScenarioContext& context, double from, double to, verdict::Variant& variant) {
    auto stage = Stage::open(context, stageFor(context, variant.seed));
    if (!stage) return pass(stage);
    return Poisoning(context, **stage, variant.seed, from, to).run(variant);
}

Result<verdict::RunResult> run(ScenarioContext& context) {
    const ParameterValues& values = context.parameters;
    Variants variants(context, beginResult(context, "dead-letter", values.choice("delays")));
    const auto seeds = static_cast<std::uint64_t>(values.integer("seeds"));
    for (std::uint64_t n = 0; n < seeds && variants.goOn(); ++n) {
        verdict::Variant variant;
        variant.name = "dead letters";
        variant.seed = context.seed + n;
        const double whole = static_cast<double>(seeds);
        const double from = static_cast<double>(n) / whole;
        const auto ran = sellWithPoison(context, from, from + 1 / whole, variant);
        variants.add(std::move(variant), ran);
    }
    return std::move(variants).finish();
}

Connections connections(const ParameterValues&) {
    return {load::Open{}.connections};
}

}  // namespace

Scenario deadLetter() {
    using enum ParameterKind;
    Scenario scenario;
    scenario.id = "dead-letter";
    scenario.title = "Dead letters";
    scenario.stages =
        "The database refuses a share of the orders: they are retried, die, and are reprocessed once it is mended.";
    scenario.verdict =
        "What is refused is set aside after exactly three retries, the rest is completed, and nothing happens twice.";
    scenario.parameters = {
        {"users", "Who order, once each.", "1000", Integer, 1, 100'000, {}},
        {"rate", "Buyers a second.", "1000", Real, 1, 100'000, {}},
        {"poison",
         "Of a hundred orders so many are for an item whose stock is wrong in the database.",
         "5",
         Integer,
         0,
         100,
         {}},
        {"retry-1", "How long a refused order waits for its first retry.", "1s", Duration, 1, 3'600'000, {}},
        {"retry-2", "And for its second.", "5s", Duration, 1, 3'600'000, {}},
        {"retry-3", "And for its third, the last.", "15s", Duration, 1, 3'600'000, {}},
        {"reprocess",
         "Whether the stock is mended in the end, and the dead letters are moved back.",
         "on",
         Flag,
         0,
         0,
         {}},
        common::seeds(),
        common::delays(),
        common::drain("60s"),
    };
    scenario.connections = &connections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
