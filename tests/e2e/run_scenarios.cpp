// `rushlab run` as a shell sees it: its result, and what it ends with.
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrlQuery>

#include "tests/support/test_program.h"

namespace rushlab::test::run_scenarios {
namespace {

struct Ended {
    int status = -1;
    QString out, err;
};

}  // namespace

class RunScenarios : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    void begin(QProcess& program, const QStringList& words) {
        QProcessEnvironment environment;
        environment.insert("HOME", m_folder.path());
        environment.insert("TMPDIR", m_folder.filePath("tmp"));
        environment.insert("TSAN_OPTIONS", qEnvironmentVariable("TSAN_OPTIONS"));
        program.setProcessEnvironment(environment);
        program.start(RUSHLAB_PROGRAM, words);
    }
    // A run that goes on until it is ended, once it has sent its first orders; false: it did not come so far.
    bool beginLong(QProcess& program, const QStringList& more = {}) {
        begin(program, QStringList{"run", "pipeline", "--set", "users=20", "--set", "duration=10min"} + more);
        program.setReadChannel(QProcess::StandardError);
        QByteArray progress;
        while (!progress.contains(" accepted")) {
            if (!program.waitForReadyRead(60'000)) return false;
            progress += program.readAllStandardError();
        }
        return true;
    }
    static void kill(QProcess& program) {
        program.kill();
        program.waitForFinished(30'000);
    }
    QStringList places() const {
        return QDir(m_folder.filePath("tmp")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::Hidden);
    }

    Ended run(const QStringList& words) {
        QProcess program;
        begin(program, words);
        if (!program.waitForFinished(200'000)) {
            program.kill();
            program.waitForFinished();
            return {};
        }
        return {program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1,
                QString::fromUtf8(program.readAllStandardOutput()), QString::fromUtf8(program.readAllStandardError())};
    }
    Ended sale(const QString& strategy, const QStringList& more = {}) {
        return run(QStringList{"run", "flash-sale", "--set", "users=200", "--set", "stock=20", "--set",
                               "strategy=" + strategy} +
                   more);
    }
    static QString check(const QJsonDocument& json, const QString& name) {
        for (const QJsonValue one : json["checks"].toArray()) {
            if (one["name"].toString() == name) return one["actual"].toString();
        }
        return "no such check";
    }

    static bool hasSchema(const QString& url, const QString& schema) {
        bool has = false;
        {
            const QUrl where(url);
            QSqlDatabase database = QSqlDatabase::addDatabase("QPSQL", "schemas");
            database.setHostName(where.host().isEmpty() ? QUrlQuery(where).queryItemValue("host") : where.host());
            database.setPort(where.port(5432));
            database.setDatabaseName(where.path().mid(1));
            database.setUserName(where.userName());
            database.setPassword(where.password());
            if (!database.open()) qFatal("%s", qPrintable(database.lastError().text()));
            QSqlQuery query(database);
            query.prepare("SELECT 1 FROM pg_namespace WHERE nspname = ?");
            query.addBindValue(schema);
            has = query.exec() && query.next();
        }
        QSqlDatabase::removeDatabase("schemas");
        return has;
    }

  private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        QVERIFY(QDir(m_folder.path()).mkdir("tmp"));
    }
    // A run leaves nothing behind.
    void cleanup() { QCOMPARE(places(), QStringList()); }

    void aSaleThatIsRightPasses() {
        const Ended ended = sale("lua-mq", {"--json"});
        QVERIFY2(ended.status == 0, qPrintable(ended.out + ended.err));
        const QJsonDocument json = QJsonDocument::fromJson(ended.out.toUtf8());
        QCOMPARE(json["scenario"].toString(), QString("flash-sale"));
        QCOMPARE(json["verdict"].toString(), QString("PASS"));
        QCOMPARE(json["parameters"]["users"].toVariant().toString(), QString("200"));
        QCOMPARE(check(json, "sold"), QString("20"));
        QCOMPARE(check(json, "oversold"), QString("0"));
        QCOMPARE(check(json, "lost"), QString("0"));
        for (const char* part : {"engines", "metrics", "environment", "seed"})
            QVERIFY2(!json[part].isUndefined(), part);
    }

    void aSaleWithoutAGuardFailsAsExpected() {
        // Engines that are far away leave all the time there is between reading and writing back.
        const QStringList far{"--set", "delays=cloud"};
        const Ended told = sale("none", far);
        QCOMPARE(told.status, 1);
        QVERIFY2(told.out.contains(QRegularExpression("Verdict: FAIL \\(expected FAIL\\): oversold by [1-9][0-9]* in")),
                 qPrintable(told.out));
        QVERIFY2(told.out.contains("oversold FAIL"), qPrintable(told.out));
        QCOMPARE(sale("none", far + QStringList{"--expect", "fail"}).status, 0);
        QCOMPARE(sale("none", far + QStringList{"--set", "seeds=2", "--expect", "fail"}).status, 0);
        QCOMPARE(sale("lua-mq", {"--expect", "fail"}).status, 1);
        // Nothing can be oversold of nothing.
        QCOMPARE(sale("none", {"--set", "stock=0"}).status, 0);
    }

    void whatADatabaseCannotDoIsSaid() {
        const Ended ended = sale("skip-locked");
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.out.contains("PostgreSQL"), qPrintable(ended.out));
    }

    void onPostgresARunLeavesNoSchema() {
        const QString url = qEnvironmentVariable("RUSHLAB_TEST_POSTGRES");
        if (url.isEmpty() && qEnvironmentVariable("RUSHLAB_REQUIRE_ENGINES") == "1")
            QFAIL("RUSHLAB_TEST_POSTGRES is not set: run the tests through tests/support/with_postgres.sh");
        if (url.isEmpty()) QSKIP("there is no PostgreSQL: RUSHLAB_TEST_POSTGRES is not set");
        const Ended ended = sale("skip-locked", {"--db", url});
        QVERIFY2(ended.status == 0, qPrintable(ended.out + ended.err));
    }

    void mistakesEndWith64AndTheNearestName() {
        const Ended scenario = run({"run", "flsh-sale"});
        QCOMPARE(scenario.status, 64);
        QVERIFY2(scenario.err.contains("Did you mean flash-sale?"), qPrintable(scenario.err));
        const Ended parameter = run({"run", "flash-sale", "--set", "user=3"});
        QCOMPARE(parameter.status, 64);
        QVERIFY2(parameter.err.contains("Did you mean users?"), qPrintable(parameter.err));
        QCOMPARE(run({"run", "flash-sale", "--set", "users"}).status, 64);
        QCOMPARE(run({"run", "flash-sale", "--expect", "maybe"}).status, 64);
        QCOMPARE(run({"run"}).status, 64);
    }

    void anAbsentEngineEndsWith69() {
        const Ended ended = sale("lua-mq", {"--db", "postgres://kim:sesame@127.0.0.1:1/shop"});
        QCOMPARE(ended.status, 69);
        QVERIFY2(!(ended.out + ended.err).contains("sesame"), "the password is nobody's business");
    }

    void whatTheDatabaseCannotDoIsNotImitated() {
        const Ended ended = run({"run", "coupon", "--set", "coupons=20", "--set", "users=30", "--json"});
        QVERIFY2(ended.status == 0, qPrintable(ended.err));
        const QJsonDocument json = QJsonDocument::fromJson(ended.out.toUtf8());
        QStringList notRun;
        for (const QJsonValue variant : json["variants"].toArray()) {
            if (variant["notRun"].toString().contains("SQLite has no row locks")) notRun += variant["name"].toString();
        }
        QCOMPARE(notRun, (QStringList{"skip-locked", "select-then-update"}));
    }

    void theListTellsScenariosAndStrategies() {
        const Ended ended = run({"list", "--json"});
        QCOMPARE(ended.status, 0);
        const QJsonDocument json = QJsonDocument::fromJson(ended.out.toUtf8());
        QStringList ids;
        for (const QJsonValue scenario : json["scenarios"].toArray())
            ids += scenario["id"].toString();
        for (const char* id :
             {"flash-sale", "pipeline", "coupon", "time-deal", "decoupling", "dead-letter", "prefetch"})
            QVERIFY2(ids.contains(id), id);
        QCOMPARE(json["strategies"].toArray().size(), 12);
        QVERIFY(run({"list"}).out.contains("lua-mq"));
    }

    void anInterruptedRunIsUnknown() {
        QProcess program;
        QVERIFY(beginLong(program, {"--json"}));
        program.terminate();
        QVERIFY(program.waitForFinished(100'000));
        QCOMPARE(program.exitCode(), 2);
        const QJsonDocument json = QJsonDocument::fromJson(program.readAllStandardOutput());
        QCOMPARE(json["verdict"].toString(), QString("UNKNOWN"));
        QVERIFY(json["interrupted"].toBool());
    }

    void moreUsersThanThereIsRoomForAreRefusedBeforeTheRun() {
        const Ended ended = run({"run", "flash-sale", "--set", "users=100000"});
        QCOMPARE(ended.status, 64);
        QVERIFY2(ended.err.contains("100000 users") && ended.err.contains("set users to"), qPrintable(ended.err));
        QCOMPARE(run({"run", "pipeline", "--set", "users=5,20000"}).status, 64);
    }

    void whatAKilledRunLeftGoesWithTheNextAndWhatALivingOneHasStays() {
        QProcess killed, alive;
        QVERIFY(beginLong(alive));
        const QStringList ofTheLiving = places();
        QCOMPARE(ofTheLiving.size(), 1);
        QVERIFY(beginLong(killed));
        kill(killed);
        QCOMPARE(places().size(), 2);
        // What only looks like a run's is nobody's to remove.
        const QString other = m_folder.filePath("tmp/rushlab_run_of_somebody");
        QVERIFY(QDir().mkdir(other));
        QCOMPARE(sale("lua-mq").status, 0);
        QVERIFY(QDir().rmdir(other));
        QCOMPARE(places(), ofTheLiving);
        QCOMPARE(alive.state(), QProcess::Running);
        alive.terminate();
        QVERIFY(alive.waitForFinished(100'000));
        QCOMPARE(alive.exitCode(), 2);  // it was interrupted, and went on until then
    }

    void onPostgresAKilledRunsSchemaGoesToo() {
        const QString url = qEnvironmentVariable("RUSHLAB_TEST_POSTGRES");
        if (url.isEmpty() && qEnvironmentVariable("RUSHLAB_REQUIRE_ENGINES") == "1")
            QFAIL("RUSHLAB_TEST_POSTGRES is not set: run the tests through tests/support/with_postgres.sh");
        if (url.isEmpty()) QSKIP("there is no PostgreSQL: RUSHLAB_TEST_POSTGRES is not set");
        QProcess killed;
        QVERIFY(beginLong(killed, {"--db", url}));
        kill(killed);
        const QStringList left = places();
        QCOMPARE(left.size(), 1);
        QVERIFY(hasSchema(url, left.front()));
        // A run on another database cannot drop it, and leaves the note of it.
        QCOMPARE(sale("lua-mq").status, 0);
        QCOMPARE(places(), left);
        QCOMPARE(sale("lua-mq", {"--db", url}).status, 0);
        QVERIFY(!hasSchema(url, left.front()));
    }
};

RUSHLAB_TEST(RunScenarios)

}  // namespace rushlab::test::run_scenarios
#include "run_scenarios.moc"
