// What the SQL port promises of transactions, values, errors and migrations, on every engine that is there.
#include "tests/contract/sql_items.h"
#include "tests/support/test_program.h"

namespace rushlab::test::sql_database {
using namespace rushlab::test;

namespace {

const std::string kAllTypes =
    "CREATE TABLE samples (id ${identity}, whole BIGINT, real DOUBLE PRECISION, truth ${truth}, words TEXT, bytes "
    "${blob}, "
    "at ${time})";

Result<sql::Rows> roundTrip(sql::Session& session, const std::vector<sql::Value>& values) {
    std::vector<sql::Parameter> parameters(values.begin(), values.end());
    auto inserted = session.query(
        "INSERT INTO samples (whole, real, truth, words, bytes, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        parameters);
    if (!inserted) return inserted;
    return session.query("SELECT whole, real, truth, words, bytes, at FROM samples WHERE id = ?",
                         {inserted->first().integer(0)});
}

}  // namespace

class SqlDatabase : public QObject {
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

    void aTransactionThatReturnsAValueIsKept() {
        auto database = open(*m_own, {kItems});
        const auto kept = transact(*database, [](sql::Session& session) -> Result<std::string> {
            if (auto done = insertItem(session, 1, "tea"); !done) return pass(done);
            auto rows = session.query("SELECT name FROM items WHERE id = ?", {1});
            if (!rows) return pass(rows);
            return std::string(rows->first().text(0));
        });
        QVERIFY2(kept, kept ? "" : kept.error().message.c_str());
        QCOMPARE(*kept, std::string("tea"));
        database.reset();
        database = open(*m_own, {kItems});
        QCOMPARE(itemCount(*database), 1);
    }

    void aTransactionThatReturnsAnErrorLeavesNothing() {
        auto database = open(*m_own, {kItems});
        const auto refused = transact(*database, [](sql::Session& session) -> Result<> {
            if (auto done = insertItem(session, 1); !done) return done;
            return fail(ErrorCode::SoldOut, "sold out");
        });
        QCOMPARE(refused.error(), (Error{ErrorCode::SoldOut, "sold out"}));
        QCOMPARE(itemCount(*database), 0);
    }

    void aFunctionThatThrowsIsRolledBackAndToldOf() {
        auto database = open(*m_own, {kItems});
        const auto thrown = transact(*database, [](sql::Session& session) -> Result<> {
            if (auto done = insertItem(session, 1); !done) return done;
            throw std::runtime_error("a plate fell");
        });
        QCOMPARE(thrown.error().code, ErrorCode::Invalid);
        QVERIFY(thrown.error().message.find("a plate fell") != std::string::npos);
        QCOMPARE(itemCount(*database), 0);
    }

    void aFailureThatTheFunctionIgnoresStillEndsItsTransaction() {
        auto database = open(*m_own, {kItems});
        const auto ignored = transact(*database, [](sql::Session& session) -> Result<> {
            static_cast<void>(insertItem(session, 1));
            static_cast<void>(insertItem(session, 1));
            const auto later = insertItem(session, 2);
            if (later) return fail(ErrorCode::Invalid, "a statement ran after one that failed");
            return {};
        });
        QCOMPARE(ignored.error().code, ErrorCode::Conflict);
        QCOMPARE(itemCount(*database), 0);
    }

    void valuesComeBackAsTheyWere() {
        auto database = open(*m_own, {kAllTypes});
        std::string everyByte;
        for (int i = 0; i < 1024 * 1024; ++i)
            everyByte += static_cast<char>(i * 7 + i / 256);
        const std::vector<std::vector<sql::Value>> samples{
            {std::int64_t{42}, 0.1, true, "머그컵 ☕ 🛒 'quoted' \"twice\" \\ $1 ? %s", sql::Blob{everyByte},
             WallTime{Milliseconds{1'790'000'000'123}}},
            {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<double>::max(), false, "", sql::Blob{""},
             WallTime{Milliseconds{0}}},
            {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<double>::denorm_min(), true,
             "line\nline\ttab", sql::Blob{std::string("\0\x27\x5C\xFF", 4)}, WallTime{Milliseconds{-1}}},
        };
        for (const auto& sample : samples) {
            const auto rows = transact(*database, [sample](sql::Session& s) { return roundTrip(s, sample); });
            QVERIFY2(rows, rows ? "" : rows.error().message.c_str());
            const sql::Row row = rows->first();
            QCOMPARE(row.integer(0), std::get<std::int64_t>(sample[0]));
            QCOMPARE(row.real(1), std::get<double>(sample[1]));
            QCOMPARE(row.boolean(2), std::get<bool>(sample[2]));
            QCOMPARE(row.text(3), std::string_view(std::get<std::string>(sample[3])));
            QVERIFY(row.blob(4) == std::get<sql::Blob>(sample[4]).bytes);
            QCOMPARE(row.wallTime(5).time_since_epoch().count(),
                     std::get<WallTime>(sample[5]).time_since_epoch().count());
            for (std::size_t column = 0; column < row.columns(); ++column)
                QVERIFY(!row.isNull(column));
        }
    }

