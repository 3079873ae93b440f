// locks/: one holder at a time over two instances; who was overtaken is refused; what an acquisition costs.
#include "locks/channel_lock.h"
#include "locks/fence.h"
#include "locks/local_mutex.h"
#include "locks/spin_lock.h"
#include "tests/contract/kv_engines.h"
#include "tests/contract/sql_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::locks_locks {
using namespace std::chrono_literals;
using locks::Grant;

namespace {

constexpr const char* kKey = "lock:sale:1";
const Deadline kSoon = Deadline::in(100s);

class Counting final : public locks::LockWatcher {
  public:
    void commandSent() override { ++commands; }
    void acquired(std::chrono::nanoseconds /*waited*/) override { ++acquisitions; }
    void lost() override { ++losses; }
    std::atomic<int> commands = 0, acquisitions = 0, losses = 0;
};

locks::LockOptions patient() {
    locks::LockOptions options;
    options.lease = 60s;
    options.pollEvery = 5ms;
    return options;
}

std::unique_ptr<locks::Lock> make(bool spin, io::Loop& loop, kv::KeyValue& engine, locks::LockOptions options,
                                  Counting& counting) {
    if (spin) return std::make_unique<locks::SpinLock>(engine, options, counting, Random(1));
    return std::make_unique<locks::ChannelLock>(loop, engine, "lock:sale:", options, counting);
}

// What two instances' threads see of the one thing that they lock.
struct Guarded {
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    int unguarded = 0;  // a race that TSan would see, and that loses counts
};

io::Awaitable<> enterOnce(locks::Lock& lock, Guarded& guarded, int& left, io::Giver<bool>& whenDone) {
    auto grant = co_await lock.acquire(kKey, kSoon);
    if (!grant) qFatal("%s", grant.error().message.c_str());
    guarded.most = std::max(guarded.most.load(), ++guarded.inside);
    const int before = guarded.unguarded;
    co_await io::sleepFor(1ms);
    guarded.unguarded = before + 1;
    --guarded.inside;
    const auto released = co_await lock.release(*std::move(grant), kSoon);
    if (!released || !*released) qFatal("a lock was lost within its lease");
    if (--left == 0) whenDone.give(true);
}

io::Awaitable<bool> enterOften(io::Loop& loop, locks::Lock& lock, Guarded& guarded, int times) {
    if (!co_await lock.start(kSoon)) qFatal("a lock did not start");
    auto [giver, taker] = io::handoff<bool>(loop);
    io::Giver<bool> whenDone = std::move(giver);
    int left = times;
    for (int i = 0; i < times; ++i)
        loop.spawn(enterOnce(lock, guarded, left, whenDone));
    co_return (co_await taker.take(kSoon)).has_value();
}

}  // namespace

