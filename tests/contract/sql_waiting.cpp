// What the SQL port promises to callers who come at once or cannot wait, on every engine that is there.
#include "tests/contract/sql_callers.h"
#include "tests/contract/sql_items.h"
#include "tests/support/test_program.h"

namespace rushlab::test::sql_waiting {
using namespace rushlab::test;

namespace {

std::string slowQuery(bool postgres) {
    return postgres ? "SELECT pg_sleep(30)"
                    : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) "
                      "SELECT count(*) FROM n";
}

}  // namespace

class SqlWaiting : public QObject {
    Q_OBJECT

    bool m_postgres = false;
    std::unique_ptr<OwnDatabase> m_own;

  private slots:
    void initTestCase_data() {
        QTest::addColumn<bool>("postgres");
        QTest::newRow("sqlite") << false;
        QTest::newRow("postgres") << true;
    }
    void init() {
        QFETCH_GLOBAL(bool, postgres);
        m_postgres = postgres;
        if (m_postgres) SKIP_WITHOUT_POSTGRES();
        m_own = std::make_unique<OwnDatabase>(m_postgres);
    }
    void cleanup() { m_own.reset(); }

    void manyLoopsTransactAtOnce() {
        constexpr int kLoops = 4, kEach = 250;
        auto database = open(*m_own, {kItems});
        std::atomic<int> good = 0;
        {
            std::vector<std::jthread> loops;
            for (int loop = 0; loop < kLoops; ++loop) {
                loops.emplace_back([&, loop] {
                    const auto start = [&](int i) {
                        const int id = loop * kEach + i;
                        return database->transact(Deadline::in(60s),
                                                  [id](sql::Session& s) { return insertItem(s, id); });
                    };
                    for (const auto& outcome : Crowd<void>::run(kEach, start))
                        good += outcome ? 1 : 0;
                });
            }
        }
        QCOMPARE(good.load(), kLoops * kEach);
        QCOMPARE(itemCount(*database), kLoops * kEach);
    }

    void oneCallersFailureHarmsNobodyElse() {
        auto database = open(*m_own, {kCallersTable});
        const CallersCheck check = runMixedCallers(*database);
        QVERIFY2(check.holds, check.evidence.c_str());
    }

    void aCallerWhoseDeadlinePassesWhileItWaitsIsNotRun() {
        auto database = open(*m_own, {kItems}, {.connections = 1});
        const auto gate = std::make_shared<Gate>();
        std::jthread holder([&] {
            transact(*database, [gate](sql::Session&) -> Result<> {
                gate->pass();
                return {};
            });
        });
        gate->waitUntilEntered();
        const auto wasRun = std::make_shared<std::atomic<bool>>(false);
        const auto late = transact(
            *database,
            [wasRun](sql::Session&) -> Result<> {
                *wasRun = true;
                return {};
            },
            Deadline::in(50ms));
        gate->open();
        holder.join();
        QVERIFY(execute(*database, "INSERT INTO items (id, name, stock) VALUES (1, 'after', 1)"));
        QCOMPARE(late.error().code, ErrorCode::Timeout);
        QVERIFY(!*wasRun);
    }

    void whatStillRunsAtItsDeadlineIsUnknown() {
        auto database = open(*m_own, {kItems});
        const auto gate = std::make_shared<Gate>();
        const auto unknown = transact(
            *database,
            [gate](sql::Session& session) -> Result<> {
                const auto done = insertItem(session, 1);
                gate->pass();
                return done;
            },
            Deadline::in(100ms));
        gate->open();
        QCOMPARE(unknown.error().code, ErrorCode::OutcomeUnknown);
    }

    void aStatementIsStoppedAtItsDeadline() {
        auto database = open(*m_own, {kItems});
        const auto start = std::chrono::steady_clock::now();
        const bool postgres = m_postgres;
        const auto work = [postgres](sql::Session& session) -> Result<> {
            if (auto done = insertItem(session, 1); !done) return done;
            auto rows = session.query(slowQuery(postgres));
            return rows ? Result<>{} : pass(rows);
        };
        const auto stopped = transact(*database, work, Deadline::in(300ms));
        QVERIFY(!stopped);
        QVERIFY2(stopped.error().code == ErrorCode::Timeout, stopped.error().message.c_str());
        QVERIFY(std::chrono::steady_clock::now() - start < 5s);
        QCOMPARE(itemCount(*database), 0);
        const auto reading = read(
            *database, [postgres](sql::Session& session) { return session.query(slowQuery(postgres)); },
            Deadline::in(200ms));
        QCOMPARE(reading.error().code, ErrorCode::Timeout);
    }

