// The SQL port beside its references of the same run: the disk's own append and flush, SQLite driven by hand with one
// transaction a commit, and for information PostgreSQL by the same Qt driver without the port.
#include <fcntl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QTemporaryDir>
#include <cstdlib>

#include "base/random.h"
#include "engines/sql/dialect.h"
#include "engines/sql/open.h"
#include "io/loop.h"
#include "storage/database.h"
#include "tests/bench/figures.h"

using namespace rushlab;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kTable = "CREATE TABLE orders (id BIGINT PRIMARY KEY, body ${blob})";
constexpr std::string_view kInsert = "INSERT INTO orders (id, body) VALUES (?, ?)";
constexpr std::size_t kBodyBytes = 256;
constexpr auto kSpan = 1500ms;

// How often something was done a second, until the time is over.
class Stopwatch {
  public:
    bool runs() const { return std::chrono::steady_clock::now() - m_start < kSpan; }
    double rate(std::int64_t count) const {
        return static_cast<double>(count) /
               std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

  private:
    const SteadyTime m_start = std::chrono::steady_clock::now();
};

double median(std::vector<double> figures) {
    std::ranges::sort(figures);
    return figures[figures.size() / 2];
}

double appendAndFlush(const std::filesystem::path& file) {
    const std::string record(kBodyBytes, 'x');
    const int handle = ::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    if (handle < 0) abortBecause("the bench could not make its file");
    std::int64_t count = 0;
    const Stopwatch watch;
    for (; watch.runs(); ++count) {
        if (::write(handle, record.data(), record.size()) < 0 || ::fdatasync(handle) != 0) abortBecause("no flush");
    }
    const double rate = watch.rate(count);
    ::close(handle);
    return rate;
}

double oneTransactionACommit(const std::filesystem::path& file) {
    auto database = storage::Database::open(file, {});
    if (!database || !database->execute("CREATE TABLE orders (id BIGINT PRIMARY KEY, body BLOB)")) {
        abortBecause("the bench could not make its database");
    }
    auto insert = database->prepare(kInsert);
    const std::string body(kBodyBytes, 'x');
    std::int64_t count = 0;
    const Stopwatch watch;
    for (; watch.runs(); ++count) {
        const bool good = database->begin() && insert->bind(1, count).bindBlob(2, body).run() && database->commit();
        if (!good) abortBecause("a transaction of the reference failed");
    }
    return watch.rate(count);
}

// Inserts through the port; some on the way at any time.
class Callers {
  public:
    Callers(sql::Database& database, std::int64_t firstId) : m_database(database), m_nextId(firstId) {}

    double run(int inFlight) {
        const Stopwatch watch;
        const std::int64_t first = m_nextId;
        for (int i = 0; i < inFlight; ++i)
            m_loop.spawn(one(watch));
        m_running = inFlight;
        m_loop.runUntilDone(wait());
        return watch.rate(m_nextId - first);
    }

  private:
    io::Awaitable<> one(const Stopwatch& watch) {
        while (watch.runs()) {
            const std::int64_t id = m_nextId++;
            auto work = [id, &body = m_body](sql::Session& session) -> Result<> {
                auto done = session.execute(kInsert, {id, sql::BlobView{body}});
                return done ? Result<>{} : pass(done);
            };
            const auto done = co_await m_database.transact(Deadline::in(30s), std::move(work));
            if (!done) abortBecause(done.error().message);
        }
        --m_running;
    }
    io::Awaitable<> wait() {
        while (m_running > 0)
            co_await io::sleepFor(1ms);
    }

    io::Loop m_loop;
    sql::Database& m_database;
    std::int64_t m_nextId;
    int m_running = 0;
    const std::string m_body = std::string(kBodyBytes, 'x');
};

std::unique_ptr<sql::Database> openDatabase(const std::string& url) {
    sql::Settings settings;
    settings.url = url;
    settings.migrations = {{1, "orders", std::string(kTable)}};
    auto database = sql::openDatabase(settings, Log::silent());
    if (!database) abortBecause(database.error().message);
    return std::move(*database);
}

// A read by key through the port, one after the other on each of the callers.
double readRate(sql::Database& database, std::int64_t keys) {
    io::Loop loop;
    Random random(7);
    std::int64_t count = 0;
    const Stopwatch watch;
    while (watch.runs()) {
        const auto id = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(keys)));
        auto work = [id](sql::Session& session) { return session.query("SELECT body FROM orders WHERE id = ?", {id}); };
        const auto rows = loop.runUntilDone(database.read(Deadline::in(10s), std::move(work)));
        if (!rows || rows->size() != 1) abortBecause("a key that was stored is not found");
        ++count;
    }
    return watch.rate(count);
}

