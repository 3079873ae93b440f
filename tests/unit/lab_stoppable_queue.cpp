// lab/stoppable_queue: what a shop meets when its work queue is stopped, and that nothing durable is lost by it.
#include <QTemporaryDir>

#include "engines/queue/delayed_work_queue.h"
#include "engines/queue/embedded_work_queue.h"
#include "lab/stoppable_queue.h"
#include "tests/support/test_program.h"

namespace rushlab::test::lab_stoppable_queue {
using namespace std::chrono_literals;

namespace {

const std::string kQueue = "work";

Deadline soon() {
    return Deadline::in(30s);
}

queue::Message messageOf(std::string body) {
    queue::Message message;
    message.routingKey = kQueue;
    message.body = std::move(body);
    return message;
}

}  // namespace

class LabStoppableQueue : public QObject {
    Q_OBJECT

    RealClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<lab::StoppableQueue> m_queue;
    io::Loop m_loop;

    template <class T>
    T run(io::Awaitable<T> call) {
        return m_loop.runUntilDone(std::move(call));
    }
    std::unique_ptr<queue::Consumer> consumer() {
        auto opened = run(m_queue->openConsumer(kQueue, {}, soon()));
        if (!opened) qFatal("%s", opened.error().message.c_str());
        return *std::move(opened);
    }
    void open(const char* delays = "none") {
        m_folder = std::make_unique<QTemporaryDir>();
        queue::EmbeddedOptions options;
        options.file = m_folder->filePath("queue.db").toStdString();
        auto embedded = queue::EmbeddedWorkQueue::open(std::move(options), m_clock);
        QVERIFY(embedded);
        std::unique_ptr<queue::WorkQueue> inner = *std::move(embedded);
        inner = std::make_unique<queue::DelayedWorkQueue>(std::move(inner), *delayProfile(delays), 1);
        m_queue = std::make_unique<lab::StoppableQueue>(std::move(inner));
        QVERIFY(run(m_queue->declareQueue(kQueue, {}, soon())));
    }
    // Publishes, while the queue is stopped behind its back.
    static io::Awaitable<> publishInto(queue::WorkQueue& queue, std::optional<Result<queue::Confirm>>& answer) {
        auto message = messageOf("cut off");
        answer = co_await queue.publish(std::move(message), soon());
    }

  private slots:
    void cleanup() {
        m_queue.reset();
        m_folder.reset();
    }

    void everyCallIsUnavailableUntilItIsStartedAgain() {
        open();
        QVERIFY(!m_queue->start());
        QVERIFY(m_queue->stop());
        QVERIFY(!m_queue->stop());
        const auto unavailable = [](const auto& result) {
            return !result && result.error().code == ErrorCode::Unavailable;
        };
        QVERIFY(unavailable(run(m_queue->publish(messageOf("a"), soon()))));
        QVERIFY(unavailable(run(m_queue->declareQueue("other", {}, soon()))));
        QVERIFY(unavailable(run(m_queue->openConsumer(kQueue, {}, soon()))));
        QVERIFY(unavailable(run(m_queue->stats(kQueue, soon()))));
        QVERIFY(unavailable(run(m_queue->allStats(soon()))));
        QVERIFY(unavailable(run(m_queue->browse(kQueue, 0, 1, soon()))));
        QVERIFY(unavailable(run(m_queue->purge(kQueue, soon()))));
        QVERIFY(unavailable(run(m_queue->flushed(soon()))));
        QVERIFY(m_queue->start());
        QVERIFY(run(m_queue->publish(messageOf("a"), soon())));
        QCOMPARE(run(m_queue->stats(kQueue, soon()))->ready, 1U);
    }

    void whatAConsumerHeldComesAgainToTheNext() {
        open();
        QVERIFY(run(m_queue->publish(messageOf("held"), soon())));
        const auto before = consumer();
        const auto held = run(before->next(soon()));
        QVERIFY(held && *held && !(*held)->redelivered);
        QVERIFY(m_queue->stop());
        QCOMPARE(run(before->ack((*held)->tag, false, soon())).error().code, ErrorCode::Unavailable);
        QCOMPARE(before->ackSoon((*held)->tag, false).error().code, ErrorCode::Unavailable);
        QVERIFY(m_queue->start());
        // A connection that was cut is not mended by the queue's return.
        QCOMPARE(run(before->next(soon())).error().code, ErrorCode::Unavailable);
        const auto after = consumer();
        const auto again = run(after->next(soon()));
        QVERIFY(again && *again && (*again)->redelivered);
        QCOMPARE((*again)->message.body, std::string("held"));
        QVERIFY(run(after->ack((*again)->tag, false, soon())));
    }

    void whoeverWaitsForAMessageIsToldAtOnce() {
        open();
        const auto waiting = consumer();
        std::jthread stopping([this] {
            std::this_thread::sleep_for(20ms);
            m_queue->stop();
        });
        const auto next = run(waiting->next(soon()));
        QVERIFY(!next && next.error().code == ErrorCode::Unavailable);
    }

    void aPublishThatIsCutOffIsUnknownAndMayBeThere() {
        open("cloud");  // a confirm takes milliseconds
        std::optional<Result<queue::Confirm>> answer;
        m_loop.spawn(publishInto(*m_queue, answer));
        run(io::sleepFor(100us));
        m_queue->stop();
        while (!answer)
            run(io::sleepFor(1ms));
        QVERIFY(!*answer);
        QCOMPARE(answer->error().code, ErrorCode::OutcomeUnknown);
        QVERIFY(m_queue->start());
        QCOMPARE(run(m_queue->stats(kQueue, soon()))->ready, 1U);
    }
};

RUSHLAB_TEST(LabStoppableQueue)

}  // namespace rushlab::test::lab_stoppable_queue
#include "lab_stoppable_queue.moc"
