// The key-value port: blocking pops are served first come, first served, across loops, and lose nothing.
#include "tests/contract/kv_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::kv_waiting {
using namespace std::chrono_literals;

namespace {

void waitForWaiters(kv::KeyValue& engine, std::size_t count) {
    for (int i = 0; i < 5000 && engine.statistics().waiters != count; ++i)
        std::this_thread::sleep_for(1ms);
}

// Blocking pops on a loop and thread of their own; what each got is written down when it comes.
struct Popper {
    io::Loop loop;
    std::mutex mutex;
    std::vector<std::string> got;

    Popper() { loop.start("popper"); }
    std::vector<std::string> taken() {
        const std::lock_guard lock(mutex);
        return got;
    }
    static io::Awaitable<> pop(Popper& self, kv::KeyValue& engine, std::string line, Deadline deadline) {
        const std::string reply = test::shown(co_await test::send(engine, test::words(line), deadline));
        const std::lock_guard lock(self.mutex);
        self.got.push_back(reply);
    }
    void start(kv::KeyValue& engine, const std::string& line, Deadline deadline = Deadline::in(20s)) {
        loop.spawn(pop(*this, engine, line, deadline));
    }
    void expectCount(std::size_t count) {
        for (int i = 0; i < 5000 && taken().size() != count; ++i)
            std::this_thread::sleep_for(1ms);
    }
};

// Not written in the coroutine: g++ 12 refuses lists where it awaits.
const std::vector<std::string> kShortPop{"BLPOP", "l", "0.005"};

io::Awaitable<> popImpatiently(kv::KeyValue& engine, std::atomic<bool>& stop, std::vector<std::string>& got) {
    while (!stop) {
        const auto reply = co_await test::send(engine, kShortPop, Deadline::in(20s));
        if (reply && reply->isArray()) got.push_back(reply->elements()[1].text());
    }
}

// Elements pushed at waiters that keep giving up: how many of them came out, with those left in the list.
std::size_t survivors(kv::KeyValue& engine, int pushed) {
    std::atomic<bool> stop = false;
    std::vector<std::vector<std::string>> got(3);
    std::vector<std::jthread> threads;
    for (auto& each : got) {
        threads.emplace_back([&] {
            io::Loop own;
            own.runUntilDone(popImpatiently(engine, stop, each));
        });
    }
    io::Loop loop;
    for (int i = 0; i < pushed; ++i) {
        ask(loop, engine, fmt::format("RPUSH l {}", i));
        if (i % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(i % 17));
    }
    stop = true;
    threads.clear();
    std::set<std::string> seen;
    for (const auto& each : got)
        seen.insert(each.begin(), each.end());
    const auto left = loop.runUntilDone(engine.listRange("l", 0, -1, Deadline::in(10s)));
    if (left) seen.insert(left->begin(), left->end());
    return seen.size();
}

// A door at which every second waiter has given up.
struct FickleDoor final : kv::embedded::WaiterDoor {
    std::vector<std::string> delivered;
    bool claim(kv::embedded::WaiterId id) override { return id % 2 == 0; }
    void deliver(kv::embedded::WaiterId, kv::Reply reply) override { delivered.push_back(kv::describe(reply)); }
};

// How many of ten elements are still somewhere, when ten wait and every second one has given up.
std::size_t keptByCore(bool popsBeforeClaim) {
    const RealClock clock;
    kv::embedded::CoreOptions options;
    options.popsBeforeClaim = popsBeforeClaim;
    auto core = kv::embedded::Core::open(options, clock, Log::silent());
    if (!core) return 0;
    const std::array<std::string_view, 3> pop{"BLPOP", "l", "0"};
    for (int i = 0; i < 10; ++i) {
        (*core)->call((*core)->find("BLPOP"), pop, 1000);
        (*core)->wait(*(*core)->takeWait());
    }
    FickleDoor door;
    for (int i = 0; i < 10; ++i) {
        const std::string element = std::to_string(i);
        const std::array<std::string_view, 3> push{"RPUSH", "l", element};
        (*core)->call((*core)->find("RPUSH"), push, 1000);
        (*core)->serveWaiters(door);
    }
    const std::array<std::string_view, 2> length{"LLEN", "l"};
    return door.delivered.size() +
           static_cast<std::size_t>((*core)->call((*core)->find("LLEN"), length, 1000).integer());
}

}  // namespace