void addRows(sql::Database& database, std::int64_t from, std::int64_t to) {
    io::Loop loop;
    for (std::int64_t start = from; start < to; start += 10'000) {
        auto work = [start, end = std::min(to, start + 10'000)](sql::Session& session) -> Result<> {
            const std::string body(kBodyBytes, 'x');
            for (std::int64_t id = start; id < end; ++id) {
                if (auto done = session.execute(kInsert, {id, sql::BlobView{body}}); !done) return pass(done);
            }
            return {};
        };
        if (const auto done = loop.runUntilDone(database.transact(Deadline::in(60s), std::move(work))); !done) {
            abortBecause(done.error().message);
        }
    }
}

void benchSqlite(bench::Figures& figures) {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    std::vector<double> append, alone, one, hundred, thousand;
    auto database = openDatabase("sqlite:" + (root / "port.db").string());
    constexpr int kRounds = 3;  // the machine's mood changes: each round measures everything
    for (int round = 0; round < kRounds; ++round) {
        const std::int64_t ids = std::int64_t{1'000'000'000} * (round + 1);
        append.push_back(appendAndFlush(root / fmt::format("append{}", round)));
        alone.push_back(oneTransactionACommit(root / fmt::format("alone{}.db", round)));
        one.push_back(Callers(*database, ids).run(1));
        hundred.push_back(Callers(*database, ids + 100'000'000).run(100));
        thousand.push_back(Callers(*database, ids + 200'000'000).run(1000));
    }
    figures.note("append + fdatasync, 256 bytes, a second", median(append));
    figures.note("SQLite by hand, one transaction a commit", median(alone), median(append));
    figures.note("SQLite through the port, 1 in flight", median(one), median(alone));
    figures.atLeastShare("SQLite through the port, 100 in flight", median(hundred), median(alone), 3);
    figures.atLeastShare("SQLite through the port, 1000 in flight", median(thousand), median(alone), 5);
}

void benchGrowth(bench::Figures& figures) {
    QTemporaryDir folder;
    auto database = openDatabase("sqlite:" + folder.filePath("growth.db").toStdString());
    constexpr std::int64_t kRows = 100'000;
    addRows(*database, 0, kRows);
    const double readsFew = readRate(*database, kRows);
    const double writesFew = Callers(*database, 100 * kRows).run(1000);
    addRows(*database, kRows, 10 * kRows);
    const double readsMany = readRate(*database, 10 * kRows);
    const double writesMany = Callers(*database, 200 * kRows).run(1000);
    figures.note("SQLite, read by key, 1 in flight, 100,000 rows", readsFew);
    // The table has outgrown SQLite's cache by then; a cost that grows no worse than linearly is what is asked for.
    constexpr double kLinear = 0.1;
    figures.atLeastShare("SQLite, read by key, at 10 times the rows", readsMany, readsFew, kLinear);
    figures.atLeastShare("SQLite, 1000 writers in flight, at 10 times the rows", writesMany, writesFew, kLinear);
}

// The same driver, its own thread, without the port: what one connection can do.
double postgresByHand(const std::string& url) {
    const auto address = sql::parseUrl(url);
    const auto dialect = sql::makePostgresDialect(std::get<sql::PostgresAddress>(*address));
    auto connection = dialect->connect(sql::Database::Access::Write);
    if (!connection) abortBecause(connection.error().message);
    const std::string body(kBodyBytes, 'x');
    std::int64_t count = 0;
    const Stopwatch watch;
    for (; watch.runs(); ++count) {
        const sql::Parameter parameters[] = {count, sql::BlobView{body}};
        const bool good = (*connection)->begin(sql::Database::Access::Write, Deadline::never()) &&
                          (*connection)->execute(kInsert, parameters) && (*connection)->commit();
        if (!good) abortBecause("a transaction of the reference failed");
    }
    return watch.rate(count);
}

void benchPostgres(bench::Figures& figures, const std::string& url) {
    auto database = openDatabase(url);
    const double byHand = postgresByHand(url);
    figures.note("PostgreSQL, one connection without the port", byHand);
    figures.note("PostgreSQL through the port, pool 8, 1 in flight", Callers(*database, 1'000'000'000).run(1), byHand);
    figures.note("PostgreSQL through the port, pool 8, 100 in flight", Callers(*database, 2'000'000'000).run(100),
                 byHand);
}

}  // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    bench::Figures figures("sql");
    benchSqlite(figures);
    benchGrowth(figures);
    // By tests/support/with_postgres.sh; the tables go with its server.
    if (const char* const url = std::getenv("RUSHLAB_TEST_POSTGRES")) benchPostgres(figures, url);
    return figures.exitStatus();
}
