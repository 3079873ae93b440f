// report/: what is written reads back as it was, cannot be mistaken for markup, and is there whole or not at all.
#include <QDir>
#include <QGuiApplication>
#include <QImage>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <fstream>
#include <set>

#include "app/compare.h"
#include "app/png.h"
#include "base/json.h"
#include "report/charts.h"
#include "report/report.h"
#include "report/svg.h"
#include "tests/support/sample_run.h"
#include "tests/support/test_program.h"

namespace rushlab::test::report_files {
namespace fs = std::filesystem;

namespace {

struct WithoutDisplay {
    WithoutDisplay(int& argc, char** argv) {
        app::paintWithoutDisplay();
        application.emplace(argc, argv);
    }
    std::optional<QGuiApplication> application;
};

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

bool has(const std::string& text, std::string_view what) {
    return text.find(what) != std::string::npos;
}

// Of a document that must be well-formed XML: its elements' names and all its text.
struct Xml {
    explicit Xml(const std::string& document) {
        QXmlStreamReader reader(QByteArray::fromStdString(document));
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isStartElement()) elements << reader.name().toString();
            if (reader.isCharacters()) text += reader.text();
        }
        error = reader.hasError() ? reader.errorString() : QString();
    }
    QStringList elements;
    QString text;
    QString error;
};

struct Folder {
    QTemporaryDir folder;
    fs::path path(const char* name) const { return folder.filePath(QString::fromUtf8(name)).toStdString(); }
    // A report's own folder and nothing that was left behind.
    QStringList entries() const { return QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot); }
};

}  // namespace

class ReportFiles : public QObject {
    Q_OBJECT
  private slots:
    void jsonReadsBackAsItWas_data() {
        QTest::addColumn<bool>("several");
        QTest::newRow("one mechanism") << false;
        QTest::newRow("several") << true;
    }
    void jsonReadsBackAsItWas() {
        QFETCH(bool, several);
        const auto result = several ? test::sampleComparison() : test::sampleRun();
        const auto read = report::readJson(report::asJson(result));
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QCOMPARE(report::asJson(*read).size() < report::asJson(result).size(), true);  // without latencies
        QCOMPARE(read->scenario, result.scenario);
        QVERIFY(read->parameters == result.parameters);
        QVERIFY(read->engines == result.engines);
        QVERIFY(read->environment == result.environment);
        QCOMPARE(read->seed, result.seed);
        QVERIFY(read->startedAt == result.startedAt);
        QVERIFY(read->took == result.took);
        QVERIFY(read->notes == result.notes);
        QCOMPARE(read->verdict(), result.verdict());
        QCOMPARE(read->tables.size(), result.tables.size());
        QCOMPARE(read->variants.size(), result.variants.size());
        for (std::size_t at = 0; at < read->variants.size(); ++at) {
            const auto &now = read->variants[at], &was = result.variants[at];
            QCOMPARE(now.name, was.name);
            QCOMPARE(now.seed, was.seed);
            QCOMPARE(now.expected, was.expected);
            QCOMPARE(now.verdict, was.verdict);
            QCOMPARE(now.notRun, was.notRun);
            QCOMPARE(now.checks.size(), was.checks.size());
            for (std::size_t check = 0; check < now.checks.size(); ++check) {
                QCOMPARE(now.checks[check].name, was.checks[check].name);
                QCOMPARE(now.checks[check].expected, was.checks[check].expected);
                QCOMPARE(now.checks[check].actual, was.checks[check].actual);
                QCOMPARE(now.checks[check].outcome, was.checks[check].outcome);
                QVERIFY(now.checks[check].evidence == was.checks[check].evidence);
            }
            for (std::size_t metric = 0; metric < was.metrics.size(); ++metric) {
                QCOMPARE(now.metrics[metric].name, was.metrics[metric].name);
                QCOMPARE(now.metrics[metric].value, was.metrics[metric].value);
                QCOMPARE(now.metrics[metric].unit, was.metrics[metric].unit);
            }
        }
    }

    void jsonHasTheShapeThatIsPromised() {
        const auto json = Json::parse(report::asJson(test::sampleRun()), {.bytesMax = 1 << 24});
        const auto object = json->object();
        for (const char* field :
             {"scenario", "parameters", "seed", "engines", "verdict", "checks", "metrics", "environment"})
            QVERIFY2(object->has(field), field);
        QCOMPARE(*object->text("verdict"), "PASS");
        const auto check = object->array("checks")->items().front().object();
        QCOMPARE(*check->text("name"), "sold");
        QCOMPARE(*check->text("expected"), "100");
        QCOMPARE(*check->text("actual"), "100");
        QCOMPARE(*check->boolean("ok"), true);
        QCOMPARE(*object->object("metrics")->real("p99"), 41.7);

        auto undecided = test::sampleRun();
        undecided.variants[0].checks[0].outcome = verdict::Verdict::Unknown;
        const auto unknown = Json::parse(report::asJson(undecided), {.bytesMax = 1 << 24});
        QVERIFY(unknown->object()->array("checks")->items().front().object()->find("ok")->isNull());
    }

