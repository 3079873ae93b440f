// storage/: group commit. What settled() was told is on the disk, and nothing else is.
#include <QTemporaryDir>

#include "storage/flusher.h"
#include "tests/support/test_program.h"

namespace rushlab::test::storage_flusher {
namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 1> kVersions{"CREATE TABLE entry(id INTEGER PRIMARY KEY, body BLOB NOT NULL)"};
constexpr storage::Schema kSchema{kVersions};

// An engine at its smallest: numbers that want to be stored.
class Numbers final : public storage::FlushSource {
  public:
    explicit Numbers(std::size_t bodyBytes = 16) : m_body(bodyBytes, 'x') {}

    void add(std::int64_t number) {
        const std::lock_guard lock(m_mutex);
        m_pending.push_back(number);
        if (m_flusher) m_flusher->wake();
    }
    void use(storage::Flusher* flusher) { m_flusher = flusher; }

    bool collect() override {
        const std::lock_guard lock(m_mutex);
        m_collected.swap(m_pending);
        m_pending.clear();
        return !m_collected.empty();
    }
    Result<> write(storage::Database& database) override {
        auto insert = database.prepare("INSERT INTO entry(id, body) VALUES(?, ?)");
        if (!insert) return pass(insert);
        for (const auto number : m_collected) {
            if (auto done = insert->bind(1, number).bindBlob(2, m_body).run(); !done) return done;
        }
        return {};
    }
    void settled(const Result<>& outcome) override {
        {
            const std::lock_guard lock(m_mutex);
            (outcome ? m_stored : m_failed) += std::ssize(m_collected);
            if (!outcome) m_lastError = outcome.error();
            ++m_batches;
        }
        m_changed.notify_all();
    }

    bool waitFor(std::int64_t count) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(30), [&] { return m_stored + m_failed >= count; });
    }
    std::int64_t stored() const { return m_stored; }
    std::int64_t failed() const { return m_failed; }
    std::int64_t batches() const { return m_batches; }
    const std::optional<Error>& lastError() const { return m_lastError; }

  private:
    std::string m_body;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    storage::Flusher* m_flusher = nullptr;
    std::vector<std::int64_t> m_pending, m_collected;
    std::int64_t m_stored = 0, m_failed = 0, m_batches = 0;
    std::optional<Error> m_lastError;
};

std::int64_t countIn(const fs::path& file) {
    auto database = storage::Database::open(file, kSchema);
    if (!database) return -1;
    auto select = database->prepare("SELECT count(*) FROM entry");
    return select && select->step().value_or(false) ? select->integer(0) : -2;
}

}  // namespace

class StorageFlusher : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    fs::path file(const char* name) { return fs::path(m_folder.path().toStdString()) / name; }

  private slots:
    void whatManyThreadsAddIsStoredOnceEach() {
        const auto path = file("many.db");
        Numbers numbers;
        {
            storage::Flusher flusher(std::move(*storage::Database::open(path, kSchema)), numbers);
            numbers.use(&flusher);
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread) {
                threads.emplace_back([&numbers, thread] {
                    for (int i = 0; i < 2000; ++i)
                        numbers.add(thread * 2000 + i);
                });
            }
            threads.clear();
            QVERIFY(numbers.waitFor(8000));
        }
        QCOMPARE(numbers.stored(), 8000);
        QVERIFY2(numbers.batches() < 8000, "nothing was ever gathered");
        QCOMPARE(countIn(path), 8000);
    }

    void stopFlushesWhatIsPendingAndLeavesNoLog() {
        const auto path = file("stopped.db");
        Numbers numbers;
        storage::Flusher flusher(std::move(*storage::Database::open(path, kSchema)), numbers);
        for (int i = 0; i < 100; ++i)
            numbers.add(i);  // not woken
        flusher.stop();
        QCOMPARE(numbers.stored(), 100);
        QVERIFY(!fs::exists(path.string() + "-wal"));
        QCOMPARE(countIn(path), 100);
        flusher.stop();
    }

    void aFlushThatFailsIsToldAndTheNextOneWorks() {
        const auto path = file("failing.db");
        const auto faults = std::make_shared<storage::DiskFaults>();
        Numbers numbers;
        storage::Flusher flusher(std::move(*storage::Database::open(path, kSchema, faults)), numbers);
        numbers.use(&flusher);
        numbers.add(1);
        QVERIFY(numbers.waitFor(1));
        faults->full = true;
        numbers.add(2);
        QVERIFY(numbers.waitFor(2));
        QCOMPARE(numbers.failed(), 1);
        QCOMPARE(numbers.lastError()->code, ErrorCode::Full);
        faults->full = false;
        faults->flushFails = true;
        numbers.add(3);
        QVERIFY(numbers.waitFor(3));
        QCOMPARE(numbers.lastError()->code, ErrorCode::Unavailable);
        faults->flushFails = false;
        numbers.add(4);
        QVERIFY(numbers.waitFor(4));
        flusher.stop();
        QCOMPARE(numbers.stored(), 2);
        QCOMPARE(countIn(path), 2);
    }

    void theLogStaysBoundedUnderSteadyWrites() {
        const auto path = file("bounded.db");
        Numbers numbers(16 * 1024);
        const storage::LogBounds bounds{.checkpointFromBytes = 1 << 20, .waitFromBytes = 8 << 20};
        storage::Flusher flusher(std::move(*storage::Database::open(path, kSchema)), numbers, bounds);
        numbers.use(&flusher);
        std::uintmax_t largest = 0;
        for (int i = 0; i < 3000; ++i) {  // about 50 MB
            numbers.add(i);
            if (i % 20 != 19) continue;
            QVERIFY(numbers.waitFor(i + 1));
            largest = std::max(largest, fs::file_size(path.string() + "-wal"));
        }
        QCOMPARE(numbers.failed(), 0);
        QVERIFY2(std::cmp_greater(largest, bounds.checkpointFromBytes),
                 "the log was never long enough for a checkpoint");
        QVERIFY2(std::cmp_less(largest, bounds.waitFromBytes + (1 << 20)),
                 fmt::format("the log grew to {} bytes", largest).c_str());
        flusher.stop();
        QCOMPARE(countIn(path), 3000);
    }

    // A reader that stays in the past keeps the log from starting anew: commits go on, and the log shrinks afterwards.
    void aReaderThatDoesNotEndDoesNotStopCommits() {
        const auto path = file("reader.db");
        Numbers numbers(16 * 1024);
        const storage::LogBounds bounds{.checkpointFromBytes = 1 << 20, .waitFromBytes = 1LL << 40};
        auto reader = storage::Database::open(path, kSchema);
        storage::Flusher flusher(std::move(*storage::Database::open(path, kSchema)), numbers, bounds);
        numbers.use(&flusher);
        QVERIFY(reader->execute("BEGIN").has_value());
        QVERIFY(reader->execute("SELECT count(*) FROM entry").has_value());
        for (int i = 0; i < 300; ++i) {
            numbers.add(i);
            if (i % 20 == 19) QVERIFY(numbers.waitFor(i + 1));
        }
        QCOMPARE(numbers.failed(), 0);
        QVERIFY(fs::file_size(path.string() + "-wal") > 4'000'000);
        reader->rollback();
        flusher.stop();
        QCOMPARE(fs::file_size(path.string() + "-wal"), 0U);
    }
};

RUSHLAB_TEST(StorageFlusher)

}  // namespace rushlab::test::storage_flusher
#include "storage_flusher.moc"