    void nullsComeBackAsNulls() {
        auto database = open(*m_own, {kAllTypes});
        const std::vector<sql::Value> nothing(6);
        const auto rows = transact(*database, [nothing](sql::Session& s) { return roundTrip(s, nothing); });
        QVERIFY2(rows, rows ? "" : rows.error().message.c_str());
        for (std::size_t column = 0; column < 6; ++column)
            QVERIFY(rows->first().isNull(column));
    }

    void theDatabasesClockReadsAsATime() {
        auto database = open(*m_own, {});
        const auto rows = transact(*database, [](sql::Session& session) {
            return session.query(fmt::format("SELECT {}", session.words().now));
        });
        QVERIFY(rows);
        const auto away = rows->first().wallTime(0) - RealClock().wallNow();
        QVERIFY(away < 5min && away > -5min);
    }

    void textThatIsNotTextIsRefused() {
        auto database = open(*m_own, {kItems});
        for (const std::string& text : {std::string("\xC3\x28"), std::string("a\0b", 3), std::string("\xED\xA0\x80")}) {
            const auto refused = transact(*database, [text](sql::Session& s) { return insertItem(s, 1, text); });
            QCOMPARE(refused.error().code, ErrorCode::Invalid);
        }
        QCOMPARE(itemCount(*database), 0);
    }

    void aUniqueKeyThatIsTakenIsAConflictThatNamesIt() {
        auto database = open(*m_own, {kItems});
        QVERIFY(transact(*database, [](sql::Session& s) { return insertItem(s, 1); }));
        const auto again = transact(*database, [](sql::Session& s) { return insertItem(s, 1); });
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QVERIFY(again.error().message.find(m_postgres ? "items_pkey" : "items.id") != std::string::npos);
        QVERIFY(!sql::canBeRunAgain(again.error()));
    }

    void eachBrokenRuleHasItsCode_data() {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* statement, ErrorCode code) {
            QTest::newRow(name) << QString(statement) << static_cast<int>(code);
        };
        row("foreign key", "INSERT INTO lines (item) VALUES (99)", ErrorCode::Conflict);
        row("not null", "INSERT INTO items (id, name, stock) VALUES (1, NULL, 1)", ErrorCode::Invalid);
        row("check", "INSERT INTO lines (item, many) VALUES (1, -1)", ErrorCode::Invalid);
        row("syntax", "INSERT IN items", ErrorCode::Invalid);
        row("no such table", "DELETE FROM nowhere", ErrorCode::Invalid);
        row("two statements", "DELETE FROM items; DELETE FROM lines", ErrorCode::Invalid);
        row("commit", " /* mine */ commit", ErrorCode::Invalid);
        row("pragma", "PRAGMA synchronous=OFF", ErrorCode::Invalid);
    }
    void eachBrokenRuleHasItsCode() {
        QFETCH(QString, statement);
        QFETCH(int, code);
        auto database = open(
            *m_own, {kItems, "CREATE TABLE lines (item BIGINT REFERENCES items (id), many INTEGER CHECK (many > 0))"});
        const auto broken = execute(*database, statement.toStdString());
        QVERIFY(!broken);
        QCOMPARE(static_cast<int>(broken.error().code), code);
        QVERIFY(execute(*database, "INSERT INTO items (id, name, stock) VALUES (1, 'tea', 1)"));
    }

    void aStatementIsGivenAsManyParametersAsItTakes() {
        auto database = open(*m_own, {kItems});
        const auto tooFew = transact(*database, [](sql::Session& session) -> Result<> {
            if (auto done = insertItem(session, 1); !done) return done;
            auto done = session.execute("INSERT INTO items (id, name, stock) VALUES (?, ?, 100)", {2});
            return done ? Result<>{} : pass(done);
        });
        QCOMPARE(tooFew.error().code, ErrorCode::Invalid);
        const auto first = transact(*database, [](sql::Session& session) {
            return session.execute("UPDATE items SET name = ? WHERE id = ?", {"tea"});
        });
        QCOMPARE(first.error().code, ErrorCode::Invalid);
        QCOMPARE(itemCount(*database), 0);
    }

    void executeTellsHowManyRowsChanged() {
        auto database = open(*m_own, {kItems});
        QVERIFY(execute(*database, "INSERT INTO items (id, name, stock) VALUES (1, 'a', 5), (2, 'b', 0), (3, 'c', 9)"));
        const auto changed = transact(*database, [](sql::Session& session) {
            return session.execute("UPDATE items SET stock = stock - ? WHERE stock >= ?", {5, 5});
        });
        QCOMPARE(changed.value_or(-1), 2);
    }

    void aRowThatIsThereCanBeTakenForAnAnswer() {
        auto database = open(*m_own, {kItems});
        const auto upsert = [](sql::Session& session) {
            return session.execute("INSERT INTO items (id, name, stock) VALUES (?, 'x', 1) ON CONFLICT (id) DO NOTHING",
                                   {7});
        };
        QCOMPARE(transact(*database, upsert).value_or(-1), 1);
        QCOMPARE(transact(*database, upsert).value_or(-1), 0);
    }