    void whatWaitsIsBounded() {
        auto database = open(*m_own, {kItems}, {.connections = 1, .waitingMax = 3});
        const auto gate = std::make_shared<Gate>();
        std::jthread holder([&] {
            transact(*database, [gate](sql::Session&) -> Result<> {
                gate->pass();
                return {};
            });
        });
        gate->waitUntilEntered();
        const auto start = [&](int id) {
            return database->transact(Deadline::in(20s), [id, gate](sql::Session& s) { return insertItem(s, id); });
        };
        int full = 0;
        std::jthread opener([gate] {
            std::this_thread::sleep_for(100ms);
            gate->open();
        });
        for (const auto& outcome : Crowd<void>::run(10, start)) {
            if (!outcome) QCOMPARE(outcome.error().code, ErrorCode::Full);
            full += outcome ? 0 : 1;
        }
        QCOMPARE(full, 7);
        QCOMPARE(itemCount(*database), 3);
    }

    void callersThatGaveUpMakeRoomForOthers() {
        auto database = open(*m_own, {kItems}, {.connections = 1, .waitingMax = 3});
        const auto gate = std::make_shared<Gate>();
        std::jthread holder([&] {
            transact(*database, [gate](sql::Session&) -> Result<> {
                gate->pass();
                return {};
            });
        });
        gate->waitUntilEntered();
        const auto impatient = [&](int id) {
            return database->transact(Deadline::in(30ms), [id](sql::Session& s) { return insertItem(s, id); });
        };
        for (int round = 0; round < 3; ++round) {
            for (const auto& outcome : Crowd<void>::run(3, impatient))
                QCOMPARE(outcome.error().code, ErrorCode::Timeout);
        }
        gate->open();
    }

    void readCanNotWrite() {
        auto database = open(*m_own, {kItems});
        const auto refused = read(*database, [](sql::Session& s) { return insertItem(s, 1); });
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
        QCOMPARE(itemCount(*database), 0);
        QVERIFY(transact(*database, [](sql::Session& s) { return insertItem(s, 1); }));
    }

    void readSeesOneMoment() {
        auto database = open(*m_own, {kItems});
        const auto gate = std::make_shared<Gate>();
        std::optional<Result<std::pair<std::int64_t, std::int64_t>>> seen;
        std::jthread reader([&] {
            seen = read(*database, [gate](sql::Session& session) -> Result<std::pair<std::int64_t, std::int64_t>> {
                auto before = session.query("SELECT count(*) FROM items");
                if (!before) return pass(before);
                gate->pass();
                auto after = session.query("SELECT count(*) FROM items");
                if (!after) return pass(after);
                return std::pair{before->first().integer(0), after->first().integer(0)};
            });
        });
        gate->waitUntilEntered();
        QVERIFY(transact(*database, [](sql::Session& s) { return insertItem(s, 1); }));
        gate->open();
        reader.join();
        QVERIFY(seen->has_value());
        QCOMPARE(**seen, (std::pair<std::int64_t, std::int64_t>{0, 0}));
        QCOMPARE(itemCount(*database), 1);
    }

    // The window's examination opens on a thread that ends before the program does.
    void aDatabaseMayBeOpenedOnAnyThread() {
        Result<std::unique_ptr<sql::Database>> opened = nullptr;
        std::jthread([&] { opened = tryOpen(*m_own, {kItems}); }).join();
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        QVERIFY(execute(**opened, "INSERT INTO items VALUES (1, 'mug', 1)"));
        QCOMPARE(itemCount(**opened), 1);
    }
};

RUSHLAB_TEST(SqlWaiting)

}  // namespace rushlab::test::sql_waiting
#include "sql_waiting.moc"