class LocksLocks : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { engine = test::openKeyValue(clock); }
    void init() {
        io::Loop loop;
        QVERIFY(loop.runUntilDone(engine->flushAll(kSoon)).has_value());
    }

    void oneHolderAtATimeOverTwoInstances_data() { kinds(); }
    void oneHolderAtATimeOverTwoInstances() {
        QFETCH(const bool, spin);
        constexpr int kTimes = 40;
        Guarded guarded;
        Counting counting;
        const auto instance = [&] {
            io::Loop loop;
            const auto lock = make(spin, loop, *engine, patient(), counting);
            if (!loop.runUntilDone(enterOften(loop, *lock, guarded, kTimes))) qFatal("the lock was not had in time");
        };
        std::thread one(instance), two(instance);
        one.join();
        two.join();
        QCOMPARE(guarded.most.load(), 1);
        QCOMPARE(guarded.unguarded, 2 * kTimes);
        QCOMPARE(counting.acquisitions.load(), 2 * kTimes);
        QCOMPARE(counting.losses.load(), 0);
    }

    // A holder that holds it for long: whoever polls asks all the while, whoever is woken asks a handful of times.
    void whoIsWokenDoesNotFlood() {
        int asked[2] = {};
        for (const bool spin : {true, false}) {
            Counting counting;
            io::Loop loop;
            locks::LockOptions options = patient();
            if (!spin) options.pollEvery = 60s;  // nothing but the message can wake it
            const auto holder = make(spin, loop, *engine, options, counting);
            const auto waiter = make(spin, loop, *engine, options, counting);
            QVERIFY(loop.runUntilDone(holder->start(kSoon)).has_value());
            QVERIFY(loop.runUntilDone(waiter->start(kSoon)).has_value());
            auto grant = loop.runUntilDone(holder->acquire(kKey, kSoon));
            QVERIFY(grant.has_value());
            const int before = counting.commands;
            loop.spawn(releaseLater(*holder, *grant, counting, spin ? before + 20 : before));
            auto next = loop.runUntilDone(waiter->acquire(kKey, kSoon));
            QVERIFY(next.has_value());
            asked[spin ? 0 : 1] = counting.commands - before;
            QVERIFY(loop.runUntilDone(waiter->release(*next, kSoon)).value());
        }
        QVERIFY2(asked[1] <= 4, qPrintable(QString::number(asked[1])));
        QVERIFY2(asked[0] >= 20, qPrintable(QString::number(asked[0])));
    }

    void aHolderBeyondItsLeaseIsOvertakenAndRefused() {
        Counting counting;
        io::Loop loop;
        locks::LockOptions options;
        options.lease = 20ms;
        options.pollEvery = 5ms;
        options.renews = false;  // the holder is paused, and its watchdog with it
        locks::ChannelLock paused(loop, *engine, "lock:sale:", options, counting);
        locks::ChannelLock other(loop, *engine, "lock:sale:", options, counting);
        QVERIFY(loop.runUntilDone(paused.start(kSoon)).has_value());
        QVERIFY(loop.runUntilDone(other.start(kSoon)).has_value());
        const auto first = loop.runUntilDone(paused.acquire(kKey, kSoon));
        const auto second = loop.runUntilDone(other.acquire(kKey, kSoon));
        QVERIFY(first.has_value() && second.has_value());
        QVERIFY(second->fence > first->fence);

        test::OwnDatabase own(false);
        const auto database =
            test::open(own, {"CREATE TABLE fences (resource TEXT PRIMARY KEY, token BIGINT NOT NULL)"});
        const auto write = [&](std::int64_t fence) {
            return test::transact(
                *database, [fence](sql::Session& session) { return locks::passFence(session, "sale:1", fence); });
        };
        QVERIFY(write(first->fence).has_value());
        QVERIFY(write(second->fence).has_value());
        QVERIFY(write(second->fence).has_value());
        const auto stale = write(first->fence);
        QVERIFY(!stale && stale.error().code == ErrorCode::Timeout);
        // Nor does it unlock what is no longer its own.
        QCOMPARE(loop.runUntilDone(paused.release(*first, kSoon)), Result<bool>(false));
        QCOMPARE(counting.losses.load(), 1);
    }

    // Also where the engine has lost its last token.
    void fencingTokensGrow() {
        Counting counting;
        io::Loop loop;
        locks::ChannelLock lock(loop, *engine, "lock:sale:", patient(), counting);
        QVERIFY(loop.runUntilDone(lock.start(kSoon)).has_value());
        std::int64_t last = 0;
        for (int i = 0; i < 50; ++i) {
            const auto grant = loop.runUntilDone(lock.acquire(kKey, kSoon));
            QVERIFY(grant.has_value());
            QVERIFY(grant->fence > last);
            last = grant->fence;
            QVERIFY(loop.runUntilDone(lock.release(*grant, kSoon)).value());
            if (i % 10 != 9) continue;
            QVERIFY(loop.runUntilDone(engine->flushAll(kSoon)).has_value());
            loop.runUntilDone(io::sleepFor(2ms));  // the token that was lost was of this millisecond
        }
        QCOMPARE(counting.commands.load(), 100);
    }

    void aWatchdogRenewsWhatIsHeld() {
        Counting counting;
        io::Loop loop;
        locks::LockOptions options;
        options.lease = 6s;
        options.pollEvery = 5ms;
        locks::ChannelLock lock(loop, *engine, "lock:sale:", options, counting);
        QVERIFY(loop.runUntilDone(lock.start(kSoon)).has_value());
        const auto grant = loop.runUntilDone(lock.acquire(kKey, kSoon));
        QVERIFY(grant.has_value());
        const int before = counting.commands;
        const auto until = Deadline::in(60s);
        while (counting.commands == before && !until.passed())
            loop.runUntilDone(io::sleepFor(10ms));
        QVERIFY(counting.commands > before);
        QCOMPARE(loop.runUntilDone(engine->get(kKey, kSoon)), Result<std::optional<std::string>>(grant->token));
        QVERIFY(loop.runUntilDone(lock.release(*grant, kSoon)).value());
    }

    void whoWaitsTooLongIsTold_data() { kinds(); }
    void whoWaitsTooLongIsTold() {
        QFETCH(const bool, spin);
        Counting counting;
        io::Loop loop;
        const auto holder = make(spin, loop, *engine, patient(), counting);
        const auto waiter = make(spin, loop, *engine, patient(), counting);
        QVERIFY(loop.runUntilDone(holder->start(kSoon)).has_value());
        QVERIFY(loop.runUntilDone(waiter->start(kSoon)).has_value());
        QVERIFY(loop.runUntilDone(holder->acquire(kKey, kSoon)).has_value());
        const auto refused = loop.runUntilDone(waiter->acquire(kKey, Deadline::in(30ms)));
        QVERIFY(!refused && refused.error().code == ErrorCode::Timeout);
        // Nor is the second of the same instance let in.
        const auto own = loop.runUntilDone(holder->acquire(kKey, Deadline::in(30ms)));
        QVERIFY(!own && own.error().code == ErrorCode::Timeout);
    }

    void aLocalMutexIsHadInOrder() {
        io::Loop loop;
        locks::LocalMutex mutex(loop);
        QVERIFY(loop.runUntilDone(mutex.lock(kSoon)));
        QVERIFY(!loop.runUntilDone(mutex.lock(Deadline::in(10ms))));
        mutex.unlock();
        QVERIFY(mutex.isFree());
        QVERIFY(loop.runUntilDone(mutex.lock(kSoon)));
        mutex.unlock();
    }

  private:
    static void kinds() {
        QTest::addColumn<bool>("spin");
        QTest::newRow("spin") << true;
        QTest::newRow("pub/sub") << false;
    }
    // After a while, and once so many commands were sent.
    static io::Awaitable<> releaseLater(locks::Lock& lock, Grant grant, const Counting& counting, int commands) {
        co_await io::sleepFor(100ms);
        while (counting.commands < commands && !kSoon.passed())
            co_await io::sleepFor(5ms);
        static_cast<void>(co_await lock.release(std::move(grant), kSoon));
    }

    RealClock clock;
    std::unique_ptr<kv::KeyValue> engine;
};

RUSHLAB_TEST(LocksLocks)

}  // namespace rushlab::test::locks_locks
#include "locks_locks.moc"
