// The key-value port: published messages reach each subscriber at most once, in their publisher's order; who falls
// behind is dropped, and told.
#include "tests/contract/kv_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::kv_channels {
using namespace std::chrono_literals;

namespace {

std::unique_ptr<kv::Subscription> subscribe(io::Loop& loop, kv::KeyValue& engine, kv::Topics topics) {
    auto subscription = loop.runUntilDone(engine.subscribe(std::move(topics), Deadline::in(10s)));
    if (!subscription) qFatal("%s", subscription.error().message.c_str());
    return std::move(*subscription);
}

kv::Topics channel(std::string name) {
    kv::Topics topics;
    topics.channels.push_back(std::move(name));
    return topics;
}

std::string next(io::Loop& loop, kv::Subscription& subscription) {
    const auto message = loop.runUntilDone(subscription.next(Deadline::in(5s)));
    return message ? fmt::format("{}|{}|{}", message->pattern, message->channel, message->payload)
                   : "failed: " + message.error().message;
}

io::Awaitable<bool> hearAll(kv::Subscription& subscription, int publishers, int each) {
    std::map<std::string, int> expected;
    for (int i = 0; i < publishers * each; ++i) {
        const auto message = co_await subscription.next(Deadline::in(20s));
        if (!message) co_return false;
        const auto split = message->payload.find(':');
        if (expected[message->payload.substr(0, split)]++ != std::stoi(message->payload.substr(split + 1)))
            co_return false;
    }
    co_return true;
}

io::Awaitable<> publishMany(kv::KeyValue& engine, int who, int count) {
    for (int i = 0; i < count; ++i) {
        const std::string payload = fmt::format("{}:{}", who, i);
        co_await engine.publish("room", payload, Deadline::in(10s));
    }
}

}  // namespace

class KvChannels : public QObject {
    Q_OBJECT
  private slots:
    void subscribersHearChannelsAndPatterns_data() { test::addKeyValueEngines(); }
    void subscribersHearChannelsAndPatterns() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        kv::Topics both = channel("room:1");
        both.patterns.push_back("room:?");
        const auto subscription = subscribe(loop, *engine, both);
        const auto other = subscribe(loop, *engine, channel("room:2"));
        QCOMPARE(ask(loop, *engine, "PUBLISH room:1 hello"), std::string("(integer) 2"));
        QCOMPARE(ask(loop, *engine, "PUBLISH room:2 hi"), std::string("(integer) 2"));
        QCOMPARE(ask(loop, *engine, "PUBLISH nobody hi"), std::string("(integer) 0"));
        QCOMPARE(next(loop, *subscription), std::string("|room:1|hello"));
        QCOMPARE(next(loop, *subscription), std::string("room:?|room:1|hello"));
        QCOMPARE(next(loop, *subscription), std::string("room:?|room:2|hi"));
        QCOMPARE(next(loop, *other), std::string("|room:2|hi"));
        QCOMPARE(ask(loop, *engine, "PUBSUB CHANNELS"), std::string("[\"room:1\", \"room:2\"]"));
        QCOMPARE(ask(loop, *engine, "PUBSUB NUMSUB room:2 x"),
                 std::string("[\"room:2\", (integer) 1, \"x\", (integer) 0]"));
        QCOMPARE(ask(loop, *engine, "PUBSUB NUMPAT"), std::string("(integer) 1"));
    }

    void scriptsPublish() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        const auto subscription = subscribe(loop, *engine, channel("c"));
        QCOMPARE(ask(loop, *engine, std::vector<std::string>{"EVAL", "return redis.call('PUBLISH', 'c', 'm')", "0"}),
                 std::string("(integer) 1"));
        QCOMPARE(next(loop, *subscription), std::string("|c|m"));
    }

    void theOrderOfEachPublisherIsKeptAcrossThreads() {
        constexpr int kPublishers = 3, kEach = 3000;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        io::Loop loop;
        const auto subscription = subscribe(loop, *engine, channel("room"));
        std::vector<std::jthread> publishers;
        for (int who = 0; who < kPublishers; ++who) {
            publishers.emplace_back([&, who] {
                io::Loop own;
                own.runUntilDone(publishMany(*engine, who, kEach));
            });
        }
        QVERIFY(loop.runUntilDone(hearAll(*subscription, kPublishers, kEach)));
    }

    void whoFallsBehindIsDroppedAndTold() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        kv::Topics small = channel("c");
        small.bufferedMessagesMax = 3;
        const auto slow = subscribe(loop, *engine, small);
        small.bufferedMessagesMax = 100;
        small.bufferedBytesMax = 10;
        const auto narrow = subscribe(loop, *engine, small);
        QCOMPARE(ask(loop, *engine, "PUBLISH c 123456789"), std::string("(integer) 2"));
        QCOMPARE(ask(loop, *engine, "PUBLISH c 2"), std::string("(integer) 1"));
        QCOMPARE(ask(loop, *engine, "PUBLISH c 3"), std::string("(integer) 1"));
        QCOMPARE(ask(loop, *engine, "PUBLISH c 4"), std::string("(integer) 0"));
        QCOMPARE(engine->statistics().droppedSubscribers, 2U);
        const auto told = loop.runUntilDone(slow->next(Deadline::in(1s)));
        QVERIFY(!told);
        QCOMPARE(told.error().code, ErrorCode::Full);
        QVERIFY(told.error().message.find("fell behind") != std::string::npos);
    }

    void aWaitEndsByItsDeadlineAndLosesNothing() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        const auto subscription = subscribe(loop, *engine, channel("c"));
        const auto nothing = loop.runUntilDone(subscription->next(Deadline::in(20ms)));
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().code, ErrorCode::Timeout);
        ask(loop, *engine, "PUBLISH c later");
        QCOMPARE(next(loop, *subscription), std::string("|c|later"));
    }

    void whoLeavesHearsNothingAndTheEngineMayGoFirst() {
        io::Loop loop;
        const RealClock clock;
        auto engine = test::openKeyValue(clock);
        auto left = subscribe(loop, *engine, channel("c"));
        const auto stays = subscribe(loop, *engine, channel("other"));
        left.reset();
        QCOMPARE(ask(loop, *engine, "PUBLISH c m"), std::string("(integer) 0"));
        engine.reset();
        const auto told = loop.runUntilDone(stays->next(Deadline::in(1s)));
        QVERIFY(!told);
        QCOMPARE(told.error().code, ErrorCode::Unavailable);
    }
};

RUSHLAB_TEST(KvChannels)

}  // namespace rushlab::test::kv_channels
#include "kv_channels.moc"
