// The worker under load: orders are published to a durable queue while it completes them into a database. Whoever comes
// after the kill completes the rest, and each order is there once.
#include <set>

#include "domain/order_message.h"
#include "engines/archive/embedded_archive.h"
#include "engines/kv/embedded_key_value.h"
#include "engines/log/embedded_event_log.h"
#include "engines/queue/embedded_work_queue.h"
#include "engines/sql/open.h"
#include "roles/host.h"
#include "roles/queues.h"
#include "roles/worker/worker_role.h"
#include "tests/crash/subject.h"

namespace rushlab::crash {
namespace {

using namespace std::chrono_literals;

enum Event : std::uint8_t { Intended = 1, Published };
constexpr std::int64_t kOutstanding = 32;
constexpr std::int64_t kInitialStock = 1'000'000'000;
constexpr std::string_view kFile = "shop.db";

domain::OrderId idOf(std::int64_t number) {
    return domain::orderIdFor(domain::MemberId{1}, std::to_string(number));
}

// Says of some transactions that they are committed, and rolls them back.
class ForgetfulDatabase final : public sql::Database {
  public:
    explicit ForgetfulDatabase(sql::Database& inner) : m_inner(inner) {}
    const sql::Traits& traits() const override { return m_inner.traits(); }
    std::string describe() const override { return m_inner.describe(); }

  protected:
    io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) override {
        if (access == Access::Read) co_return co_await m_inner.read(deadline, std::move(work));
        if (++m_count % 8 != 0) co_return co_await m_inner.transact(deadline, std::move(work));
        auto rolledBack = [work = std::move(work)](sql::Session& session) mutable -> Result<> {
            if (auto done = work(session); !done) return done;
            return fail(ErrorCode::Denied, "the planted fault");
        };
        auto done = co_await m_inner.transact(deadline, std::move(rolledBack));
        if (!done && done.error().code == ErrorCode::Denied) co_return Result<>();
        co_return done;
    }

  private:
    sql::Database& m_inner;
    int m_count = 0;
};

// All that a worker needs, in one folder.
class Shop {
  public:
    static Result<std::unique_ptr<Shop>> open(const std::filesystem::path& folder, bool forgetful) {
        auto shop = std::make_unique<Shop>();
        sql::Settings settings;
        settings.url = "sqlite:" + (folder / kFile).string();
        auto database = sql::openDatabase(settings, Log::silent());
        if (!database) return pass(std::move(database));
        shop->m_database = std::move(*database);
        if (forgetful) shop->m_forgetful.emplace(*shop->m_database);
        auto keyValue = kv::EmbeddedKeyValue::open({}, shop->m_clock, Log::silent());
        if (!keyValue) return pass(std::move(keyValue));
        shop->m_keyValue = std::move(*keyValue);
        queue::EmbeddedOptions queueOptions;
        queueOptions.file = folder / "orders.db";
        auto queue = queue::EmbeddedWorkQueue::open(std::move(queueOptions), shop->m_clock);
        if (!queue) return pass(std::move(queue));
        shop->m_queue = std::move(*queue);
        log::EmbeddedLogSettings logSettings;
        logSettings.file = folder / "events.db";
        auto log = log::EmbeddedEventLog::open(std::move(logSettings));
        if (!log) return pass(std::move(log));
        shop->m_log = std::move(*log);
        archive::EmbeddedOptions archiveOptions;
        archiveOptions.file = folder / "chat.db";
        auto archive = archive::EmbeddedArchive::open(std::move(archiveOptions));
        if (!archive) return pass(std::move(archive));
        shop->m_archive = std::move(*archive);
        io::Loop loop;
        if (auto made = loop.runUntilDone(shop->m_database->transact(Deadline::in(20s), makeItem)); !made)
            return pass(std::move(made));
        return shop;
    }

    Result<> startWorker() {
        sql::Database& database = m_forgetful ? static_cast<sql::Database&>(*m_forgetful) : *m_database;
        roles::HostOptions options;
        options.role = "worker";
        options.instance = "worker-1";
        auto host =
            roles::RoleHost::open(std::move(options), m_settings, {*m_keyValue, *m_queue, *m_log, database, *m_archive},
                                  m_clock, Log::silent(), roles::makeWorkerRole);
        if (!host) return pass(std::move(host));
        m_worker = std::move(*host);
        return {};
    }
    void stopWorker() { m_worker.reset(); }

    sql::Database& database() { return *m_database; }
    queue::WorkQueue& queue() { return *m_queue; }
    WallTime now() const { return m_clock.wallNow(); }

  private:
    static Result<> makeItem(sql::Session& session) {
        const auto items = session.query("SELECT id FROM items");
        if (!items) return pass(items);
        if (!items->empty()) return {};
        const auto item = session.execute(
            "INSERT INTO items (name, price, type, created_at) VALUES ('a thing', 100, 'GENERAL', ?)", {WallTime{1ms}});
        if (!item) return pass(item);
        const auto stock = session.execute("INSERT INTO stock (item_id, quantity, initial) SELECT id, ?, ? FROM items",
                                           {kInitialStock, kInitialStock});
        if (!stock) return pass(stock);
        return {};
    }

    RealClock m_clock;
    roles::ShopSettings m_settings;
    std::unique_ptr<sql::Database> m_database;
    std::optional<ForgetfulDatabase> m_forgetful;
    std::unique_ptr<kv::KeyValue> m_keyValue;
    std::unique_ptr<queue::WorkQueue> m_queue;
    std::unique_ptr<log::EventLog> m_log;
    std::unique_ptr<archive::Archive> m_archive;
    std::unique_ptr<roles::RoleHost> m_worker;
};

class WorkerLoad final : public Load {
  public:
    WorkerLoad(std::unique_ptr<Shop> shop, const LoadOptions& options, const Reporter& reporter)
        : m_shop(std::move(shop)), m_options(options), m_reporter(reporter) {}

