// The work queue's promises, for every engine. Terms and sections are those of AMQP 0-9-1 and of RabbitMQ's manual.
#include <QtTest>

#include "tests/contract/queue_promises.h"

using namespace rushlab;
using namespace rushlab::queue;
using namespace rushlab::queue::promises;

namespace {

// A delivery, or in its body what came instead.
struct Got : Delivery {
    const std::string& body() const { return message.body; }
};

io::Awaitable<> keepNext(Consumer* consumer, Deadline deadline, std::vector<Result<std::optional<Delivery>>>* results) {
    results->push_back(co_await consumer->next(deadline));
}

io::Awaitable<> keepPublish(WorkQueue* queue, Message message, Deadline deadline,
                            std::vector<Result<Confirm>>* results) {
    results->push_back(co_await queue->publish(std::move(message), deadline));
}

QueueOptions dyingInto(std::string exchange, std::optional<std::string> key = {}) {
    QueueOptions options;
    options.deadLetterExchange = std::move(exchange);
    options.deadLetterRoutingKey = std::move(key);
    return options;
}

QueueOptions living(Milliseconds ttl, QueueOptions options = {}) {
    options.messageTtl = ttl;
    return options;
}

Message living(Milliseconds ttl, Message message) {
    message.ttl = ttl;
    return message;
}

Message via(std::string exchange, std::string key, std::string body = {}) {
    Message message = messageTo(std::move(key), std::move(body));
    message.exchange = std::move(exchange);
    return message;
}

bool says(const Error& error, ErrorCode code, std::string_view words) {
    return error.code == code && error.message.find(words) != std::string::npos;
}

constexpr auto kPull = ConsumerMode::Pull;
using Bodies = std::vector<std::string>;

}  // namespace

#define MUST(expression)                                                   \
    do {                                                                   \
        const auto outcome = (expression);                                 \
        QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str()); \
    } while (false)

#define REFUSED(expression, code, words)                                                          \
    do {                                                                                          \
        const auto outcome = (expression);                                                        \
        QVERIFY(!outcome);                                                                        \
        QVERIFY2(says(outcome.error(), ErrorCode::code, words), outcome.error().message.c_str()); \
    } while (false)

class QueueContract : public QObject {
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    WorkQueue* m_queue = nullptr;

    template <class T>
    T run(io::Awaitable<T> task) {
        return m_bench->run(std::move(task));
    }
    Result<> declare(const std::string& name, QueueOptions options = {}) {
        return run(m_queue->declareQueue(name, std::move(options), soon()));
    }
    Result<Confirm> publish(Message message) { return run(m_queue->publish(std::move(message), soon())); }
    Result<Confirm> publishTo(const std::string& queue, std::string body) {
        return publish(messageTo(queue, std::move(body)));
    }
    std::unique_ptr<Consumer> consume(const std::string& queue, std::uint32_t prefetch = 0,
                                      ConsumerMode mode = ConsumerMode::Push) {
        ConsumerOptions options = holding(prefetch);
        options.name = "tester";
        options.mode = mode;
        auto opened = run(m_queue->openConsumer(queue, std::move(options), soon()));
        if (!opened) abortBecause(opened.error().message);
        return std::move(*opened);
    }
    Got next(Consumer& consumer, SteadyTime::duration within = 5s) {
        auto delivery = run(consumer.next(Deadline::in(within)));
        Got got;
        if (!delivery)
            got.message.body = delivery.error().message;
        else if (!*delivery)
            got.message.body = "(nothing)";
        else
            static_cast<Delivery&>(got) = std::move(**delivery);
        return got;
    }
    QueueStats stats(const std::string& queue) { return run(m_queue->stats(queue, soon())).value_or(QueueStats{}); }
    Bodies bodies(const std::string& queue) { return m_bench->bodies(*m_queue, queue); }
    void pause(SteadyTime::duration span) { run(io::sleepFor(span)); }
    template <class Condition>
    bool waitUntil(Condition condition) {
        for (int i = 0; i < 500 && !condition(); ++i)
            pause(10ms);
        return condition();
    }

  private slots:
    void initTestCase_data() {
        QTest::addColumn<QString>("engine");
        QTest::newRow("embedded") << "embedded";
    }
    void init() {
        m_bench = std::make_unique<Bench>();
        m_queue = &m_bench->engine();
    }
    void cleanup() { m_bench.reset(); }

