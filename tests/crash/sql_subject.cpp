// SQL on SQLite under load: transactions of two rows that must agree, many of them in each shared commit.
#include <map>
#include <set>

#include "engines/sql/open.h"
#include "tests/crash/subject.h"

namespace rushlab::crash {
namespace {

using namespace std::chrono_literals;

enum Event : std::uint8_t { Committed = 1 };
constexpr int kWriters = 16;
constexpr std::string_view kFile = "sql.db";

Result<std::unique_ptr<sql::Database>> openIn(const std::filesystem::path& folder) {
    sql::Settings settings;
    settings.url = "sqlite:" + (folder / kFile).string();
    settings.migrations = std::vector<sql::Migration>{};
    auto database = sql::openDatabase(settings, Log::silent());
    if (!database) return database;
    io::Loop loop;
    const auto tables = [](sql::Session& session) -> Result<> {
        for (const char* name : {"debit", "credit"}) {
            auto made = session.execute(
                fmt::format("CREATE TABLE IF NOT EXISTS {}(id INTEGER PRIMARY KEY, amount INTEGER NOT NULL)", name));
            if (!made) return pass(made);
        }
        return {};
    };
    const auto made = loop.runUntilDone((*database)->transact(Deadline::in(20s), tables));
    if (!made) return pass(made);
    return database;
}

Result<> insertInto(sql::Session& session, const char* table, std::int64_t id) {
    const auto done = session.execute(fmt::format("INSERT INTO {}(id, amount) VALUES(?, ?)", table), {id, id % 997});
    if (!done) return pass(done);
    return {};
}

class SqlLoad final : public Load {
  public:
    SqlLoad(std::unique_ptr<sql::Database> database, const LoadOptions& options, const Reporter& reporter)
        : m_database(std::move(database)), m_options(options), m_reporter(reporter) {}

    void start(io::Loop& loop) override {
        for (int writer = 0; writer < kWriters; ++writer)
            loop.spawn(write(writer));
    }

  private:
    io::Awaitable<> write(int writer) {
        for (std::int64_t i = writer;; i += kWriters) {
            const std::int64_t id = m_options.round * kNumbersARound + i;
            if (m_options.planted == Planted::ReportsEarly) report(id);
            if (m_options.planted == Planted::TearsTransactions) {
                co_await insertOne("debit", id);
                co_await insertOne("credit", id);
            } else {
                co_await insertBoth(id);
            }
            if (m_options.planted != Planted::ReportsEarly) report(id);
        }
    }
    io::Awaitable<> insertBoth(std::int64_t id) {
        const auto both = [id](sql::Session& session) -> Result<> {
            if (auto done = insertInto(session, "debit", id); !done) return done;
            return insertInto(session, "credit", id);
        };
        const auto done = co_await m_database->transact(Deadline::in(20s), both);
        if (!done) abortBecause(done.error().message);
    }
    io::Awaitable<> insertOne(const char* table, std::int64_t id) {
        const auto one = [table, id](sql::Session& session) { return insertInto(session, table, id); };
        const auto done = co_await m_database->transact(Deadline::in(20s), one);
        if (!done) abortBecause(done.error().message);
    }
    void report(std::int64_t id) const { m_reporter.tell({SubjectId::Sql, Committed, 0, 0, id, 0}); }

    std::unique_ptr<sql::Database> m_database;
    LoadOptions m_options;
    Reporter m_reporter;
};

class SqlChecker final : public Checker {
  public:
    void learn(const Note& note) override { m_committed.insert(note.number); }
    std::int64_t confirmed() const override { return std::ssize(m_committed); }

    Result<std::vector<std::string>> complaints(const std::filesystem::path& folder) const override {
        const auto database = openIn(folder);
        if (!database) return pass(database);
        std::vector<std::string> found;
        std::array<std::set<std::int64_t>, 2> ids;
        io::Loop loop;
        for (const std::size_t table : {std::size_t{0}, std::size_t{1}}) {
            const std::string name = table == 0 ? "debit" : "credit";
            const auto read = loop.runUntilDone(readTable(**database, name, ids.at(table), found));
            if (!read) return pass(read);
        }
        if (ids[0] != ids[1]) {
            complain(found, fmt::format("sql: {} debits and {} credits: a transaction is half there", ids[0].size(),
                                        ids[1].size()));
        }
        for (const std::int64_t id : m_committed) {
            if (!ids[0].contains(id)) complain(found, fmt::format("sql: confirmed transaction {} is missing", id));
        }
        return found;
    }

  private:
    static io::Awaitable<Result<>> readTable(sql::Database& database, std::string table, std::set<std::int64_t>& ids,
                                             std::vector<std::string>& found) {
        for (std::int64_t after = -1;;) {
            const auto query = [&table, after](sql::Session& session) {
                return session.query(
                    fmt::format("SELECT id, amount FROM {} WHERE id > ? ORDER BY id LIMIT 10000", table), {after});
            };
            const auto rows = co_await database.read(Deadline::in(20s), query);
            if (!rows) co_return pass(rows);
            if (rows->empty()) co_return Result<>{};
            for (const auto row : *rows) {
                after = row.integer(0);
                ids.insert(after);
                if (row.integer(1) != after % 997)
                    complain(found, fmt::format("sql: row {} has a wrong amount", after));
            }
        }
    }

    std::set<std::int64_t> m_committed;
};

Result<std::unique_ptr<Load>> openLoad(const LoadOptions& options, const Reporter& reporter) {
    auto database = openIn(options.folder);
    if (!database) return pass(database);
    return std::make_unique<SqlLoad>(std::move(*database), options, reporter);
}

std::unique_ptr<Checker> makeChecker() {
    return std::make_unique<SqlChecker>();
}

}  // namespace

Subject sqlSubject() {
    return {SubjectId::Sql, "sql", std::string(kFile), openLoad, makeChecker};
}

}  // namespace rushlab::crash
