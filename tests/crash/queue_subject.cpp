// The work queue under load: publishers with many confirms outstanding, consumers that acknowledge most of what they
// get.
#include <map>
#include <set>

#include "engines/queue/embedded_work_queue.h"
#include "tests/crash/subject.h"

namespace rushlab::crash {
namespace {

using namespace std::chrono_literals;

enum Event : std::uint8_t { Published = 1, AckIntended, Acked };
constexpr std::uint16_t kQueues = 3;
constexpr std::int64_t kOutstanding = 64;  // publishes a queue that wait for their confirm

std::string queueName(std::uint16_t queue) {
    return fmt::format("work-{}", queue);
}
constexpr std::string_view kFile = "queue.db";

// A number anybody can read and a body that belongs to it.
std::string bodyOf(std::int64_t number) {
    return fmt::format("{} {}", number, std::string(static_cast<std::size_t>(number % 300), 'm'));
}

Result<std::unique_ptr<queue::EmbeddedWorkQueue>> openIn(const std::filesystem::path& folder, const Clock& clock) {
    queue::EmbeddedOptions options;
    options.file = folder / kFile;
    return queue::EmbeddedWorkQueue::open(std::move(options), clock);
}

class QueueLoad final : public Load {
  public:
    QueueLoad(std::unique_ptr<queue::EmbeddedWorkQueue> engine, const LoadOptions& options, const Reporter& reporter)
        : m_engine(std::move(engine)), m_options(options), m_reporter(reporter) {}

    void start(io::Loop& loop) override { loop.spawn(run(loop)); }

  private:
    io::Awaitable<> run(io::Loop& loop) {
        const queue::QueueOptions options;
        for (std::uint16_t queue = 0; queue < kQueues; ++queue) {
            const auto declared = co_await m_engine->declareQueue(queueName(queue), options, Deadline::in(20s));
            if (!declared) abortBecause(declared.error().message);
            loop.spawn(produce(loop, queue));
            loop.spawn(consume(queue));
        }
    }

    // Publishes are begun in the order of their numbers, and up to kOutstanding of them wait for the disk together.
    io::Awaitable<> produce(io::Loop& loop, std::uint16_t queue) {
        auto& outstanding = m_outstanding.at(queue);
        for (std::int64_t i = 0;; ++i) {
            const bool swapped = m_options.planted == Planted::MixesOrder && i % 50 >= 48;
            const std::int64_t number = m_options.round * kNumbersARound + (swapped ? (i ^ 1) : i);
            while (outstanding >= kOutstanding)
                co_await io::sleepFor(100us);
            ++outstanding;
            loop.spawn(publish(queue, number));
        }
    }

    io::Awaitable<> publish(std::uint16_t queue, std::int64_t number) {
        if (m_options.planted == Planted::ReportsEarly) tell(Published, queue, number);
        queue::Message message;
        message.routingKey = queueName(queue);
        message.body = bodyOf(number);
        const auto confirmed = co_await m_engine->publish(std::move(message), Deadline::in(20s));
        if (!confirmed || confirmed->queues != 1) {
            abortBecause(confirmed ? "a message went nowhere" : confirmed.error().message);
        }
        if (m_options.planted != Planted::ReportsEarly) tell(Published, queue, number);
        --m_outstanding.at(queue);
    }

    // Acknowledges three of four, one by one or many at once, gives one of eight back, and keeps the rest.
    io::Awaitable<> consume(std::uint16_t queue) {
        queue::ConsumerOptions options;
        options.prefetch = 2000;
        auto consumer = co_await m_engine->openConsumer(queueName(queue), options, Deadline::in(20s));
        if (!consumer) abortBecause(consumer.error().message);
        for (;;) {
            const auto next = co_await (*consumer)->next(Deadline::in(20s));
            if (!next) abortBecause(next.error().message);
            if (!*next) continue;
            const std::int64_t number = std::atoll((*next)->message.body.c_str());
            if (number % 8 == 7 && !(*next)->redelivered) {
                (void)co_await (*consumer)->nack((*next)->tag, true, false, Deadline::in(20s));
            } else if (number % 4 != 3) {
                co_await acknowledge(**consumer, queue, (*next)->tag, number);
            }
        }
    }

