// `rushlab run` as a shell sees it: its result, and what it ends with.
#include <QtTest>

namespace {

struct Ended {
    int status = -1;
    QString out, err;
};

}  // namespace

class RunScenarios : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    Ended run(const QStringList& words) {
        QProcess program;
        QProcessEnvironment environment;
        environment.insert("HOME", m_folder.path());
        environment.insert("TMPDIR", m_folder.filePath("tmp"));
        environment.insert("TSAN_OPTIONS", qEnvironmentVariable("TSAN_OPTIONS"));
        program.setProcessEnvironment(environment);
        program.start(RUSHLAB_PROGRAM, words);
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

  private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        QVERIFY(QDir(m_folder.path()).mkdir("tmp"));
    }
    // A run leaves nothing behind.
    void cleanup() {
        QVERIFY(QDir(m_folder.filePath("tmp")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries).isEmpty());
    }

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
        const Ended told = sale("none");
        QCOMPARE(told.status, 1);
        QVERIFY2(told.out.contains("Verdict: FAIL (expected FAIL)"), qPrintable(told.out));
        QVERIFY2(told.out.contains("oversold FAIL"), qPrintable(told.out));
        QCOMPARE(sale("none", {"--expect", "fail"}).status, 0);
        QCOMPARE(sale("lua-mq", {"--expect", "fail"}).status, 1);
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
        for (const char* id : {"flash-sale", "pipeline", "coupon", "time-deal"})
            QVERIFY2(ids.contains(id), id);
        QCOMPARE(json["strategies"].toArray().size(), 12);
        QVERIFY(run({"list"}).out.contains("lua-mq"));
    }

    void anInterruptedRunIsUnknown() {
        QProcess program;
        QProcessEnvironment environment;
        environment.insert("HOME", m_folder.path());
        environment.insert("TMPDIR", m_folder.filePath("tmp"));
        environment.insert("TSAN_OPTIONS", qEnvironmentVariable("TSAN_OPTIONS"));
        program.setProcessEnvironment(environment);
        program.start(RUSHLAB_PROGRAM, {"run", "pipeline", "--set", "users=20", "--set", "duration=10min"});
        program.setReadChannel(QProcess::StandardError);
        QByteArray progress;
        while (!progress.contains("answered")) {
            QVERIFY2(program.waitForReadyRead(60'000), progress);
            progress += program.readAllStandardError();
        }
        program.terminate();
        QVERIFY(program.waitForFinished(100'000));
        QCOMPARE(program.exitCode(), 2);
        QVERIFY(program.readAllStandardOutput().contains("UNKNOWN"));
    }
};

QTEST_GUILESS_MAIN(RunScenarios)
#include "run_scenarios.moc"
