// storage/: a SQLite file that says when it is not whole.
#include <QTemporaryDir>
#include <fstream>

#include "storage/checked_pages.h"
#include "storage/database.h"
#include "tests/support/test_program.h"

namespace rushlab::test::storage_database {
namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 2> kVersions{
    "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE)",
    "ALTER TABLE note ADD COLUMN stars INTEGER NOT NULL DEFAULT 0",
};
constexpr storage::Schema kSchema{kVersions};

void overwriteByte(const fs::path& file, std::int64_t offset, char flip) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(offset);
    const char byte = static_cast<char>(stream.get());
    stream.seekp(offset);
    stream.put(static_cast<char>(byte ^ flip));
}

Result<> addNotes(storage::Database& database, int from, int to) {
    auto insert = database.prepare("INSERT INTO note(id, body) VALUES(?, ?)");
    if (!insert) return pass(insert);
    if (auto begun = database.begin(); !begun) return begun;
    for (int id = from; id < to; ++id) {
        const auto added = insert->bind(1, std::int64_t{id}).bind(2, fmt::format("note {} {:200}", id, ' ')).run();
        if (!added) {
            database.rollback();
            return added;
        }
    }
    return database.commit();
}

Result<int> countNotes(storage::Database& database) {
    auto select = database.prepare("SELECT id, body FROM note ORDER BY id");
    if (!select) return pass(select);
    int count = 0;
    for (;;) {
        const auto row = select->step();
        if (!row) return pass(row);
        if (!*row) return count;
        if (!select->text(1).starts_with(fmt::format("note {} ", select->integer(0)))) return -1;
        ++count;
    }
}

}  // namespace