    io::Awaitable<> acknowledge(queue::Consumer& consumer, std::uint16_t queue, queue::DeliveryTag tag,
                                std::int64_t number) {
        tell(AckIntended, queue, number);
        if (m_options.planted == Planted::ForgetsAcks) {
            tell(Acked, queue, number);
            co_return;
        }
        const auto acked = co_await consumer.ack(tag, false, Deadline::in(20s));
        if (!acked) abortBecause(acked.error().message);
        tell(Acked, queue, number);
    }

    void tell(Event event, std::uint16_t queue, std::int64_t number) const {
        m_reporter.tell({SubjectId::Queue, event, queue, 0, number, 0});
    }

    std::unique_ptr<queue::EmbeddedWorkQueue> m_engine;
    LoadOptions m_options;
    Reporter m_reporter;
    std::array<std::int64_t, kQueues> m_outstanding{};
};

class QueueChecker final : public Checker {
  public:
    void learn(const Note& note) override {
        auto& known = m_queues.at(note.stream);
        if (note.event == Published) known.published.insert(note.number);
        if (note.event == AckIntended) known.ackIntended.insert(note.number);
        if (note.event == Acked) known.acked.insert(note.number);
    }
    std::int64_t confirmed() const override {
        std::int64_t count = 0;
        for (const auto& known : m_queues)
            count += std::ssize(known.published) + std::ssize(known.acked);
        return count;
    }

    Result<std::vector<std::string>> complaints(const std::filesystem::path& folder) const override {
        const RealClock clock;
        const auto opened = openIn(folder, clock);
        if (!opened) return pass(opened);
        std::vector<std::string> found;
        io::Loop loop;
        for (std::uint16_t queue = 0; queue < kQueues; ++queue) {
            const auto read = loop.runUntilDone(readQueue(**opened, queue, found));
            // A child that was killed before it could declare its queue has published nothing either.
            const bool undeclared =
                !read && read.error().code == ErrorCode::NotFound && m_queues.at(queue).published.empty();
            if (undeclared) continue;
            if (!read) return pass(read);
            judge(queue, *read, found);
        }
        return found;
    }

  private:
    struct Known {
        std::set<std::int64_t> published, ackIntended, acked;
    };

    void judge(std::uint16_t queue, const std::vector<std::int64_t>& inOrder, std::vector<std::string>& found) const {
        const Known& known = m_queues.at(queue);
        for (std::size_t i = 1; i < inOrder.size(); ++i) {
            if (inOrder[i - 1] < inOrder[i]) continue;
            complain(found, fmt::format("queue {}: message {} stands before {}", queue, inOrder[i - 1], inOrder[i]));
        }
        const std::set<std::int64_t> present(inOrder.begin(), inOrder.end());
        for (const std::int64_t number : known.published) {
            if (present.contains(number) || known.ackIntended.contains(number)) continue;
            complain(found, fmt::format("queue {}: confirmed message {} is missing", queue, number));
        }
        for (const std::int64_t number : known.acked) {
            if (!present.contains(number)) continue;
            complain(found, fmt::format("queue {}: acknowledged message {} is back", queue, number));
        }
    }

    static io::Awaitable<Result<std::vector<std::int64_t>>> readQueue(queue::WorkQueue& engine, std::uint16_t queue,
                                                                      std::vector<std::string>& found) {
        std::vector<std::int64_t> numbers;
        for (;;) {
            const auto page = co_await engine.browse(queueName(queue), numbers.size(), 1000, Deadline::in(20s));
            if (!page) co_return pass(page);
            if (page->empty()) co_return numbers;
            for (const auto& delivery : *page) {
                numbers.push_back(std::atoll(delivery.message.body.c_str()));
                if (delivery.message.body != bodyOf(numbers.back())) {
                    complain(found, fmt::format("queue {}: message {} has a wrong body", queue, numbers.back()));
                }
            }
        }
    }

    std::array<Known, kQueues> m_queues;
};

// Outlives the engine that uses it.
const Clock& childClock() {
    static const RealClock clock;
    return clock;
}

Result<std::unique_ptr<Load>> openLoad(const LoadOptions& options, const Reporter& reporter) {
    auto opened = openIn(options.folder, childClock());
    if (!opened) return pass(opened);
    return std::make_unique<QueueLoad>(std::move(*opened), options, reporter);
}

std::unique_ptr<Checker> makeChecker() {
    return std::make_unique<QueueChecker>();
}

}  // namespace

Subject queueSubject() {
    return {SubjectId::Queue, "queue", std::string(kFile), openLoad, makeChecker};
}

}  // namespace rushlab::crash
