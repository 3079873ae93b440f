// base/settings: one table; defaults, file, environment, flags in that order; errors that help.
#include <fstream>
#include <set>

#include "base/nearest_name.h"
#include "base/random.h"
#include "base/settings.h"
#include "tests/support/test_program.h"

namespace rushlab::test::base_settings {
namespace {

SettingsSources sourcesWith(const std::string& toml) {
    SettingsSources sources;
    sources.home = "/home/kim";
    sources.file = SettingsSources::File{"lab.toml", toml};
    return sources;
}

// The only flaw's sentence; empty where there is not exactly one.
std::string onlyFlaw(const SettingsSources& sources) {
    const auto settings = readSettings(sources);
    if (settings || settings.error().size() != 1) return {};
    return settings.error().front().sentence;
}

std::string flawOfFlag(const std::string& flag, const std::string& value) {
    SettingsSources sources = sourcesWith("");
    sources.flags = {{flag, value}};
    return onlyFlaw(sources);
}

std::string randomText(Random& random, std::size_t longest) {
    std::string text;
    for (auto left = random.below(longest + 1); left > 0; --left)
        text += static_cast<char>(random.below(256));
    return text;
}

}  // namespace

class BaseSettings : public QObject {
    Q_OBJECT
  private slots:
    void defaultsAreWhole() {
        const auto settings = readSettings(sourcesWith(""));
        QVERIFY(settings);
        QCOMPARE(settings->data.string(), std::string("/home/kim/.local/share/rushlab"));
        QCOMPARE(settings->keyValue.text, std::string("embedded:"));
        QCOMPARE(settings->database.scheme(), std::string_view("sqlite"));
        QVERIFY(settings->engineTimeout == std::chrono::seconds(5));
        QVERIFY(settings->logLevel == LogLevel::Warning);
    }

    void everyRowOfTheTableIsWhole() {
        std::set<std::string_view> names;
        for (const Setting& row : settingsTable()) {
            QVERIFY(row.flag.starts_with("--"));
            QVERIFY(row.environment.starts_with("RUSHLAB_"));
            QVERIFY2(row.help.ends_with('.'), "help is a sentence");
            QVERIFY(!row.placeholder.empty() && !row.byDefault.empty());
            QVERIFY2(
                names.insert(row.name).second && names.insert(row.environment).second && names.insert(row.flag).second,
                "a name is used twice");
        }
    }

    void laterSourcesWin() {
        SettingsSources sources = sourcesWith("engine-timeout = '1s'\n");
        QVERIFY(readSettings(sources)->engineTimeout == std::chrono::seconds(1));
        sources.environment = {{"PATH", "/bin"}, {"RUSHLAB_ENGINE_TIMEOUT", "2s"}};
        QVERIFY(readSettings(sources)->engineTimeout == std::chrono::seconds(2));
        sources.flags = {{"--engine-timeout", "300ms"}};
        QVERIFY(readSettings(sources)->engineTimeout == std::chrono::milliseconds(300));
    }

    void tablesOfTheFileAreDottedNames() {
        const auto settings = readSettings(sourcesWith("[db]\nurl = 'postgres://kim@localhost/shop'\n"));
        QVERIFY(settings);
        QCOMPARE(settings->database.scheme(), std::string_view("postgres"));
        QCOMPARE(settings->database.rest(), std::string_view("//kim@localhost/shop"));
    }

    void anErrorNamesKeyValueOriginAndWhatIsAllowed() {
        QCOMPARE(
            onlyFlaw(sourcesWith("\n\nengine-timeout = '5 potatoes'\n")),
            std::string("The setting engine-timeout is \"5 potatoes\" in lab.toml, line 3: allowed is a whole number "
                        "with ms, s, min or h behind it, from 10ms to 1h."));
        SettingsSources sources = sourcesWith("");
        sources.environment = {{"RUSHLAB_LOG_LEVEL", "warnin"}};
        QCOMPARE(onlyFlaw(sources),
                 std::string("The setting log-level is \"warnin\" in the variable RUSHLAB_LOG_LEVEL: "
                             "allowed is one of debug, info, warning, error, off. Did you mean "
                             "warning?"));
        QCOMPARE(flawOfFlag("--kv", "embeded:"),
                 std::string("The setting kv.url is \"embeded:\" by the flag --kv: allowed is embedded:. Did you mean "
                             "embedded?"));
    }

    void anEngineHasItsNameFromItsUrl() {
        QCOMPARE(engineName("db.url", EngineUrl{"postgres://host"}), std::string_view("PostgreSQL"));
        QCOMPARE(engineName("kv.url", EngineUrl{"embedded:"}), std::string_view("embedded key-value"));
    }

