// app/: the command line, and how doctor tells what it found.
#include "app/arguments.h"
#include "app/doctor.h"
#include "base/settings.h"
#include "scenarios/scenario.h"
#include "tests/support/test_program.h"

namespace rushlab::test::app_arguments {
using namespace rushlab::app;

namespace {

Arguments understood(const std::vector<std::string>& words) {
    auto parsed = parseArguments(words);
    if (const auto* farewell = std::get_if<Farewell>(&parsed)) {
        qWarning("%s", farewell->text.c_str());
        return {};
    }
    return std::get<Arguments>(std::move(parsed));
}

Farewell refused(const std::vector<std::string>& words) {
    const auto parsed = parseArguments(words);
    const auto* farewell = std::get_if<Farewell>(&parsed);
    return farewell ? *farewell : Farewell{};
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

QString sourceText(const char* path) {
    QFile file(QString(RUSHLAB_SOURCE_DIR "/") + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

class AppArguments : public QObject {
    Q_OBJECT
  private slots:
    void withoutACommandItIsTheDesktop() {
        QVERIFY(understood({}).command == Command::Desktop);
        QVERIFY(understood({"--kv", "embedded:"}).command == Command::Desktop);
    }

    void settingsMayStandOnEitherSideOfTheCommand() {
        const std::vector<std::pair<std::string, std::string>> expected{{"--data", "/tmp/x"}, {"--db", "sqlite:"}};
        QCOMPARE(understood({"--data", "/tmp/x", "doctor", "--db=sqlite:", "--json"}).flags, expected);
        const Arguments arguments = understood({"doctor", "--data", "/tmp/x", "--db", "sqlite:"});
        QVERIFY(arguments.command == Command::Doctor && !arguments.json);
        QCOMPARE(arguments.flags, expected);
        QCOMPARE(understood({"doctor", "--config", "lab.toml"}).config.value_or(""), std::string("lab.toml"));
    }

    void helpTellsEverySetting() {
        const Farewell help = refused({"--help"});
        QVERIFY(help.exit == Exit::Pass);
        for (const Setting& row : settingsTable()) {
            QVERIFY2(has(help.text, row.flag) && has(help.text, row.environment) && has(help.text, row.byDefault),
                     std::string(row.name).c_str());
        }
        QVERIFY(has(help.text, "doctor") && has(help.text, "69"));
        QVERIFY(has(refused({"doctor", "--help"}).text, "--json"));
    }

    void versionIsOneLine() { QCOMPARE(refused({"--version"}).text, std::string("RushLab " RUSHLAB_VERSION "\n")); }

    void whatNobodyKnowsIsRefusedWithTheNearest_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("part");
        QTest::newRow("flag") << QStringList{"--arkive", "x"} << "no flag \"--arkive\". Did you mean --archive?";
        QTest::newRow("flag with a value") << QStringList{"--dat=/tmp"} << "no flag \"--dat\". Did you mean --data?";
        QTest::newRow("flag of the command") << QStringList{"doctor", "--jsn"} << "Did you mean --json?";
        QTest::newRow("command") << QStringList{"docter"} << "no command \"docter\". Did you mean doctor?";
        QTest::newRow("far from anything") << QStringList{"doctor", "xyzzy"} << "no command \"xyzzy\". rushlab --help";
        QTest::newRow("value missing") << QStringList{"doctor", "--kv"} << "--kv";
        QTest::newRow("twice") << QStringList{"--kv", "a:", "--kv", "b:"} << "--kv";
    }
    void whatNobodyKnowsIsRefusedWithTheNearest() {
        QFETCH(QStringList, words);
        QFETCH(QString, part);
        std::vector<std::string> plain;
        for (const QString& word : words)
            plain.push_back(word.toStdString());
        const Farewell farewell = refused(plain);
        QVERIFY(farewell.exit == Exit::Usage);
        QVERIFY2(has(farewell.text, part.toStdString()), farewell.text.c_str());
    }

    void theReadmeListsEverySettingAsItIs() {
        const QString text = sourceText("app/README.md");
        QStringList rows;
        for (const Setting& row : settingsTable()) {
            const std::string line = fmt::format("| `{}` | `{}` | `{} {}` | `{}` | {} |", row.name, row.environment,
                                                 row.flag, row.placeholder, row.byDefault, row.help);
            rows += QString::fromStdString(line);
        }
        QVERIFY2(text.endsWith("|---|---|---|---|---|\n" + rows.join('\n') + "\n"),
                 qPrintable("the table at the end of app/README.md should be:\n" + rows.join('\n')));
    }

    void theReadmeHasARowForEveryScenarioAndNamesItAsComingNoMore() {
        const QString text = sourceText("README.md");
        const QString coming = text.section("## What comes", 1).section("\n## ", 0, 0);
        for (const scenarios::Scenario& scenario : scenarios::allScenarios()) {
            const QString name = QString::fromStdString(fmt::format("`{}`", scenario.id));
            QVERIFY2(text.contains("\n| " + name + " | "), qPrintable(name));
            QVERIFY2(!coming.contains(name), qPrintable(name));
        }
    }

    void whoStartsThePostgresOfTheComposeFileIsToldAnAddressThatReachesIt() {
        const QString compose = sourceText("compose.yaml");
        const auto found = [&compose](const char* pattern) {
            return QRegularExpression(pattern).match(compose).captured(1);
        };
        const QString url = QString("postgres://%1:%2@127.0.0.1:%3/%4")
                                .arg(found(R"(POSTGRES_USER: (\S+))"), found(R"(POSTGRES_PASSWORD: (\S+))"),
                                     found(R"("127\.0\.0\.1:(\d+):5432")"), found(R"(POSTGRES_DB: (\S+))"));
        QVERIFY2(compose.contains("# rushlab --db " + url + "\n"), qPrintable(url));
        QVERIFY2(sourceText("README.md").contains("--db " + url), qPrintable(url));
        SettingsSources sources;
        sources.home = "/home/kim";
        sources.flags = {{"--db", url.toStdString()}};
        const auto settings = readSettings(sources);
        QVERIFY2(settings, settings ? "" : settings.error().front().sentence.c_str());
        QCOMPARE(settings->database.scheme(), std::string_view("postgres"));
    }

    void doctorEndsWith69OnlyWhereAnEngineShouldBeThere() {
        std::vector<lab::EngineReport> reports(2);
        QVERIFY(exitOf(reports) == Exit::Pass);  // absent
        reports[0].state = lab::EngineState::Ready;
        QVERIFY(exitOf(reports) == Exit::Pass);
        reports[1].state = lab::EngineState::Unavailable;
        QVERIFY(exitOf(reports) == Exit::Unavailable);
    }

    void doctorTellsTheSameAsTextAndAsJson() {
        lab::EngineReport report{"SQL", "db.url", "SQLite", "3.40", "sqlite:", lab::EngineState::Ready};
        report.roundTrip = std::chrono::microseconds(1250);
        report.limits = {"SQLite has no row locks."};
        const std::string text = asText(std::array{report});
        QVERIFY2(has(text, "SQLite 3.40") && has(text, "1.25 ms") && has(text, "no row locks"), text.c_str());
        const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(asJson(std::array{report})));
        QVERIFY(json["ready"].toBool());
        const QJsonValue engine = json["engines"][0];
        QCOMPARE(engine["port"].toString(), QString("SQL"));
        QCOMPARE(engine["state"].toString(), QString("ready"));
        QCOMPARE(engine["roundTripUs"].toInt(), 1250);
        QCOMPARE(engine["limits"][0].toString(), QString("SQLite has no row locks."));
    }
};

RUSHLAB_TEST(AppArguments)

}  // namespace rushlab::test::app_arguments
#include "app_arguments.moc"
