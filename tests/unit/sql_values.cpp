// The small parts of the SQL port: URLs, values, the text of statements, the migrations that are built in.
#include "engines/sql/address.h"
#include "engines/sql/dialect.h"
#include "engines/sql/migrations.h"
#include "engines/sql/pool.h"
#include "engines/sql/statement_text.h"
#include "engines/sql/values.h"
#include "tests/support/test_program.h"

namespace rushlab::test::sql_values {
using namespace std::chrono_literals;

class SqlValues : public QObject {
    Q_OBJECT
  private slots:
    void aPostgresUrlIsTakenApart() {
        const auto address = sql::parseUrl("postgres://shop%40home:p%3Aw%2Fd@db.example:6543/orders?sslmode=require");
        QVERIFY2(address, address ? "" : address.error().message.c_str());
        const auto& postgres = std::get<sql::PostgresAddress>(*address);
        QCOMPARE(postgres.user, std::string("shop@home"));
        QCOMPARE(postgres.password, std::string("p:w/d"));
        QCOMPARE(postgres.host, std::string("db.example"));
        QCOMPARE(int{postgres.port}, 6543);
        QCOMPARE(postgres.database, std::string("orders"));
        QCOMPARE(postgres.sslMode, std::string("require"));
        QCOMPARE(postgres.describe(), std::string("PostgreSQL at db.example:6543 (database orders, user shop@home)"));
    }

    void whatAUrlLeavesOutIsFilledIn() {
        const auto address =
            std::get<sql::PostgresAddress>(*sql::parseUrl("postgresql://me@/shop?host=/run/postgresql"));
        QCOMPARE(address.host, std::string("/run/postgresql"));
        QCOMPARE(int{address.port}, 5432);
        QVERIFY(address.password.empty());
        const auto six = std::get<sql::PostgresAddress>(*sql::parseUrl("postgres://me@[::1]:5433/shop"));
        QCOMPARE(six.host, std::string("::1"));
        QCOMPARE(int{six.port}, 5433);
    }

    void aSqliteUrlIsAPath() {
        QCOMPARE(std::get<sql::SqliteAddress>(*sql::parseUrl("sqlite:data/shop.db")).file.string(),
                 std::string("data/shop.db"));
        QCOMPARE(std::get<sql::SqliteAddress>(*sql::parseUrl("sqlite:///var/shop.db")).file.string(),
                 std::string("/var/shop.db"));
    }

    void aWrongUrlIsToldWhatIsWrong_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("said");
        QTest::newRow("other engine") << "oracle://secret"
                                      << "allowed are";
        QTest::newRow("nothing") << ""
                                 << "allowed are";
        QTest::newRow("no file") << "sqlite:"
                                 << "needs a file";
        QTest::newRow("in memory") << "sqlite::memory:"
                                   << "needs a file";
        QTest::newRow("no user") << "postgres://host/shop"
                                 << "names no user";
        QTest::newRow("no database") << "postgres://me:secret@host"
                                     << "names no database";
        QTest::newRow("port") << "postgres://me:secret@host:70000/shop"
                              << "1 to 65535";
        QTest::newRow("port 0") << "postgres://me:secret@host:0/shop"
                                << "1 to 65535";
        QTest::newRow("port with letters") << "postgres://me:secret@host:54x/shop"
                                           << "1 to 65535";
        QTest::newRow("percent") << "postgres://me:secret%2@host/shop"
                                 << "percent-encoded";
        QTest::newRow("zero byte") << "postgres://me:secret%00@host/shop"
                                   << "percent-encoded";
        QTest::newRow("option") << "postgres://me:secret@host/shop?options=-csearch_path"
                                << "allowed are sslmode";
        QTest::newRow("sslmode") << "postgres://me:secret@host/shop?sslmode=a;password=b"
                                 << "allowed are disable";
        QTest::newRow("open bracket") << "postgres://me:secret@[::1/shop"
                                      << "has no ]";
    }
    void aWrongUrlIsToldWhatIsWrong() {
        QFETCH(QString, url);
        QFETCH(QString, said);
        const auto address = sql::parseUrl(url.toStdString());
        QVERIFY(!address);
        QCOMPARE(address.error().code, ErrorCode::Invalid);
        QVERIFY2(QString::fromStdString(address.error().message).contains(said), address.error().message.c_str());
        QVERIFY(address.error().message.find("secret") == std::string::npos);
    }

    void aRowReadsWhatItsColumnsHold() {
        sql::Rows rows({"a", "b"});
        for (const sql::Value& value :
             {sql::Value(std::int64_t{1}), sql::Value(2.0), sql::Value(true), sql::Value(std::monostate{})}) {
            rows.append(value);
        }
        QCOMPARE(rows.size(), 2U);
        QCOMPARE(rows[0].integer(1), 2);
        QVERIFY(rows[0].boolean(0));
        QCOMPARE(rows[1].integer(0), 1);
        QCOMPARE(rows[1].integer(1), 0);
        QVERIFY(rows[1].text(1).empty() && rows[1].isNull(1));
        std::size_t seen = 0;
        for (const sql::Row row : rows)
            seen += row.columns();
        QCOMPARE(seen, 4U);
        QVERIFY(sql::Rows({"a"}).empty());
    }