    void sizesAndCountsAreRead() {
        SettingsSources sources = sourcesWith("[kv]\nmemory = '64MiB'\n[db]\nconnections = 50\n");
        const auto settings = readSettings(sources);
        QVERIFY(settings);
        QVERIFY(settings->keyValueMemory == ByteCount{64 << 20} && settings->queueMemory == ByteCount{1 << 30});
        QCOMPARE(settings->databaseConnections, 50);
        QCOMPARE(flawOfFlag("--db-connections", "0"),
                 std::string("The setting db.connections is \"0\" by the flag "
                             "--db-connections: allowed is a whole number from 1 to "
                             "1000."));
        QCOMPARE(flawOfFlag("--kv-memory", "64"),
                 std::string("The setting kv.memory is \"64\" by the flag "
                             "--kv-memory: allowed is a whole number with B, KiB, MiB or "
                             "GiB behind it, from 1MiB to 1024GiB."));
    }

    void anEngineThatIsNotBuiltYetSaysSo() {
        QCOMPARE(
            flawOfFlag("--kv", "redis://localhost"),
            std::string("The setting kv.url is \"redis://localhost\" by the flag --kv: the engine Redis is not built "
                        "into this version yet; use embedded:."));
    }

    void unknownKeysAreErrorsThatSuggestTheNearest() {
        QCOMPARE(onlyFlaw(sourcesWith("[kv]\nurll = 'embedded:'\n")),
                 std::string("There is no setting \"kv.urll\" (in lab.toml, line 2). Did you mean kv.url?"));
        SettingsSources sources = sourcesWith("");
        sources.environment = {{"RUSHLAB_QUEU", "embedded:"}};
        QCOMPARE(onlyFlaw(sources),
                 std::string("There is no setting for the variable \"RUSHLAB_QUEU\". Did you mean RUSHLAB_QUEUE?"));
        sources.environment = {{"RUSHLAB_REQUIRE_ENGINES", "1"}, {"RUSHLAB_TEST_POSTGRES", "x"}};
        QVERIFY(readSettings(sources));
        QCOMPARE(flawOfFlag("--arkive", "x"), std::string("There is no flag \"--arkive\". Did you mean --archive?"));
    }

    void allErrorsAreToldAtOnce() {
        SettingsSources sources = sourcesWith("engine-timeout = 5\nlog-level = [1]\nwhat = 1\n");
        sources.environment = {{"RUSHLAB_DB", "oracle:"}};
        sources.flags = {{"--queue", "embedded:"}, {"--log", "kafka:nowhere"}};
        const auto settings = readSettings(sources);
        QVERIFY(!settings);
        std::multiset<std::string> keys;
        for (const SettingFlaw& flaw : settings.error())
            keys.insert(flaw.key);
        QCOMPARE(keys, (std::multiset<std::string>{"\"what\"", "db.url", "engine-timeout", "log-level", "log.url"}));
    }

    void anOverriddenValueIsCheckedToo() {
        SettingsSources sources = sourcesWith("engine-timeout = 'soon'\n");
        sources.flags = {{"--engine-timeout", "1s"}};
        QVERIFY(!onlyFlaw(sources).empty());
    }

    void aFileThatIsNotTomlSaysWhere() {
        const std::string sentence = onlyFlaw(sourcesWith("data = '/tmp'\nqueue = = 3\n"));
        QVERIFY2(sentence.starts_with("The settings file lab.toml is not TOML: line 2, column "), sentence.c_str());
    }

    void filesThatCannotBeReadAreRefused() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "lab.toml";
        QCOMPARE(readSettingsFile(path).error().code, ErrorCode::NotFound);
        QCOMPARE(readSettingsFile(path.parent_path()).error().code, ErrorCode::NotFound);
        std::ofstream(path) << "data = '/x'\n";
        QCOMPARE(readSettingsFile(path)->text, std::string("data = '/x'\n"));
        std::ofstream(path) << std::string((1 << 20) + 1, '#');
        QCOMPARE(readSettingsFile(path).error().code, ErrorCode::Invalid);
    }

    void aPasswordIsNeverShown_data() {
        QTest::addColumn<QString>("url");
        QTest::newRow("plain") << "postgres://kim:sesame@host:99999/db";
        QTest::newRow("with a slash and an at") << "postgres://kim:sesame/@sesame@host:0/db";
        QTest::newRow("as an option") << "postgres:?password=sesame&x=1&password=sesame";
        QTest::newRow("of an engine that is not built") << "mysql://kim:sesame@host/db";
    }
    void aPasswordIsNeverShown() {
        QFETCH(QString, url);
        const std::string sentence = flawOfFlag("--db", url.toStdString());
        QVERIFY2(sentence.find("***") != std::string::npos, sentence.c_str());
        QVERIFY2(sentence.find("sesame") == std::string::npos, sentence.c_str());
    }

