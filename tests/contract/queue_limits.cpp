// The work queue's promises of what time, length, memory and disk do to messages, for every engine.
// Terms and sections are those of AMQP 0-9-1 and of RabbitMQ's manual.
#include "tests/contract/queue_test.h"
#include "tests/support/test_program.h"

namespace rushlab::test::queue_limits {
using namespace rushlab::queue;
using namespace rushlab::queue::promises;

namespace {

io::Awaitable<> keepPublish(WorkQueue* queue, Message message, Deadline deadline,
                            std::vector<Result<Confirm>>* results) {
    results->push_back(co_await queue->publish(std::move(message), deadline));
}

}  // namespace

class QueueLimits : public QObject, protected QueueTest {
    Q_OBJECT

  private slots:
    void initTestCase_data() {
        QTest::addColumn<QString>("engine");
        QTest::newRow("embedded") << "embedded";
    }
    void init() { begin(); }
    void cleanup() { end(); }

    // RabbitMQ, Dead Letter Exchanges: "the expiration property is removed from the message on dead-lettering".
    void anExpiredMessageIsDeadLetteredInTimeWithoutTraffic() {
        MUST(declare("dead"));
        MUST(declare("work", living(100ms, dyingInto("", "dead"))));
        Message late = living(40ms, messageTo("work", "late"));
        late.messageId = "m";
        MUST(publish(late));
        auto undertaker = consume("dead");
        const auto start = std::chrono::steady_clock::now();
        const Got got = next(*undertaker);
        QCOMPARE(got.body(), std::string("late"));
        QVERIFY(std::chrono::steady_clock::now() - start < 3s);
        QVERIFY(!got.message.ttl);
        QCOMPARE(got.message.messageId, std::string("m"));
        QCOMPARE(got.xDeath.size(), 1U);
        const Death& death = got.xDeath[0];
        QCOMPARE(death.queue, std::string("work"));
        QVERIFY(death.reason == DeathReason::Expired && death.count == 1);
        QCOMPARE(death.routingKey, std::string("work"));
        QVERIFY(death.originalTtl == Milliseconds(40));
        QCOMPARE(stats("work").deadLettered.total, 1U);
    }

    void aTtlTakesEffectAtTheHead() {
        if (m_queue->traits().purgesExpiredBehindHead) QSKIP("this engine declares that it expires behind the head");
        MUST(declare("work"));
        MUST(publishTo("work", "stays"));
        MUST(publish(living(1ms, messageTo("work", "expires"))));
        pause(50ms);
        QCOMPARE(bodies("work"), (Bodies{"stays", "expires"}));
        auto consumer = consume("work", 1);
        MUST(consumer->ackSoon(next(*consumer).tag, false));
        QCOMPARE(next(*consumer, 20ms).body(), std::string("(nothing)"));
        QCOMPARE(stats("work").ready, 0U);
    }

    // RabbitMQ, Time-To-Live: "Setting the TTL to 0 causes messages to be expired upon reaching a queue unless they can
    // be delivered to a consumer immediately."
    void aTtlOfZeroMeansNowOrNever() {
        MUST(declare("work"));
        MUST(publish(living(0ms, messageTo("work", "nobody"))));
        QCOMPARE(stats("work").ready, 0U);
        auto consumer = consume("work", 1);
        std::vector<Result<Confirm>> confirmed;
        m_bench->loop().spawn(keepPublish(m_queue, living(0ms, messageTo("work", "you")), soon(), &confirmed));
        QCOMPARE(next(*consumer).body(), std::string("you"));
        QVERIFY(waitUntil([&] { return !confirmed.empty(); }));
    }

    // A confirm covers what became of the message: here its dead letter, which the disk does not take at first.
    void aPublisherWaitsForTheDeadLetterOfItsMessage() {
        MUST(declare("dead"));
        MUST(declare("work", dyingInto("", "dead")));
        m_bench->faults().full = true;
        std::vector<Result<Confirm>> results;
        m_bench->loop().spawn(keepPublish(m_queue, living(0ms, messageTo("work", "late")), soon(), &results));
        pause(50ms);
        QVERIFY(results.empty());
        m_bench->faults().full = false;
        QVERIFY(waitUntil([&] { return !results.empty(); }));
        MUST(results[0]);
        QCOMPARE(m_bench->bodies(*m_bench->afterKill(), "dead"), Bodies{"late"});
    }

