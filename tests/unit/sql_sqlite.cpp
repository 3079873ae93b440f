// SQLite beyond the port's common promises: shared commits, ills of the disk, files that are not whole.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "engines/sql/sqlite_database.h"
#include "tests/contract/sql_callers.h"
#include "tests/support/test_program.h"

namespace rushlab::test::sql_sqlite {
using namespace rushlab::test;

namespace {

const std::string kItems = "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)";

Result<> insertItem(sql::Session& session, int id, std::string_view name = "x") {
    auto done = session.execute("INSERT INTO items (id, name) VALUES (?, ?)", {id, name});
    return done ? Result<>{} : pass(done);
}

// All of them wait while the writer is held, and then share its next commit.
std::vector<Result<>> inOneCommit(sql::Database& database, int count,
                                  std::function<Result<>(sql::Session&, int)> work) {
    const auto gate = std::make_shared<Gate>();
    std::jthread holder([&] {
        transact(database, [gate](sql::Session&) -> Result<> {
            gate->pass();
            return {};
        });
    });
    gate->waitUntilEntered();
    auto outcomes = Crowd<void>::run(count + 1, [&](int i) {
        if (i < count) {
            return database.transact(Deadline::in(30s), [work, i](sql::Session& s) { return work(s, i); });
        }
        // Starts last, when those before it are in the queue; its reader does not wait for the writer.
        return database.read(Deadline::in(30s), [gate](sql::Session&) -> Result<> {
            gate->open();
            return {};
        });
    });
    outcomes.pop_back();
    return outcomes;
}

std::int64_t itemCount(sql::Database& database) {
    return number(database, "SELECT count(*) FROM items");
}

void fill(sql::Database& database, int count) {
    for (const auto& outcome : Crowd<void>::run(count, [&](int i) {
             return database.transact(Deadline::in(30s),
                                      [i](sql::Session& s) { return insertItem(s, i, std::string(500, 'y')); });
         })) {
        QVERIFY(outcome);
    }
}

}  // namespace

// Another process that has the file open until it is let go.
class OtherProcess {
  public:
    explicit OtherProcess(const std::filesystem::path& file) {
        int ends[2];
        if (::pipe(ends) != 0) qFatal("no pipe");
        m_pid = ::fork();
        if (m_pid == 0) {
            const auto database = storage::Database::open(file, {});
            const char answer = database ? 'y' : 'n';
            if (::write(ends[1], &answer, 1) != 1) ::_exit(1);
            for (;;)
                ::pause();
        }
        char answer = 0;
        if (::read(ends[0], &answer, 1) != 1 || answer != 'y') qFatal("the other process could not open the file");
        ::close(ends[0]);
        ::close(ends[1]);
    }
    ~OtherProcess() {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    OtherProcess(const OtherProcess&) = delete;
    OtherProcess& operator=(const OtherProcess&) = delete;

  private:
    pid_t m_pid = 0;
};

class SqlSqlite : public QObject {
    Q_OBJECT

    std::unique_ptr<OwnDatabase> m_own;

    std::unique_ptr<sql::Database> openItems(sql::Settings settings = {}) { return open(*m_own, {kItems}, settings); }

  private slots:
    void init() { m_own = std::make_unique<OwnDatabase>(false); }
    void cleanup() { m_own.reset(); }

    void manyCallersShareOneFlush() {
        const auto disk = std::make_shared<storage::DiskFaults>();
        auto database = openItems({.sqliteFaults = disk});
        const std::int64_t before = disk->flushes;
        for (const auto& outcome : inOneCommit(*database, 500, insertItemCalled))
            QVERIFY(outcome);
        const std::int64_t flushes = disk->flushes - before;
        QVERIFY2(flushes <= 3, qPrintable(QString::number(flushes)));
        QCOMPARE(itemCount(*database), 500);
    }

    // The planted bug: the same check that the contract makes must notice a commit that is shared without savepoints.
    void theCheckNoticesASharedCommitWithoutSavepoints() {
        sql::Settings settings{.url = m_own->url(), .migrations = asMigrations({kCallersTable})};
        auto database = sql::SqliteDatabase::open({m_own->file()}, settings, Log::silent(), {.savepoints = false});
        QVERIFY(database);
        QVERIFY(!runMixedCallers(**database).holds);
    }

    void aCallerWhoMakesSqliteDropTheWholeCommitHarmsNobody() {
        auto database = openItems();
        const auto outcomes = inOneCommit(*database, 60, [](sql::Session& session, int i) -> Result<> {
            if (auto done = insertItem(session, 2 * i); !done) return done;
            if (i % 10 != 5) return insertItem(session, 2 * i + 1);
            // Not the statement, not the savepoint: SQLite rolls the transaction back that everybody shares.
            auto done = session.execute("INSERT OR ROLLBACK INTO items (id) VALUES (?)", {2 * i});
            return done ? Result<>{} : pass(done);
        });
        for (int i = 0; i < 60; ++i) {
            const auto& outcome = outcomes[static_cast<std::size_t>(i)];
            QCOMPARE(outcome.has_value(), i % 10 != 5);
            if (!outcome) QCOMPARE(outcome.error().code, ErrorCode::Conflict);
        }
        QCOMPARE(itemCount(*database), 2 * 54);
        QCOMPARE(number(*database, "SELECT count(*) FROM items WHERE id IN (10, 11)"), 0);
    }