    void anOptionalParameterIsItsValueOrNull() {
        QVERIFY(std::holds_alternative<std::monostate>(sql::Parameter(std::optional<int>()).held()));
        QCOMPARE(std::get<std::int64_t>(sql::Parameter(std::optional<int>(3)).held()), 3);
        struct ItemTag;
        QCOMPARE(std::get<std::int64_t>(sql::Parameter(Id<ItemTag>{7}).held()), 7);
        QVERIFY(std::holds_alternative<bool>(sql::Parameter(true).held()));
        QVERIFY(std::holds_alternative<std::string_view>(sql::Parameter("text").held()));
    }

    void theFirstWordOfAStatementIsFound() {
        QCOMPARE(sql::firstWord(" -- begin\n /* commit */ (select 1)"), std::string("SELECT"));
        QCOMPARE(sql::firstWord(";; Commit;"), std::string("COMMIT"));
        QCOMPARE(sql::firstWord("/* never ends"), std::string());
        QCOMPARE(sql::firstWord("--"), std::string());
        QCOMPARE(sql::firstWord(""), std::string());
    }

    void twoStatementsAreToldFromOne() {
        for (const char* one :
             {"SELECT 1", "SELECT 1; ", "SELECT ';' -- ; x\n", "SELECT 1; -- end", "SELECT \"a;b\" /* ; */",
              "SELECT 'it''s; one'", "SELECT $$a; b$$", "SELECT $t$ ; $$ ; $t$", ";", "", "SELECT 'open;"}) {
            QVERIFY2(sql::isOneStatement(one), one);
        }
        for (const char* two : {"SELECT 1; COMMIT", "SELECT ';'; COMMIT", "SELECT 1;/**/COMMIT", "; COMMIT;",
                                "SELECT $$ $$; COMMIT", "SELECT '\\'; COMMIT"}) {
            QVERIFY2(!sql::isOneStatement(two), two);
        }
    }

    void theMigrationsThatAreBuiltInAreInOrder() {
        for (const auto& dialect :
             {sql::makeSqliteDialect({"shop.db"}, 0), sql::makePostgresDialect(sql::PostgresAddress{})}) {
            const auto migrations = sql::migrationsFor(*dialect);
            QVERIFY2(migrations, migrations ? "" : migrations.error().message.c_str());
        }
        QVERIFY(!sql::embeddedFiles().empty());
    }

    void migrationFilesAreNumberedWithoutGaps() {
        const auto dialect = sql::makeSqliteDialect({"shop.db"}, 0);
        const std::vector<sql::EmbeddedFile> good{
            {"postgres/002_b.sql", "p"}, {"sqlite/002_b.sql", "s"}, {"common/001_a.sql", "a"}};
        const auto sorted = sql::migrationsFor(*dialect, good);
        QVERIFY(sorted);
        QCOMPARE(sorted->size(), 2U);
        QCOMPARE(sorted->at(1).sql, std::string("s"));
        QCOMPARE(sorted->at(0).name, std::string("a"));
        for (const std::vector<sql::EmbeddedFile>& bad : {std::vector<sql::EmbeddedFile>{{"common/002_a.sql", ""}},
                                                          {{"common/a.sql", ""}},
                                                          {{"common/001-a.sql", ""}},
                                                          {{"common/001_a.sql", ""}, {"sqlite/001_b.sql", ""}},
                                                          {{"common/001", ""}}}) {
            QVERIFY(!sql::migrationsFor(*dialect, bad));
        }
    }

    void theSearchForADatabaseThatIsAwayPausesLonger() {
        sql::Outage outage;
        SteadyTime now{1h};
        QVERIFY(!outage.reason(now));
        const Error away{ErrorCode::Unavailable, "away"};
        outage.noticed(away, now);
        QVERIFY(outage.reason(now + 99ms) == away);
        QVERIFY(!outage.reason(now + 100ms));
        outage.noticed(away, now + 50ms);  // another thread's, found in the same pause
        QVERIFY(!outage.reason(now + 100ms));
        now += 100ms;
        outage.noticed(away, now);
        QVERIFY(outage.reason(now + 199ms) && !outage.reason(now + 200ms));
        for (int i = 0; i < 20; ++i) {
            now += 1h;
            outage.noticed(away, now);
        }
        QVERIFY(outage.reason(now + 4999ms) && !outage.reason(now + 5s));
        QVERIFY(outage.over() && !outage.over());
        QVERIFY(!outage.reason(now));
    }
};

RUSHLAB_TEST(SqlValues)

}  // namespace rushlab::test::sql_values
#include "sql_values.moc"
