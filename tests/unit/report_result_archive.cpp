// report/result_archive: what is kept is what is read, and nothing that lies in its folder can break it.
#include <QDir>
#include <QTemporaryDir>
#include <cmath>
#include <fstream>

#include "app/compare.h"
#include "report/result_archive.h"
#include "tests/support/sample_run.h"
#include "tests/support/test_program.h"

namespace rushlab::test::report_result_archive {
namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void write(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::vector<std::string> idsOf(const report::ResultArchive& archive) {
    std::vector<std::string> found;
    const auto kept = archive.list();
    for (const auto& run : kept->runs)
        found.push_back(run.id);
    return found;
}

struct Place {
    QTemporaryDir folder;
    fs::path path() const { return folder.path().toStdString(); }
    report::ResultArchive open() const { return *report::ResultArchive::open(path(), report::PngPainter()); }
    std::vector<std::string> ids() const { return idsOf(open()); }
};

verdict::RunResult runAt(std::int64_t seconds) {
    auto result = test::sampleRun();
    result.startedAt = WallTime{Milliseconds{seconds * 1000}};
    return result;
}

bool same(double one, double other) {
    return (std::isnan(one) && std::isnan(other)) || one == other;
}

void compareHistograms(const Histogram& now, const Histogram& was) {
    QCOMPARE(now.count(), was.count());
    QCOMPARE(now.min(), was.min());
    QCOMPARE(now.max(), was.max());
    QCOMPARE(now.mean(), was.mean());
    const auto bars = now.bars(), barsThen = was.bars();
    QCOMPARE(bars.size(), barsThen.size());
    for (std::size_t at = 0; at < bars.size(); ++at) {
        QCOMPARE(bars[at].from, barsThen[at].from);
        QCOMPARE(bars[at].count, barsThen[at].count);
    }
    for (const double share : {0.0, 0.5, 0.95, 0.99, 0.999, 1.0})
        QCOMPARE(now.percentile(share), was.percentile(share));
}

void compareMeasured(const verdict::Variant& now, const verdict::Variant& was) {
    QCOMPARE(now.series.size(), was.series.size());
    for (std::size_t at = 0; at < was.series.size(); ++at) {
        QCOMPARE(now.series[at].name, was.series[at].name);
        QCOMPARE(now.series[at].unit, was.series[at].unit);
        QCOMPARE(now.series[at].points.size(), was.series[at].points.size());
        for (std::size_t point = 0; point < was.series[at].points.size(); ++point) {
            QCOMPARE(now.series[at].points[point].first, was.series[at].points[point].first);
            QVERIFY(same(now.series[at].points[point].second, was.series[at].points[point].second));
        }
    }
    QCOMPARE(now.latencies.size(), was.latencies.size());
    for (std::size_t at = 0; at < was.latencies.size(); ++at) {
        QCOMPARE(now.latencies[at].name, was.latencies[at].name);
        compareHistograms(now.latencies[at].histogram, was.latencies[at].histogram);
    }
    QCOMPARE(now.events.size(), was.events.size());
    for (std::size_t at = 0; at < was.events.size(); ++at) {
        QCOMPARE(now.events[at].at, was.events[at].at);
        QCOMPARE(now.events[at].kind, was.events[at].kind);
        QCOMPARE(now.events[at].what, was.events[at].what);
    }
}

}  // namespace

class ReportResultArchive : public QObject {
    Q_OBJECT
  private slots:
    void whatIsReadIsWhatWasKept_data() {
        QTest::addColumn<bool>("several");
        QTest::newRow("one mechanism") << false;
        QTest::newRow("several") << true;
    }
    void whatIsReadIsWhatWasKept() {
        QFETCH(bool, several);
        const Place place;
        auto archive = place.open();
        auto result = several ? test::sampleComparison() : test::sampleRun();
        verdict::Variant& first = result.variants.front();
        first.series[0].points[3].second = std::nan("");
        first.series[0].points[4].second = 0.1 + 0.2;
        first.series[0].points[5].second = -1e300;
        first.series.push_back({"without a point", "", {}});
        first.series.push_back({test::kNasty, test::kNasty, {{std::chrono::milliseconds(-5), 1}}});
        first.latencies.push_back({"nothing was recorded", {}});
        first.latencies.push_back({"one value", {}});
        first.latencies.back().histogram.record(std::chrono::nanoseconds(1'234'567));
        first.latencies.push_back({"two values far apart", {}});
        first.latencies.back().histogram.record(std::chrono::nanoseconds(3));
        first.latencies.back().histogram.record(std::chrono::hours(2));
        first.events.push_back({std::chrono::milliseconds(7), "=kind", std::string("two\nlines, ") + test::kNasty});
        const auto kept = archive.keep(result);
        QVERIFY2(kept, kept ? "" : kept.error().message.c_str());
        QCOMPARE(kept->id, std::string("2025-11-21-044000-flash-sale"));
        QVERIFY(kept->result.variants.front().series.empty());

        const auto read = place.open().read(kept->id);
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        // What run.json says of latencies comes from them: texts alike say that all the rest is alike too.
        QCOMPARE(report::asJson(*read), report::asJson(result));
        for (std::size_t at = 0; at < result.variants.size(); ++at) {
            compareMeasured(read->variants[at], result.variants[at]);
            if (QTest::currentTestFailed()) return;
        }
    }