    void aRuleThatIsCheckedAtTheCommitFailsOnlyItsCaller() {
        auto database = open(*m_own, {kItems,
                                      "CREATE TABLE lines (item INTEGER REFERENCES items (id) DEFERRABLE INITIALLY "
                                      "DEFERRED)"});
        const auto outcomes = inOneCommit(*database, 30, [](sql::Session& session, int i) -> Result<> {
            if (i != 7 && i != 8) return insertItem(session, i);
            auto done = session.execute("INSERT INTO lines (item) VALUES (?)", {1000 + i});
            return done ? Result<>{} : pass(done);
        });
        for (std::size_t i = 0; i < 30; ++i) {
            QCOMPARE(outcomes[i].has_value(), i != 7 && i != 8);
            if (!outcomes[i]) QCOMPARE(outcomes[i].error().code, ErrorCode::Conflict);
        }
        QCOMPARE(itemCount(*database), 28);
        QCOMPARE(number(*database, "SELECT count(*) FROM lines"), 0);
    }

    void aCallerForWhomThereIsNoRoomHarmsNobody() {
        auto database = openItems({.sqlitePagesMax = 64});
        const auto outcomes = inOneCommit(*database, 40, [](sql::Session& session, int i) {
            return insertItem(session, i, i == 20 ? std::string(1024 * 1024, 'z') : "small");
        });
        for (std::size_t i = 0; i < 40; ++i)
            QCOMPARE(outcomes[i].has_value(), i != 20);
        QCOMPARE(outcomes[20].error().code, ErrorCode::Full);
        QCOMPARE(itemCount(*database), 39);
    }

    void aCallerWhoIsStoppedAtHisDeadlineHarmsNobody() {
        auto database = openItems();
        const auto slow = [](sql::Session& session) -> Result<> {
            auto done = session.execute(
                "INSERT INTO items WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n) SELECT i, 'n' "
                "FROM n");
            return done ? Result<>{} : pass(done);
        };
        const auto outcomes = Crowd<void>::run(41, [&](int i) {
            if (i == 20) return database->transact(Deadline::in(300ms), slow);
            return database->transact(Deadline::in(20s), [i](sql::Session& s) { return insertItem(s, i); });
        });
        for (std::size_t i = 0; i < 41; ++i) {
            QVERIFY2(outcomes[i].has_value() == (i != 20), outcomes[i] ? "" : outcomes[i].error().message.c_str());
        }
        QCOMPARE(outcomes[20].error().code, ErrorCode::Timeout);
        QCOMPARE(itemCount(*database), 40);
    }

    void onAFullDiskNothingIsStoredAndItGoesOnOnceThereIsRoom() {
        const auto disk = std::make_shared<storage::DiskFaults>();
        auto database = openItems({.sqliteFaults = disk});
        disk->full = true;
        for (const auto& outcome : inOneCommit(*database, 50, insertItemCalled)) {
            QVERIFY(!outcome);
            QCOMPARE(outcome.error().code, ErrorCode::Full);
        }
        disk->full = false;
        QCOMPARE(itemCount(*database), 0);
        for (const auto& outcome : inOneCommit(*database, 50, insertItemCalled))
            QVERIFY(outcome);
        QCOMPARE(itemCount(*database), 50);
    }

    void aFlushThatFailsIsToldToAllAndStoresNothing() {
        const auto disk = std::make_shared<storage::DiskFaults>();
        auto database = openItems({.sqliteFaults = disk});
        QVERIFY(transact(*database, [](sql::Session& s) { return insertItem(s, 1000); }));
        disk->flushFails = true;
        for (const auto& outcome : inOneCommit(*database, 50, insertItemCalled)) {
            QVERIFY(!outcome);
            QCOMPARE(outcome.error().code, ErrorCode::Unavailable);
        }
        disk->flushFails = false;
        QCOMPARE(itemCount(*database), 1);
        database.reset();
        database = openItems();
        QCOMPARE(itemCount(*database), 1);
        QVERIFY(transact(*database, [](sql::Session& s) { return insertItem(s, 1); }));
    }

    void readersDoNotWaitForTheWriter() {
        auto database = openItems();
        const auto gate = std::make_shared<Gate>();
        std::jthread writer([&] {
            transact(*database, [gate](sql::Session& session) -> Result<> {
                auto done = insertItem(session, 1);
                gate->pass();
                return done;
            });
        });
        gate->waitUntilEntered();
        QCOMPARE(itemCount(*database), 0);
        gate->open();
        writer.join();
        QCOMPARE(itemCount(*database), 1);
    }

