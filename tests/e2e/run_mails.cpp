// `rushlab run welcome-mail` and `diy-queue`, small: whole shops are killed in the middle of mails, and what the
// verdict says of it is what each way is known for.
#include "tests/support/test_program.h"

namespace rushlab::test::run_mails {

class RunMails : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    // The words of a small run: fourteen mails, three at once, 200 ms each.
    QJsonDocument run(const QString& scenario, const QStringList& more) {
        QProcessEnvironment environment;
        environment.insert("HOME", m_folder.path());
        environment.insert("TMPDIR", m_folder.filePath("tmp"));
        environment.insert("TSAN_OPTIONS", qEnvironmentVariable("TSAN_OPTIONS"));
        QProcess program;
        program.setProcessEnvironment(environment);
        QStringList words{"run", scenario, "--json"};
        for (const QString& value : QStringList{"mails=14", "at-once=3", "takes=200ms", "drain=2min"} + more)
            words << "--set" << value;
        program.start(RUSHLAB_PROGRAM, words);
        if (!program.waitForFinished(200'000)) program.kill();
        program.waitForFinished();
        m_said = QString::fromUtf8(program.readAllStandardError());
        m_status = program.exitCode();
        return QJsonDocument::fromJson(program.readAllStandardOutput());
    }
    static QJsonValue variant(const QJsonDocument& json, const QString& name) {
        const QJsonArray variants = json["variants"].toArray();
        for (const QJsonValue one : variants) {
            if (one["name"].toString() == name) return one;
        }
        return {};
    }
    static int found(const QJsonValue& variant, const QString& check) {
        for (const QJsonValue one : variant["checks"].toArray()) {
            if (one["name"].toString() == check) return one["actual"].toString().toInt();
        }
        return -1;
    }
    void isWhole(const QJsonDocument& json, const QString& name) {
        const QJsonValue one = variant(json, name);
        const QString shown = name + ": " + QString::fromUtf8(json.toJson()) + m_said;
        QVERIFY2(one["verdict"].toString() == "PASS", qPrintable(shown));
        QVERIFY2(found(one, "promised") >= 7, qPrintable(shown));
        QCOMPARE(found(one, "lost"), 0);
        QCOMPARE(found(one, "duplicated"), 0);
    }
    void loses(const QJsonDocument& json, const QString& name) {
        const QJsonValue one = variant(json, name);
        QVERIFY2(one["verdict"].toString() == "FAIL" && one["expected"].toString() == "FAIL" && found(one, "lost") > 0,
                 qPrintable(name + ": " + QString::fromUtf8(json.toJson()) + m_said));
        QCOMPARE(found(one, "duplicated"), 0);
    }

    QString m_said;
    int m_status = -1;

  private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        QVERIFY(QDir(m_folder.path()).mkdir("tmp"));
    }
    // A run leaves nothing behind, nor does the shop that it killed.
    void cleanup() {
        QCOMPARE(QDir(m_folder.filePath("tmp")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries), QStringList());
    }

    void aSigkillLosesWhatIsInMemoryAndNothingOfTheQueue() {
        const QJsonDocument json = run("welcome-mail", {"mode=async,queue", "kill=sigkill"});
        loses(json, "async");
        isWhole(json, "queue");
        QCOMPARE(m_status, 0);  // as it was expected
    }

    // The others' clean stop is in unit/roles_mail.
    void aSigtermLosesNothingOfWhatIsInMemory() {
        const QJsonDocument json = run("welcome-mail", {"mode=async,list", "kill=sigterm"});
        isWhole(json, "async");
        isWhole(json, "list");
        QCOMPARE(m_status, 0);
    }

    void whenItsConsumerDiesAListLosesAndItsRepairAndTheQueueDoNot() {
        const QJsonDocument json = run("diy-queue", {});
        loses(json, "list");
        isWhole(json, "list-reliable");
        isWhole(json, "queue");
        QCOMPARE(m_status, 0);
    }
};

RUSHLAB_TEST(RunMails)

}  // namespace rushlab::test::run_mails
#include "run_mails.moc"