    void aPublishedMessageIsDeliveredWithAllItsProperties() {
        MUST(declare("work"));
        Message sent = living(60s, messageTo("work", std::string("a\0b", 3)));
        sent.headers = {{"trace", "7"}, {"", "empty key"}};
        sent.messageId = "order-1";
        MUST(publish(sent));
        auto consumer = consume("work");
        const Got got = next(*consumer);
        QVERIFY(got.message == sent);
        QVERIFY(!got.redelivered && got.deliveryCount == 1 && got.xDeath.empty());
        MUST(run(consumer->ack(got.tag, false, soon())));
        QCOMPARE(stats("work").unacked, 0U);
    }

    void aConfirmedMessageSurvivesAKill() { QCOMPARE(confirmedSurvivesAKill(*m_bench, *m_queue), std::string()); }

    void anAcknowledgedMessageStaysAwayAfterAKill() {
        QCOMPARE(ackedStaysAwayAfterAKill(*m_bench, *m_queue), std::string());
    }

    void requeuedMessagesStandWhereTheyStood() { QCOMPARE(requeueKeepsThePlace(*m_bench, *m_queue), std::string()); }

    // basic.qos: "The prefetch-count ... zero, meaning 'no specific limit'".
    void prefetchBoundsWhatAConsumerHolds() {
        MUST(declare("work"));
        for (int i = 0; i < 5; ++i)
            MUST(publishTo("work", std::to_string(i)));
        auto two = consume("work", 2);
        QCOMPARE(stats("work").unacked, 2U);
        const Got first = next(*two);
        QCOMPARE(next(*two).body(), std::string("1"));
        QCOMPARE(next(*two, 20ms).body(), std::string("(nothing)"));
        MUST(two->ackSoon(first.tag, false));
        QCOMPARE(next(*two).body(), std::string("2"));
        const auto seen = stats("work").consumers;
        QCOMPARE(seen.size(), 1U);
        QCOMPARE(seen[0].unacked, 2U);
        QCOMPARE(seen[0].prefetch, 2U);
        QCOMPARE(seen[0].name, std::string("tester"));
        two.reset();
        auto all = consume("work");
        QCOMPARE(stats("work").unacked, 4U);
        QCOMPARE(stats("work").ready, 0U);
    }

    void consumersOfAQueueAreServedInTurn() {
        MUST(declare("work"));
        auto one = consume("work", 10);
        auto other = consume("work", 10);
        for (int i = 0; i < 10; ++i)
            MUST(publishTo("work", std::to_string(i)));
        for (const auto& consumer : stats("work").consumers)
            QCOMPARE(consumer.unacked, 5U);
        QCOMPARE(next(*one).body(), std::string("0"));
        QCOMPARE(next(*other).body(), std::string("1"));
    }

    void aWaitingConsumerIsWokenByAPublish() {
        MUST(declare("work"));
        auto consumer = consume("work");
        std::vector<Result<std::optional<Delivery>>> got;
        m_bench->loop().spawn(keepNext(consumer.get(), soon(), &got));
        pause(20ms);
        QVERIFY(got.empty());
        MUST(publishTo("work", "at last"));
        QVERIFY(waitUntil([&] { return !got.empty(); }));
        QVERIFY(got[0] && *got[0]);
        QCOMPARE((*got[0])->message.body, std::string("at last"));
    }

    void aLostConsumersMessagesComeBackInOrderAndCounted() {
        MUST(declare("work"));
        for (int i = 0; i < 4; ++i)
            MUST(publishTo("work", std::to_string(i)));
        auto lost = consume("work", 3);
        for (int i = 0; i < 3; ++i)
            next(*lost);
        auto heir = consume("work", 1);
        QVERIFY(m_queue->dropConsumer(lost->id()));
        QVERIFY(!m_queue->dropConsumer(lost->id()));
        REFUSED(run(lost->next(soon())), Unavailable, "is gone");
        REFUSED(lost->ackSoon(1, false), Unavailable, "is gone");
        Got got = next(*heir);
        QCOMPARE(got.body(), std::string("3"));
        for (const std::string expected : {"0", "1", "2"}) {
            MUST(heir->ackSoon(got.tag, false));
            got = next(*heir);
            QCOMPARE(got.body(), expected);
            QVERIFY(got.redelivered);
            QCOMPARE(got.deliveryCount, 2U);
        }
    }

    // basic.ack: "If the multiple field is 1, and the delivery tag is zero, this indicates acknowledgement of all
    // outstanding messages."
    void multipleSettlesAllUpToTheTag() {
        MUST(declare("work"));
        for (int i = 0; i < 5; ++i)
            MUST(publishTo("work", std::to_string(i)));
        auto consumer = consume("work");
        DeliveryTag third = 0;
        for (int i = 0; i < 3; ++i)
            third = next(*consumer).tag;
        MUST(run(consumer->ack(third, true, soon())));
        QCOMPARE(stats("work").unacked, 2U);
        next(*consumer);
        MUST(run(consumer->ack(0, true, soon())));
        QCOMPARE(stats("work").unacked, 1U);
    }