class KvWaiting : public QObject {
    Q_OBJECT
  private slots:
    void anElementThatIsThereIsPoppedAtOnce() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        ask(loop, *engine, "RPUSH l a b");
        QCOMPARE(ask(loop, *engine, "BLPOP absent l 0"), std::string("[\"l\", \"a\"]"));
        QCOMPARE(ask(loop, *engine, "BRPOP l 0"), std::string("[\"l\", \"b\"]"));
        QCOMPARE(ask(loop, *engine, "BLPOP l 0.02"), std::string("(nil)"));
    }

    void theCallersDeadlineEndsTheWaitAsATimeout() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        const auto reply = loop.runUntilDone(test::send(*engine, {"BLPOP", "l", "0"}, Deadline::in(20ms)));
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Timeout);
        QCOMPARE(engine->statistics().waiters, 0U);
    }

    // BLPOP: "the first client to be served is the one that was waiting longer" (redis.io, BLPOP).
    void waitersAreServedFirstComeFirstServedAcrossLoops_data() { test::addKeyValueEngines(); }
    void waitersAreServedFirstComeFirstServedAcrossLoops() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        std::array<Popper, 3> poppers;
        for (std::size_t i = 0; i < 9; ++i) {
            poppers[i % 3].start(*engine, i % 2 == 0 ? "BLPOP l 0" : "BRPOP other l 0");
            waitForWaiters(*engine, i + 1);
        }
        QCOMPARE(ask(loop, *engine, "RPUSH l 0 1 2 3 4 5 6 7 8 9").substr(0, 12), std::string("(integer) 10"));
        // The line was: left, right, left, right ... of what the one push brought.
        const std::vector<std::vector<std::string>> wanted{{"0", "8", "3"}, {"9", "2", "6"}, {"1", "7", "4"}};
        for (std::size_t p = 0; p < 3; ++p) {
            poppers[p].expectCount(3);
            const auto got = poppers[p].taken();
            QCOMPARE(got.size(), 3U);
            for (std::size_t i = 0; i < 3; ++i)
                QCOMPARE(got[i], "[\"l\", \"" + wanted[p][i] + "\"]");
        }
        QCOMPARE(ask(loop, *engine, "LRANGE l 0 -1"), std::string("[\"5\"]"));
    }

    void whatAScriptOrAMovePushesServesWaiters() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        Popper popper;
        popper.start(*engine, "BLPOP l 0");
        waitForWaiters(*engine, 1);
        // Served after the script: it still sees its own element, and what it takes back is not served.
        QCOMPARE(ask(loop, *engine,
                     std::vector<std::string>{"EVAL",
                                              "redis.call('RPUSH', 'l', 'gone') redis.call('RPOP', 'l') "
                                              "redis.call('RPUSH', 'l', 'a') return redis.call('LLEN', 'l')",
                                              "0"}),
                 std::string("(integer) 1"));
        popper.expectCount(1);
        popper.start(*engine, "BLMOVE l done LEFT RIGHT 0");
        popper.start(*engine, "BLPOP done 0");
        waitForWaiters(*engine, 2);
        ask(loop, *engine, "RPUSH from b");
        ask(loop, *engine, "LMOVE from l LEFT LEFT");
        popper.expectCount(3);
        auto got = popper.taken();
        std::sort(got.begin() + 1, got.end());
        QCOMPARE(got, (std::vector<std::string>{"[\"l\", \"a\"]", "\"b\"", "[\"done\", \"b\"]"}));
        ask(loop, *engine, "RPUSH x c");
        popper.start(*engine, "BLPOP y 0");
        waitForWaiters(*engine, 1);
        ask(loop, *engine, "RENAME x y");
        popper.expectCount(4);
        QCOMPARE(popper.taken().back(), std::string("[\"y\", \"c\"]"));
    }

    void aMoveToAWrongTypePopsNothing() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        Popper popper;
        popper.start(*engine, "BLMOVE l text LEFT RIGHT 0");
        waitForWaiters(*engine, 1);
        ask(loop, *engine, "SET text x");
        ask(loop, *engine, "RPUSH l a");
        popper.expectCount(1);
        QVERIFY(popper.taken().front().starts_with("(error) WRONGTYPE"));
        QCOMPARE(ask(loop, *engine, "LRANGE l 0 -1"), std::string("[\"a\"]"));
    }

    void nothingIsLostWhenWaitersGiveUpAtTheSameMoment() {
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        QCOMPARE(survivors(*engine, 300), 300U);
        QCOMPARE(engine->statistics().waiters, 0U);
    }

    void aPopBeforeTheClaimIsCaught() {
        QCOMPARE(keptByCore(false), 10U);
        QVERIFY2(keptByCore(true) < 10, "the planted bug was not seen");
    }

    void waitersAreBounded() {
        io::Loop loop;
        const RealClock clock;
        kv::EmbeddedKeyValueOptions options;
        options.waitersMax = 2;
        const auto engine = test::openKeyValue(clock, options);
        Popper popper;
        popper.start(*engine, "BLPOP l 0");
        popper.start(*engine, "BLPOP l 0");
        waitForWaiters(*engine, 2);
        const auto refused = loop.runUntilDone(test::send(*engine, {"BLPOP", "l", "0"}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Full);
        QCOMPARE(ask(loop, *engine, "RPUSH l a b"), std::string("(integer) 2"));
        popper.expectCount(2);
    }

    void eitherTheLoopOrTheEngineMayGoFirst() {
        const RealClock clock;
        auto engine = test::openKeyValue(clock);
        {
            Popper gone;
            gone.start(*engine, "BLPOP l 0");
            waitForWaiters(*engine, 1);
        }
        QCOMPARE(engine->statistics().waiters, 0U);
        io::Loop loop;
        ask(loop, *engine, "RPUSH l kept");
        QCOMPARE(ask(loop, *engine, "LLEN l"), std::string("(integer) 1"));
        Popper stays;
        stays.start(*engine, "BLPOP other 0");
        waitForWaiters(*engine, 1);
        engine.reset();
        stays.expectCount(1);
        QVERIFY2(stays.taken().front().find("stopped while 'BLPOP' waited in it") != std::string::npos,
                 stays.taken().front().c_str());
    }
};

RUSHLAB_TEST(KvWaiting)

}  // namespace rushlab::test::kv_waiting
#include "kv_waiting.moc"