    void theNewestIsFirstAndNamesAreNeverTwice() {
        const Place place;
        auto archive = place.open();
        const auto older = archive.keep(runAt(1'000'000))->id;
        const auto newer = archive.keep(runAt(2'000'000))->id;
        const auto again = archive.keep(runAt(2'000'000))->id;
        QCOMPARE(again, newer + "-2");
        QCOMPARE(idsOf(archive), (std::vector<std::string>{again, newer, older}));
        QVERIFY(archive.remove(newer));
        QVERIFY2(archive.keep(runAt(2'000'000))->id == newer + "-3", "one that was removed may come back to its name");
        QVERIFY(archive.bringBack(newer));
        QCOMPARE(archive.list()->runs.size(), 4U);
    }

    void aNoteStaysAndLeavesWithItsText() {
        const Place place;
        const auto id = place.open().keep(runAt(1))->id;
        auto archive = place.open();
        const std::string note = "두 번째 시도: <b>느림</b>\nprefetch 10";
        QVERIFY(archive.annotate(id, "first"));
        QVERIFY(archive.annotate(id, note));
        QCOMPARE(place.open().list()->runs.front().note, note);
        QVERIFY(archive.annotate(id, ""));
        QCOMPARE(place.open().list()->runs.front().note, std::string());
        QCOMPARE(archive.annotate("2025-nobody", "x").error().code, ErrorCode::NotFound);
    }

    void whatWasRemovedComesBackUntilTheNextSession() {
        const Place place;
        std::string id, other;
        {
            auto archive = place.open();
            id = archive.keep(runAt(1))->id;
            other = archive.keep(runAt(2))->id;
            QVERIFY(archive.annotate(id, "keep me"));
            QVERIFY(archive.remove(id));
            QCOMPARE(idsOf(archive), std::vector<std::string>{other});
            QCOMPARE(archive.read(id).error().code, ErrorCode::NotFound);
            QVERIFY(archive.bringBack(id));
            QCOMPARE(archive.list()->runs.size(), 2U);
            QCOMPARE(archive.find(id)->note, std::string("keep me"));
            QCOMPARE(archive.bringBack(id).error().code, ErrorCode::NotFound);
            QVERIFY(archive.remove(id));
            QCOMPARE(archive.remove(id).error().code, ErrorCode::NotFound);
            // A second window on the same folder leaves what the first may bring back.
            QCOMPARE(place.ids(), std::vector<std::string>{other});
            QVERIFY(archive.bringBack(id));
            QVERIFY(archive.remove(id));
        }
        QCOMPARE(place.open().bringBack(id).error().code, ErrorCode::NotFound);
    }

