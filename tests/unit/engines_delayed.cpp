// The delay model: what is drawn, and engines that keep their promises while they seem farther away.
#include "engines/archive/delayed_archive.h"
#include "engines/kv/delayed_key_value.h"
#include "engines/log/delayed_event_log.h"
#include "engines/queue/delayed_work_queue.h"
#include "engines/sql/delayed_database.h"
#include "io/delay_line.h"
#include "tests/support/embedded_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::engines_delayed {
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr DelayProfile kFar{"far", 2ms, 4ms};
// The least that half a round trip, and a flush, can take.
constexpr auto kHalfAtLeast = 700us;
constexpr auto kFlushAtLeast = 2'800us;

Deadline soon() {
    return Deadline::in(60s);
}

io::Awaitable<> push(kv::KeyValue& keyValue, std::string value, int& left) {
    const auto pushed = co_await keyValue.push("list", kv::End::Right, value, soon());
    if (!pushed) abortBecause(pushed.error().message);
    --left;
}
io::Awaitable<> waitFor(const int& left) {
    while (left > 0)
        co_await io::sleepFor(1ms);
}

template <class Work>
std::chrono::nanoseconds timeOf(Work work) {
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::steady_clock::now() - before;
}

}  // namespace

class EnginesDelayed : public QObject {
    Q_OBJECT

    RealClock m_clock;
    io::Loop m_loop;

  private slots:
    void profilesAreKnownByName() {
        QVERIFY(delayProfile("none")->isNone());
        QVERIFY(delayProfile("lan")->roundTrip > delayProfile("same-host")->roundTrip);
        QVERIFY(delayProfile("cloud")->roundTrip > delayProfile("lan")->roundTrip);
        const auto wrong = delayProfile("moon");
        QCOMPARE(wrong.error().code, ErrorCode::Invalid);
        QVERIFY(wrong.error().message.find("same-host, lan") != std::string::npos);
    }

