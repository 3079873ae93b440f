// The built program as a shell sees it: what it prints, and what it ends with.
#include "tests/support/test_program.h"

namespace rushlab::test::command_line {
namespace {

struct Ended {
    int status = -1;
    QString out, err;
};

}  // namespace

class CommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    // With nothing of the surrounding environment that could change what it does.
    Ended run(const QStringList& words, const QMap<QString, QString>& variables = {}) {
        QProcess program;
        QProcessEnvironment environment;
        environment.insert("HOME", m_folder.path());
        environment.insert("TSAN_OPTIONS", qEnvironmentVariable("TSAN_OPTIONS"));
        for (auto variable = variables.begin(); variable != variables.end(); ++variable)
            environment.insert(variable.key(), variable.value());
        program.setProcessEnvironment(environment);
        program.start(RUSHLAB_PROGRAM, words);
        if (!program.waitForFinished(60'000)) {
            program.kill();
            program.waitForFinished();
            return {};
        }
        return {program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1,
                QString::fromUtf8(program.readAllStandardOutput()), QString::fromUtf8(program.readAllStandardError())};
    }

    QStringList doctorWith(const QStringList& more) {
        return QStringList{"doctor", "--json", "--data", m_folder.filePath("data")} + more;
    }

  private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void helpAndVersionGoToStandardOutput() {
        const Ended help = run({"--help"});
        QCOMPARE(help.status, 0);
        QVERIFY(help.out.contains("doctor") && help.err.isEmpty());
        const Ended version = run({"--version"});
        QCOMPARE(version.status, 0);
        QCOMPARE(version.out, QString("RushLab %1\n").arg(RUSHLAB_VERSION));
    }

    void mistakesEndWith64AndAreAllTold() {
        const Ended ended = run({"doctor", "--kv", "redes:", "--engine-timeout", "soon"}, {{"RUSHLAB_DB", "oracle:x"}});
        QCOMPARE(ended.status, 64);
        QVERIFY(ended.out.isEmpty());
        QCOMPARE(ended.err.count('\n'), 3);
        for (const char* part : {"kv.url", "engine-timeout", "db.url", "RUSHLAB_DB"})
            QVERIFY(ended.err.contains(part));
        QCOMPARE(run({"docter"}).status, 64);
        QCOMPARE(run({"--config", "/nowhere/lab.toml", "doctor"}).status, 64);
    }

    void theFileNamedByTheVariableIsRead() {
        QFile file(m_folder.filePath("lab.toml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("what = 1\n");
        file.close();
        const Ended ended = run({"doctor"}, {{"RUSHLAB_CONFIG", file.fileName()}});
        QCOMPARE(ended.status, 64);
        QVERIFY2(ended.err.contains("lab.toml, line 1"), qPrintable(ended.err));
    }

    void withoutADisplayTheDesktopSaysWhatToDo() {
        const Ended ended = run({});
        QCOMPARE(ended.status, 69);
        QVERIFY2(ended.err.contains("rushlab doctor"), qPrintable(ended.err));
    }

    void doctorExaminesEveryPortAndLeavesNothing() {
        const Ended ended = run(doctorWith({}));
        QVERIFY2(ended.status == 0, qPrintable(ended.out + ended.err));
        const QJsonDocument json = QJsonDocument::fromJson(ended.out.toUtf8());
        QStringList ports;
        for (const QJsonValue engine : json["engines"].toArray())
            ports += engine["port"].toString();
        QCOMPARE(ports, (QStringList{"key-value", "work queue", "event log", "SQL", "archive", "mail"}));
        for (const QJsonValue engine : json["engines"].toArray()) {
            QCOMPARE(engine["state"].toString(), "ready");
            QVERIFY(engine["roundTripUs"].toInt() > 0);
        }
        QVERIFY(json["ready"].toBool());
        QVERIFY(QDir(m_folder.filePath("data")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries).isEmpty());
    }

    void anEngineThatIsNotThereIsTold() {
        // Nobody listens on port 1.
        const Ended ended = run(doctorWith({"--db", "postgres://kim:sesame@127.0.0.1:1/shop"}));
        QCOMPARE(ended.status, 69);
        const QJsonDocument json = QJsonDocument::fromJson(ended.out.toUtf8());
        const QJsonValue database = json["engines"][3];
        QCOMPARE(database["state"].toString(), QString("unavailable"));
        QVERIFY2(database["problem"].toString().contains("127.0.0.1"), qPrintable(ended.out));
        QCOMPARE(json["engines"][1]["state"].toString(), QString("ready"));
        QVERIFY2(!(ended.out + ended.err).contains("sesame"), "the password is nobody's business");
    }

    void doctorExaminesPostgresToo() {
        const QString url = qEnvironmentVariable("RUSHLAB_TEST_POSTGRES");
        if (url.isEmpty() && qEnvironmentVariable("RUSHLAB_REQUIRE_ENGINES") == "1")
            QFAIL("RUSHLAB_TEST_POSTGRES is not set: run the tests through tests/support/with_postgres.sh");
        if (url.isEmpty()) QSKIP("there is no PostgreSQL: RUSHLAB_TEST_POSTGRES is not set");
        const Ended ended = run(doctorWith({"--db", url, "--engine-timeout", "60s"}));
        QVERIFY2(ended.status == 0, qPrintable(ended.out + ended.err));
        const QJsonDocument json = QJsonDocument::fromJson(ended.out.toUtf8());
        const QJsonValue database = json["engines"][3];
        QCOMPARE(database["engine"].toString(), QString("PostgreSQL"));
        QVERIFY(!database["version"].toString().isEmpty());
    }

    void aDataFolderThatCannotBeWrittenIsTold() {
        const Ended ended = run({"doctor", "--data", "/proc/rushlab"});
        QCOMPARE(ended.status, 69);
        QVERIFY2(ended.out.contains("The data folder /proc/rushlab cannot be written"), qPrintable(ended.out));
        QVERIFY2(ended.out.contains("+ key-value"), qPrintable(ended.out));
    }

    void aDatabaseFileElsewhereNeedsNoDataFolderAndIsNotLeft() {
        const QString file = m_folder.filePath("elsewhere/shop.db");
        const Ended ended = run({"doctor", "--data", "/proc/rushlab", "--db", "sqlite:" + file});
        QCOMPARE(ended.status, 69);
        QVERIFY2(ended.out.contains("+ SQL"), qPrintable(ended.out));
        QVERIFY2(ended.out.contains(file), qPrintable(ended.out));
        QVERIFY(!QDir(m_folder.path()).exists("elsewhere"));
    }
};

RUSHLAB_TEST(CommandLine)

}  // namespace rushlab::test::command_line
#include "command_line.moc"
