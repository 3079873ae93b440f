// What a person does to the queues of a running lab: looking takes nothing, letters go back, consumers come and go.
#include "tests/support/opened_lab.h"
#include "tests/support/test_program.h"

namespace rushlab::test::lab_queue_desk {
using namespace std::chrono_literals;

class LabQueueDesk : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    RealClock m_clock;
    std::unique_ptr<lab::Lab> m_lab;

    lab::QueueDesk& desk() { return m_lab->queues(); }
    static Deadline soon() { return Deadline::in(30s); }

    std::vector<std::string> idsIn(const std::string& queue) {
        std::vector<std::string> ids;
        const auto seen = desk().browse(queue, 0, 100, soon());
        if (!seen) qFatal("%s", seen.error().message.c_str());
        for (const lab::SeenMessage& message : *seen)
            ids.push_back(message.messageId);
        return ids;
    }
    lab::Snapshot::Queue orders() {
        if (!m_lab->sampleNow()) return {};
        for (const lab::Snapshot::Queue& queue : m_lab->snapshots(-1ms).back()->queues) {
            if (queue.name == "orders") return queue;
        }
        return {};
    }
    void publish(const std::string& queue, const std::string& id) {
        const auto queues = desk().publish({"", queue, "letter " + id, {{"x-failure", "broken"}}, id}, soon());
        QVERIFY2(queues && *queues == 1, queues ? "" : queues.error().message.c_str());
    }

  private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void init() {
        lab::LabOptions options;
        options.portBase = 0;
        options.shop.retryDelays = {60s};
        auto lab = test::openLab(m_folder, m_clock, std::move(options));
        QVERIFY2(lab, lab ? "" : lab.error().message.c_str());
        m_lab = *std::move(lab);
    }
    void cleanup() {
        if (m_lab) QVERIFY(m_lab->stop(Deadline::in(30s)));
        m_lab.reset();
    }

    void whatIsPublishedByHandIsSeenWithoutBeingTaken() {
        QVERIFY(m_lab->killInstance("worker-1"));
        publish("orders", "a");
        publish("orders", "");  // it is given an id
        for (int look = 0; look < 2; ++look) {
            const auto seen = desk().browse("orders", 0, 10, soon());
            QVERIFY(seen && seen->size() == 2);
            QCOMPARE(seen->front().messageId, std::string("a"));
            QCOMPARE(seen->front().body, std::string("letter a"));
            QCOMPARE(seen->front().headers, (lab::MessageHeaders{{"x-failure", "broken"}}));
            QCOMPARE(seen->front().deliveries, std::uint64_t{0});
            QVERIFY(!seen->front().redelivered && seen->back().messageId.size() == 36);
            QCOMPARE(seen->back().position, std::uint64_t{1});
        }
        QCOMPARE(desk().browse("orders", 1, 10, soon())->size(), std::size_t{1});
        QVERIFY(desk().browse("nothing", 0, 10, soon()).error().code == ErrorCode::NotFound);
        QVERIFY(desk().publish({"", "nothing", "x", {}, ""}, soon()).error().code == ErrorCode::NotFound);
        QCOMPARE(desk().purge("orders", soon()).value_or(0), std::uint64_t{2});
        QVERIFY(idsIn("orders").empty());
    }

