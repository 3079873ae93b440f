// engines/log: what only the embedded engine can be asked: full and damaged disks, bounds, deadlines, its end.
#include "storage/database.h"
#include "tests/contract/log_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::log_embedded {
using namespace std::chrono_literals;

namespace {

using Values = std::vector<std::string>;

struct Outcomes {
    int confirmed = 0;
    int failed = 0;
    std::vector<Error> errors;
};

io::Awaitable<> appendOne(log::EventLog& engine, std::string value, Deadline deadline, Outcomes& outcomes) {
    std::vector<log::Record> records;
    records.push_back({"", std::move(value)});
    const auto done = co_await engine.append("t", records, deadline);
    if (done) {
        ++outcomes.confirmed;
    } else {
        ++outcomes.failed;
        outcomes.errors.push_back(done.error());
    }
}

io::Awaitable<> untilDone(const Outcomes& outcomes, int count) {
    for (int i = 0; i < 4000 && outcomes.confirmed + outcomes.failed < count; ++i)
        co_await io::sleepFor(5ms);
}

io::Awaitable<> fetchOne(log::EventLog& engine, Outcomes& outcomes) {
    const log::TopicPartition from("t", 0);
    const auto done = co_await engine.fetch(from, 0, {}, Deadline::in(30s));
    if (!done) {
        ++outcomes.failed;
        outcomes.errors.push_back(done.error());
    }
}

}  // namespace