class StorageDatabase : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    fs::path file(const char* name) { return fs::path(m_folder.path().toStdString()) / name; }

  private slots:
    void whatWasCommittedIsThereAfterReopening() {
        const auto path = file("kept/notes.db");
        {
            auto database = storage::Database::open(path, kSchema);
            QVERIFY2(database, database ? "" : database.error().message.c_str());
            QVERIFY(addNotes(*database, 0, 500).has_value());
            QVERIFY(database->begin().has_value());
            QVERIFY(database->execute("DELETE FROM note").has_value());
            database->rollback();
        }
        QVERIFY(!fs::exists(path.string() + "-new"));
        auto again = storage::Database::open(path, kSchema);
        QVERIFY2(again, again ? "" : again.error().message.c_str());
        QCOMPARE(countNotes(*again).value_or(-2), 500);
    }

    void valuesComeBackAsTheyWereBound() {
        auto database = storage::Database::open(file("values.db"), {});
        QVERIFY(database.has_value());
        QVERIFY(database->execute("CREATE TABLE v(a, b, c, d, e)").has_value());
        const std::string bytes("\0\xff\x01 zero inside\0", 16);
        auto insert = database->prepare("INSERT INTO v VALUES(?,?,?,?,?)");
        QVERIFY(insert->bind(1, std::int64_t{-7}).bind(2, 2.5).bind(3, "주문").bindBlob(4, bytes).bindNull(5).run());
        QCOMPARE(database->changes(), 1);
        QCOMPARE(database->lastInsertRowId(), 1);
        auto select = database->prepare("SELECT a, b, c, d, e FROM v");
        QVERIFY(select->step().value_or(false));
        QCOMPARE(select->integer(0), -7);
        QCOMPARE(select->real(1), 2.5);
        QCOMPARE(select->text(2), std::string_view("주문"));
        QCOMPARE(select->text(3), std::string_view(bytes));
        QVERIFY(select->isNull(4) && !select->isNull(3));
        QCOMPARE(select->step().value_or(true), false);
    }

    void aRowThatIsThereAlreadyIsAConflict() {
        auto database = storage::Database::open(file("conflict.db"), kSchema);
        QVERIFY(addNotes(*database, 0, 2).has_value());
        const auto again = addNotes(*database, 1, 3);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QCOMPARE(countNotes(*database).value_or(-1), 2);
    }

    void anOlderFileIsBroughtUpToDateAndANewerOneIsRefused() {
        const auto path = file("versions.db");
        {
            auto old = storage::Database::open(path, {std::span(kVersions).first(1)});
            QVERIFY(addNotes(*old, 0, 3).has_value());
        }
        {
            auto current = storage::Database::open(path, kSchema);
            QVERIFY(current.has_value());
            QVERIFY(current->execute("UPDATE note SET stars = 5").has_value());
            QCOMPARE(countNotes(*current).value_or(-1), 3);
        }
        const auto refused = storage::Database::open(path, {std::span(kVersions).first(1)});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY(refused.error().message.find("newer RushLab") != std::string::npos);
    }

    void severalConnectionsOfOneProcessShareAFile() {
        const auto path = file("shared.db");
        auto one = storage::Database::open(path, kSchema);
        auto other = storage::Database::open(path, kSchema);
        QVERIFY(one && other);
        QVERIFY(addNotes(*one, 0, 10).has_value());
        QVERIFY(addNotes(*other, 10, 20).has_value());
        QCOMPARE(countNotes(*one).value_or(-1), 20);
    }

    void aDamagedPageIsNeverServed() {
        const auto path = file("damaged.db");
        {
            auto database = storage::Database::open(path, kSchema);
            QVERIFY(addNotes(*database, 0, 2000).has_value());
        }
        const auto pages = static_cast<std::int64_t>(fs::file_size(path)) / storage::kPageBytes;
        QVERIFY(pages > 50);
        overwriteByte(path, 40 * storage::kPageBytes + 1234, 0x10);
        auto database = storage::Database::open(path, kSchema);
        QVERIFY(database.has_value());  // pages are verified as they are read
        const auto count = countNotes(*database);
        QVERIFY(!count);
        QCOMPARE(count.error().code, ErrorCode::Corrupt);
        QVERIFY2(count.error().message.find("page 41 of " + path.string()) != std::string::npos,
                 count.error().message.c_str());
    }

    void aPageInTheWrongPlaceIsNeverServed() {
        const auto path = file("misplaced.db");
        {
            auto database = storage::Database::open(path, kSchema);
            QVERIFY(addNotes(*database, 0, 2000).has_value());
        }
        std::vector<char> page(storage::kPageBytes);
        std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekg(20 * storage::kPageBytes);
        stream.read(page.data(), storage::kPageBytes);
        stream.seekp(30 * storage::kPageBytes);
        stream.write(page.data(), storage::kPageBytes);
        stream.close();
        QVERIFY(storage::pageIsWhole(page.data(), 21) && !storage::pageIsWhole(page.data(), 31));
        auto database = storage::Database::open(path, kSchema);
        QVERIFY(database.has_value());
        const auto count = countNotes(*database);
        QVERIFY(!count && count.error().code == ErrorCode::Corrupt);
    }

    void aFullDiskIsSaidAndNothingIsHalfStored() {
        const auto faults = std::make_shared<storage::DiskFaults>();
        auto database = storage::Database::open(file("full.db"), kSchema, faults);
        QVERIFY(addNotes(*database, 0, 10).has_value());
        faults->full = true;
        const auto failed = addNotes(*database, 10, 500);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Full);
        faults->full = false;
        QCOMPARE(countNotes(*database).value_or(-1), 10);
        QVERIFY(addNotes(*database, 10, 500).has_value());
    }

    void aFailedFlushTakesItsCommitBack() {
        const auto faults = std::make_shared<storage::DiskFaults>();
        const auto path = file("flush.db");
        auto database = storage::Database::open(path, kSchema, faults);
        QVERIFY(addNotes(*database, 0, 10).has_value());
        faults->flushFails = true;
        const auto failed = addNotes(*database, 10, 20);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Unavailable);
        // As a crash at this moment would leave it: the main file and the log, copied away.
        const auto copy = file("flush-copy.db");
        fs::copy_file(path, copy);
        fs::copy_file(path.string() + "-wal", copy.string() + "-wal");
        auto recovered = storage::Database::open(copy, kSchema);
        QVERIFY(recovered.has_value());
        QCOMPARE(countNotes(*recovered).value_or(-1), 10);
        faults->flushFails = false;
        QVERIFY(addNotes(*database, 10, 30).has_value());
        QCOMPARE(countNotes(*database).value_or(-1), 30);
    }

    void flushesAreCountedAndCanBeSlowed() {
        const auto faults = std::make_shared<storage::DiskFaults>();
        auto database = storage::Database::open(file("slow.db"), kSchema, faults);
        const auto before = faults->flushes.load();
        faults->flushDelay = std::chrono::microseconds(20'000);
        const auto start = std::chrono::steady_clock::now();
        QVERIFY(addNotes(*database, 0, 1).has_value());
        QVERIFY(faults->flushes > before);
        QVERIFY(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(20));
    }
};

RUSHLAB_TEST(StorageDatabase)

}  // namespace rushlab::test::storage_database
#include "storage_database.moc"