    void aRejectedMessageIsDeadLetteredOrDropped() {
        MUST(declare("dead"));
        MUST(run(m_queue->declareExchange("dlx", ExchangeType::Fanout, soon())));
        MUST(run(m_queue->bind("dlx", "dead", "", soon())));
        MUST(declare("work", dyingInto("dlx")));
        MUST(declare("plain"));
        for (const auto* queue : {"work", "plain"}) {
            MUST(publishTo(queue, "poison"));
            auto consumer = consume(queue);
            MUST(run(consumer->nack(next(*consumer).tag, false, false, soon())));
        }
        const auto seen = run(m_queue->browse("dead", 0, 10, soon()));
        QVERIFY(seen && seen->size() == 1);
        QVERIFY(seen->at(0).xDeath.at(0).reason == DeathReason::Rejected);
        QCOMPARE(seen->at(0).message.exchange, std::string("dlx"));
        QCOMPARE(seen->at(0).message.routingKey, std::string("work"));
        QCOMPARE(stats("plain").ready + stats("plain").unacked, 0U);
    }

    // Delayed retry: work -> (rejected) -> a queue with a TTL -> (expired) -> work, counted.
    void aRetryThroughATtlQueueComesBackAndIsCounted() {
        MUST(declare("work", dyingInto("", "retry")));
        MUST(declare("retry", living(20ms, dyingInto("", "work"))));
        MUST(publishTo("work", "again"));
        auto consumer = consume("work", 1);
        for (std::uint64_t round = 0; round < 3; ++round) {
            const Got got = next(*consumer);
            QCOMPARE(got.body(), std::string("again"));
            QCOMPARE(got.xDeath.size(), round == 0 ? 0U : 2U);
            if (round > 0) {
                QCOMPARE(got.xDeath[0].queue, std::string("retry"));
                QCOMPARE(got.xDeath[0].count, round);
                QCOMPARE(got.xDeath[1].count, round);
            }
            MUST(run(consumer->nack(got.tag, false, false, soon())));
        }
    }

    // RabbitMQ: "when a message reaches the same queue twice ... it will be dropped if there was no rejections in the
    // entire cycle."
    void aCycleWithoutARejectionEnds() {
        MUST(declare("a", living(5ms, dyingInto("", "b"))));
        MUST(declare("b", living(5ms, dyingInto("", "a"))));
        MUST(publishTo("a", "round and round"));
        QVERIFY(waitUntil([&] { return stats("b").published.total == 1 && stats("b").ready == 0; }));
        QCOMPARE(stats("a").ready, 0U);
        QCOMPARE(stats("a").published.total, 1U);
    }

    void aFullQueueDropsItsHeadOrRejects() {
        MUST(declare("dead"));
        QueueOptions drops = dyingInto("", "dead");
        drops.maxLength = 2;
        MUST(declare("drops", drops));
        for (int i = 0; i < 4; ++i)
            MUST(publishTo("drops", std::to_string(i)));
        QCOMPARE(bodies("drops"), (Bodies{"2", "3"}));
        QCOMPARE(bodies("dead"), (Bodies{"0", "1"}));
        const auto dead = run(m_queue->browse("dead", 0, 1, soon()));
        QVERIFY(dead && dead->at(0).xDeath.at(0).reason == DeathReason::MaxLength);
        QueueOptions rejects;
        rejects.maxLengthBytes = 5;
        rejects.overflow = Overflow::RejectPublish;
        MUST(declare("rejects", rejects));
        MUST(publishTo("rejects", "abc"));
        REFUSED(publishTo("rejects", "def"), Full, "rejects");
        MUST(publishTo("rejects", "de"));
    }

    void aFullDiskFailsPublishesAndTheEngineRecovers() {
        MUST(declare("work"));
        MUST(publishTo("work", "before"));
        m_bench->faults().full = true;
        REFUSED(publishTo("work", "during"), Unavailable, "neither stored nor delivered");
        QCOMPARE(bodies("work"), Bodies{"before"});  // no ghost
        auto consumer = consume("work");
        REFUSED(run(consumer->ack(next(*consumer).tag, false, soon())), Unavailable, "tried again");
        m_bench->faults().full = false;
        MUST(publishTo("work", "after"));
        MUST(run(m_queue->flushed(soon())));
        const auto left = m_bench->afterKill();
        QCOMPARE(m_bench->bodies(*left, "work"), Bodies{"after"});
    }

