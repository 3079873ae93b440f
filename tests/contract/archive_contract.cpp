// The archive port's promises, held by every engine that is there.
#include <QTemporaryDir>

#include "engines/archive/archive.h"
#include "engines/archive/embedded_archive.h"
#include "tests/support/test_program.h"

namespace rushlab::test::archive_contract {
using namespace std::chrono_literals;
using archive::ChatDocument;

namespace {

ChatDocument document(const std::string& id, const std::string& room, std::int64_t ms) {
    return {id, room, "kim", "안녕, this is " + id, WallTime(Milliseconds(ms))};
}

std::vector<ChatDocument> documents(const std::string& room, int from, int to) {
    std::vector<ChatDocument> made;
    for (int i = from; i < to; ++i)
        made.push_back(document(fmt::format("{}-{:06}", room, i), room, 1'000'000 + i));
    return made;
}

std::vector<std::string> idsOf(const std::vector<ChatDocument>& page) {
    std::vector<std::string> ids;
    for (const auto& one : page)
        ids.push_back(one.id);
    return ids;
}

Deadline soon() {
    return Deadline::in(20s);
}

}  // namespace

class ArchiveContract : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<archive::Archive> m_archive;
    std::unique_ptr<io::Loop> m_loop;

    template <class T>
    T await(io::Awaitable<T> answer) {
        return m_loop->runUntilDone(std::move(answer));
    }
    template <class T>
    T good(io::Awaitable<Result<T>> answer) {
        auto result = await(std::move(answer));
        if (!result) qFatal("%s", result.error().message.c_str());
        return std::move(*result);
    }

    // The engine that the data row names. MongoDB gets its row with its engine.
    void open() {
        m_loop = std::make_unique<io::Loop>();
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = archive::EmbeddedArchive::open({.file = m_folder->path().toStdString() + "/archive.db"});
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        m_archive = std::move(*opened);
    }
    static void engines() {
        QTest::addColumn<QString>("engine");
        QTest::newRow("embedded") << "embedded";
    }

  private slots:
    void init() { open(); }
    void cleanup() {
        m_archive.reset();
        m_loop.reset();
        m_folder.reset();
    }

    void whatWasInsertedIsFound_data() { engines(); }
    void whatWasInsertedIsFound() {
        const auto one = document("a", "room-1", 5);
        QCOMPARE(good(m_archive->insertMany({one}, soon())), 1U);
        QVERIFY(good(m_archive->find("a", soon())) == one);
        QVERIFY(!good(m_archive->find("b", soon())));
        QCOMPARE(good(m_archive->insertMany({}, soon())), 0U);
    }

    void everyTextComesBackAsItWas_data() { engines(); }
    void everyTextComesBackAsItWas() {
        const std::vector<ChatDocument> odd{
            {"empty", "r", "", "", WallTime(Milliseconds(0))},
            {"quotes ' \" ; --", "r'; DROP TABLE", "{\"$gt\":1}", "a\r\nb\tc\\", WallTime(Milliseconds(-5))},
            {"zero", "r", "s", std::string("a\0b", 3), WallTime(Milliseconds(1))},
            {"long", "r", std::string(256, 's'), std::string(64 * 1024, 'c'), WallTime(Milliseconds(2))},
            {"emoji 🎉", "방", "김", "환영합니다 🎁", WallTime(Milliseconds(4'102'444'800'000))},
        };
        QCOMPARE(good(m_archive->insertMany(odd, soon())), odd.size());
        for (const auto& one : odd)
            QVERIFY2(good(m_archive->find(one.id, soon())) == one, one.id.c_str());
    }

    void anIdIsStoredOnceAndTheFirstStays_data() { engines(); }
    void anIdIsStoredOnceAndTheFirstStays() {
        QCOMPARE(good(m_archive->insertMany(documents("r", 0, 10), soon())), 10U);
        QCOMPARE(good(m_archive->insertMany(documents("r", 5, 15), soon())), 5U);
        auto changed = document("r-000003", "other", 1);
        changed.content = "changed";
        QCOMPARE(good(m_archive->insertMany({changed, changed}, soon())), 0U);
        QCOMPARE(good(m_archive->find("r-000003", soon()))->room, std::string("r"));
        const auto twice = document("twice", "r", 9);
        QCOMPARE(good(m_archive->insertMany({twice, twice}, soon())), 1U);
        QCOMPARE(good(m_archive->count(std::nullopt, soon())), 16U);
        QCOMPARE(good(m_archive->count("other", soon())), 0U);
    }