    void aStatementIsPreparedOnce() {
        const auto address = sql::parseUrl(m_own->url());
        auto database = open(*m_own, {kItems});
        const auto dialect = m_postgres ? sql::makePostgresDialect(std::get<sql::PostgresAddress>(*address))
                                        : sql::makeSqliteDialect(std::get<sql::SqliteAddress>(*address), 0);
        auto connection = dialect->connect(sql::Database::Access::Write);
        QVERIFY(connection);
        const std::string insert = "INSERT INTO items (id, name, stock) VALUES (?, 'x', 1)";
        for (int i = 0; i < 50; ++i) {
            QVERIFY((*connection)->begin(sql::Database::Access::Write, Deadline::never()));
            const std::string sameText = insert;
            QVERIFY((*connection)->execute(sameText, std::initializer_list<sql::Parameter>{i}));
            QVERIFY((*connection)->commit());
        }
        QCOMPARE((*connection)->statementsPrepared(), 1);
        // The ones used longest ago make room, and are prepared anew when they come back.
        QVERIFY((*connection)->begin(sql::Database::Access::Write, Deadline::never()));
        const auto many = static_cast<int>(sql::Connection::kStatementsMax);
        for (int i = 0; i < many; ++i)
            QVERIFY((*connection)->query(fmt::format("SELECT {}", i), {}));
        QVERIFY((*connection)->execute(insert, std::initializer_list<sql::Parameter>{1000}));
        QVERIFY((*connection)->commit());
        QCOMPARE((*connection)->statementsPrepared(), 2 + many);
    }

    void moreRowsThanFitAreRefused() {
        auto database = open(*m_own, {});
        const std::string numbers =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT i FROM n";
        const auto fits =
            read(*database, [&](sql::Session& s) { return s.query(fmt::format(fmt::runtime(numbers), 100'000)); });
        QCOMPARE(fits ? fits->size() : 0U, 100'000U);
        const auto tooMany =
            read(*database, [&](sql::Session& s) { return s.query(fmt::format(fmt::runtime(numbers), 100'001)); });
        QCOMPARE(tooMany.error().code, ErrorCode::Full);
    }

    void aDatabaseThatIsOnlyTriedKeepsItsTables() {
        const auto tried = tryOpen(*m_own, {kItems}, {.bringUpToDate = false});
        QVERIFY2(tried, tried ? "" : tried.error().message.c_str());
        QVERIFY(execute(**tried, "SELECT 1"));
        QVERIFY(!execute(**tried, "SELECT * FROM schema_version"));
        QVERIFY(!execute(**tried, "SELECT * FROM items"));
    }

    void migrationsRunOnceAndInOrder() {
        const std::string second =
            "INSERT INTO items VALUES (1, 'tea', 1); INSERT INTO items VALUES (2, 'it''s; done', 1)";
        for (int i = 0; i < 2; ++i) {
            auto database = open(*m_own, {kItems, second});
            QCOMPARE(itemCount(*database), 2);
        }
        auto database = open(*m_own, {kItems, second, "DELETE FROM items WHERE id = 1"});
        QCOMPARE(itemCount(*database), 1);
        QCOMPARE(number(*database, "SELECT max(version) FROM schema_version"), 3);
    }

    void aMigrationThatFailsIsRolledBackAndTheOnesBeforeItStay() {
        const std::string failing = "INSERT INTO items VALUES (1, 'tea', 1); INSERT INTO nowhere VALUES (1)";
        const auto refused = tryOpen(*m_own, {kItems, failing});
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("2_test") != std::string::npos);
        auto database = open(*m_own, {kItems});
        QCOMPARE(itemCount(*database), 0);
    }

    void aDatabaseOfANewerProgramIsRefused() {
        { auto database = open(*m_own, {kItems, "DELETE FROM items"}); }
        const auto refused = tryOpen(*m_own, {kItems});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY(refused.error().message.find("newer RushLab") != std::string::npos);
    }

    void aMigrationThatWasChangedIsRefused() {
        { auto database = open(*m_own, {kItems}); }
        const auto refused = tryOpen(*m_own, {kItems + " "});
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("must not change") != std::string::npos);
    }

    void theDatabaseIsDescribed() {
        auto database = open(*m_own, {});
        QVERIFY(database->describe().find(database->traits().engine) != std::string::npos);
        QCOMPARE(database->traits().rowLocks, m_postgres);
        QCOMPARE(database->traits().withoutRowLocks.empty(), m_postgres);
        const auto locking = transact(*database, [](sql::Session& session) {
            return session.query(fmt::format("SELECT version FROM schema_version {}", session.words().skipLocked));
        });
        QVERIFY(locking);
    }
};

RUSHLAB_TEST(SqlDatabase)

}  // namespace rushlab::test::sql_database
#include "sql_database.moc"