    void networkUrlsAreChecked_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("host") << "postgres://host" << true;
        QTest::newRow("everything") << "postgres://u:p@host:5433/shop?sslmode=require" << true;
        QTest::newRow("IPv6") << "postgres://[::1]:5433/shop" << true;
        QTest::newRow("no slashes") << "postgres:host" << false;
        QTest::newRow("no host") << "postgres:///shop" << false;
        QTest::newRow("port 0") << "postgres://host:0" << false;
        QTest::newRow("port 65536") << "postgres://host:65536" << false;
        QTest::newRow("port with a sign") << "postgres://host:+1" << false;
        QTest::newRow("port missing") << "postgres://host:/shop" << false;
        QTest::newRow("open bracket") << "postgres://[::1/shop" << false;
        QTest::newRow("space") << "postgres://ho st/shop" << false;
        QTest::newRow("file") << "sqlite:/tmp/shop.db" << true;
        QTest::newRow("nothing") << "" << false;
        QTest::newRow("no colon") << "sqlite" << false;
    }
    void networkUrlsAreChecked() {
        QFETCH(QString, url);
        QFETCH(bool, allowed);
        const std::string sentence = flawOfFlag("--db", url.toStdString());
        QVERIFY2(sentence.empty() == allowed, sentence.c_str());
    }

    void durationsReadBackAsTheyWereWritten() {
        Random random(7);
        for (int i = 0; i < 10'000; ++i) {
            const std::chrono::milliseconds duration(random.below(std::uint64_t{1} << random.below(40)));
            const auto read = readDuration(writeDuration(duration), {0, std::int64_t{1} << 40});
            QVERIFY(read && *read == duration);
        }
    }

    void sizesReadBackAsTheyWereWritten() {
        Random random(8);
        for (int i = 0; i < 10'000; ++i) {
            const ByteCount size{static_cast<std::int64_t>(random.below(std::uint64_t{1} << random.below(50)))};
            const auto read = readByteCount(writeByteCount(size), {0, std::int64_t{1} << 50});
            QVERIFY(read && *read == size);
        }
    }

    void numbersOutsideTheirRangeAreRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "-1", "+1", "0s", "11s", "1", "s", "1 s", "1S", "1.5s", "9999999999999999999s",
                                 "9223372036854775807h", "0x1s", "1ss"})
            QTest::newRow(text) << text;
    }
    void numbersOutsideTheirRangeAreRefused() {
        QFETCH(QString, text);
        QVERIFY(!readDuration(text.toStdString(), {1, 10'000}));
        QVERIFY(readDuration("10s", {1, 10'000}));
        QVERIFY(readDuration("1ms", {1, 10'000}));
        QVERIFY(!readCount(text.toStdString() + "k", {1, 10'000}));
    }

    void arbitraryBytesAreAnsweredWithNamedFlaws() {
        Random random(9);
        for (int i = 0; i < 3'000; ++i) {
            SettingsSources sources = sourcesWith(randomText(random, 60));
            sources.environment = {{"RUSHLAB_" + randomText(random, 8), randomText(random, 20)}};
            const auto& rows = settingsTable();
            sources.flags = {{std::string(rows[random.below(rows.size())].flag), randomText(random, 20)}};
            const auto settings = readSettings(sources);
            if (settings) continue;
            for (const SettingFlaw& flaw : settings.error())
                QVERIFY(!flaw.key.empty() && !flaw.sentence.empty());
        }
    }

    void nearestNameIsTheOneThatWasMeant() {
        constexpr std::array<std::string_view, 4> names{"doctor", "serve", "list", "compare"};
        QCOMPARE(nearestName("docter", names), std::string_view("doctor"));
        QCOMPARE(nearestName("sevre", names), std::string_view("serve"));
        QCOMPARE(nearestName("lsit", names), std::string_view("list"));
        QCOMPARE(nearestName("xyzzy", names), std::string_view());
        QCOMPARE(nearestName("", names), std::string_view());
        QCOMPARE(editDistance("ab", "ba"), 1U);
        QCOMPARE(editDistance("kitten", "sitting"), 3U);
        QCOMPARE(editDistance("", "abc"), 3U);
    }
};

RUSHLAB_TEST(BaseSettings)

}  // namespace rushlab::test::base_settings
#include "base_settings.moc"
