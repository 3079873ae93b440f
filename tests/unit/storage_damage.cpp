// storage/: whatever happens to the bytes of a database file or its log, what is served is exactly what was stored, or
// it is refused with a sentence.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <csignal>
#include <fstream>

#include "base/random.h"
#include "storage/checked_pages.h"
#include "storage/database.h"
#include "tests/support/test_program.h"

namespace rushlab::test::storage_damage {
namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 1> kVersions{
    "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL); CREATE INDEX by_body ON note(body)"};
constexpr storage::Schema kSchema{kVersions};
constexpr int kNotes = 600;
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kFlips = 100;
#else
constexpr int kFlips = 300;
#endif

// Long ones run over several pages.
std::string bodyOf(std::int64_t id) {
    return fmt::format("note {} {}", id, std::string(static_cast<std::size_t>(id % 50 == 0 ? 9'000 : 120), 'n'));
}

Result<> addNotes(storage::Database& database, int from, int to) {
    auto insert = database.prepare("INSERT INTO note(id, body) VALUES(?, ?)");
    if (!insert) return pass(insert);
    if (auto begun = database.begin(); !begun) return begun;
    for (int id = from; id < to; ++id) {
        if (auto added = insert->bind(1, std::int64_t{id}).bind(2, bodyOf(id)).run(); !added) {
            database.rollback();
            return added;
        }
    }
    return database.commit();
}

struct Served {
    int notes = 0;
    bool exact = true;
};

// Opens the file and reads all that is in it, by the table and by the index.
Result<Served> serve(const fs::path& file) {
    auto database = storage::Database::open(file, kSchema);
    if (!database) return pass(database);
    Served served;
    for (const std::string_view sql :
         {"SELECT id, body FROM note ORDER BY id", "SELECT id, body FROM note ORDER BY body"}) {
        auto select = database->prepare(sql);
        if (!select) return pass(select);
        served.notes = 0;
        for (;;) {
            const auto row = select->step();
            if (!row) return pass(row);
            if (!*row) break;
            served.exact = served.exact && select->text(1) == bodyOf(select->integer(0));
            ++served.notes;
        }
    }
    return served;
}

void copyFiles(const fs::path& from, const fs::path& to) {
    for (const char* end : {"", "-wal", "-lock"}) {
        fs::copy_file(from.string() + end, to.string() + end, fs::copy_options::overwrite_existing);
    }
    fs::remove(to.string() + "-shm");
}

void flipBit(const fs::path& file, std::uint64_t offset, unsigned bit) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(offset));
    const int byte = stream.get();
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.put(static_cast<char>(static_cast<unsigned>(byte) ^ (1U << bit)));
}

// Runs the work in a child process and returns its exit status, or minus the signal that ended it.
template <class Work>
int inChild(Work&& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

class StorageDamage : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    fs::path file(const std::string& name) { return fs::path(m_folder.path().toStdString()) / name; }

    // What a killed process leaves: half of the notes in the main file, half in the log only.
    fs::path killedFile() {
        const auto path = file("killed.db");
        if (fs::exists(path)) return path;
        const auto original = file("original.db");
        auto database = storage::Database::open(original, kSchema);
        for (int id = 0; id < kNotes / 2; id += 10)
            (void)addNotes(*database, id, id + 10);
        (void)database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        for (int id = kNotes / 2; id < kNotes; id += 10)
            (void)addNotes(*database, id, id + 10);
        copyFiles(original, path);
        return path;
    }

    void requireExactOrRefused(const fs::path& path, const std::string& what, int* refused) {
        const auto served = serve(path);
        if (served) {
            QVERIFY2(served->exact, (what + ": a wrong note was served").c_str());
            QVERIFY2(served->notes == kNotes, fmt::format("{}: {} notes of {}", what, served->notes, kNotes).c_str());
            return;
        }
        ++*refused;
        QVERIFY2(served.error().code == ErrorCode::Corrupt, (what + ": " + served.error().message).c_str());
        QVERIFY2(served.error().message.find(path.string()) != std::string::npos, served.error().message.c_str());
        QVERIFY2(served.error().message.find("restore a copy") != std::string::npos, served.error().message.c_str());
    }

  private slots:
    void whatAKilledProcessLeftIsServedWhole() {
        const auto copy = file("whole.db");
        copyFiles(killedFile(), copy);
        const auto served = serve(copy);
        QVERIFY2(served, served ? "" : served.error().message.c_str());
        QVERIFY(served->exact);
        QCOMPARE(served->notes, kNotes);
    }

    void aFlippedBitIsRefusedOrHarmless_data() {
        QTest::addColumn<QString>("end");
        QTest::addColumn<int>("atLeastRefused");
        QTest::newRow("main file") << "" << kFlips / 3;
        QTest::newRow("write-ahead log") << "-wal" << kFlips - kFlips / 20;
    }
    void aFlippedBitIsRefusedOrHarmless() {
        QFETCH(QString, end);
        QFETCH(int, atLeastRefused);
        const auto from = killedFile();
        const auto copy = file("flipped.db");
        const auto bytes = fs::file_size(from.string() + end.toStdString());
        Random random(17);
        int refused = 0;
        for (int round = 0; round < kFlips; ++round) {
            copyFiles(from, copy);
            const auto offset = round < kFlips / 5 ? static_cast<std::uint64_t>(round) : random.below(bytes);
            const auto bit = static_cast<unsigned>(random.below(8));
            flipBit(copy.string() + end.toStdString(), offset, bit);
            requireExactOrRefused(copy, fmt::format("bit {} of byte {}", bit, offset), &refused);
            if (QTest::currentTestFailed()) return;
        }
        QVERIFY2(refused >= atLeastRefused, fmt::format("only {} of {} flips were noticed", refused, kFlips).c_str());
    }

    void aFileThatWasCutShortIsRefused_data() {
        QTest::addColumn<QString>("end");
        QTest::newRow("main file") << "";
        QTest::newRow("write-ahead log") << "-wal";
    }
    void aFileThatWasCutShortIsRefused() {
        QFETCH(QString, end);
        const auto from = killedFile();
        const auto copy = file("cut.db");
        const auto bytes = fs::file_size(from.string() + end.toStdString());
        const std::uint64_t frame = 24 + storage::kPageBytes;
        Random random(18);
        int refused = 0;
        for (std::uint64_t round = 0; round < 150; ++round) {
            copyFiles(from, copy);
            // At every sort of place: nothing left, in the headers, whole pages or frames, anywhere, the very last
            // byte.
            std::uint64_t length = random.below(bytes);
            if (round < 40) length = round;
            if (round >= 40 && round < 80)
                length = end.isEmpty() ? (round - 39) * storage::kPageBytes : 32 + (round - 40) * frame;
            if (round == 80) length = bytes - 1;
            if (length >= bytes) continue;
            fs::resize_file(copy.string() + end.toStdString(), length);
            requireExactOrRefused(copy, fmt::format("cut to {} bytes", length), &refused);
            if (QTest::currentTestFailed()) return;
        }
        QVERIFY2(refused >= 100, fmt::format("only {} of 150 cuts were noticed", refused).c_str());
    }

    void aMissingFileOfThePairIsRefused() {
        const auto copy = file("pair.db");
        copyFiles(killedFile(), copy);
        fs::remove(copy.string() + "-wal");
        int refused = 0;
        requireExactOrRefused(copy, "log removed", &refused);
        copyFiles(killedFile(), copy);
        fs::remove(copy);
        requireExactOrRefused(copy, "main file removed", &refused);
        QCOMPARE(refused, 2);
    }

    // The planted bug: without the note of what was confirmed, SQLite's own rules are all there is.
    void withoutTheNoteACutLogWouldGoUnnoticed() {
        const auto copy = file("unnoted.db");
        copyFiles(killedFile(), copy);
        fs::resize_file(copy.string() + "-wal", 32 + 40 * (24 + storage::kPageBytes));
        fs::remove(copy.string() + "-lock");
        const auto served = serve(copy);
        QVERIFY(served && served->notes < kNotes);
    }

    // Even where no note was left, damage before later commits is not the end of the log.
    void damageInTheMiddleOfALogIsNoticedWithoutTheNote() {
        const auto copy = file("middle.db");
        copyFiles(killedFile(), copy);
        fs::remove(copy.string() + "-lock");
        flipBit(copy.string() + "-wal", 32 + 3 * (24 + storage::kPageBytes) + 700, 3);
        int refused = 0;
        requireExactOrRefused(copy, "middle of the log", &refused);
        QCOMPARE(refused, 1);
    }

    void aTornEndThatWasNeverConfirmedIsNoDamage() {
        const auto copy = file("torn.db");
        copyFiles(killedFile(), copy);
        std::vector<char> half(24 + 1000, 'h');
        std::ofstream(copy.string() + "-wal", std::ios::app | std::ios::binary).write(half.data(), std::ssize(half));
        const auto served = serve(copy);
        QVERIFY2(served, served ? "" : served.error().message.c_str());
        QCOMPARE(served->notes, kNotes);
    }

    void whatIsNoDatabaseIsRefusedAndNotTouched_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("dear diary");
        QTest::newRow("zeros") << QByteArray(8192, '\0');
        QTest::newRow("begins as a database") << (QByteArray("SQLite format 3\0", 16) + QByteArray(9000, 'x'));
    }
    void whatIsNoDatabaseIsRefusedAndNotTouched() {
        QFETCH(QByteArray, content);
        const auto path = file("foreign.db");
        fs::remove(path.string() + "-lock");
        std::ofstream(path, std::ios::binary).write(content.data(), content.size());
        const auto refused = storage::Database::open(path, kSchema);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY2(refused.error().message.find(path.string()) != std::string::npos, refused.error().message.c_str());
        std::ifstream stream(path, std::ios::binary);
        const std::string left((std::istreambuf_iterator<char>(stream)), {});
        QCOMPARE(QByteArray::fromStdString(left), content);
    }

    void aFolderWhereAFileIsIsUnavailable() {
        std::ofstream(file("file")) << "a file";
        const auto under = storage::Database::open(file("file/x.db"), kSchema);
        QVERIFY(!under && under.error().code == ErrorCode::Unavailable);
        fs::create_directories(file("folder.db"));
        const auto folder = storage::Database::open(file("folder.db"), kSchema);
        QVERIFY(!folder && folder.error().code == ErrorCode::Unavailable);
    }

    void aFileOfAnotherProcessIsUnavailableUntilThatEnds() {
        const auto path = file("held.db");
        int ready[2], finish[2];
        QVERIFY(::pipe(ready) == 0 && ::pipe(finish) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(finish[1]);
            const auto held = storage::Database::open(path, kSchema);
            char byte = held ? 'y' : 'n';
            (void)!::write(ready[1], &byte, 1);
            (void)!::read(finish[0], &byte, 1);
            ::_exit(0);
        }
        char byte = 0;
        QVERIFY(::read(ready[0], &byte, 1) == 1);
        QCOMPARE(byte, 'y');
        const auto refused = storage::Database::open(path, kSchema);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY2(refused.error().message.find("in use by another RushLab") != std::string::npos,
                 refused.error().message.c_str());
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        for (const int end : {ready[0], ready[1], finish[0], finish[1]})
            ::close(end);
        QVERIFY(storage::Database::open(path, kSchema).has_value());
    }

    void aFolderThatMayNotBeWrittenIsUnavailable() {
        const auto folder = file("locked");
        fs::create_directories(folder);
        { QVERIFY(storage::Database::open(folder / "x.db", kSchema).has_value()); }
        fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read |
                                    fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec);
        fs::permissions(file(""), fs::perms::all);
        // Root may write anywhere, so the child becomes nobody.
        const int status = inChild([&] {
            if (::geteuid() == 0 && ::setuid(65534) != 0) return 10;
            const auto fresh = storage::Database::open(folder / "y.db", kSchema);
            if (fresh || fresh.error().code != ErrorCode::Unavailable) return 11;
            if (fresh.error().message.find("writable") == std::string::npos) return 12;
            return fs::exists(folder / "y.db") ? 13 : 0;
        });
        fs::permissions(folder, fs::perms::owner_all);
        QCOMPARE(status, 0);
    }