    void start(io::Loop& loop) override { loop.spawn(produce(loop)); }

  private:
    io::Awaitable<> produce(io::Loop& loop) {
        for (std::int64_t i = 0;; ++i) {
            while (m_outstanding >= kOutstanding)
                co_await io::sleepFor(100us);
            ++m_outstanding;
            loop.spawn(publish(m_options.round * kNumbersARound + i));
        }
    }
    io::Awaitable<> publish(std::int64_t number) {
        domain::OrderMessage order;
        order.id = idOf(number);
        order.member.value = 1;
        order.lines.push_back({domain::ItemId{1}, 1, 100});
        order.acceptedAt = m_shop->now();
        tell(Intended, number);
        if (m_options.planted == Planted::ReportsEarly) tell(Published, number);
        queue::Message message;
        message.routingKey = roles::kOrderQueue;
        message.messageId = order.id.value;
        message.body = domain::encode(order);
        const auto confirmed = co_await m_shop->queue().publish(std::move(message), Deadline::in(20s));
        if (!confirmed) abortBecause(confirmed.error().message);
        if (m_options.planted != Planted::ReportsEarly) tell(Published, number);
        --m_outstanding;
    }
    void tell(Event event, std::int64_t number) const { m_reporter.tell({SubjectId::Worker, event, 0, 0, number, 0}); }

    std::unique_ptr<Shop> m_shop;
    LoadOptions m_options;
    Reporter m_reporter;
    std::int64_t m_outstanding = 0;
};

class WorkerChecker final : public Checker {
  public:
    void learn(const Note& note) override { (note.event == Intended ? m_intended : m_published).insert(note.number); }
    std::int64_t confirmed() const override { return std::ssize(m_published); }

    Result<std::vector<std::string>> complaints(const std::filesystem::path& folder) const override {
        auto shop = Shop::open(folder, false);
        if (!shop) return pass(shop);
        if (auto started = (*shop)->startWorker(); !started) return pass(started);
        io::Loop loop;
        std::vector<std::string> found;
        const bool done = loop.runUntilDone(untilDone(**shop));
        (*shop)->stopWorker();
        if (!done) complain(found, "worker: the rest was not completed, or the outbox not emptied, in a minute");
        const auto judged = loop.runUntilDone(judge(**shop, found));
        if (!judged) return pass(judged);
        return found;
    }

  private:
    static io::Awaitable<bool> untilDone(Shop& shop) {
        const auto outbox = [](sql::Session& session) { return session.query("SELECT COUNT(*) FROM outbox"); };
        for (const Deadline deadline = Deadline::in(60s); !deadline.passed();) {
            const auto stats = co_await shop.queue().stats(std::string(roles::kOrderQueue), deadline);
            const auto left = co_await shop.database().read(deadline, outbox);
            const bool done = stats && stats->ready + stats->unacked == 0 && left && left->first().integer(0) == 0;
            if (done) co_return true;
            co_await io::sleepFor(2ms);
        }
        co_return false;
    }

    io::Awaitable<Result<>> judge(Shop& shop, std::vector<std::string>& found) const {
        const auto sums = [](sql::Session& session) {
            return session.query(
                "SELECT (SELECT COUNT(*) FROM orders WHERE status = 'COMPLETED'), (SELECT COUNT(*) FROM order_lines), "
                "(SELECT quantity FROM stock), (SELECT COUNT(*) FROM orders)");
        };
        const auto counted = co_await shop.database().read(Deadline::in(20s), sums);
        if (!counted) co_return pass(counted);
        const sql::Row row = counted->first();
        const std::int64_t completed = row.integer(0);
        if (row.integer(3) != completed || row.integer(1) != completed || kInitialStock - row.integer(2) != completed) {
            complain(found, fmt::format("worker: {} orders, {} completed, with {} lines, for {} units of stock",
                                        row.integer(3), completed, row.integer(1), kInitialStock - row.integer(2)));
        }
        if (completed > std::ssize(m_intended)) {
            complain(found,
                     fmt::format("worker: {} orders completed of {} that were made", completed, m_intended.size()));
        }
        const std::set<std::int64_t>& published = m_published;
        const auto missing = [&published](sql::Session& session) -> Result<std::vector<std::int64_t>> {
            std::vector<std::int64_t> numbers;
            for (const std::int64_t number : published) {
                const auto one = session.query("SELECT 1 FROM orders WHERE id = ?", {idOf(number)});
                if (!one) return pass(one);
                if (one->empty()) numbers.push_back(number);
            }
            return numbers;
        };
        const auto lost = co_await shop.database().read(Deadline::in(60s), missing);
        if (!lost) co_return pass(lost);
        for (const std::int64_t number : *lost)
            complain(found, fmt::format("worker: confirmed order {} was not completed", number));
        co_return Result<>();
    }

    std::set<std::int64_t> m_intended, m_published;
};

Result<std::unique_ptr<Load>> openLoad(const LoadOptions& options, const Reporter& reporter) {
    auto shop = Shop::open(options.folder, options.planted == Planted::TearsTransactions);
    if (!shop) return pass(std::move(shop));
    if (auto started = (*shop)->startWorker(); !started) return pass(std::move(started));
    return std::make_unique<WorkerLoad>(std::move(*shop), options, reporter);
}

std::unique_ptr<Checker> makeChecker() {
    return std::make_unique<WorkerChecker>();
}

}  // namespace

Subject workerSubject() {
    return {SubjectId::Worker, "worker", std::string(kFile), openLoad, makeChecker};
}

}  // namespace rushlab::crash
