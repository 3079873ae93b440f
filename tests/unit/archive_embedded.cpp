// The embedded archive: what holds beyond the port's promises, on a disk that is slow, full, failing or gone.
#include <QTemporaryDir>

#include "engines/archive/embedded_archive.h"
#include "tests/support/test_program.h"

namespace rushlab::test::archive_embedded {
using namespace std::chrono_literals;
using archive::ChatDocument;
using archive::EmbeddedArchive;

namespace {

std::vector<ChatDocument> documents(int from, int to) {
    std::vector<ChatDocument> made;
    for (int i = from; i < to; ++i) {
        made.push_back({fmt::format("id-{}", i), "room", "kim", std::string(200, 'c'), WallTime(Milliseconds(i))});
    }
    return made;
}

io::Awaitable<> insertInto(EmbeddedArchive& archive, std::vector<ChatDocument> batch, Deadline deadline,
                           std::vector<Result<std::uint64_t>>& outcomes) {
    outcomes.push_back(co_await archive.insertMany(std::move(batch), deadline));
}

io::Awaitable<> waitForOutcomes(std::vector<Result<std::uint64_t>>& outcomes, std::size_t count) {
    const auto deadline = Deadline::in(20s);
    while (outcomes.size() < count && !deadline.passed())
        co_await io::sleepFor(1ms);
}

}  // namespace

class ArchiveEmbedded : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path file(const char* name) { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    static Deadline soon() { return Deadline::in(20s); }

  private slots:
    void whatWasStoredIsThereAfterReopening() {
        io::Loop loop;
        {
            auto opened = EmbeddedArchive::open({.file = file("kept.db")});
            QVERIFY(loop.runUntilDone((*opened)->insertMany(documents(0, 1000), soon())).has_value());
        }
        auto again = EmbeddedArchive::open({.file = file("kept.db")});
        QVERIFY2(again, again ? "" : again.error().message.c_str());
        QCOMPARE(loop.runUntilDone((*again)->count("room", soon())).value_or(0), 1000U);
        QCOMPARE(loop.runUntilDone((*again)->insertMany(documents(990, 1010), soon())).value_or(0), 10U);
    }

    void whileOneFlushRunsTheNextIsGathered() {
        const auto faults = std::make_shared<storage::DiskFaults>();
        auto opened = EmbeddedArchive::open({.file = file("gathered.db"), .faults = faults});
        io::Loop loop;
        std::vector<Result<std::uint64_t>> outcomes;
        const auto before = faults->flushes.load();
        faults->flushDelay = std::chrono::microseconds(20'000);
        for (int i = 0; i < 200; ++i)
            loop.spawn(insertInto(**opened, documents(i, i + 1), soon(), outcomes));
        loop.runUntilDone(waitForOutcomes(outcomes, 200));
        QCOMPARE(outcomes.size(), 200U);
        for (const auto& outcome : outcomes)
            QCOMPARE(outcome.value_or(0), 1U);
        QVERIFY2(faults->flushes - before < 20, "callers did not share their flushes");
    }

    void aSlowDiskTellsWhatItDidNotStoreFromWhatItMayHave() {
        const auto faults = std::make_shared<storage::DiskFaults>();
        auto opened = EmbeddedArchive::open({.file = file("slow.db"), .faults = faults});
        io::Loop loop;
        faults->flushDelay = std::chrono::microseconds(300'000);
        std::vector<Result<std::uint64_t>> first, second;
        loop.spawn(insertInto(**opened, documents(0, 1), Deadline::in(100ms), first));
        loop.runUntilDone(io::sleepFor(30ms));  // the first is at the disk now, the second has to wait
        loop.spawn(insertInto(**opened, documents(1, 2), Deadline::in(50ms), second));
        loop.runUntilDone(waitForOutcomes(first, 1));
        loop.runUntilDone(waitForOutcomes(second, 1));
        QCOMPARE(first.front().error().code, ErrorCode::OutcomeUnknown);
        QCOMPARE(second.front().error().code, ErrorCode::Timeout);
        faults->flushDelay = std::chrono::microseconds(0);
        QCOMPARE(loop.runUntilDone((*opened)->insertMany(documents(0, 2), soon())).value_or(9), 1U);
    }

    void aFullOrFailingDiskStoresNothingAndSaysSo() {
        const auto faults = std::make_shared<storage::DiskFaults>();
        auto opened = EmbeddedArchive::open({.file = file("full.db"), .faults = faults});
        io::Loop loop;
        QCOMPARE(loop.runUntilDone((*opened)->insertMany(documents(0, 5), soon())).value_or(0), 5U);
        faults->full = true;
        const auto full = loop.runUntilDone((*opened)->insertMany(documents(5, 10), soon()));
        QVERIFY(!full);
        QCOMPARE(full.error().code, ErrorCode::Full);
        faults->full = false;
        faults->flushFails = true;
        const auto failed = loop.runUntilDone((*opened)->insertMany(documents(5, 10), soon()));
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Unavailable);
        faults->flushFails = false;
        QCOMPARE(loop.runUntilDone((*opened)->count(std::nullopt, soon())).value_or(0), 5U);
        QCOMPARE(loop.runUntilDone((*opened)->insertMany(documents(0, 10), soon())).value_or(0), 5U);
        QCOMPARE(loop.runUntilDone((*opened)->count("room", soon())).value_or(0), 10U);
    }

    void whatWaitsForTheDiskIsBounded() {
        const auto faults = std::make_shared<storage::DiskFaults>();
        auto opened = EmbeddedArchive::open({.file = file("bound.db"), .waitingBytes = 50'000, .faults = faults});
        io::Loop loop;
        faults->flushDelay = std::chrono::microseconds(200'000);
        std::vector<Result<std::uint64_t>> outcomes;
        for (int i = 0; i < 40; ++i)
            loop.spawn(insertInto(**opened, documents(i * 50, i * 50 + 50), soon(), outcomes));
        loop.runUntilDone(waitForOutcomes(outcomes, 40));
        const auto full = std::ranges::count_if(
            outcomes, [](const auto& outcome) { return !outcome && outcome.error().code == ErrorCode::Full; });
        QVERIFY2(full > 20 && full < 40, fmt::format("{} of 40 batches were refused", full).c_str());
    }

    void closingStoresWhatWaits() {
        const auto faults = std::make_shared<storage::DiskFaults>();
        io::Loop loop;
        std::vector<Result<std::uint64_t>> outcomes;
        {
            auto opened = EmbeddedArchive::open({.file = file("closing.db"), .faults = faults});
            faults->flushDelay = std::chrono::microseconds(20'000);
            for (int i = 0; i < 20; ++i)
                loop.spawn(insertInto(**opened, documents(i, i + 1), soon(), outcomes));
            loop.runUntilDone(io::sleepFor(1ms));
        }
        loop.runUntilDone(waitForOutcomes(outcomes, 20));
        QCOMPARE(outcomes.size(), 20U);
        for (const auto& outcome : outcomes)
            QVERIFY(outcome.has_value());
        QVERIFY(!std::filesystem::exists(file("closing.db-wal")));
    }
};

RUSHLAB_TEST(ArchiveEmbedded)

}  // namespace rushlab::test::archive_embedded
#include "archive_embedded.moc"