    void whatIsNoRunIsRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << "hello"
                                 << "byte";
        QTest::newRow("another's") << R"({"name":"x"})"
                                   << "scenario";
        auto json = QString::fromStdString(report::asJson(test::sampleRun()));
        QTest::newRow("verdict") << QString(json).replace(R"("outcome":"PASS")", R"("outcome":"MAYBE")") << "MAYBE";
    }
    void whatIsNoRunIsRefused() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto read = report::readJson(text.toStdString());
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Invalid);
        QVERIFY2(QString::fromStdString(read.error().message).contains(says), read.error().message.c_str());
    }

    void aFolderHoldsEverythingAndNothingElseIsLeft() {
        const Folder folder;
        const auto result = test::sampleRun();
        const auto written = report::writeReport(result, folder.path("run"), app::paintPng);
        QVERIFY2(written, written ? "" : written.error().message.c_str());
        QCOMPARE(folder.entries(), QStringList{"run"});
        for (const char* name : {"run.json", "report.html", "series.csv", "latency.csv", "events.csv"})
            QVERIFY2(fs::file_size(folder.path("run") / name) > 0, name);
        const auto charts = report::chartsOf(result);
        QVERIFY(charts.size() >= 3);
        for (const auto& chart : charts) {
            const QImage png(QString::fromStdString((folder.path("run") / "charts" / (chart.name + ".png")).string()));
            QCOMPARE(png.width(), static_cast<int>(chart.width * 2));
            const std::string svg = contentOf(folder.path("run") / "charts" / (chart.name + ".svg"));
            QCOMPARE(Xml(svg).error, QString());
        }
        const auto read = report::readRun(folder.path("run"));
        QVERIFY(read);
        QCOMPARE(read->seed, 7U);
    }

    void csvOpensInSpreadsheets() {
        const Folder folder;
        auto result = test::sampleRun();
        result.variants[0].events.push_back({std::chrono::milliseconds(5), "=1+1", "재고, \"100\""});
        QVERIFY(report::writeReport(result, folder.path("run"), {}));
        const std::string events = contentOf(folder.path("run") / "events.csv");
        QVERIFY(events.starts_with("\xEF\xBB\xBFvariant,seed,atMs,kind,what\r\n"));
        QVERIFY(has(events, ",7,5,'=1+1,\"재고, \"\"100\"\"\"\r\n"));
        const std::string series = contentOf(folder.path("run") / "series.csv");
        QVERIFY(has(series, ",7,stock,units,0,100\r\n"));
        QCOMPARE(std::ranges::count(series, '\n'), 1 + 4 * 81);
        result.variants[0].series[0].points[1].second = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(report::writeReport(result, folder.path("gap"), {}));
        QVERIFY(has(contentOf(folder.path("gap") / "series.csv"), ",7,stock,units,100,\r\n"));
        const std::string latency = contentOf(folder.path("run") / "latency.csv");
        QVERIFY(latency.ends_with(",1.000000\r\n"));
    }

    void aLineHasAGapWhereItsValueIsNotKnown() {
        using namespace std::chrono_literals;
        const auto piecesOf = [](double inTheMiddle) {
            const std::vector<std::pair<std::chrono::milliseconds, double>> points{
                {0ms, 9}, {100ms, 8}, {200ms, inTheMiddle}, {300ms, 7}, {400ms, 6}};
            const auto chart = report::lineChart("c", "t", "units", {{"stock", &points}}, {});
            return std::ranges::count_if(chart.shapes, [](const report::Shape& shape) {
                const auto* line = std::get_if<report::Line>(&shape);
                return line && line->ink == report::Ink::Series1;
            });
        };
        QCOMPARE(piecesOf(7.5), 1);
        QCOMPARE(piecesOf(std::numeric_limits<double>::quiet_NaN()), 2);
    }

    void aMechanismLooksTheSameInEveryChart() {
        verdict::RunResult result = test::sampleRun();
        result.variants.clear();
        for (const char* name : {"first", "second", "third"})
            result.variants.push_back(test::sampleVariant(name, 7, 1, false));
        result.variants[1].series.erase(result.variants[1].series.begin());  // its stock is not known
        const auto charts = report::chartsOf(result);
        const auto stock = std::ranges::find(charts, "compared-stock-over-time", &report::Scene::name);
        QVERIFY(stock != charts.end());
        std::set<report::Ink> drawn;
        for (const report::Shape& shape : stock->shapes) {
            const auto* line = std::get_if<report::Line>(&shape);
            if (line && line->points.size() > 2) drawn.insert(line->ink);
        }
        QVERIFY((drawn == std::set{report::Ink::Series1, report::Ink::Series3}));
    }

    void whatWasExpectedAndWhetherItWasInterruptedIsKept() {
        auto result = test::sampleComparison();
        result.interrupted = true;
        result.variants[0].expectedFailures = {"oversold", "sold"};
        const auto read = report::readJson(report::asJson(result));
        QVERIFY(read && read->interrupted);
        QCOMPARE(read->verdict(), verdict::Verdict::Unknown);
        QVERIFY(read->variants[0].expectedFailures == result.variants[0].expectedFailures);
        // What an earlier version wrote says nothing of either.
        auto json = QString::fromStdString(report::asJson(test::sampleRun()));
        json.remove(R"("interrupted":false,)").remove(R"("expectedFailures":[],)");
        QVERIFY(!json.contains("interrupted") && !json.contains("expectedFailures"));
        QVERIFY(report::readJson(json.toStdString()));
    }

    void whatOthersWroteIsTextInThePage() {
        const Folder folder;
        QVERIFY(report::writeReport(test::sampleComparison(), folder.path("run"), {}));
        const std::string html = contentOf(folder.path("run") / "report.html");
        QVERIFY(!has(html, "<script"));
        QVERIFY(has(html, "&lt;script&gt;"));
        // Nothing is fetched from anywhere.
        for (const char* reference : {"http://", "https://", "src=", "url(", "@import", "<link"})
            QVERIFY2(!has(html, reference), reference);
        QVERIFY(has(html, "prefers-color-scheme:dark"));
        QVERIFY(has(html, "not run: SQLite has no row locks"));
        QCOMPARE(report::escaped("<a href='x'>&\"\x01"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\xEF\xBF\xBD");
    }

    void nothingIsLeftOfAReportThatFailed() {
        const Folder folder;
        int painted = 0;
        const auto failing = [&](const report::Scene&) -> Result<std::string> {
            if (++painted < 2) return std::string("png");
            return fail(ErrorCode::Unavailable, "the painter is gone");
        };
        const auto written = report::writeReport(test::sampleRun(), folder.path("run"), failing);
        QVERIFY(!written);
        QCOMPARE(written.error().message, "the painter is gone");
        QCOMPARE(painted, 2);
        QCOMPARE(folder.entries(), QStringList());
        // A file in the way of the folder.
        std::ofstream(folder.path("file")) << "x";
        const auto below = report::writeReport(test::sampleRun(), folder.path("file") / "run", {});
        QVERIFY(!below);
        QCOMPARE(below.error().code, ErrorCode::Unavailable);
        QCOMPARE(folder.entries(), QStringList{"file"});
    }

    void resultsAreNeverWrittenOver() {
        const Folder folder;
        QVERIFY(report::writeReport(test::sampleRun(), folder.path("run"), {}));
        const auto before = fs::last_write_time(folder.path("run") / "run.json");
        const auto again = report::writeReport(test::sampleRun(), folder.path("run"), {});
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QVERIFY(fs::last_write_time(folder.path("run") / "run.json") == before);
        QCOMPARE(folder.entries(), QStringList{"run"});
        fs::create_directory(folder.path("empty"));
        QVERIFY(report::writeReport(test::sampleRun(), folder.path("empty"), {}));
    }

    void runsAreComparedSideBySide() {
        const Folder folder;
        auto slower = test::sampleRun();
        slower.parameters[0].second = "db-pessimistic";
        slower.variants = {test::sampleVariant("", 7, 4, false)};
        QVERIFY(report::writeReport(test::sampleRun(), folder.path("fast"), {}));
        QVERIFY(report::writeReport(slower, folder.path("slow"), {}));
        const auto compared = app::compareRuns({folder.path("fast"), folder.path("slow")}, folder.path("both.html"));
        QCOMPARE(compared.exit, app::Exit::Pass);
        const QStringList lines = QString::fromStdString(compared.text).split('\n');
        QCOMPARE(lines[0].simplified(), QString("fast slow"));
        QVERIFY(lines.filter("strategy")[0].simplified() == "strategy lua-mq db-pessimistic");
        QVERIFY(lines.filter("users").isEmpty());  // the same in both
        QVERIFY(lines.filter("p99")[0].simplified() == "p99 41.70 ms 166.8 ms");
        QVERIFY(has(contentOf(folder.path("both.html")), "db-pessimistic"));
        QCOMPARE(app::compareRuns({folder.path("fast"), folder.path("none")}, {}).exit, app::Exit::Usage);
        QCOMPARE(app::compareRuns({folder.path("fast")}, {}).exit, app::Exit::Usage);
        QCOMPARE(app::compareRuns({folder.path("fast"), folder.path("slow")}, folder.path("both.html")).exit,
                 app::Exit::Usage);
    }
};

RUSHLAB_TEST(ReportFiles, WithoutDisplay)

}  // namespace rushlab::test::report_files
#include "report_files.moc"