    void foreignAndHalfWrittenFoldersBreakNothing() {
        const Place place;
        const auto id = place.open().keep(runAt(1))->id;
        write(place.path() / "holiday" / "picture.txt", "not a run");
        write(place.path() / "broken" / "run.json", "{\"scenario\":");
        write(place.path() / "a file", "x");
        write(place.path() / "2025-x-flash-sale.partial-ab12" / "run.json", contentOf(place.path() / id / "run.json"));
        fs::create_directory_symlink("/nowhere", place.path() / "dangling");
        {
            const auto archive = place.open();
            const auto kept = archive.list();
            QVERIFY(kept);
            QCOMPARE(kept->runs.size(), 1U);
            QCOMPARE(kept->runs.front().id, id);
            QCOMPARE(kept->warnings.size(), 2U);
            QVERIFY(kept->warnings[0].find("broken") != std::string::npos);
            QVERIFY(kept->warnings[1].find("holiday") != std::string::npos);
            QVERIFY(!fs::exists(place.path() / "2025-x-flash-sale.partial-ab12"));
        }
        // A run whose measured values are gone or spoilt says so, and is listed all the same.
        write(place.path() / id / "measured.json", "{\"variants\":[]}");
        QCOMPARE(place.open().read(id).error().code, ErrorCode::Invalid);
        fs::remove(place.path() / id / "measured.json");
        QVERIFY(place.open().read(id));
        QCOMPARE(place.ids(), std::vector<std::string>{id});
    }

    void anIdIsNoWayOut_data() {
        QTest::addColumn<QString>("id");
        for (const char* id : {"", ".", "..", "../other", "/etc", "a/b", ".removed", ".lock"})
            QTest::newRow(id) << QString(id);
    }
    void anIdIsNoWayOut() {
        QFETCH(QString, id);
        const Place place;
        auto archive = place.open();
        QCOMPARE(archive.read(id.toStdString()).error().code, ErrorCode::Invalid);
        QCOMPARE(archive.remove(id.toStdString()).error().code, ErrorCode::Invalid);
        QCOMPARE(archive.annotate(id.toStdString(), "x").error().code, ErrorCode::Invalid);
    }

    void aPageIsWrittenWhereAPersonWantsIt() {
        const Place place;
        auto archive = place.open();
        const auto one = archive.keep(test::sampleComparison())->id;
        const auto other = archive.keep(runAt(5))->id;
        QVERIFY(archive.annotate(one, "the <b>best</b> one"));
        const QTemporaryDir elsewhere;
        const fs::path page = elsewhere.filePath("page.html").toStdString();
        write(page, "what was there before");
        QVERIFY(archive.exportPage({one}, page));
        const std::string report = contentOf(page);
        QVERIFY(report.starts_with("<!DOCTYPE html>") || report.starts_with("<!doctype html>"));
        QVERIFY(report.find("<svg") != std::string::npos);
        QVERIFY(report.find("the &lt;b&gt;best&lt;/b&gt; one") != std::string::npos);
        QVERIFY(archive.exportPage({one, other}, page));
        QVERIFY(contentOf(page).find("Runs side by side") != std::string::npos);
        QCOMPARE(QDir(elsewhere.path()).entryList(QDir::Files).size(), 1);

        QCOMPARE(archive.exportPage({}, page).error().code, ErrorCode::Invalid);
        QCOMPARE(archive.exportPage({one}, fs::path("/nowhere/page.html")).error().code, ErrorCode::Unavailable);
        QCOMPARE(archive.exportPage({one, "2025-nobody"}, page).error().code, ErrorCode::NotFound);
    }

    void whatIsKeptCanBeComparedByTheCommandToo() {
        const Place place;
        auto archive = place.open();
        const auto one = archive.keep(runAt(1)), other = archive.keep(runAt(2));
        const app::Compared compared = app::compareRuns({one->folder, other->folder}, std::nullopt);
        QCOMPARE(compared.exit, app::Exit::Pass);
        QVERIFY(compared.text.find(other->id) != std::string::npos);
    }

    void aFolderThatCannotBeIsTold() {
        const auto archive = report::ResultArchive::open("/proc/nowhere/results", report::PngPainter());
        QCOMPARE(archive.error().code, ErrorCode::Unavailable);
    }
};

RUSHLAB_TEST(ReportResultArchive)

}  // namespace rushlab::test::report_result_archive
#include "report_result_archive.moc"
