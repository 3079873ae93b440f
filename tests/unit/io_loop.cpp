// io/: the loop, its cheap deadlines, and values handed between threads.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "io/handoff.h"
#include "io/loop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::io_loop {
using namespace std::chrono_literals;

namespace {

io::Awaitable<int> answerAfter(SteadyTime::duration span, int answer) {
    co_await io::sleepFor(span);
    co_return answer;
}

io::Awaitable<std::optional<int>> takeWithin(io::Taker<int>& taker, SteadyTime::duration span) {
    co_return co_await taker.take(Deadline::in(span));
}

struct Marked final : io::Timeout {
    std::vector<int>* fired = nullptr;
    int mark = 0;
    bool loopGone = false;
    void onTimeout() override { fired->push_back(mark); }
    void onLoopGone() override { loopGone = true; }
    ~Marked() override { disarm(); }
};

// Takes its time, and arms another.
struct Slow final : io::Timeout {
    io::Loop* loop = nullptr;
    io::Timeout* armsThen = nullptr;
    void onTimeout() override {
        std::this_thread::sleep_for(120ms);
        loop->timeouts().arm(*armsThen, std::chrono::steady_clock::now() + 1h);
    }
    void onLoopGone() override {}
};

struct Dies {
    bool* dead;
    ~Dies() { *dead = true; }
};

io::Awaitable<> waitUntil(Deadline deadline, io::Taker<int> taker, bool* dead) {
    const Dies dies{dead};
    co_await taker.take(deadline);
}

io::Awaitable<long> takeMany(io::Loop& loop, std::vector<io::Giver<int>>& givers, std::atomic<bool>& ready, int count) {
    std::vector<io::Taker<int>> takers;
    for (int i = 0; i < count; ++i) {
        auto [giver, taker] = io::handoff<int>(loop);
        givers.push_back(std::move(giver));
        takers.push_back(std::move(taker));
    }
    ready = true;
    long sum = 0;
    for (auto& taker : takers)
        sum += (co_await taker.take(Deadline::in(10s))).value_or(-1'000'000);
    co_return sum;
}

}  // namespace

class IoLoop : public QObject {
    Q_OBJECT
  private slots:
    void runsACoroutineToItsEnd() {
        io::Loop loop;
        QCOMPARE(loop.runUntilDone(answerAfter(5ms, 42)), 42);
        QCOMPARE(loop.runUntilDone(answerAfter(0ms, 43)), 43);
    }

    void timeoutsFireOnceInTimeAndInOrder() {
        io::Loop loop;
        std::vector<int> fired;
        std::array<Marked, 4> marks;
        const auto start = std::chrono::steady_clock::now();
        const std::array delays{60ms, 20ms, 90ms, 20ms};
        for (std::size_t i = 0; i < marks.size(); ++i) {
            marks[i].fired = &fired;
            marks[i].mark = static_cast<int>(i);
            loop.timeouts().arm(marks[i], start + delays[i]);
        }
        marks[2].disarm();
        loop.timeouts().arm(marks[3], start + 40ms);  // moved
        loop.runUntilDone(answerAfter(150ms, 0));
        QCOMPARE(fired, (std::vector<int>{1, 3, 0}));
        QVERIFY(!marks[0].armed());
    }

