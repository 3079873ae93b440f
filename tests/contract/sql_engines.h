// What the tests of the SQL port share: a database of a test's own on each engine that is there, and many callers at
// once.
#pragma once

#include <QTemporaryDir>
#include <QtTest>
#include <cstdlib>
#include <optional>

#include "base/random.h"
#include "engines/sql/dialect.h"
#include "engines/sql/open.h"
#include "io/handoff.h"

namespace rushlab::test {

using namespace std::chrono_literals;

inline const char* postgresUrl() {
    return std::getenv("RUSHLAB_TEST_POSTGRES");  // NOLINT(concurrency-mt-unsafe): nothing changes the environment
}

inline bool enginesAreRequired() {
    const char* const required = std::getenv("RUSHLAB_REQUIRE_ENGINES");  // NOLINT(concurrency-mt-unsafe)
    return required && std::string_view(required) == "1";
}

// For init(): leaves the test where its engine is absent, aloud.
#define SKIP_WITHOUT_POSTGRES()                                                                                   \
    do {                                                                                                          \
        constexpr const char* kAbsent =                                                                           \
            "PostgreSQL is absent: run the tests by tests/support/with_postgres.sh, which starts one of its own"; \
        if (!rushlab::test::postgresUrl() && rushlab::test::enginesAreRequired()) QFAIL(kAbsent);                 \
        if (!rushlab::test::postgresUrl()) QSKIP(kAbsent);                                                        \
    } while (false)

// An empty database that goes with the test.
class OwnDatabase {
  public:
    explicit OwnDatabase(bool postgres) {
        if (!postgres) {
            m_url = "sqlite:" + m_folder.filePath("shop.db").toStdString();
            return;
        }
        m_name = "test_" + randomToken(8);
        onServer("CREATE DATABASE " + m_name);
        m_url = postgresUrl();
        m_url = m_url.substr(0, m_url.rfind('/') + 1) + m_name;
    }
    ~OwnDatabase() {
        if (!m_name.empty()) onServer("DROP DATABASE " + m_name + " WITH (FORCE)");
    }
    OwnDatabase(const OwnDatabase&) = delete;
    OwnDatabase& operator=(const OwnDatabase&) = delete;

    const std::string& url() const { return m_url; }
    const std::string& name() const { return m_name; }
    std::filesystem::path file() const { return m_folder.filePath("shop.db").toStdString(); }

    // A statement outside of any transaction, beside the engine that is tested.
    static void onServer(const std::string& sql) {
        const auto address = sql::parseUrl(postgresUrl());
        const auto dialect = sql::makePostgresDialect(std::get<sql::PostgresAddress>(*address));
        auto connection = dialect->connect(sql::Database::Access::Write);
        for (int tries = 0; !connection && tries < 5; ++tries)  // a busy machine may keep it waiting
            connection = dialect->connect(sql::Database::Access::Write);
        if (!connection) qFatal("%s", connection.error().message.c_str());
        if (const auto done = (*connection)->script(sql); !done) qFatal("%s", done.error().message.c_str());
    }

  private:
    QTemporaryDir m_folder;
    std::string m_name;
    std::string m_url;
};

inline std::vector<sql::Migration> asMigrations(std::vector<std::string> texts) {
    std::vector<sql::Migration> migrations;
    for (std::string& text : texts) {
        const int version = static_cast<int>(migrations.size()) + 1;
        migrations.push_back({version, "test", std::move(text)});
    }
    return migrations;
}

inline Result<std::unique_ptr<sql::Database>> tryOpen(const OwnDatabase& own, std::vector<std::string> migrations,
                                                      sql::Settings settings = {}) {
    settings.url = own.url();
    settings.migrations = asMigrations(std::move(migrations));
    return sql::openDatabase(settings, Log::silent());
}

inline std::unique_ptr<sql::Database> open(const OwnDatabase& own, std::vector<std::string> migrations,
                                           sql::Settings settings = {}) {
    auto database = tryOpen(own, std::move(migrations), std::move(settings));
    if (!database) qFatal("%s", database.error().message.c_str());
    return std::move(*database);
}

template <class F>
auto transact(sql::Database& database, F work, Deadline deadline = Deadline::in(20s)) {
    io::Loop loop;
    return loop.runUntilDone(database.transact(deadline, std::move(work)));
}

template <class F>
auto read(sql::Database& database, F work, Deadline deadline = Deadline::in(20s)) {
    io::Loop loop;
    return loop.runUntilDone(database.read(deadline, std::move(work)));
}

inline Result<> execute(sql::Database& database, std::string sql) {
    return transact(database, [sql](sql::Session& session) -> Result<> {
        auto done = session.execute(sql);
        return done ? Result<>{} : pass(done);
    });
}

inline std::int64_t number(sql::Database& database, std::string sql) {
    auto rows = read(database, [sql](sql::Session& session) { return session.query(sql); });
    if (!rows) qFatal("%s", rows.error().message.c_str());
    return rows->first().integer(0);
}

// Many callers at once, each told what became of its own.
template <class T>
class Crowd {
  public:
    using Start = std::function<io::Awaitable<Result<T>>(int)>;

    // Runs start(0) to start(count - 1) together on one loop.
    static std::vector<Result<T>> run(int count, Start start) {
        io::Loop loop;
        Crowd crowd(loop, count);
        return loop.runUntilDone(crowd.gather(loop, std::move(start)));
    }

  private:
    Crowd(io::Loop& loop, int count) : m_left(count), m_handoff(io::handoff<bool>(loop)) {
        m_outcomes.resize(static_cast<std::size_t>(count), fail(ErrorCode::Timeout, "never answered"));
    }
    io::Awaitable<> one(io::Awaitable<Result<T>> task, std::size_t place) {
        m_outcomes[place] = co_await std::move(task);
        if (--m_left == 0) m_handoff.first.give(true);
    }
    io::Awaitable<std::vector<Result<T>>> gather(io::Loop& loop, Start start) {
        for (std::size_t i = 0; i < m_outcomes.size(); ++i)
            loop.spawn(one(start(static_cast<int>(i)), i));
        co_await m_handoff.second.take(Deadline::in(60s));
        co_return std::move(m_outcomes);
    }

    int m_left;
    std::pair<io::Giver<bool>, io::Taker<bool>> m_handoff;
    std::vector<Result<T>> m_outcomes;
};

// Holds a function of a transaction until it is let go; shared, as the function may outlive the test's frame.
class Gate {
  public:
    void open() {
        m_open = true;
        m_open.notify_all();
    }
    void waitUntilEntered() const { m_entered.wait(false); }
    void pass() {
        m_entered = true;
        m_entered.notify_all();
        m_open.wait(false);
    }

  private:
    std::atomic<bool> m_open = false;
    std::atomic<bool> m_entered = false;
};

}  // namespace rushlab::test
