// Many loops on one embedded engine at once: publishers, consumers that vanish, statistics, a disk that fails now and
// then, and a stop in the middle.
#include "tests/contract/queue_promises.h"
#include "tests/support/test_program.h"

namespace rushlab::test::queue_threads {
using namespace rushlab::queue;
using namespace rushlab::queue::promises;

namespace {

constexpr int kPublishers = 2;
constexpr int kInFlight = 10;
constexpr int kEach = 40;
constexpr int kAll = kPublishers * kInFlight * kEach;

struct Shared {
    WorkQueue* queue;
    std::mutex mutex{};
    std::set<std::string> confirmed{}, consumed{};
    std::atomic<int> publishing = kPublishers * kInFlight;
    std::atomic<int> consuming = 2;
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> consumer = 0;
};

io::Awaitable<> publishSome(Shared* shared, int from) {
    for (int i = from; i < from + kEach; ++i) {
        const auto body = std::to_string(i);
        for (int tries = 0; tries < 200; ++tries) {
            const auto confirmed = co_await shared->queue->publish(messageTo("work", body), soon());
            if (!confirmed) continue;
            const std::lock_guard lock(shared->mutex);
            shared->confirmed.insert(body);
            break;
        }
    }
    --shared->publishing;
}

io::Awaitable<> consumeUntilDone(Shared* shared) {
    while (!shared->done) {
        auto opened = co_await shared->queue->openConsumer("work", holding(20), soon());
        if (!opened) break;
        shared->consumer = (*opened)->id().value;
        for (;;) {
            const auto delivery = co_await (*opened)->next(Deadline::in(20ms));
            if (!delivery || (!*delivery && shared->done)) break;
            if (!*delivery) continue;
            const auto acked = (*opened)->ackSoon((*delivery)->tag, false);
            if (!acked) break;
            const std::lock_guard lock(shared->mutex);
            shared->consumed.insert((*delivery)->message.body);
        }
    }
    --shared->consuming;
}

}  // namespace

class QueueThreads : public QObject {
    Q_OBJECT
  private slots:
    void whateverWasConfirmedIsConsumed() {
        Bench bench;
        Shared shared{&bench.engine()};
        QVERIFY(bench.run(shared.queue->declareQueue("work", {}, soon())).has_value());
        std::array<io::Loop, kPublishers + 2> loops;
        for (int i = 0; i < kPublishers; ++i) {
            auto& loop = loops[static_cast<std::size_t>(i)];
            for (int j = 0; j < kInFlight; ++j)
                loop.spawn(publishSome(&shared, (i * kInFlight + j) * kEach));
            loop.start("publisher");
        }
        for (std::size_t i = kPublishers; i < loops.size(); ++i) {
            loops[i].spawn(consumeUntilDone(&shared));
            loops[i].start("consumer");
        }
        for (int round = 0; round < 3000 && shared.publishing > 0; ++round) {
            bench.run(io::sleepFor(5ms));
            bench.engine().dropConsumer(ConsumerId{shared.consumer});
            bench.faults().full = round % 8 == 7;
            QVERIFY(bench.run(shared.queue->allStats(soon())).has_value());
        }
        bench.faults().full = false;
        QCOMPARE(shared.publishing.load(), 0);
        const auto drained = [&] {
            const auto stats = bench.run(shared.queue->stats("work", soon()));
            return stats && stats->ready + stats->unacked == 0;
        };
        for (int round = 0; round < 3000 && !drained(); ++round)
            bench.run(io::sleepFor(5ms));
        QVERIFY(drained());
        shared.done = true;
        for (int round = 0; round < 3000 && shared.consuming > 0; ++round)
            bench.run(io::sleepFor(5ms));
        for (auto& loop : loops)
            loop.stop();
        QCOMPARE(shared.confirmed.size(), static_cast<std::size_t>(kAll));
        QVERIFY(shared.consumed == shared.confirmed);
    }

    void aStopInTheMiddleAnswersEverybody() {
        Bench bench;
        Shared shared{&bench.engine()};
        QVERIFY(bench.run(shared.queue->declareQueue("work", {}, soon())).has_value());
        std::array<io::Loop, 2> loops;
        for (int j = 0; j < kPublishers * kInFlight; ++j)
            loops[0].spawn(publishSome(&shared, j * kEach));
        loops[0].start("publisher");
        shared.consuming = 1;
        loops[1].spawn(consumeUntilDone(&shared));
        loops[1].start("consumer");
        bench.run(io::sleepFor(30ms));
        bench.engine().stop();
        for (int round = 0; round < 3000 && shared.publishing + shared.consuming > 0; ++round)
            bench.run(io::sleepFor(5ms));
        QCOMPARE(shared.publishing + shared.consuming, 0);
        for (auto& loop : loops)
            loop.stop();
        QVERIFY(bench.engine().start().has_value());
        const auto left = bench.bodies(*shared.queue, "work");
        auto found = shared.consumed;
        found.insert(left.begin(), left.end());
        for (const auto& body : shared.confirmed)
            QVERIFY2(found.contains(body), body.c_str());
    }
};

RUSHLAB_TEST(QueueThreads)

}  // namespace rushlab::test::queue_threads
#include "queue_threads.moc"