    void theWriteAheadLogStaysUnderItsBound() {
        auto database = openItems();
        const std::string text(256 * 1024, 'w');
        for (int i = 0; i < 512; ++i) {
            QVERIFY(transact(*database, [i, &text](sql::Session& s) { return insertItem(s, i, text); }));
        }
        const auto log = std::filesystem::file_size(m_own->file().string() + "-wal");
        QVERIFY2(log < 72U * 1024 * 1024, qPrintable(QString::number(log)));
        QVERIFY(std::filesystem::file_size(m_own->file()) > 64U * 1024 * 1024);
    }

    void aFileWithAFlippedBitIsRefusedNeverServedWrong() {
        {
            auto database = openItems();
            fill(*database, 400);
        }
        const auto size = static_cast<std::int64_t>(std::filesystem::file_size(m_own->file()));
        for (std::int64_t at = 2048; at < size; at += 4096 * 5) {
            flipBit(at);
            auto database = tryOpen(*m_own, {kItems});
            if (database) {
                const auto all =
                    read(**database, [](sql::Session& s) { return s.query("SELECT id, name FROM items"); });
                if (!all) QCOMPARE(all.error().code, ErrorCode::Corrupt);
                if (all) {  // the page was not one that the query reads
                    QCOMPARE(all->size(), 400U);
                    for (const sql::Row row : *all)
                        QCOMPARE(row.text(1), std::string_view(std::string(500, 'y')));
                }
                m_refused += all ? 0 : 1;
            } else {
                QVERIFY2(database.error().code == ErrorCode::Corrupt, database.error().message.c_str());
                ++m_refused;
            }
            database = fail(ErrorCode::Unavailable, "closed");
            flipBit(at);
        }
        QVERIFY(m_refused > 5);
        auto database = openItems();
        QCOMPARE(itemCount(*database), 400);
    }

    void aFileThatIsCutShortIsRefused() {
        {
            auto database = openItems();
            fill(*database, 400);
        }
        std::filesystem::resize_file(m_own->file(), std::filesystem::file_size(m_own->file()) - 8192);
        const auto refused = tryOpen(*m_own, {kItems});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
    }

    void aFileThatAnotherProcessHoldsIsUnavailable() {
        { auto database = openItems(); }
        {
            const OtherProcess other(m_own->file());
            const auto refused = tryOpen(*m_own, {kItems});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Unavailable);
            QVERIFY(refused.error().message.find("shop.db") != std::string::npos);
        }
        QVERIFY(tryOpen(*m_own, {kItems}));
    }

    void aFileThatIsNoDatabaseIsRefused() {
        std::ofstream(m_own->file()) << std::string(20'000, '?');
        const auto refused = tryOpen(*m_own, {kItems});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
    }

    void aPathWithOddLettersIsOpened() {
        QTemporaryDir folder;
        const std::string file = folder.filePath("한글 100%?&=#.db").toStdString();
        const auto database = sql::openDatabase({.url = "sqlite:" + file}, Log::silent());
        QVERIFY2(database, database ? "" : database.error().message.c_str());
        QVERIFY(std::filesystem::exists(file));
    }

    void aDatabaseThatIsClosedAnswersWhoWaits() {
        auto database = openItems();
        const auto gate = std::make_shared<Gate>();
        io::Loop loop;
        loop.start("callers");
        std::promise<Result<>> first, second;
        loop.spawn(keep(database->transact(Deadline::in(20s),
                                           [gate](sql::Session& session) -> Result<> {
                                               auto done = insertItem(session, 1);
                                               gate->pass();
                                               return done;
                                           }),
                        &first));
        gate->waitUntilEntered();
        loop.spawn(
            keep(database->transact(Deadline::in(20s), [](sql::Session& s) { return insertItem(s, 2); }), &second));
        QTest::qWait(50);
        std::jthread opener([gate] {
            std::this_thread::sleep_for(50ms);
            gate->open();
        });
        database.reset();
        QVERIFY(first.get_future().get());
        const auto unserved = second.get_future().get();
        QVERIFY(!unserved);
        QCOMPARE(unserved.error().code, ErrorCode::Unavailable);
        loop.stop();
    }

  private:
    static io::Awaitable<> keep(io::Awaitable<Result<>> task, std::promise<Result<>>* outcome) {
        outcome->set_value(co_await std::move(task));
    }
    static Result<> insertItemCalled(sql::Session& session, int i) { return insertItem(session, i); }
    void flipBit(std::int64_t at) {
        std::fstream file(m_own->file(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(at);
        const auto byte = static_cast<char>(file.get() ^ 0x10);
        file.seekp(at);
        file.put(byte);
    }

    int m_refused = 0;
};

RUSHLAB_TEST(SqlSqlite)

}  // namespace rushlab::test::sql_sqlite
#include "sql_sqlite.moc"