    void draws_areTheMeanOnAverageAndTheSameForTheSameSeed() {
        DelaySource one(7), same(7), other(8);
        double sum = 0;
        bool differs = false;
        for (int i = 0; i < 10'000; ++i) {
            const auto drawn = one.draw(1ms);
            QCOMPARE(same.draw(1ms), drawn);
            differs = differs || other.draw(1ms) != drawn;
            QVERIFY(drawn >= 700us);
            sum += static_cast<double>(drawn.count());
        }
        QVERIFY(differs);
        QVERIFY(std::abs(sum / 10'000 - 1e6) < 2e4);
        QCOMPARE(one.draw(0ms).count(), 0);
    }

    // Each loop stands for a connection of its own: what is slow on one holds up none of the others.
    void callsOfOneLoopDoNotWaitForThoseOfAnother() {
        constexpr DelayProfile veryFar{"very far", 4s, 0ms};
        std::uint64_t seed = 0;
        for (bool found = false; !found; ++seed) {
            DelaySource source(seed + 1);
            const auto first = source.draw(2s);
            found = first > 4 * source.draw(2s);
        }
        io::DelayLine line(veryFar, seed);
        io::Loop other;
        bool slowArrived = false;
        const auto arrive = [](io::DelayLine& way, bool& arrived) -> io::Awaitable<> {
            arrived = co_await way.there(soon());
        };
        other.spawn(arrive(line, slowArrived));
        other.runUntilDone(io::sleepFor(1ms));
        bool fastArrived = false;
        m_loop.runUntilDone(arrive(line, fastArrived));
        QVERIFY(fastArrived);
        other.runUntilDone(io::sleepFor(1ms));
        QVERIFY(!slowArrived);
    }

    void callsOfOneLoopArriveInTheirOrder() {
        auto engine = kv::EmbeddedKeyValue::open({}, m_clock, Log::silent());
        kv::DelayedKeyValue delayed(*std::move(engine), kFar, 1);
        int left = 300;
        for (int i = 0; i < 300; ++i)
            m_loop.spawn(push(delayed, std::to_string(i), left));
        m_loop.runUntilDone(waitFor(left));
        const auto list = m_loop.runUntilDone(delayed.listRange("list", 0, -1, soon()));
        QVERIFY(list);
        QCOMPARE(list->size(), 300U);
        for (int i = 0; i < 300; ++i)
            QCOMPARE(list->at(static_cast<std::size_t>(i)), std::to_string(i));
    }

    void aCommandTakesARoundTripAndIsCountedOnce() {
        auto engine = kv::EmbeddedKeyValue::open({}, m_clock, Log::silent());
        kv::DelayedKeyValue delayed(*std::move(engine), kFar, 1);
        const auto took = timeOf([&] { QVERIFY(m_loop.runUntilDone(delayed.set("a", "b", soon())).value_or(false)); });
        QVERIFY(took >= 2 * kHalfAtLeast);
        QCOMPARE(m_loop.runUntilDone(delayed.get("a", soon()))->value_or(""), "b"s);
        QCOMPARE(delayed.statistics().keys, 1U);
        for (const auto& [command, times] : delayed.statistics().commands)
            QCOMPARE(times, 1U);
        const kv::Script script("return ARGV[1]");
        const std::array<std::string_view, 1> arguments{"said"};
        QCOMPARE(m_loop.runUntilDone(delayed.eval(script, {}, arguments, soon()))->text(), "said"s);
    }

    void whoseDeadlinePassesOnTheWayDidNothing() {
        auto engine = kv::EmbeddedKeyValue::open({}, m_clock, Log::silent());
        kv::DelayedKeyValue delayed(*std::move(engine), kFar, 1);
        const auto late = m_loop.runUntilDone(delayed.set("a", "b", Deadline::in(-1ms)));
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Timeout);
        QVERIFY(!m_loop.runUntilDone(delayed.exists("a", soon())).value_or(true));
    }

    void aConfirmTakesAFlushMoreAndConsumersWork() {
        QTemporaryDir folder;
        queue::EmbeddedOptions options;
        options.file = std::filesystem::path(folder.path().toStdString()) / "queue.db";
        auto engine = queue::EmbeddedWorkQueue::open(std::move(options), m_clock);
        queue::DelayedWorkQueue delayed(*std::move(engine), kFar, 1);
        QVERIFY(m_loop.runUntilDone(delayed.declareQueue("q", {}, soon())));
        const auto took = timeOf([&] {
            queue::Message message;
            message.routingKey = "q";
            QVERIFY(m_loop.runUntilDone(delayed.publish(std::move(message), soon())));
        });
        QVERIFY(took >= 2 * kHalfAtLeast + kFlushAtLeast);
        auto consumer = m_loop.runUntilDone(delayed.openConsumer("q", {}, soon()));
        QVERIFY(consumer);
        const auto delivery = m_loop.runUntilDone((*consumer)->next(soon()));
        QVERIFY(delivery && *delivery);
        QVERIFY(m_loop.runUntilDone((*consumer)->ack((*delivery)->tag, false, soon())));
        QCOMPARE(m_loop.runUntilDone(delayed.stats("q", soon()))->acked.total, 1U);
    }

    void aTransactionTakesARoundTripAStatement() {
        QTemporaryDir folder;
        sql::Settings settings;
        settings.url = "sqlite:" + folder.filePath("shop.db").toStdString();
        auto engine = sql::openDatabase(settings, Log::silent());
        QVERIFY(engine);
        sql::DelayedDatabase delayed(*std::move(engine), kFar, 1);
        Result<std::int64_t> sum = 0;
        const auto took = timeOf([&] {
            sum = m_loop.runUntilDone(delayed.transact(soon(), [](sql::Session& session) -> Result<std::int64_t> {
                for (int i = 0; i < 3; ++i) {
                    const auto row = session.query("SELECT 1");
                    if (!row) return pass(row);
                }
                return 3;
            }));
        });
        QCOMPARE(sum.value_or(0), 3);
        QVERIFY(took >= 8 * kHalfAtLeast + kFlushAtLeast);
        QVERIFY(delayed.describe().find("\"far\"") != std::string::npos);
    }

    void theLogAndTheArchiveKeepWhatTheyAreGiven() {
        QTemporaryDir folder;
        const std::filesystem::path place(folder.path().toStdString());
        log::EmbeddedLogSettings settings;
        settings.file = place / "log.db";
        auto logEngine = log::EmbeddedEventLog::open(std::move(settings));
        log::DelayedEventLog delayedLog(*std::move(logEngine), kFar, 1);
        QVERIFY(m_loop.runUntilDone(delayedLog.createTopic("t", {}, soon())));
        std::vector<log::Record> records(3);
        for (log::Record& record : records)
            record.value = "x";
        QVERIFY(m_loop.runUntilDone(delayedLog.append("t", records, soon())));
        auto member = m_loop.runUntilDone(delayedLog.join(log::JoinRequest("g", {"t"}, "m"), soon()));
        QVERIFY(member);
        const auto polled = m_loop.runUntilDone((*member)->poll(10, soon()));
        QVERIFY(polled);
        QCOMPARE(polled->size(), 1U);
        QVERIFY(m_loop.runUntilDone((*member)->commit((*member)->polledTo(), soon())));

        auto archiveEngine = archive::EmbeddedArchive::open({.file = place / "archive.db"});
        archive::DelayedArchive delayedArchive(*std::move(archiveEngine), kFar, 1);
        std::vector<archive::ChatDocument> documents{{"1", "room", "kim", "hello", WallTime(Milliseconds(1))}};
        QCOMPARE(m_loop.runUntilDone(delayedArchive.insertMany(documents, soon())).value_or(0), 1U);
        QCOMPARE(m_loop.runUntilDone(delayedArchive.count("room", soon())).value_or(0), 1U);
    }
};

RUSHLAB_TEST(EnginesDelayed)

}  // namespace rushlab::test::engines_delayed
#include "engines_delayed.moc"
