// The checks of the work queue's promises are proven: each must fail on an engine with the bug it is there for.
#include "tests/contract/queue_promises.h"
#include "tests/support/test_program.h"

namespace rushlab::test::queue_planted {
using namespace rushlab::queue;
using namespace rushlab::queue::promises;

namespace {

// A consumer and an engine that hand everything on; each planted one below overrides one call.
class PassingConsumer : public Consumer {
  public:
    PassingConsumer(std::unique_ptr<Consumer> real, WorkQueue& queue) : m_real(std::move(real)), m_queue(queue) {}
    ConsumerId id() const override { return m_real->id(); }
    io::Awaitable<Result<std::optional<Delivery>>> next(Deadline deadline) override { return m_real->next(deadline); }
    io::Awaitable<Result<>> ack(DeliveryTag tag, bool multiple, Deadline deadline) override {
        return m_real->ack(tag, multiple, deadline);
    }
    io::Awaitable<Result<>> nack(DeliveryTag tag, bool requeue, bool multiple, Deadline deadline) override {
        return m_real->nack(tag, requeue, multiple, deadline);
    }
    Result<> ackSoon(DeliveryTag tag, bool multiple) override { return m_real->ackSoon(tag, multiple); }
    Result<> nackSoon(DeliveryTag tag, bool requeue, bool multiple) override {
        return m_real->nackSoon(tag, requeue, multiple);
    }

  protected:
    std::unique_ptr<Consumer> m_real;
    WorkQueue& m_queue;
};

template <class PlantedConsumer = PassingConsumer>
class PassingQueue : public WorkQueue {
  public:
    explicit PassingQueue(WorkQueue& real) : m_real(real) {}
    io::Awaitable<Result<>> declareExchange(std::string name, ExchangeType type, Deadline deadline) override {
        return m_real.declareExchange(std::move(name), type, deadline);
    }
    io::Awaitable<Result<>> declareQueue(std::string name, QueueOptions options, Deadline deadline) override {
        return m_real.declareQueue(std::move(name), std::move(options), deadline);
    }
    io::Awaitable<Result<>> bind(std::string exchange, std::string queue, std::string key, Deadline deadline) override {
        return m_real.bind(std::move(exchange), std::move(queue), std::move(key), deadline);
    }
    io::Awaitable<Result<>> unbind(std::string exchange, std::string queue, std::string key,
                                   Deadline deadline) override {
        return m_real.unbind(std::move(exchange), std::move(queue), std::move(key), deadline);
    }
    io::Awaitable<Result<>> deleteQueue(std::string name, Deadline deadline) override {
        return m_real.deleteQueue(std::move(name), deadline);
    }
    io::Awaitable<Result<std::uint64_t>> purge(std::string queue, Deadline deadline) override {
        return m_real.purge(std::move(queue), deadline);
    }
    io::Awaitable<Result<Confirm>> publish(Message message, Deadline deadline) override {
        return m_real.publish(std::move(message), deadline);
    }
    io::Awaitable<Result<std::unique_ptr<Consumer>>> openConsumer(std::string queue, ConsumerOptions options,
                                                                  Deadline deadline) override {
        auto real = co_await m_real.openConsumer(std::move(queue), std::move(options), deadline);
        if (!real) co_return pass(real);
        std::unique_ptr<Consumer> planted = std::make_unique<PlantedConsumer>(std::move(*real), m_real);
        co_return planted;
    }
    bool dropConsumer(ConsumerId id) override { return m_real.dropConsumer(id); }
    io::Awaitable<Result<>> flushed(Deadline deadline) override { return m_real.flushed(deadline); }
    io::Awaitable<Result<QueueStats>> stats(std::string queue, Deadline deadline) override {
        return m_real.stats(std::move(queue), deadline);
    }
    io::Awaitable<Result<std::vector<QueueStats>>> allStats(Deadline deadline) override {
        return m_real.allStats(deadline);
    }
    io::Awaitable<Result<Wiring>> wiring(Deadline deadline) override { return m_real.wiring(deadline); }
    io::Awaitable<Result<std::vector<Delivery>>> browse(std::string queue, std::uint64_t from, std::uint64_t limit,
                                                        Deadline deadline) override {
        return m_real.browse(std::move(queue), from, limit, deadline);
    }
    Traits traits() const override { return m_real.traits(); }
    std::string describe() const override { return m_real.describe(); }

  protected:
    WorkQueue& m_real;
};

io::Awaitable<> publishUnheard(WorkQueue* queue, Message message) {
    co_await queue->publish(std::move(message), Deadline::in(5s));
}

// The bug: yes is said before the flush.
class ConfirmsBeforeTheFlush final : public PassingQueue<> {
  public:
    using PassingQueue::PassingQueue;
    io::Awaitable<Result<Confirm>> publish(Message message, Deadline) override {
        io::Loop::of(co_await boost::asio::this_coro::executor).spawn(publishUnheard(&m_real, std::move(message)));
        co_return Confirm{1};
    }
};

// The bug: an acknowledgement is a deletion in memory.
class AckForgets final : public PassingConsumer {
  public:
    using PassingConsumer::PassingConsumer;
    io::Awaitable<Result<>> ack(DeliveryTag tag, bool multiple, Deadline) override { co_return ackSoon(tag, multiple); }
};

// The bug: what is requeued goes to the end of the queue.
class RequeuesAtTheTail final : public PassingConsumer {
  public:
    using PassingConsumer::PassingConsumer;
    io::Awaitable<Result<std::optional<Delivery>>> next(Deadline deadline) override {
        auto delivery = co_await m_real->next(deadline);
        if (delivery && *delivery) m_held[(*delivery)->tag] = (*delivery)->message;
        co_return delivery;
    }
    io::Awaitable<Result<>> nack(DeliveryTag tag, bool, bool, Deadline deadline) override {
        const auto published = co_await m_queue.publish(m_held.at(tag), deadline);
        if (!published) co_return pass(published);
        co_return m_real->ackSoon(tag, false);
    }

  private:
    std::map<DeliveryTag, Message> m_held;
};

}  // namespace

class QueuePlanted : public QObject {
    Q_OBJECT

    static void mustFind(const std::string& found, const char* wanted) {
        QVERIFY2(found.find(wanted) != std::string::npos, found.empty() ? "the check saw no bug" : found.c_str());
    }

  private slots:
    void handingEverythingOnIsNoBug() {
        Bench one, two, three;
        PassingQueue<> first(one.engine()), second(two.engine()), third(three.engine());
        QCOMPARE(confirmedSurvivesAKill(one, first), std::string());
        QCOMPARE(ackedStaysAwayAfterAKill(two, second), std::string());
        QCOMPARE(requeueKeepsThePlace(three, third), std::string());
    }

    void confirmBeforeFlushIsCaught() {
        Bench bench;
        ConfirmsBeforeTheFlush planted(bench.engine());
        mustFind(confirmedSurvivesAKill(bench, planted), "was confirmed and is lost");
    }

    void ackThatForgetsIsCaught() {
        Bench bench;
        PassingQueue<AckForgets> planted(bench.engine());
        mustFind(ackedStaysAwayAfterAKill(bench, planted), "was acknowledged and came back");
    }

    void requeueAtTheTailIsCaught() {
        Bench bench;
        PassingQueue<RequeuesAtTheTail> planted(bench.engine());
        mustFind(requeueKeepsThePlace(bench, planted), "the order after the requeue is");
    }
};

RUSHLAB_TEST(QueuePlanted)

}  // namespace rushlab::test::queue_planted
#include "queue_planted.moc"
