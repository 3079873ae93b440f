// The embedded work queue through stops and kills: what it holds afterwards is what a plain list says was confirmed and
// not acknowledged, in order.
#include <rapidcheck.h>

#include "tests/contract/queue_promises.h"
#include "tests/support/test_program.h"

namespace rushlab::test::queue_reopen {
using namespace rushlab::queue;
using namespace rushlab::queue::promises;

namespace {

enum class Step { Publish, PublishOnFullDisk, Take, Ack, Requeue, Drop, Stop, Kill };

struct Held {
    int body;
    DeliveryTag tag;
};

// One queue, one consumer; every call is awaited, so the list is exact.
class Run {
  public:
    Run() {
        RC_ASSERT(m_bench.run(queue().declareQueue("work", {}, soon())).has_value());
        open();
    }
    void apply(Step step) {
        switch (step) {
            case Step::Publish:
                publish(true);
                break;
            case Step::PublishOnFullDisk:
                m_bench.faults().full = true;
                publish(false);
                m_bench.faults().full = false;
                break;
            case Step::Take:
                take();
                break;
            case Step::Ack:
                if (m_held.empty()) break;
                RC_ASSERT(m_bench.run(m_consumer->ack(m_held.back().tag, false, soon())).has_value());
                m_stored.erase(m_held.back().body);
                m_held.pop_back();
                break;
            case Step::Requeue:
                if (m_held.empty()) break;
                RC_ASSERT(m_bench.run(m_consumer->nack(m_held.front().tag, true, false, soon())).has_value());
                m_held.erase(m_held.begin());
                break;
            case Step::Drop:
                close();
                open();
                break;
            case Step::Stop:
                close();
                m_bench.engine().stop();
                RC_ASSERT(m_bench.engine().start().has_value());
                open();
                break;
            case Step::Kill:
                compareAfterKill();
                break;
        }
    }
    void compareAfterKill() {
        const auto left = m_bench.afterKill();
        compare(m_bench.bodies(*left, "work"));
    }
    void compareAtTheEnd() {
        close();
        compare(m_bench.bodies(queue(), "work"));
    }

  private:
    WorkQueue& queue() { return m_bench.engine(); }
    void open() {
        auto opened = m_bench.run(queue().openConsumer("work", holding(3), soon()));
        RC_ASSERT(opened.has_value());
        m_consumer = std::move(*opened);
    }
    void close() {
        m_consumer.reset();
        m_held.clear();
    }
    // With the consumer gone no message is seen before the disk has refused it.
    void publish(bool well) {
        if (!well) close();
        const int body = ++m_published;
        const auto confirmed = m_bench.run(queue().publish(messageTo("work", std::to_string(body)), soon()));
        RC_ASSERT(confirmed.has_value() == well);
        if (well) m_stored.insert(body);
        if (!well) open();
    }
    void take() {
        const auto delivery = m_bench.run(m_consumer->next(Deadline::in(0s)));
        RC_ASSERT(delivery.has_value());
        if (!*delivery) return;
        const int body = std::stoi((*delivery)->message.body);
        RC_ASSERT(m_stored.contains(body));
        m_held.push_back({body, (*delivery)->tag});
    }
    void compare(const std::vector<std::string>& found) {
        std::vector<std::string> expected;
        for (const int body : m_stored)
            expected.push_back(std::to_string(body));
        RC_ASSERT(found == expected);
    }

    Bench m_bench;
    std::unique_ptr<Consumer> m_consumer;
    std::set<int> m_stored;
    std::vector<Held> m_held;
    int m_published = 0;
};

}  // namespace

class QueueReopen : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        // Each case opens files and flushes them, so there are few unless the caller asks for more.
        if (!qEnvironmentVariableIsSet("RC_PARAMS")) qputenv("RC_PARAMS", "max_success=12 max_size=30");
    }

    void whatWasConfirmedAndNotAcknowledgedIsThereInOrder() {
        QVERIFY(rc::check("through stops and kills", [] {
            const auto steps =
                *rc::gen::container<std::vector<Step>>(rc::gen::weightedElement<Step>({{8, Step::Publish},
                                                                                       {1, Step::PublishOnFullDisk},
                                                                                       {6, Step::Take},
                                                                                       {4, Step::Ack},
                                                                                       {2, Step::Requeue},
                                                                                       {1, Step::Drop},
                                                                                       {1, Step::Stop},
                                                                                       {1, Step::Kill}}));
            Run run;
            for (const Step step : steps)
                run.apply(step);
            run.compareAfterKill();
            run.compareAtTheEnd();
        }));
    }
};

RUSHLAB_TEST(QueueReopen)

}  // namespace rushlab::test::queue_reopen
#include "queue_reopen.moc"
