// What PostgreSQL can do beyond the port's common promises, and what becomes of callers when it goes away.
#include <set>

#include "tests/contract/sql_callers.h"
#include "tests/contract/sql_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::sql_postgres {
using namespace rushlab::test;

namespace {

const std::string kItems = "CREATE TABLE items (id BIGINT PRIMARY KEY, stock BIGINT NOT NULL)";
const std::string kTwoItems = "INSERT INTO items VALUES (1, 100), (2, 100)";

Result<> addToStock(sql::Session& session, int id) {
    auto done = session.execute("UPDATE items SET stock = stock + 1 WHERE id = ?", {id});
    return done ? Result<>{} : pass(done);
}

// Two transactions that take two rows in opposite order, neither going on before the other has its first.
io::Awaitable<Result<>> lockBoth(sql::Database* database, int first, int second,
                                 std::shared_ptr<std::atomic<int>> have) {
    auto work = [first, second, have](sql::Session& session) -> Result<> {
        if (auto done = addToStock(session, first); !done) return done;
        ++*have;
        have->notify_all();
        for (int seen = *have; seen < 2; seen = *have)
            have->wait(seen);
        return addToStock(session, second);
    };
    return database->transact(Deadline::in(20s), std::move(work));
}

Result<> serializableReadAndWrite(sql::Session& session, int read, int write, std::atomic<int>& have) {
    if (auto set = session.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"); !set) return pass(set);
    if (auto rows = session.query("SELECT stock FROM items WHERE id = ?", {read}); !rows) return pass(rows);
    ++have;
    have.notify_all();
    for (int seen = have; seen < 2; seen = have)
        have.wait(seen);
    return addToStock(session, write);
}

std::string withoutServer(std::string url) {
    const std::size_t port = url.rfind(':');
    return url.substr(0, port) + ":1" + url.substr(url.find('/', port));
}

std::string passwordOf(const std::string& url) {
    return std::get<sql::PostgresAddress>(*sql::parseUrl(url)).password;
}

}  // namespace

class SqlPostgres : public QObject {
    Q_OBJECT

    std::unique_ptr<OwnDatabase> m_own;

    std::unique_ptr<sql::Database> openItems(sql::Settings settings = {}) {
        return open(*m_own, {kItems, kTwoItems}, std::move(settings));
    }

  private slots:
    void init() {
        SKIP_WITHOUT_POSTGRES();
        m_own = std::make_unique<OwnDatabase>(true);
    }
    void cleanup() { m_own.reset(); }

    void aConnectionThatWasKilledIsReplacedUnseen() {
        auto database = openItems({.connections = 3});
        QVERIFY(execute(*database, "UPDATE items SET stock = 1"));
        OwnDatabase::onServer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" +
                              m_own->name() + "'");
        for (int i = 0; i < 6; ++i) {
            const auto done = execute(*database, "UPDATE items SET stock = stock + 1");
            QVERIFY2(done, done ? "" : done.error().message.c_str());
        }
        QCOMPARE(number(*database, "SELECT stock FROM items WHERE id = 1"), 7);
    }

    void aConnectionThatTheServerFoundIdleForTooLongIsReplacedUnseen() {
        OwnDatabase::onServer("ALTER DATABASE " + m_own->name() + " SET idle_session_timeout = '300ms'");
        auto database = openItems({.connections = 1});
        QVERIFY(execute(*database, "UPDATE items SET stock = 1"));
        QTest::qWait(1000);
        const auto done = execute(*database, "UPDATE items SET stock = stock + 1");
        QVERIFY2(done, done ? "" : done.error().message.c_str());
    }

