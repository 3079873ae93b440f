// scenarios/: one that breaks off costs nobody the others; what was completed is counted, and not what was promised;
// the chart of a sale that takes no time begins with the goods and ends without them.
#include <cmath>
#include <set>

#include "app/engine_maker.h"
#include "scenarios/scenario.h"
#include "tests/support/test_program.h"

namespace rushlab::test::scenarios_run {
using namespace rushlab::scenarios;

namespace {

// The embedded engines, but for those times that the test names.
class FailingMaker final : public lab::EngineMaker {
  public:
    FailingMaker(Settings settings, const Clock& clock, std::set<int> failing)
        : m_maker(std::move(settings), clock, Log::silent()), m_failing(std::move(failing)) {}

    Result<lab::Engines> make(const lab::EngineNeeds& needs) override {
        if (m_failing.contains(++made)) return fail(ErrorCode::Unavailable, "the database does not answer");
        return m_maker.make(needs);
    }
    Result<lab::StagedMail> stageMail(const mail::Manners& manners) override { return m_maker.stageMail(manners); }
    std::vector<std::pair<std::string, std::string>> describe() const override { return m_maker.describe(); }

    int made = 0;

  private:
    app::SettingsEngineMaker m_maker;
    const std::set<int> m_failing;
};

using Given = std::vector<std::pair<std::string, std::string>>;

const verdict::Check* checkOf(const verdict::Variant& variant, std::string_view name) {
    const auto found = std::ranges::find(variant.checks, name, &verdict::Check::name);
    return found == variant.checks.end() ? nullptr : &*found;
}

double metricOf(const verdict::Variant& variant, std::string_view name) {
    const auto found = std::ranges::find(variant.metrics, name, &verdict::Metric::name);
    return found == variant.metrics.end() ? -1 : found->value;
}

}  // namespace

class ScenariosRun : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    RealClock m_clock;
    int m_made = 0;

    Result<verdict::RunResult> run(std::string_view id, const Given& given, std::set<int> failing = {}) {
        const Scenario& scenario = *findScenario(id);
        const auto values = ParameterValues::read(scenario.parameters, given);
        if (!values) qFatal("%s", values.error().message.c_str());
        SettingsSources sources;
        sources.home = m_folder.path().toStdString();
        const auto settings = readSettings(sources);
        if (!settings) qFatal("the settings' defaults are refused");
        FailingMaker maker(*settings, m_clock, std::move(failing));
        const std::atomic<bool> interrupted = false;
        ScenarioContext context{*values, 1, maker, m_clock, Log::silent(), {}, interrupted};
        auto result = scenario.run(context);
        m_made = maker.made;
        return result;
    }

  private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void oneThatBreaksOffCostsNobodyTheOthers() {
        const auto result = run("flash-sale", {{"users", "60"}, {"stock", "20"}, {"seeds", "3"}}, {2});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        QCOMPARE(result->variants.size(), 3U);
        QCOMPARE(result->variants[0].verdict, verdict::Verdict::Pass);
        QCOMPARE(result->variants[2].verdict, verdict::Verdict::Pass);
        QCOMPARE(result->variants[1].verdict, verdict::Verdict::Unknown);
        const verdict::Check* why = checkOf(result->variants[1], "finished");
        QVERIFY(why && why->says == "the database does not answer");
        QCOMPARE(result->verdict(), verdict::Verdict::Unknown);
        QVERIFY(!result->interrupted);
    }

    void aMomentWithoutOrdersHasNoLatency() {
        const auto result = run("flash-sale", {{"users", "60"}, {"stock", "20"}});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        for (const char* percentile : {"p50", "p95", "p99"}) {
            const auto series = std::ranges::find(result->variants.front().series, percentile, &verdict::Series::name);
            QVERIFY(series != result->variants.front().series.end());
            const auto count = [&](auto is) {
                return std::ranges::count_if(series->points, [&](const auto& point) { return is(point.second); });
            };
            QVERIFY(count([](double latency) { return latency > 0; }) > 0);
            QVERIFY(count([](double latency) { return std::isnan(latency); }) > 0);  // before the sale
            QVERIFY(count([](double latency) { return latency == 0; }) == 0);
        }
    }

