// The work queue's promises of who gets which message, for every engine.
// Terms and sections are those of AMQP 0-9-1 and of RabbitMQ's manual.
#include "tests/contract/queue_test.h"
#include "tests/support/test_program.h"

namespace rushlab::test::queue_delivery {
using namespace rushlab::queue;
using namespace rushlab::queue::promises;

namespace {

io::Awaitable<> keepNext(Consumer* consumer, Deadline deadline, std::vector<Result<std::optional<Delivery>>>* results) {
    results->push_back(co_await consumer->next(deadline));
}

constexpr auto kPull = ConsumerMode::Pull;

}  // namespace

class QueueDelivery : public QObject, protected QueueTest {
    Q_OBJECT

  private slots:
    void initTestCase_data() {
        QTest::addColumn<QString>("engine");
        QTest::newRow("embedded") << "embedded";
    }
    void init() { begin(); }
    void cleanup() { end(); }

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

    void exchangesAndBindingsAreTold() {
        MUST(declare("work"));
        MUST(declare("other"));
        MUST(run(m_queue->declareExchange("topic", ExchangeType::Topic, soon())));
        MUST(run(m_queue->declareExchange("all", ExchangeType::Fanout, soon())));
        MUST(run(m_queue->bind("topic", "work", "a.#", soon())));
        MUST(run(m_queue->bind("topic", "other", "a.#", soon())));
        const Wiring wiring = run(m_queue->wiring(soon())).value_or(Wiring());
        QCOMPARE(wiring.exchanges,
                 (std::vector<DeclaredExchange>{{"all", ExchangeType::Fanout}, {"topic", ExchangeType::Topic}}));
        QCOMPARE(wiring.bindings, (std::vector<Binding>{{"topic", "other", "a.#"}, {"topic", "work", "a.#"}}));
        MUST(run(m_queue->unbind("topic", "work", "a.#", soon())));
        MUST(run(m_queue->deleteQueue("other", soon())));
        QVERIFY(run(m_queue->wiring(soon()))->bindings.empty());
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

RUSHLAB_TEST(QueueDelivery)

}  // namespace rushlab::test::queue_delivery
#include "queue_delivery.moc"