    void documentsAreCountedByRoomAndInAll_data() { engines(); }
    void documentsAreCountedByRoomAndInAll() {
        QCOMPARE(good(m_archive->count(std::nullopt, soon())), 0U);
        good(m_archive->insertMany(documents("r", 0, 700), soon()));
        good(m_archive->insertMany(documents("s", 0, 30), soon()));
        QCOMPARE(good(m_archive->count("r", soon())), 700U);
        QCOMPARE(good(m_archive->count("s", soon())), 30U);
        QCOMPARE(good(m_archive->count("t", soon())), 0U);
        QCOMPARE(good(m_archive->count(std::nullopt, soon())), 730U);
    }

    void pagesGoBackInTimeWithoutGapOrRepetition_data() { engines(); }
    void pagesGoBackInTimeWithoutGapOrRepetition() {
        auto stored = documents("r", 0, 250);
        // Ten at a time share a moment, so that the id has to decide.
        for (std::size_t i = 0; i < stored.size(); ++i) {
            stored[i].sentAt = WallTime(Milliseconds(static_cast<std::int64_t>(i / 10)));
        }
        good(m_archive->insertMany(stored, soon()));
        good(m_archive->insertMany(documents("s", 0, 50), soon()));
        std::vector<ChatDocument> read;
        std::optional<archive::Position> before;
        for (int pages = 0; pages < 100; ++pages) {
            const auto page = good(m_archive->page("r", before, 7, soon()));
            if (page.empty()) break;
            QVERIFY(page.size() <= 7);
            read.insert(read.end(), page.begin(), page.end());
            before = archive::Position{page.back().sentAt, page.back().id};
            // What arrives meanwhile is newer and moves nothing.
            good(m_archive->insertMany({document(fmt::format("r-new-{}", pages), "r", 5'000'000)}, soon()));
        }
        std::ranges::reverse(stored);
        QCOMPARE(idsOf(read), idsOf(stored));
        QVERIFY(read == stored);
        QVERIFY(good(m_archive->page("nowhere", std::nullopt, 7, soon())).empty());
    }

    void whatIsNoDocumentIsInvalidAndNothingOfItsBatchIsStored_data() {
        QTest::addColumn<QString>("engine");
        QTest::addColumn<QString>("field");
        for (const char* field : {"id", "long id", "room", "long room", "sender", "content", "UTF-8"}) {
            QTest::newRow(fmt::format("embedded: {}", field).c_str()) << "embedded" << field;
        }
    }
    void whatIsNoDocumentIsInvalidAndNothingOfItsBatchIsStored() {
        QFETCH(QString, field);
        auto bad = document("bad", "r", 1);
        if (field == "id") bad.id.clear();
        if (field == "long id") bad.id.assign(257, 'i');
        if (field == "room") bad.room.clear();
        if (field == "long room") bad.room.assign(257, 'r');
        if (field == "sender") bad.sender.assign(257, 's');
        if (field == "content") bad.content.assign(64 * 1024 + 1, 'c');
        if (field == "UTF-8") bad.content = "\xc3\x28";
        const auto refused = await(m_archive->insertMany({document("good", "r", 1), bad}, soon()));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
        QCOMPARE(good(m_archive->count(std::nullopt, soon())), 0U);
    }

    void bulksAndPagesAreBounded_data() { engines(); }
    void bulksAndPagesAreBounded() {
        const auto tooMany = await(m_archive->insertMany(documents("r", 0, 10'001), soon()));
        QVERIFY(!tooMany && tooMany.error().code == ErrorCode::Invalid);
        for (const std::size_t limit : {std::size_t{0}, std::size_t{1001}, std::numeric_limits<std::size_t>::max()}) {
            const auto page = await(m_archive->page("r", std::nullopt, limit, soon()));
            QVERIFY(!page && page.error().code == ErrorCode::Invalid);
        }
        QCOMPARE(good(m_archive->insertMany(documents("r", 0, 10'000), soon())), 10'000U);
        QCOMPARE(good(m_archive->page("r", std::nullopt, 1000, soon())).size(), 1000U);
    }

    void manyLoopsInsertTheSameAndEachIsStoredOnce_data() { engines(); }
    void manyLoopsInsertTheSameAndEachIsStoredOnce() {
        std::atomic<std::uint64_t> added = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([this, &added] {
                io::Loop loop;
                for (int i = 0; i < 50; ++i) {
                    const auto outcome =
                        loop.runUntilDone(m_archive->insertMany(documents("r", i * 10, i * 10 + 10), soon()));
                    if (outcome) added += *outcome;
                }
            });
        }
        threads.clear();
        QCOMPARE(added.load(), 500U);
        QCOMPARE(good(m_archive->count("r", soon())), 500U);
    }
};

RUSHLAB_TEST(ArchiveContract)

}  // namespace rushlab::test::archive_contract
#include "archive_contract.moc"