    void aConnectionThatIsKilledInATransactionFailsThatOneAlone() {
        auto database = openItems({.connections = 2});
        const std::string name = m_own->name();
        const auto killed = transact(*database, [name](sql::Session& session) -> Result<> {
            if (auto done = addToStock(session, 1); !done) return done;
            OwnDatabase::onServer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name +
                                  "'");
            return addToStock(session, 2);
        });
        QVERIFY(!killed);
        QCOMPARE(killed.error().code, ErrorCode::Unavailable);
        QVERIFY(execute(*database, "UPDATE items SET stock = stock + 1 WHERE id = 1"));
        QCOMPARE(number(*database, "SELECT stock FROM items WHERE id = 1"), 101);
    }

    // A trigger that is put off until the commit ends its own connection there.
    void aConnectionThatBreaksInTheCommitIsUnknown() {
        auto database =
            open(*m_own, {kItems,
                          "CREATE FUNCTION die() RETURNS trigger AS $$ BEGIN "
                          "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$ LANGUAGE plpgsql; "
                          "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON items DEFERRABLE INITIALLY DEFERRED "
                          "FOR EACH ROW EXECUTE FUNCTION die()"});
        const auto unknown = execute(*database, "INSERT INTO items VALUES (1, 1)");
        QVERIFY(!unknown);
        QVERIFY2(unknown.error().code == ErrorCode::OutcomeUnknown, unknown.error().message.c_str());
        QCOMPARE(number(*database, "SELECT count(*) FROM items"), 0);
    }

    void aRuleThatIsCheckedAtTheCommitIsAConflict() {
        auto database = open(
            *m_own, {kItems, "CREATE TABLE lines (item BIGINT REFERENCES items (id) DEFERRABLE INITIALLY DEFERRED)"});
        const auto broken = execute(*database, "INSERT INTO lines VALUES (9)");
        QCOMPARE(broken.error().code, ErrorCode::Conflict);
        QCOMPARE(number(*database, "SELECT count(*) FROM lines"), 0);
    }

    void aLockedRowMakesOthersWaitUntilTheirDeadline() {
        auto database = openItems();
        const auto gate = std::make_shared<Gate>();
        std::jthread holder([&] {
            transact(*database, [gate](sql::Session& session) -> Result<> {
                auto rows =
                    session.query(fmt::format("SELECT * FROM items WHERE id = 1 {}", session.words().forUpdate));
                gate->pass();
                return rows ? Result<>{} : pass(rows);
            });
        });
        gate->waitUntilEntered();
        const auto start = std::chrono::steady_clock::now();
        const auto late = transact(
            *database, [](sql::Session& session) { return addToStock(session, 1); }, Deadline::in(200ms));
        const auto waited = std::chrono::steady_clock::now() - start;
        QVERIFY(transact(*database, [](sql::Session& session) { return addToStock(session, 2); }));
        gate->open();
        holder.join();
        QVERIFY(!late);
        QVERIFY2(late.error().code == ErrorCode::Timeout, late.error().message.c_str());
        QVERIFY(late.error().message.find("lock") != std::string::npos);
        QVERIFY(waited >= 190ms && waited < 2s);
        QCOMPARE(number(*database, "SELECT stock FROM items WHERE id = 1"), 100);
    }

    void lockedRowsArePassedOver() {
        auto database = open(*m_own, {"CREATE TABLE units (id BIGINT PRIMARY KEY, buyer BIGINT)",
                                      "INSERT INTO units SELECT n FROM generate_series(1, 40) n"});
        const auto claim = [&](int buyer) {
            return database->transact(Deadline::in(20s), [buyer](sql::Session& session) -> Result<std::int64_t> {
                auto unit = session.query(fmt::format("SELECT id FROM units WHERE buyer IS NULL ORDER BY id LIMIT 1 {}",
                                                      session.words().skipLocked));
                if (!unit) return pass(unit);
                if (unit->empty()) return fail(ErrorCode::SoldOut, "sold out");
                const std::int64_t id = unit->first().integer(0);
                auto taken = session.execute("UPDATE units SET buyer = ? WHERE id = ?", {buyer, id});
                if (!taken) return pass(taken);
                return id;
            });
        };
        std::set<std::int64_t> taken;
        int soldOut = 0;
        for (const auto& unit : Crowd<std::int64_t>::run(60, claim)) {
            if (unit) QVERIFY(taken.insert(*unit).second);
            if (!unit) QCOMPARE(unit.error().code, ErrorCode::SoldOut);
            soldOut += unit ? 0 : 1;
        }
        QCOMPARE(taken.size(), 40U);
        QCOMPARE(soldOut, 20);
    }

    void ofADeadlockOneIsToldThatItCanBeRunAgain() {
        auto database = openItems();
        const auto have = std::make_shared<std::atomic<int>>(0);
        const auto outcomes = Crowd<void>::run(2, [&](int i) { return lockBoth(database.get(), 1 + i, 2 - i, have); });
        QCOMPARE(outcomes[0].has_value() ? 1 : 0, outcomes[1].has_value() ? 0 : 1);
        const Error error = (outcomes[0] ? outcomes[1] : outcomes[0]).error();
        QVERIFY2(error.code == ErrorCode::Conflict && sql::canBeRunAgain(error), error.message.c_str());
        QCOMPARE(number(*database, "SELECT stock FROM items WHERE id = 1"), 101);
        QCOMPARE(number(*database, "SELECT stock FROM items WHERE id = 2"), 101);
    }

    void aSerializationFailureCanBeRunAgain() {
        auto database = openItems();
        const auto have = std::make_shared<std::atomic<int>>(0);
        const auto outcomes = Crowd<void>::run(2, [&](int i) {
            return database->transact(Deadline::in(20s), [i, have](sql::Session& session) {
                return serializableReadAndWrite(session, 1 + i, 2 - i, *have);
            });
        });
        QVERIFY(outcomes[0].has_value() != outcomes[1].has_value());
        const Error error = (outcomes[0] ? outcomes[1] : outcomes[0]).error();
        QVERIFY2(sql::canBeRunAgain(error), error.message.c_str());
    }

    void aTableThatChangedUnderAPreparedStatementDoesNoLastingHarm() {
        auto database = openItems({.connections = 1});
        const auto all = [&] {
            return transact(*database, [](sql::Session& session) { return session.query("SELECT * FROM items"); });
        };
        QVERIFY(all());
        QVERIFY(execute(*database, "ALTER TABLE items ADD COLUMN name TEXT"));
        const auto changed = all();
        QVERIFY(changed || sql::canBeRunAgain(changed.error()));
        const auto again = all();
        QCOMPARE(again ? again->columns().size() : 0U, 3U);
    }

    void aServerThatIsNotThereIsNamedButNotItsPassword() {
        const std::string url = withoutServer(m_own->url());
        const auto absent = sql::openDatabase({.url = url}, Log::silent());
        QVERIFY(!absent);
        QCOMPARE(absent.error().code, ErrorCode::Unavailable);
        for (const std::string& part : {std::string("127.0.0.1:1"), m_own->name(), std::string("rushlab")}) {
            QVERIFY2(absent.error().message.find(part) != std::string::npos, absent.error().message.c_str());
        }
        QVERIFY(absent.error().message.find("start it") != std::string::npos);
        QVERIFY(absent.error().message.find(passwordOf(url)) == std::string::npos);
    }

    void aServerThatRefusesIsToldFromOneThatIsNotThere() {
        const std::string url = m_own->url();
        std::string stranger = url;
        stranger.replace(stranger.find(passwordOf(url)), passwordOf(url).size(), "guessed");
        for (const auto& [refused, why] : {std::pair(stranger, std::string("password")),
                                           std::pair(url + "_gone", m_own->name() + "_gone\" does not exist")}) {
            const auto database = sql::openDatabase({.url = refused}, Log::silent());
            QVERIFY(!database);
            QCOMPARE(database.error().code, ErrorCode::Unavailable);
            const std::string& said = database.error().message;
            QVERIFY2(said.find("answers and refuses: ") != std::string::npos, said.c_str());
            QVERIFY2(said.find(why) != std::string::npos, said.c_str());
            QVERIFY2(said.find("start it") == std::string::npos && said.find("guessed") == std::string::npos,
                     said.c_str());
        }
    }

    void aServerThatGoesAwayIsToldFastAndFoundAgain() {
        auto database = openItems({.connections = 4});
        const std::string name = m_own->name();
        OwnDatabase::onServer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        OwnDatabase::onServer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        const auto start = std::chrono::steady_clock::now();
        const auto attempt = [&](int) {
            return database->transact(Deadline::in(20s), [](sql::Session& session) { return addToStock(session, 1); });
        };
        for (const auto& outcome : Crowd<void>::run(200, attempt)) {
            QVERIFY(!outcome);
            QCOMPARE(outcome.error().code, ErrorCode::Unavailable);
        }
        QVERIFY(std::chrono::steady_clock::now() - start < 2s);
        OwnDatabase::onServer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
        QTRY_VERIFY_WITH_TIMEOUT(execute(*database, "UPDATE items SET stock = 5"), 10'000);
    }

    void processesThatMigrateAtOnceTakeTurns() {
        const std::vector<std::string> migrations{kItems, kTwoItems, "SELECT pg_sleep(0.05)",
                                                  "UPDATE items SET stock = stock + 1"};
        std::atomic<int> opened = 0;
        {
            std::vector<std::jthread> processes;
            for (int i = 0; i < 5; ++i) {
                processes.emplace_back([&] {
                    const auto database = tryOpen(*m_own, migrations);
                    opened += database ? 1 : 0;
                    if (!database) qWarning("%s", database.error().message.c_str());
                });
            }
        }
        QCOMPARE(opened.load(), 5);
        auto database = open(*m_own, migrations);
        QCOMPARE(number(*database, "SELECT stock FROM items WHERE id = 1"), 101);
    }

    // The pool's transactions run side by side: ten that wait for each other all get through.
    void transactionsRunSideBySide() {
        constexpr int kTogether = 8;
        auto database = openItems({.connections = kTogether});
        const auto inside = std::make_shared<std::atomic<int>>(0);
        const auto meet = [&](int) {
            return database->transact(Deadline::in(20s), [inside](sql::Session&) -> Result<> {
                ++*inside;
                inside->notify_all();
                for (int seen = *inside; seen < kTogether; seen = *inside)
                    inside->wait(seen);
                return {};
            });
        };
        for (const auto& outcome : Crowd<void>::run(kTogether, meet))
            QVERIFY(outcome);
    }
};

RUSHLAB_TEST(SqlPostgres)

}  // namespace rushlab::test::sql_postgres
#include "sql_postgres.moc"