    void aMessageThatExpiredTellsOfItsDeath() {
        QVERIFY(m_lab->killInstance("worker-1"));
        queue::QueueOptions shortLived;
        shortLived.messageTtl = 1ms;
        shortLived.deadLetterExchange = "";
        shortLived.deadLetterRoutingKey = "orders";
        io::Loop loop;
        QVERIFY(loop.runUntilDone(m_lab->ports().queue.declareQueue("short", shortLived, soon())));
        publish("short", "a");
        QTRY_COMPARE_WITH_TIMEOUT(idsIn("orders").size(), std::size_t{1}, 30'000);
        const lab::SeenMessage seen = desk().browse("orders", 0, 1, soon())->front();
        QCOMPARE(seen.deaths.size(), std::size_t{1});
        QCOMPARE(seen.deaths.front().queue, std::string("short"));
        QCOMPARE(seen.deaths.front().reason, std::string("expired"));
        QCOMPARE(seen.deaths.front().count, std::uint64_t{1});
    }

    void deadLettersGoBackOneByOneOrAllAndADryRunMovesNone() {
        using Ids = std::vector<std::string>;
        QVERIFY(m_lab->killInstance("worker-1"));
        for (const char* id : {"a", "b", "c", "d"})
            publish("orders.dlq", id);
        QCOMPARE(desk().redrive({"orders.dlq", {}, true}, soon()).value_or(Ids{}), (Ids{"a", "b", "c", "d"}));
        QCOMPARE(desk().redrive({"orders.dlq", {"c"}, true}, soon()).value_or(Ids{}), (Ids{"c"}));
        QVERIFY(idsIn("orders").empty());

        QCOMPARE(desk().redrive({"orders.dlq", {"c"}, false}, soon()).value_or(Ids{}), (Ids{"c"}));
        QCOMPARE(idsIn("orders"), (Ids{"c"}));
        QCOMPARE(idsIn("orders.dlq"), (Ids{"a", "b", "d"}));
        QVERIFY(desk().browse("orders", 0, 1, soon())->front().headers.empty());  // the reason is not its own any more
        QVERIFY(desk().redrive({"orders.dlq", {"c"}, false}, soon()).error().code == ErrorCode::NotFound);
        QVERIFY(desk().redrive({"orders", {}, false}, soon()).error().code == ErrorCode::Invalid);

        QCOMPARE(desk().redrive({"orders.dlq", {}, false}, soon()).value_or(Ids{}), (Ids{"a", "b", "d"}));
        QVERIFY(idsIn("orders.dlq").empty());
        QCOMPARE(idsIn("orders"), (Ids{"c", "a", "b", "d"}));
    }

    void oneConsumerIsDroppedAndComesBackAsAnother() {
        QTRY_COMPARE_WITH_TIMEOUT(orders().who.size(), std::size_t{1}, 30'000);
        const std::uint64_t id = orders().who.front().id;
        QVERIFY(desk().dropConsumer("orders", id, soon()));
        QVERIFY(desk().dropConsumer("orders", id, soon()).error().code == ErrorCode::NotFound);
        QTRY_VERIFY_WITH_TIMEOUT(orders().who.size() == 1 && orders().who.front().id != id, 30'000);
        QCOMPARE(orders().who.front().name, std::string("worker-1"));
    }

    void aSlowedConsumerStaysSlowWhenItComesBack() {
        QVERIFY(desk().slowConsumer("orders", "worker-1", 3s).error().code == ErrorCode::Invalid);
        QVERIFY(desk().slowConsumer("orders", "worker-1", 200ms));
        QTRY_COMPARE_WITH_TIMEOUT(orders().who.size(), std::size_t{1}, 30'000);
        QVERIFY(desk().dropConsumer("orders", orders().who.front().id, soon()));
        QTRY_VERIFY_WITH_TIMEOUT(orders().who.size() == 1 && orders().who.front().slowedBy == 200ms, 30'000);
        const SteadyTime began = std::chrono::steady_clock::now();
        for (const char* id : {"a", "b", "c"})
            publish("orders", id);  // no orders: each is a dead letter as soon as the worker has it
        QTRY_COMPARE_WITH_TIMEOUT(idsIn("orders.dlq").size(), std::size_t{3}, 30'000);
        QVERIFY(std::chrono::steady_clock::now() - began >= 600ms);
        QVERIFY(desk().slowConsumer("orders", "worker-1", 0ms));
        QCOMPARE(orders().who.front().slowedBy, 0ms);
    }

    void aWorkerIsAddedAndConsumesBesideTheFirst() {
        QCOMPARE(m_lab->addInstance("worker").value_or(""), std::string("worker-2"));
        QTRY_COMPARE_WITH_TIMEOUT(orders().who.size(), std::size_t{2}, 30'000);
        QVERIFY(m_lab->killInstance("worker-2"));
        QTRY_COMPARE_WITH_TIMEOUT(orders().who.size(), std::size_t{1}, 30'000);
        QVERIFY(m_lab->startInstance("worker-2"));
        QVERIFY(m_lab->addInstance("gateway").error().code == ErrorCode::Invalid);
        QVERIFY(m_lab->addInstance("nobody").error().code == ErrorCode::Invalid);
        for (int number = 3; number <= 8; ++number)
            QVERIFY(m_lab->addInstance("worker"));
        QVERIFY(m_lab->addInstance("worker").error().code == ErrorCode::Full);
    }

    void whatWasDoneIsToldAndTheLayoutIsKnown() {
        QVERIFY(m_lab->killInstance("worker-1"));
        publish("orders.dlq", "a");
        QVERIFY(desk().redrive({"orders.dlq", {}, true}, soon()));
        QVERIFY(desk().redrive({"orders.dlq", {}, false}, soon()));
        QVERIFY(desk().purge("orders", soon()));
        std::vector<std::string> kinds;
        for (const lab::LabEvent& event : m_lab->events(0))
            kinds.push_back(event.kind);
        QCOMPARE(kinds, (std::vector<std::string>{"killed", "published", "redriven", "purged"}));
        QVERIFY(m_lab->sampleNow());
        const auto before = m_lab->snapshots(-1ms).back()->wiring;
        QVERIFY(before);
        const auto waiting = std::ranges::find(before->queues, "orders.retry.1", &lab::QueueWiring::Queue::name);
        QVERIFY(waiting != before->queues.end());
        QCOMPARE(waiting->deadLetterKey, std::string("orders"));
        QVERIFY(waiting->messageTtl && *waiting->messageTtl == 60s);
        io::Loop loop;
        QVERIFY(loop.runUntilDone(m_lab->ports().queue.declareExchange("shop", queue::ExchangeType::Topic, soon())));
        QVERIFY(loop.runUntilDone(m_lab->ports().queue.bind("shop", "orders", "order.#", soon())));
        QVERIFY(m_lab->sampleNow());
        const auto after = m_lab->snapshots(-1ms).back()->wiring;
        QCOMPARE(after->exchanges, (std::vector<lab::QueueWiring::Exchange>{{"shop", "topic"}}));
        QCOMPARE(after->bindings, (std::vector<lab::QueueWiring::Binding>{{"shop", "orders", "order.#"}}));
        QVERIFY(m_lab->sampleNow());
        QCOMPARE(m_lab->snapshots(-1ms).back()->wiring, after);  // the same object: nothing has changed
    }
};

RUSHLAB_TEST(LabQueueDesk)

}  // namespace rushlab::test::lab_queue_desk
#include "lab_queue_desk.moc"