    void aTimeoutBeyondOneTurnOfTheWheelWaitsItsTurn() {
        io::Loop loop;
        std::vector<int> fired;
        Marked far;
        far.fired = &fired;
        // One turn is 10.24 s: this one shares its slot with a moment 20 ms from now.
        loop.timeouts().arm(far, std::chrono::steady_clock::now() + 10'260ms);
        loop.runUntilDone(answerAfter(100ms, 0));
        QVERIFY(fired.empty());
        QVERIFY(far.armed());
    }

    void aTimeoutArmedInASlowTickLeavesNoOtherBehind() {
        io::Loop loop;
        std::vector<int> fired;
        Marked waiting, later;
        Slow slow;
        waiting.fired = later.fired = &fired;
        waiting.mark = 1;
        slow.loop = &loop;
        slow.armsThen = &later;
        const auto start = std::chrono::steady_clock::now();
        loop.timeouts().arm(slow, start + 10ms);
        loop.timeouts().arm(waiting, start + 60ms);
        loop.runUntilDone(answerAfter(300ms, 0));
        QCOMPARE(fired, std::vector<int>{1});
    }

    void timeoutsAreToldWhenTheLoopGoes() {
        Marked finite, endless;
        {
            io::Loop loop;
            loop.timeouts().arm(finite, std::chrono::steady_clock::now() + 1h);
            loop.timeouts().arm(endless, SteadyTime::max());
        }
        QVERIFY(finite.loopGone && endless.loopGone);
        QVERIFY(!finite.armed() && !endless.armed());
    }

    void aValueGivenBeforeTheWaitIsTaken() {
        io::Loop loop;
        auto [giver, taker] = io::handoff<int>(loop);
        QVERIFY(giver.give(7));
        QCOMPARE(loop.runUntilDone(takeWithin(taker, 1s)).value_or(0), 7);
    }

    void aValueFromAnotherThreadIsTaken() {
        io::Loop loop;
        auto [giver, taker] = io::handoff<int>(loop);
        std::jthread other([given = std::move(giver)]() mutable {
            std::this_thread::sleep_for(20ms);
            given.give(8);
        });
        QCOMPARE(loop.runUntilDone(takeWithin(taker, 5s)).value_or(0), 8);
    }

    void aTakerThatGaveUpIsNotGivenAnything() {
        io::Loop loop;
        auto [giver, taker] = io::handoff<int>(loop);
        QVERIFY(!loop.runUntilDone(takeWithin(taker, 20ms)));
        QVERIFY(!giver.claim());
        QVERIFY(!giver.give(9));
    }

    void whoGivesTwiceHasBrokenAnInvariant() {
        const pid_t child = fork();
        if (child == 0) {
            ::close(STDERR_FILENO);
            std::signal(SIGABRT, SIG_DFL);  // QtTest would print a stack
            io::Loop loop;
            auto [giver, taker] = io::handoff<int>(loop);
            giver.give(1);
            giver.give(2);
            _exit(0);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(WTERMSIG(status), SIGABRT);
    }

    void whoHasNothingToGiveIsTold() {
        io::Giver<int> nobodys;
        QVERIFY(!nobodys.give(1));
        QVERIFY(!nobodys.give(2));
    }

    void aGiverThatIsDestroyedWakesItsTaker() {
        io::Loop loop;
        auto [giver, taker] = io::handoff<int>(loop);
        std::jthread other([given = std::move(giver)]() mutable {
            std::this_thread::sleep_for(10ms);
            const io::Giver<int> gone = std::move(given);
        });
        const auto start = std::chrono::steady_clock::now();
        QVERIFY(!loop.runUntilDone(takeWithin(taker, 10s)));
        QVERIFY(std::chrono::steady_clock::now() - start < 5s);
    }

    void aLoopThatGoesDestroysItsWaitersAndTheGiverMayFollow() {
        bool dead = false;
        io::Giver<int> kept;
        {
            io::Loop loop;
            auto [giver, taker] = io::handoff<int>(loop);
            kept = std::move(giver);
            loop.spawn(waitUntil(Deadline::never(), std::move(taker), &dead));
            loop.runUntilDone(answerAfter(5ms, 0));
            QVERIFY(!dead);
        }
        QVERIFY(dead);
        QVERIFY(!kept.give(1));
    }

    void aLoopThatGoesDestroysAWaiterWhoseValueWasOnItsWay() {
        bool dead = false;
        io::Giver<int> claimed;
        {
            io::Loop loop;
            auto [giver, taker] = io::handoff<int>(loop);
            QVERIFY(giver.claim());
            claimed = std::move(giver);
            loop.spawn(waitUntil(Deadline::in(10ms), std::move(taker), &dead));
            loop.runUntilDone(answerAfter(60ms, 0));
            QVERIFY(!dead);  // a value was promised
        }
        QVERIFY(dead);
        claimed.give(1);
    }

    void aBatchWakesEveryWaiter() {
        constexpr int kCount = 1000;
        io::Loop loop;
        std::vector<io::Giver<int>> givers;
        std::atomic<bool> ready = false;
        std::jthread other([&] {
            while (!ready)
                std::this_thread::yield();
            io::Resumptions batch;
            for (int i = 0; i < kCount; ++i)
                givers[static_cast<std::size_t>(i)].give(i, batch);
        });
        QCOMPARE(loop.runUntilDone(takeMany(loop, givers, ready, kCount)), kCount * (kCount - 1L) / 2);
    }

    void aLoopOnItsOwnThreadStops() {
        io::Loop loop;
        loop.start("test-loop");
        std::promise<bool> onLoop;
        loop.post([&] { onLoop.set_value(loop.isLoopThread()); });
        QVERIFY(onLoop.get_future().get());
        QVERIFY(!loop.isLoopThread());
        loop.stop();
    }
};

RUSHLAB_TEST(IoLoop)

}  // namespace rushlab::test::io_loop
#include "io_loop.moc"