    // The consumer's room was taken by a message that the disk refused: the next one is handed out without traffic.
    void whatWaitsBehindARefusedMessageIsHandedOut() {
        MUST(declare("work"));
        MUST(run(m_queue->declareExchange("fanout", ExchangeType::Fanout, soon())));
        for (const char* const to : {"work", "other"}) {
            MUST(declare(to));
            MUST(run(m_queue->bind("fanout", to, "", soon())));
        }
        auto consumer = consume("work", 1);
        m_bench->faults().flushDelay = std::chrono::microseconds(100'000);
        m_bench->faults().flushFails = true;
        std::vector<Result<Confirm>> refused, kept;
        m_bench->loop().spawn(keepPublish(m_queue, messageTo("work", "refused"), soon(), &refused));
        m_bench->loop().spawn(keepPublish(m_queue, via("fanout", "", "kept"), soon(), &kept));
        QVERIFY(waitUntil([&] { return !refused.empty(); }));
        REFUSED(refused[0], Unavailable, "neither stored nor delivered");
        m_bench->faults().flushDelay = std::chrono::microseconds(0);
        m_bench->faults().flushFails = false;
        QCOMPARE(next(*consumer).body(), std::string("kept"));
        QVERIFY(waitUntil([&] { return !kept.empty(); }));
        MUST(kept[0]);
    }

    void whatTheDiskRefusedIsTriedAgainWithoutTraffic() {
        MUST(declare("work"));
        MUST(publishTo("work", "x"));
        auto consumer = consume("work");
        const Got got = next(*consumer);
        m_bench->faults().full = true;
        REFUSED(run(consumer->ack(got.tag, false, soon())), Unavailable, "tried again");
        m_bench->faults().full = false;
        const auto before = m_bench->faults().flushes.load();
        QVERIFY(waitUntil([&] { return m_bench->faults().flushes.load() > before; }));
        MUST(run(m_queue->flushed(soon())));
        QCOMPARE(m_bench->bodies(*m_bench->afterKill(), "work"), Bodies{});
    }

    // A message that a consumer has seen is not taken back: its publisher waits until the disk or an ack settles it.
    void aMessageSeenBeforeTheDiskRefusedItIsConfirmedByItsAck() {
        MUST(declare("work"));
        auto consumer = consume("work");
        m_bench->faults().full = true;
        std::vector<Result<Confirm>> results;
        // Published from this thread, taken before the flusher can have said no in most runs; either way no ghost.
        m_bench->loop().spawn(keepPublish(m_queue, messageTo("work", "seen"), soon(), &results));
        const Got got = next(*consumer, 500ms);
        if (got.body() == "seen") {
            pause(50ms);  // the flush has failed by now
            QVERIFY(results.empty());
            MUST(consumer->ackSoon(got.tag, false));
            QVERIFY(waitUntil([&] { return !results.empty(); }));
            MUST(results[0]);
        } else {
            QVERIFY(waitUntil([&] { return !results.empty(); }));
            REFUSED(results[0], Unavailable, "neither stored nor delivered");
        }
        m_bench->faults().full = false;
    }

    void publishersWaitAboveTheMemoryMarkAndGoOnBelowIt() {
        auto options = m_bench->options();
        options.memoryHighBytes = 20'000;
        options.memoryLowBytes = 10'000;
        m_bench->reopen(options);
        m_queue = &m_bench->engine();
        MUST(declare("work"));
        int stored = 0;
        while (run(m_queue->publish(messageTo("work", std::string(1000, 'x')), Deadline::in(300ms)))) {
            QVERIFY(++stored < 100);
        }
        QVERIFY(stored > 10);
        REFUSED(run(m_queue->publish(messageTo("work", "more"), Deadline::in(20ms))), Full, "watermark");
        std::vector<Result<Confirm>> results;
        m_bench->loop().spawn(keepPublish(m_queue, messageTo("work", "patient"), soon(), &results));
        auto consumer = consume("work", 1);
        for (int i = 0; i < stored; ++i)
            MUST(consumer->ackSoon(next(*consumer).tag, false));
        QVERIFY(waitUntil([&] { return !results.empty(); }));
        MUST(results[0]);
    }

    void whatOneQueueOfAFanoutRejectsStillCountsForTheMemoryMark() {
        auto options = m_bench->options();
        options.memoryHighBytes = 20'000;
        options.memoryLowBytes = 10'000;
        m_bench->reopen(options);
        m_queue = &m_bench->engine();
        QueueOptions none;
        none.maxLength = 0;
        none.overflow = Overflow::RejectPublish;
        MUST(declare("full", none));
        MUST(declare("work"));
        MUST(run(m_queue->declareExchange("fanout", ExchangeType::Fanout, soon())));
        for (const char* const to : {"full", "work"})
            MUST(run(m_queue->bind("fanout", to, "", soon())));
        for (int i = 0; i < 100; ++i) {
            const auto message = via("fanout", "", std::string(1000, 'x'));
            QVERIFY(!run(m_queue->publish(message, Deadline::in(20ms))));
        }
        QVERIFY2(stats("work").ready < 30, fmt::format("{} messages", stats("work").ready).c_str());
    }

    void aPublishThatTheDeadlineOvertakesIsUnknownAndNotFailed() {
        MUST(declare("work"));
        m_bench->faults().flushDelay = std::chrono::microseconds(300'000);
        REFUSED(run(m_queue->publish(messageTo("work", "slow"), Deadline::in(30ms))), OutcomeUnknown, "messageId");
        m_bench->faults().flushDelay = std::chrono::microseconds(0);
        MUST(run(m_queue->flushed(soon())));
        QCOMPARE(bodies("work"), Bodies{"slow"});
    }
};

RUSHLAB_TEST(QueueLimits)

}  // namespace rushlab::test::queue_limits
#include "queue_limits.moc"
