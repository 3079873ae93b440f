// What a lab tells of the event log and the archive: lines on their way, who reads them, how far behind; and looking.
#include "roles/queues.h"
#include "tests/support/chat_talker.h"
#include "tests/support/opened_lab.h"
#include "tests/support/refusing_log.h"
#include "tests/support/test_program.h"

namespace rushlab::test::lab_streams {
using namespace std::chrono_literals;

constexpr int kPatienceMs = 60'000;

class LabStreams : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_folder;
    RealClock m_clock;
    std::unique_ptr<lab::Lab> m_lab;
    RefusingLog* m_log = nullptr;  // the lab's

    void open() {
        lab::LabOptions options;
        options.portBase = 0;
        options.shop.trustUserNumber = true;
        options.shop.chatLinesPerSecond = 0;
        app::SettingsEngineMaker maker(settingsIn(*m_folder), m_clock, Log::silent());
        auto engines = maker.make({});
        QVERIFY2(engines, engines ? "" : engines.error().message.c_str());
        auto log = std::make_unique<RefusingLog>(std::move(engines->log));
        m_log = log.get();
        engines->log = std::move(log);
        auto lab = lab::Lab::open(std::move(options), *std::move(engines), m_clock, Log::silent());
        QVERIFY2(lab, lab ? "" : lab.error().message.c_str());
        m_lab = *std::move(lab);
    }
    void close() {
        if (m_lab) QVERIFY(m_lab->stop(Deadline::in(30s)));
        m_lab.reset();
    }
    void say(int lines) {
        std::uint16_t port = 0;
        for (const lab::InstanceState& instance : m_lab->instances()) {
            if (instance.role == "chat") port = instance.endpoint.port;
        }
        ChatTalker kim(port);
        QVERIFY(kim.comeIn(1));
        QVERIFY(kim.listen("/topic/room.lobby"));
        for (int line = 0; line < lines; ++line)
            kim.say("lobby", "line " + std::to_string(line));
        for (int line = 0; line < lines; ++line)
            QVERIFY(kim.next());
    }
    lab::Streams seen() const {
        const auto samples = m_lab->snapshots(-1ms);
        return samples.empty() || !samples.back()->streams ? lab::Streams() : *samples.back()->streams;
    }
    using Lines = std::vector<std::uint64_t>;
    Lines lines() const {
        const lab::Streams now = seen();
        return {now.said, now.logged, now.archived};
    }
    const lab::Streams::Topic* topic(const lab::Streams& streams, std::string_view name) const {
        const auto found = std::ranges::find(streams.topics, name, &lab::Streams::Topic::name);
        return found == streams.topics.end() ? nullptr : &*found;
    }
    // The one partition that the room's lines are in.
    int partition() const { return log::partitionOf("lobby", 4); }
    std::string owner() const {
        const lab::Streams now = seen();
        const auto* found = topic(now, roles::kChatLines);
        if (!found) return "no topic";
        const auto& reading = found->partitions[static_cast<std::size_t>(partition())].reading;
        return reading ? reading->owner : "nothing is known";
    }
    Result<lab::SeenRecords> records(std::optional<std::int64_t> before, std::int64_t limit) {
        return m_lab->streams().records({"chat-lines", partition(), before, limit}, Deadline::in(30s));
    }
    static std::vector<std::int64_t> offsets(const Result<lab::SeenRecords>& page) {
        std::vector<std::int64_t> found;
        for (const lab::SeenRecord& record : page->records)
            found.push_back(record.offset);
        return found;
    }

  private slots:
    void init() {
        m_folder.emplace();
        QVERIFY(m_folder->isValid());
        open();
    }
    void cleanup() { close(); }

