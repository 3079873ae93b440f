// The promises of engines/log/event_log.h on topics and records, for every engine; and a planted bug, to prove that its
// check finds it. Groups are in log_groups.cpp.
#include <map>
#include <set>

#include "tests/contract/log_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::log_event_log {
using namespace std::chrono_literals;

namespace {

using Values = std::vector<std::string>;

QString sentence(const Error& error) {
    return QString::fromStdString(error.message);
}

// The check that a planted bug must fail; empty: the promise holds.

std::string checkConfirmedSurvives(LogUnderTest& log) {
    if (!log.createTopic("t")) return "the topic could not be made";
    log.faults().flushDelay = 50ms;
    if (const auto done = log.appendValues("t", {"a", "b"}); !done) return done.error().message;
    log.reopenAsAfterKill();
    const auto values = log.values("t", 0);
    if (!values) return values.error().message;
    return *values == Values{"a", "b"} ? "" : fmt::format("{} of 2 confirmed records survived", values->size());
}

}  // namespace

class LogEventLog : public QObject {
    Q_OBJECT

  private slots:
    // Every test runs once an engine.
    void initTestCase_data() {
        QTest::addColumn<QString>("engine");
        QTest::newRow("embedded") << "embedded";
    }

    void aKeyKeepsItsPartitionAndItsOrder() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.partitions = 4}));
        std::map<std::string, Values> expected;
        for (int batch = 0; batch < 5; ++batch) {
            std::vector<log::Record> records;
            for (int i = 0; i < 50; ++i) {
                const std::string key = fmt::format("user-{}", i % 11);
                const std::string value = fmt::format("{}:{}:{}", key, batch, i);
                records.push_back({key, value});
                expected[key].push_back(value);
            }
            QVERIFY(log.append("t", records));
        }
        std::map<std::string, Values> found;
        for (int partition = 0; partition < 4; ++partition) {
            const auto records = log.fetch("t", partition, 0, {1000, 1 << 20});
            QVERIFY(records);
            for (const auto& record : *records) {
                QCOMPARE(log::partitionOf(record.key(), 4), partition);
                found[std::string(record.key())].emplace_back(record.value());
            }
        }
        QVERIFY(found == expected);
    }

    void offsetsBeginAtZeroAndHaveNoGaps() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        QVERIFY(log.appendValues("t", {"a", "b"}) == (log::Appended{{0, 0, 2}}));
        QVERIFY(log.appendValues("t", {"c"}) == (log::Appended{{0, 2, 1}}));
        const auto records = log.fetch("t", 0, 0);
        QVERIFY(records);
        for (std::size_t i = 0; i < records->size(); ++i)
            QCOMPARE((*records)[i].offset(), std::int64_t(i));
        QCOMPARE(records->size(), 3U);
        const auto info = log.run(log.port().describe("t", LogUnderTest::soon()));
        QCOMPARE(info->partitions[0].firstOffset, 0);
        QCOMPARE(info->partitions[0].nextOffset, 3);
    }

    void recordsComeBackAsTheyWere() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        const std::string bytes("\0\xFF한\n", 6);
        const WallTime time{Milliseconds{1'795'219'199'007}};
        std::vector<log::Record> records;
        records.push_back({bytes, bytes, {{"trace", bytes}, {"", ""}}, time});
        records.push_back({"k", ""});
        records.push_back({"k", std::string(300'000, 'x')});
        QVERIFY(log.append("t", records));
        const auto found = log.fetch("t", 0, 0);
        QVERIFY(found);
        QCOMPARE(found->size(), 3U);
        QCOMPARE((*found)[0].key(), std::string_view(bytes));
        QCOMPARE((*found)[0].value(), std::string_view(bytes));
        QVERIFY((*found)[0].headers() == records[0].headers);
        QVERIFY((*found)[0].timestamp() == time);
        QVERIFY((*found)[1].value().empty());
        QVERIFY((*found)[1].timestamp() > time - 24h * 3650);
        QCOMPARE((*found)[2].value().size(), 300'000U);
    }

    void aFetchKeepsItsBoundsAndStartsWhereItIsTold() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        QVERIFY(log.appendValues("t", Values(10, std::string(100, 'x'))));
        QVERIFY(log.appendValues("t", Values(10, std::string(100, 'y'))));
        QCOMPARE(log.fetch("t", 0, 7, {5, 1 << 20})->size(), 5U);
        QCOMPARE((*log.fetch("t", 0, 7, {5, 1 << 20}))[0].offset(), 7);
        QCOMPARE(log.fetch("t", 0, 8, {100, 350})->size(), 3U);
        QCOMPARE(log.fetch("t", 0, 0, {100, 1})->size(), 1U);
        QCOMPARE(log.fetch("t", 0, 15, {100, 1 << 20})->size(), 5U);
    }

    void recordsWithoutKeyShareAPartitionABatchAndSpreadOverBatches() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.partitions = 3}));
        std::set<int> used;
        for (int i = 0; i < 6; ++i) {
            const auto appended = log.appendValues("t", {"a", "b", "c"});
            QCOMPARE(appended->size(), 1U);
            used.insert(appended->front().partition);
        }
        QCOMPARE(used.size(), 3U);
    }

    void aFetchWaitsForARecordUntilItsDeadline() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        const auto start = std::chrono::steady_clock::now();
        QVERIFY(log.fetch("t", 0, 0, {}, Deadline::in(60ms))->empty());
        QVERIFY(std::chrono::steady_clock::now() - start >= 60ms);
        log.loop().spawn(test::appendAfter(log.port(), 30ms, "t", "late"));
        const auto records = log.fetch("t", 0, 0, {}, Deadline::in(20s));
        QCOMPARE(records->size(), 1U);
        QVERIFY(std::chrono::steady_clock::now() - start < 10s);
    }

    void anOffsetOutOfRangeIsRefusedWithTheRange() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        QVERIFY(log.appendValues("t", {"a", "b"}));
        for (const std::int64_t offset : {-1, 3, 100}) {
            const auto refused = log.fetch("t", 0, offset);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Invalid);
            QCOMPARE(sentence(refused.error()),
                     QString("offset %1 is out of range: partition 0 of \"t\" has the offsets 0 up to 2, where the "
                             "next record will be")
                         .arg(offset));
        }
        QCOMPARE(log.fetch("t", 1, 0).error().code, ErrorCode::NotFound);
    }

    void topicsAreMadeOnceNamedRightAndDeletedWhole() {
        LogUnderTest log;
        QCOMPARE(log.appendValues("t", {"a"}).error().code, ErrorCode::NotFound);
        for (const char* bad : {"", "a b", "..", "한", "a/b"}) {
            QCOMPARE(log.createTopic(bad).error().code, ErrorCode::Invalid);
        }
        QCOMPARE(log.createTopic("t", {.partitions = 0}).error().code, ErrorCode::Invalid);
        QVERIFY(log.createTopic("t", {.partitions = 2}));
        QCOMPARE(log.createTopic("t").error().code, ErrorCode::Conflict);
        QVERIFY(log.createTopic("u"));
        QCOMPARE(*log.run(log.port().topics(LogUnderTest::soon())), (Values{"t", "u"}));
        QVERIFY(log.appendValues("u", {"a"}));
        auto* member = log.join({"g", {"u"}, "m"});
        QCOMPARE(*log.pollValues(member), Values{"a"});
        QVERIFY(log.commitPolled(member));
        QVERIFY(log.run(log.port().deleteTopic("u", LogUnderTest::soon())));
        QCOMPARE(log.fetch("u", 0, 0).error().code, ErrorCode::NotFound);
        QVERIFY(log.run(log.port().committed("g", LogUnderTest::soon()))->empty());
        QVERIFY(log.createTopic("u"));
        QVERIFY(log.appendValues("u", {"b"}) == (log::Appended{{0, 0, 1}}));
        QCOMPARE(*log.pollValues(member), Values{"b"});  // the topic made anew is read from its start
    }

    void confirmedRecordsSurviveAKill() {
        LogUnderTest log;
        QCOMPARE(QString::fromStdString(checkConfirmedSurvives(log)), QString());
    }

    void offsetsContinueAfterAReopen() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.partitions = 2}));
        QVERIFY(log.append("t", {{"k", "a"}, {"k", "b"}}));
        const int partition = log::partitionOf("k", 2);
        for (int round = 0; round < 3; ++round) {
            log.reopen();
            const auto appended = log.append("t", {{"k", "c"}});
            QVERIFY(appended == (log::Appended{{partition, 2 + round, 1}}));
        }
        QCOMPARE(*log.values("t", partition), (Values{"a", "b", "c", "c", "c"}));
    }

    void retentionBySizeDropsTheOldestWhetherReadOrNot() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.retentionBytes = 10'000}));
        auto* member = log.join({"g", {"t"}, "m"});
        for (int i = 0; i < 20; ++i)
            QVERIFY(log.appendValues("t", {std::string(1000, static_cast<char>('a' + i))}));
        auto info = log.run(log.port().describe("t", LogUnderTest::soon()));
        const auto kept = info->partitions[0];
        QVERIFY(kept.firstOffset > 5 && kept.firstOffset < 20);
        QCOMPARE(kept.nextOffset, 20);
        QVERIFY(kept.bytes >= 10'000 && kept.bytes < 12'000);
        QCOMPARE(log.fetch("t", 0, kept.firstOffset - 1).error().code, ErrorCode::Invalid);
        QCOMPARE((*log.fetch("t", 0, kept.firstOffset))[0].value()[0], static_cast<char>('a' + kept.firstOffset));
        // A group whose place was dropped goes on with the oldest that is left.
        QCOMPARE(log.pollValues(member)->size(), static_cast<std::size_t>(20 - kept.firstOffset));
        log.reopen();
        info = log.run(log.port().describe("t", LogUnderTest::soon()));
        QVERIFY(info->partitions[0] == kept);
    }

    void retentionByAgeDropsWhatIsTooOldAndOffsetsGoOn() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.retentionAge = Milliseconds(60'000)}));
        const WallTime now = RealClock().wallNow();
        std::vector<log::Record> old, fresh;
        for (int i = 0; i < 3; ++i)
            old.push_back({"", "old", {}, now - 2min});
        fresh.push_back({"", "fresh", {}, now});
        QVERIFY(log.append("t", old));
        QCOMPARE(log.run(log.port().describe("t", LogUnderTest::soon()))->partitions[0].firstOffset, 3);
        log.reopen();
        QVERIFY(log.append("t", fresh) == (log::Appended{{0, 3, 1}}));
        QCOMPARE(*log.values("t", 0), Values{"fresh"});
    }

    // The planted bug is found by the check of the promise that it breaks.
    void aConfirmBeforeTheFlushIsFound() {
        LogUnderTest log({.confirmBeforeFlush = true});
        QVERIFY(!checkConfirmedSurvives(log).empty());
    }
};

RUSHLAB_TEST(LogEventLog)

}  // namespace rushlab::test::log_event_log
#include "log_event_log.moc"