    void anUnknownTagIsAnErrorThatNamesIt() {
        MUST(declare("work"));
        MUST(publishTo("work", "x"));
        auto consumer = consume("work");
        const Got got = next(*consumer);
        MUST(consumer->ackSoon(got.tag, false));
        for (const DeliveryTag tag : {got.tag, DeliveryTag{99}, DeliveryTag{0}}) {
            REFUSED(run(consumer->ack(tag, false, soon())), NotFound, fmt::format("no delivery {}", tag));
            REFUSED(consumer->nackSoon(tag, true, false), NotFound, fmt::format("no delivery {}", tag));
        }
    }

    void pullingTakesTheHeadOrNothingAtOnce() {
        MUST(declare("work"));
        MUST(publishTo("work", "one"));
        auto puller = consume("work", 0, kPull);
        QCOMPARE(stats("work").ready, 1U);
        QCOMPARE(next(*puller).body(), std::string("one"));
        const auto start = std::chrono::steady_clock::now();
        QCOMPARE(next(*puller).body(), std::string("(nothing)"));
        QVERIFY(std::chrono::steady_clock::now() - start < 2s);
        puller.reset();
        QCOMPARE(bodies("work"), Bodies{"one"});
    }

    void exchangesRouteByTheirType() {
        for (const auto* name : {"a", "b", "c"})
            MUST(declare(name));
        MUST(run(m_queue->declareExchange("direct", ExchangeType::Direct, soon())));
        MUST(run(m_queue->declareExchange("topic", ExchangeType::Topic, soon())));
        MUST(run(m_queue->declareExchange("fanout", ExchangeType::Fanout, soon())));
        MUST(run(m_queue->bind("direct", "a", "red", soon())));
        MUST(run(m_queue->bind("direct", "b", "red", soon())));
        MUST(run(m_queue->bind("direct", "c", "blue", soon())));
        MUST(run(m_queue->bind("topic", "a", "order.*.paid", soon())));
        MUST(run(m_queue->bind("topic", "a", "order.#", soon())));
        MUST(run(m_queue->bind("topic", "b", "#.paid", soon())));
        for (const auto* name : {"a", "b", "c"})
            MUST(run(m_queue->bind("fanout", name, "", soon())));
        const auto routed = [&](const char* exchange, const char* key) {
            return publish(via(exchange, key)).value_or(Confirm{99}).queues;
        };
        QCOMPARE(routed("direct", "red"), 2U);
        QCOMPARE(routed("direct", "re"), 0U);
        QCOMPARE(routed("topic", "order.7.paid"), 2U);  // a only once, though two bindings match
        QCOMPARE(routed("topic", "order"), 1U);
        QCOMPARE(routed("topic", "x.y.paid"), 1U);
        QCOMPARE(routed("topic", "x"), 0U);
        QCOMPARE(routed("fanout", "anything"), 3U);
        MUST(run(m_queue->unbind("fanout", "a", "", soon())));
        QCOMPARE(routed("fanout", "anything"), 2U);
        MUST(run(m_queue->deleteQueue("b", soon())));
        QCOMPARE(routed("fanout", "anything"), 1U);
    }

    void whatCannotBeRoutedIsConfirmedOrWhenMandatoryRefused() {
        MUST(publishTo("nowhere", "dropped"));
        Message mandatory = messageTo("nowhere", "wanted");
        mandatory.mandatory = true;
        REFUSED(publish(mandatory), NotFound, "nowhere");
        REFUSED(publish(via("nobody", "")), NotFound, "nobody");
    }

    void declaringOtherwiseIsAConflictThatNamesTheDifference() {
        MUST(declare("work", living(5s)));
        MUST(declare("work", living(5s)));
        REFUSED(declare("work", living(6s)), Conflict, "its message TTL is 5000 ms, not 6000 ms");
        REFUSED(declare("work", living(5s, dyingInto("x"))), Conflict, "its dead-letter exchange is none, not x");
        MUST(run(m_queue->declareExchange("x", ExchangeType::Topic, soon())));
        REFUSED(run(m_queue->declareExchange("x", ExchangeType::Fanout, soon())), Conflict, "it is topic, not fanout");
    }