    void linesAreSeenSaidLoggedAndArchivedAndWhoReadsThem() {
        say(20);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{20, 20, 20}), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(seen().lag(), 0, kPatienceMs);
        const lab::Streams now = seen();
        const auto* chat = topic(now, roles::kChatLines);
        QVERIFY(chat && chat->partitions.size() == 4);
        for (const lab::Streams::Partition& part : chat->partitions) {
            QVERIFY(part.reading && part.reading->owner == "worker-1");
            QCOMPARE(part.reading->committed, part.nextOffset);
        }
        QCOMPARE(chat->partitions[static_cast<std::size_t>(partition())].nextOffset, 20);
        QVERIFY(chat->partitions[static_cast<std::size_t>(partition())].bytes > 0);
        const auto* orders = topic(now, roles::kOrderEvents);
        QVERIFY(orders && orders->partitions.size() == 4 && !orders->partitions.front().reading);
    }

    void withoutItsReaderTheLagGrowsAndIsCaughtUpWith() {
        say(5);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{5, 5, 5}), kPatienceMs);
        QVERIFY(m_lab->killInstance("worker-1"));
        say(10);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{15, 15, 5}), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(seen().lag(), 10, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(owner(), std::string(), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(seen().age() >= 2s, kPatienceMs);
        QVERIFY(m_lab->startInstance("worker-1"));
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{15, 15, 15}), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(seen().lag(), 0, kPatienceMs);
        QCOMPARE(seen().age(), 0ms);
        QTRY_COMPARE_WITH_TIMEOUT(owner(), std::string("worker-1"), kPatienceMs);
    }

    void whatNobodyEverReadIsBehindToo() {
        QVERIFY(m_lab->killInstance("worker-1"));
        say(7);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{7, 7, 0}), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(seen().lag(), 7, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(seen().age() > 0ms, kPatienceMs);
    }

    void whatWasSaidBeforeTheLabOpenedIsCountedToo() {
        say(6);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{6, 6, 6}), kPatienceMs);
        close();
        open();
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{6, 6, 6}), kPatienceMs);
        say(3);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{9, 9, 9}), kPatienceMs);
    }

    // Their speaker hears them, and has no receipt of them.
    void whatDiesWithItsInstanceOnTheWayToTheLogIsTold() {
        say(2);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (Lines{2, 2, 2}), kPatienceMs);
        m_log->refuses = true;
        say(5);
        QTRY_COMPARE_WITH_TIMEOUT(seen().waiting, 5U, kPatienceMs);
        for (const char* chat : {"chat-1", "chat-2"})
            QVERIFY(m_lab->killInstance(chat));
        QTRY_COMPARE_WITH_TIMEOUT(seen().died, 5U, kPatienceMs);
        QCOMPARE(lines(), (Lines{7, 2, 2}));
        QCOMPARE(seen().waiting, 0U);
    }

    void recordsArePagedThroughTheNewestFirst() {
        say(25);
        QTRY_COMPARE_WITH_TIMEOUT(seen().logged, std::uint64_t{25}, kPatienceMs);
        const auto newest = records({}, 10);
        QVERIFY2(newest, newest ? "" : newest.error().message.c_str());
        QCOMPARE(newest->firstOffset, 0);
        QCOMPARE(newest->nextOffset, 25);
        QCOMPARE(offsets(newest), (std::vector<std::int64_t>{24, 23, 22, 21, 20, 19, 18, 17, 16, 15}));
        QCOMPARE(newest->records.front().key, std::string("lobby"));
        QVERIFY(newest->records.front().value.find("\"line 24\"") != std::string::npos);
        QVERIFY(m_clock.wallNow() - newest->records.front().at < 10min);
        QCOMPARE(offsets(records(4, 10)), (std::vector<std::int64_t>{3, 2, 1, 0}));
        QVERIFY(offsets(records(0, 10)).empty());
        QCOMPARE(offsets(records(1'000, 2)), (std::vector<std::int64_t>{24, 23}));
        const auto nowhere = m_lab->streams().records({"chat-lines", 4, {}, 1}, Deadline::in(30s));
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::NotFound);
        const auto nothing = m_lab->streams().records({"nothing", 0, {}, 1}, Deadline::in(30s));
        QVERIFY(!nothing && nothing.error().code == ErrorCode::NotFound);
    }

    void aRoomIsPagedThroughInTheArchive() {
        say(12);
        QTRY_COMPARE_WITH_TIMEOUT(seen().archived, std::uint64_t{12}, kPatienceMs);
        lab::LinesAsked asked{"lobby", {}, 5};
        std::vector<std::string> found;
        for (;;) {
            const auto page = m_lab->streams().lines(asked, Deadline::in(30s));
            QVERIFY2(page, page ? "" : page.error().message.c_str());
            if (page->empty()) break;
            for (const lab::SeenLine& line : *page)
                found.push_back(line.content);
            asked.before = page->back();
        }
        std::ranges::sort(found);
        QCOMPARE(found.size(), std::size_t{12});
        QVERIFY(std::ranges::adjacent_find(found) == found.end());
        QVERIFY(m_lab->streams().lines({"nowhere", {}, 5}, Deadline::in(30s))->empty());
    }
};

RUSHLAB_TEST(LabStreams)

}  // namespace rushlab::test::lab_streams
#include "lab_streams.moc"