    // A real limit of the system in place of a full disk: the write fails for SQLite as the disk would make it fail.
    void aWriteThatTheSystemRefusesLosesNothing() {
        const auto path = file("limited.db");
        {
            auto database = storage::Database::open(path, kSchema);
            QVERIFY(database && addNotes(*database, 0, 100));
        }
        const int status = inChild([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{256 * 1024, 256 * 1024};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            auto database = storage::Database::open(path, kSchema);
            if (!database) return 10;
            int failures = 0;
            for (int id = 100; id < 1000; id += 100) {
                const auto added = addNotes(*database, id, id + 100);
                if (added) continue;
                ++failures;
                if (added.error().code != ErrorCode::Full && added.error().code != ErrorCode::Unavailable) return 11;
                const auto served = serve(path);
                if (!served || !served->exact || served->notes % 100 != 0 || served->notes < 100) return 12;
            }
            return failures > 0 ? 0 : 13;
        });
        QCOMPARE(status, 0);
        const auto served = serve(path);
        QVERIFY2(served, served ? "" : served.error().message.c_str());
        QVERIFY(served->exact && served->notes % 100 == 0 && served->notes >= 100);
    }

    // The header of a commit's last frame fits and its page does not: the checkpoint that follows flushes the log, and
    // must not note that commit as one that has to be there.
    void aCommitThatDidNotFitIsNotAskedForAfterAKill() {
        const auto path = file("unfit.db"), copy = file("unfit-copy.db");
        const int status = inChild([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            auto database = storage::Database::open(path, kSchema);
            if (!database || !addNotes(*database, 0, 10)) return 10;
            rlimit limit{};
            ::getrlimit(RLIMIT_FSIZE, &limit);
            const rlimit before = limit;
            limit.rlim_cur = fs::file_size(path.string() + "-wal") + 24 + 100;
            ::setrlimit(RLIMIT_FSIZE, &limit);
            if (database->execute("PRAGMA application_id = 7")) return 11;  // writes one page
            ::setrlimit(RLIMIT_FSIZE, &before);
            if (!database->execute("PRAGMA wal_checkpoint(PASSIVE)")) return 12;
            copyFiles(path, copy);
            return 0;
        });
        QCOMPARE(status, 0);
        const auto served = serve(copy);
        QVERIFY2(served, served ? "" : served.error().message.c_str());
        QVERIFY(served->exact);
        QCOMPARE(served->notes, 10);
    }
};

RUSHLAB_TEST(StorageDamage)

}  // namespace rushlab::test::storage_damage
#include "storage_damage.moc"