    void aTalkIsArchivedLaterAndWhatThatCostsIsMeasured() {
        const auto result = run("chat-archive", {{"messages", "1500"},
                                                 {"lines-per-second", "100"},
                                                 {"clients", "10"},
                                                 {"talkers", "5"},
                                                 {"rooms", "2"},
                                                 {"kill", "none"},
                                                 {"seeds", "1"}});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        const verdict::Variant& talk = result->variants.front();
        QCOMPARE(talk.verdict, verdict::Verdict::Pass);
        QVERIFY(metricOf(talk, "lagMost") >= 100 && metricOf(talk, "lagAgeMost") >= 1);
        QVERIFY(metricOf(talk, "p99Without") > 0 && metricOf(talk, "p99Archiving") > 0);
        QCOMPARE(metricOf(talk, "archivingCosts"), metricOf(talk, "p99Archiving") / metricOf(talk, "p99Without"));
        QVERIFY(metricOf(talk, "caughtUpAfter") > 0);
    }

    void aTalkThatIsOverBeforeTheArchiveWasAwayProvesNothing() {
        const auto result = run("chat-archive", {{"messages", "200"},
                                                 {"clients", "10"},
                                                 {"talkers", "5"},
                                                 {"rooms", "2"},
                                                 {"kill", "none"},
                                                 {"seeds", "1"}});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        const verdict::Variant& talk = result->variants.front();
        QCOMPARE(talk.verdict, verdict::Verdict::Unknown);
        QVERIFY(checkOf(talk, "staged"));
        QCOMPARE(metricOf(talk, "archivingCosts"), -1.0);
    }