class LogEmbedded : public QObject {
    Q_OBJECT
  private slots:
    void aFullDiskFailsTheAppendWholeAndLaterOnesWork() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        QVERIFY(log.appendValues("t", {"a"}));
        log.faults().full = true;
        const auto refused = log.appendValues("t", Values(500, std::string(1000, 'x')));
        QVERIFY(!refused);
        QVERIFY(!refused.error().message.empty());
        auto* member = log.join({"g", {"t"}, "m"});
        QCOMPARE(*log.pollValues(member), Values{"a"});
        QVERIFY(!log.commitPolled(member));
        log.faults().full = false;
        QVERIFY(log.appendValues("t", {"b"}) == (log::Appended{{0, 1, 1}}));
        QVERIFY(log.commitPolled(member));
        log.reopenAsAfterKill();
        QCOMPARE(*log.values("t", 0), (Values{"a", "b"}));
        QCOMPARE(log.run(log.port().committed("g", LogUnderTest::soon()))->size(), 1U);
    }

    void aFlushThatFailsConfirmsNothing() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        log.faults().flushFails = true;
        QVERIFY(!log.appendValues("t", {"a"}));
        log.faults().flushFails = false;
        QVERIFY(log.values("t", 0)->empty());
        QVERIFY(log.appendValues("t", {"b"}) == (log::Appended{{0, 0, 1}}));
    }

    void whatIsPendingIsBoundedAndAppendsWaitForRoom() {
        log::LogLimits limits;
        limits.pendingBytesMax = 4000;
        LogUnderTest log({}, limits);
        QVERIFY(log.createTopic("t"));
        log.faults().flushDelay = 20ms;
        Outcomes patient;
        for (int i = 0; i < 20; ++i) {
            log.loop().spawn(appendOne(log.port(), std::string(1000, 'x'), LogUnderTest::soon(), patient));
        }
        log.run(untilDone(patient, 20));
        QCOMPARE(patient.confirmed, 20);
        log.faults().flushDelay = 500ms;
        Outcomes hasty;
        for (int i = 0; i < 20; ++i) {
            log.loop().spawn(appendOne(log.port(), std::string(1000, 'x'), Deadline::in(50ms), hasty));
        }
        log.run(untilDone(hasty, 20));
        QCOMPARE(hasty.failed, 20);
        const auto full = std::count_if(hasty.errors.begin(), hasty.errors.end(),
                                        [](const Error& error) { return error.code == ErrorCode::Full; });
        QVERIFY(full >= 15);
    }

    void anAppendThatIsNotConfirmedInTimeHasAnUnknownOutcome() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        log.faults().flushDelay = 200ms;
        std::vector<log::Record> records;
        records.push_back({"", "a"});
        const auto late = log.run(log.port().append("t", records, Deadline::in(20ms)));
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::OutcomeUnknown);
        QCOMPARE(log.fetch("t", 0, 0, {}, LogUnderTest::soon())->size(), 1U);
    }

    void batchesAndRecordsThatAreTooLargeAreRefused() {
        log::LogLimits limits;
        limits.recordBytesMax = 1000;
        limits.batchBytesMax = 3000;
        limits.batchRecordsMax = 100;
        LogUnderTest log({}, limits);
        QVERIFY(log.createTopic("t"));
        for (const Values& bad :
             {Values{}, Values{std::string(1001, 'x')}, Values(4, std::string(900, 'x')), Values(101, "x")}) {
            QCOMPARE(log.appendValues("t", bad).error().code, ErrorCode::Invalid);
        }
        QVERIFY(log.values("t", 0)->empty());
    }

    void oldRecordsAreReadFromTheDisk() {
        log::LogLimits limits;
        limits.recentBytesMax = 0;
        limits.replayBytesMax = 0;
        LogUnderTest log({}, limits);
        QVERIFY(log.createTopic("t"));
        Values expected;
        for (int i = 0; i < 300; ++i)
            expected.push_back(fmt::format("{}", i));
        for (int i = 0; i < 300; i += 100) {
            QVERIFY(log.appendValues("t", Values(expected.begin() + i, expected.begin() + i + 100)));
        }
        QCOMPARE(*log.values("t", 0), expected);
        QCOMPARE((*log.fetch("t", 0, 150, {1, 1}))[0].value(), std::string_view("150"));
    }

    void aDamagedBlockIsRefusedWithASentence() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        QVERIFY(log.appendValues("t", {"first"}));
        QVERIFY(log.appendValues("t", {"second"}));
        log.close();
        {
            auto database = storage::Database::open(log.file(), {});
            QVERIFY(database.has_value());
            QVERIFY(
                database->execute("UPDATE block_bytes SET bytes = (SELECT bytes FROM block_bytes WHERE id = 1) "
                                  "WHERE id = 2"));
        }
        log.open();
        QCOMPARE((*log.fetch("t", 0, 0, {1, 1}))[0].value(), std::string_view("first"));
        const auto damaged = log.fetch("t", 0, 1);
        QVERIFY(!damaged);
        QCOMPARE(damaged.error().code, ErrorCode::Corrupt);
    }

    void aFileThatContradictsItselfIsNotOpened() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        QVERIFY(log.appendValues("t", {"a"}));
        QVERIFY(log.appendValues("t", {"b"}));
        log.close();
        {
            auto database = storage::Database::open(log.file(), {});
            QVERIFY(database.has_value());
            QVERIFY(database->execute("DELETE FROM blocks WHERE id = 1"));
        }
        const auto refused = log::EmbeddedEventLog::open({.file = log.file()});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
    }

    void whoWaitsIsToldWhenTheLogCloses() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        Outcomes outcomes;
        log.loop().spawn(fetchOne(log.port(), outcomes));
        log.run(io::sleepFor(20ms));
        log.close();
        log.run(untilDone(outcomes, 1));
        QCOMPARE(outcomes.failed, 1);
        QCOMPARE(outcomes.errors[0].code, ErrorCode::Unavailable);
    }

    void whatIsPendingIsStoredWhenTheLogCloses() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        log.faults().flushDelay = 50ms;
        Outcomes outcomes;
        for (int i = 0; i < 10; ++i) {
            log.loop().spawn(appendOne(log.port(), "x", LogUnderTest::soon(), outcomes));
            log.run(io::sleepFor(2ms));
        }
        log.reopen();
        log.run(untilDone(outcomes, 10));
        QCOMPARE(outcomes.confirmed, 10);
        QCOMPARE(log.values("t", 0)->size(), 10U);
    }

    void callsMayEndAfterTheirLoop() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        log.faults().flushDelay = 50ms;
        Outcomes outcomes;
        {
            io::Loop other;
            other.spawn(fetchOne(log.port(), outcomes));
            other.spawn(appendOne(log.port(), "x", LogUnderTest::soon(), outcomes));
            other.runUntilDone(io::sleepFor(10ms));
        }
        QCOMPARE(log.fetch("t", 0, 0, {}, LogUnderTest::soon())->size(), 1U);
        QCOMPARE(outcomes.confirmed + outcomes.failed, 0);
    }
};

RUSHLAB_TEST(LogEmbedded)

}  // namespace rushlab::test::log_embedded
#include "log_embedded.moc"