    void badInputIsRefusedWithASentence() {
        REFUSED(declare(""), Invalid, "no name");
        REFUSED(declare(std::string(256, 'x')), Invalid, "256 bytes");
        REFUSED(declare("t", living(Milliseconds(-1))), Invalid, "TTL");
        MUST(declare("work"));
        REFUSED(publishTo(std::string(256, 'x'), ""), Invalid, "routing key");
        REFUSED(publish(living(Milliseconds(-5), messageTo("work", ""))), Invalid, "TTL");
        REFUSED(run(m_queue->bind("none", "work", "", soon())), NotFound, "none");
        REFUSED(run(m_queue->stats("none", soon())), NotFound, "none");
        REFUSED(run(m_queue->openConsumer("none", {}, soon())), NotFound, "none");
    }

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

    void purgeDropsWhatIsReadyOnly() {
        MUST(declare("work"));
        for (int i = 0; i < 5; ++i)
            MUST(publishTo("work", std::to_string(i)));
        auto consumer = consume("work", 2);
        const auto purged = run(m_queue->purge("work", soon()));
        QVERIFY(purged && *purged == 3);
        QCOMPARE(stats("work").unacked, 2U);
        consumer.reset();
        QCOMPARE(bodies("work"), (Bodies{"0", "1"}));
    }

    void deletingAQueueEndsItsConsumers() {
        MUST(declare("work"));
        MUST(publishTo("work", "x"));
        auto consumer = consume("work");
        auto puller = consume("work", 0, kPull);
        MUST(run(m_queue->deleteQueue("work", soon())));
        REFUSED(run(consumer->next(soon())), Unavailable, "is gone");
        REFUSED(run(puller->next(soon())), Unavailable, "is gone");
        MUST(declare("work", living(1s)));
        QCOMPARE(stats("work").ready, 0U);
    }

    void browsingShowsWithoutTaking() {
        MUST(declare("work"));
        for (int i = 0; i < 5; ++i) {
            Message message = messageTo("work", std::to_string(i));
            message.headers = {{"n", "1"}};
            MUST(publish(message));
        }
        const auto seen = run(m_queue->browse("work", 3, 10, soon()));
        QVERIFY(seen && seen->size() == 2);
        QCOMPARE(seen->at(0).message.body, std::string("3"));
        QCOMPARE(seen->at(0).message.headers.size(), 1U);
        QVERIFY(!seen->at(0).redelivered);
        QCOMPARE(stats("work").ready, 5U);
    }

    void everythingIsThereAgainAfterAStopAndTheFlagsAreExact() {
        QueueOptions limited;
        limited.maxLength = 100;
        MUST(declare("work", limited));
        MUST(run(m_queue->declareExchange("topic", ExchangeType::Topic, soon())));
        MUST(run(m_queue->bind("topic", "work", "a.#", soon())));
        for (int i = 0; i < 4; ++i)
            MUST(publish(via("topic", "a.b", std::to_string(i))));
        auto consumer = consume("work", 2);
        next(*consumer);
        m_bench->engine().stop();
        REFUSED(publishTo("work", "no"), Unavailable, "stopped");
        REFUSED(run(consumer->next(soon())), Unavailable, "stopped");
        MUST(m_bench->engine().start());
        const auto seen = run(m_queue->browse("work", 0, 10, soon()));
        QVERIFY(seen && seen->size() == 4);
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(seen->at(i).message.body, std::to_string(i));
            QCOMPARE(seen->at(i).redelivered, i < 2);
        }
        REFUSED(run(consumer->next(soon())), Unavailable, "is gone");
        auto fresh = consume("work");
        QVERIFY(fresh->id() != consumer->id());
        MUST(declare("work", limited));
        QCOMPARE(publish(via("topic", "a")).value_or(Confirm{9}).queues, 1U);
    }

    void afterAKillEverythingCountsAsRedelivered() {
        MUST(declare("work"));
        MUST(publishTo("work", "x"));
        const auto left = m_bench->afterKill();
        const auto seen = run(left->browse("work", 0, 10, soon()));
        QVERIFY(seen && seen->size() == 1 && seen->at(0).redelivered);
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

    void statisticsCount() {
        MUST(declare("work"));
        for (int i = 0; i < 3; ++i)
            MUST(publishTo("work", "12345"));
        auto consumer = consume("work", 2);
        MUST(consumer->ackSoon(next(*consumer).tag, false));
        const auto all = run(m_queue->allStats(soon()));
        QVERIFY(all && all->size() == 1);
        const QueueStats& seen = all->at(0);
        QCOMPARE(seen.published.total, 3U);
        QCOMPARE(seen.acked.total, 1U);
        QCOMPARE(seen.delivered.total, 3U);
        QCOMPARE(seen.redelivered.total, 0U);
        QCOMPARE(seen.bytes, 10U);
        QCOMPARE(seen.unacked, 2U);
    }
};

QTEST_GUILESS_MAIN(QueueContract)
#include "queue_contract.moc"