    void whereNoneCouldRunTheErrorIsTheResult() {
        const auto result = run("flash-sale", {{"users", "60"}, {"seeds", "20"}}, {1, 2, 3, 4, 5});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Unavailable);
        QCOMPARE(m_made, 3);  // it does not try twenty times
        QVERIFY(!run("pipeline", {{"users", "5"}}, {1}));
        QVERIFY(!run("coupon", {{"users", "5"}}, {1, 2, 3, 4}));
        QVERIFY(!run("time-deal", {{"users", "5"}}, {1}));
        QVERIFY(!run("decoupling", {{"users", "5"}}, {1, 2, 3}));
        QVERIFY(!run("dead-letter", {{"users", "5"}}, {1}));
        QVERIFY(!run("prefetch", {{"prefetch", "1"}, {"consumers", "1"}}, {1}));
    }

    // Each way of it: every worker dead, the queue stopped and orders refused, the queue stopped and orders held.
    void whatWasAcceptedDuringAnOutageIsCompletedAfterIt() {
        const auto result = run("decoupling", {{"users", "60"}, {"workers", "1"}});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        QCOMPARE(result->variants.size(), 3U);
        for (const verdict::Variant& variant : result->variants) {
            QVERIFY2(variant.verdict == verdict::Verdict::Pass, variant.cameOut().c_str());
            const verdict::Check* waited = checkOf(variant, "waited");
            QVERIFY(waited);
            QCOMPARE(waited->actual, std::string(variant.name == "queue down, refused" ? "0" : "60"));
        }
        QCOMPARE(
            run("decoupling", {{"users", "20"}, {"down", "queue"}, {"when-queue-is-down", "hold"}})->variants.size(),
            1U);
    }

    void whatTheDatabaseRefusesIsSetAsideAndCompletedOnceItIsMended() {
        Given given{
            {"users", "120"}, {"poison", "20"}, {"retry-1", "50ms"}, {"retry-2", "100ms"}, {"retry-3", "200ms"}};
        for (const char* reprocess : {"on", "off"}) {
            given.emplace_back("reprocess", reprocess);
            const auto result = run("dead-letter", given);
            given.pop_back();
            QVERIFY2(result, result ? "" : result.error().message.c_str());
            QCOMPARE(result->variants.size(), 1U);
            const verdict::Variant& variant = result->variants.front();
            QVERIFY2(variant.verdict == verdict::Verdict::Pass, variant.cameOut().c_str());
            const double dead = metricOf(variant, "deadLetters");
            QVERIFY(dead > 0 && dead < 120);
            QCOMPARE(metricOf(variant, "completed"), std::string_view(reprocess) == "on" ? 140 : 140 - dead);
        }
    }

    void eachPrefetchIsTriedWithEachNumberOfConsumersAndOneOfThemWins() {
        const auto result = run(
            "prefetch",
            {{"prefetch", "1,0"}, {"consumers", "1,3"}, {"messages", "120"}, {"slow-work", "8ms"}, {"delays", "none"}});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        QCOMPARE(result->variants.size(), 4U);
        for (const verdict::Variant& variant : result->variants) {
            QVERIFY2(variant.verdict == verdict::Verdict::Pass, variant.cameOut().c_str());
            const bool one = variant.name.starts_with("prefetch 1,");
            const double redelivered = metricOf(variant, "redelivered");
            QVERIFY2(one ? redelivered == 1 : redelivered > 1, variant.name.c_str());
            QVERIFY(metricOf(variant, "handledRate") > 0);
        }
        // A third of the messages lies with the slow one, while the others have nothing to do.
        QVERIFY(metricOf(result->variants[2], "fairness") > metricOf(result->variants[3], "fairness"));
        QVERIFY(metricOf(result->variants[3], "heldMost") > 20);
        QCOMPARE(result->tables.size(), 1U);
        std::set<std::string> winners;
        for (const auto& row : result->tables.front().rows) {
            if (row.back() == "wins") QVERIFY2(winners.insert(row.front()).second, "two winners");
        }
        QCOMPARE(winners, (std::set<std::string>{"1", "3"}));
        QCOMPARE(result->notes.size(), 1U);
    }

    // Whoever is told "accepted" by mq-list may find out later that nothing was left.
    void whatWasCompletedIsCountedAndNotWhatWasPromised() {
        const auto result = run("flash-sale", {{"users", "100"}, {"stock", "20"}, {"strategy", "mq-list"}});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        const verdict::Variant& variant = result->variants.front();
        QCOMPARE(variant.verdict, verdict::Verdict::Pass);
        QCOMPARE(metricOf(variant, "accepted"), 100.0);
        QCOMPARE(metricOf(variant, "completed"), 20.0);
        const double seconds = metricOf(variant, "drainedAfter");
        QVERIFY(seconds > 0);
        QCOMPARE(metricOf(variant, "completedRate"), 20.0 / seconds);
    }

    void aChartBeginsWithTheGoodsAndEndsWithoutThem_data() {
        QTest::addColumn<QString>("strategy");
        QTest::newRow("counted in the key-value engine") << "lua-mq";
        QTest::newRow("counted in the database") << "db-conditional";
    }
    void aChartBeginsWithTheGoodsAndEndsWithoutThem() {
        QFETCH(QString, strategy);
        const auto result = run("flash-sale", {{"users", "60"}, {"stock", "20"}, {"strategy", strategy.toStdString()}});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        const auto& series = result->variants.front().series;
        const auto stock = std::ranges::find(series, "stock", &verdict::Series::name);
        QVERIFY(stock != series.end());
        std::vector<double> known;
        for (const auto& [at, value] : stock->points) {
            if (std::isfinite(value)) known.push_back(value);
        }
        QVERIFY(known.size() >= 2);
        QCOMPARE(known.front(), 20.0);
        QCOMPARE(known.back(), 0.0);
        // Before there are goods nobody knows how many are left: none is not the same.
        QVERIFY(std::ranges::is_sorted(known, std::greater<>()));
    }
};

RUSHLAB_TEST(ScenariosRun)

}  // namespace rushlab::test::scenarios_run
#include "scenarios_run.moc"
