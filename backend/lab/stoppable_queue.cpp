#include "lab/stoppable_queue.h"

#include <atomic>
#include <map>
#include <mutex>
#include <set>

namespace rushlab::lab {

// Whether the queue can be reached, and who is connected to it. A life is what lies between a start and a stop.
class QueueLine {
  public:
    using Life = std::uint64_t;
    static constexpr Life kDown = 0;

    Life life() const { return m_life.load(); }
    bool isStill(Life life) const { return life != kDown && m_life.load() == life; }

    // False: the line was cut since, and the consumer is nobody's.
    bool link(queue::ConsumerId consumer, Life life) {
        const std::lock_guard lock(m_mutex);
        if (!isStill(life)) return false;
        m_consumers.insert(consumer);
        return true;
    }
    void unlink(queue::ConsumerId consumer) {
        const std::lock_guard lock(m_mutex);
        m_consumers.erase(consumer);
    }
    // Whom it was cut from; nothing: it was down already.
    std::optional<std::set<queue::ConsumerId>> cut() {
        const std::lock_guard lock(m_mutex);
        if (m_life.exchange(kDown) == kDown) return std::nullopt;
        return std::exchange(m_consumers, {});
    }
    bool restore() {
        const std::lock_guard lock(m_mutex);
        if (m_life.load() != kDown) return false;
        m_life.store(++m_lives);
        return true;
    }

    // The same for every channel that a consumer of that name opens.
    std::shared_ptr<std::atomic<std::int64_t>> slownessOf(const std::string& queue, const std::string& consumer) {
        const std::lock_guard lock(m_mutex);
        auto& slowness = m_slowness[{queue, consumer}];
        if (!slowness) slowness = std::make_shared<std::atomic<std::int64_t>>(0);
        return slowness;
    }

    static tl::unexpected<Error> down() {
        return fail(ErrorCode::Unavailable, "The work queue is stopped: nothing reaches it until it is started again.");
    }

  private:
    std::mutex m_mutex;  // guards what follows; lives change under it alone
    std::set<queue::ConsumerId> m_consumers;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<std::atomic<std::int64_t>>> m_slowness;  // in ms
    Life m_lives = 1;
    std::atomic<Life> m_life = 1;
};

namespace {

// The call, in a life of the line; what comes of it is not heard where the line was cut meanwhile.
template <class T>
io::Awaitable<Result<T>> callOver(std::shared_ptr<QueueLine> line, QueueLine::Life life, io::Awaitable<Result<T>> call,
                                  ErrorCode whenCut = ErrorCode::Unavailable) {
    if (!line->isStill(life)) co_return QueueLine::down();
    auto answer = co_await std::move(call);
    if (line->isStill(life)) co_return answer;
    co_return fail(whenCut, "The work queue was stopped before it could answer: what it was asked may be done.");
}

// Lives as long as the line that it was opened over.
class LinkedConsumer final : public queue::Consumer {
  public:
    LinkedConsumer(std::unique_ptr<queue::Consumer> inner, std::shared_ptr<QueueLine> line, QueueLine::Life life,
                   std::shared_ptr<const std::atomic<std::int64_t>> slowness)
        : m_inner(std::move(inner)), m_line(std::move(line)), m_life(life), m_slowness(std::move(slowness)) {}
    ~LinkedConsumer() override { m_line->unlink(m_inner->id()); }

    queue::ConsumerId id() const override { return m_inner->id(); }
    io::Awaitable<Result<std::optional<queue::Delivery>>> next(Deadline deadline) override {
        const auto slowness = m_slowness;  // the consumer may be gone by then
        auto delivery = co_await callOver(m_line, m_life, m_inner->next(deadline));
        const Milliseconds later{slowness->load(std::memory_order_relaxed)};
        if (delivery && *delivery && later.count() > 0) co_await io::sleepFor(later);
        co_return delivery;
    }
    io::Awaitable<Result<>> ack(queue::DeliveryTag tag, bool multiple, Deadline deadline) override {
        return callOver(m_line, m_life, m_inner->ack(tag, multiple, deadline));
    }
    io::Awaitable<Result<>> nack(queue::DeliveryTag tag, bool requeue, bool multiple, Deadline deadline) override {
        return callOver(m_line, m_life, m_inner->nack(tag, requeue, multiple, deadline));
    }
    Result<> ackSoon(queue::DeliveryTag tag, bool multiple) override {
        if (!m_line->isStill(m_life)) return QueueLine::down();
        return m_inner->ackSoon(tag, multiple);
    }
    Result<> nackSoon(queue::DeliveryTag tag, bool requeue, bool multiple) override {
        if (!m_line->isStill(m_life)) return QueueLine::down();
        return m_inner->nackSoon(tag, requeue, multiple);
    }

  private:
    const std::unique_ptr<queue::Consumer> m_inner;
    const std::shared_ptr<QueueLine> m_line;
    const QueueLine::Life m_life;
    const std::shared_ptr<const std::atomic<std::int64_t>> m_slowness;
};

}  // namespace

StoppableQueue::StoppableQueue(std::unique_ptr<queue::WorkQueue> inner)
    : m_line(std::make_shared<QueueLine>()), m_inner(std::move(inner)) {}

StoppableQueue::~StoppableQueue() = default;

template <class T>
io::Awaitable<Result<T>> StoppableQueue::over(io::Awaitable<Result<T>> call, ErrorCode whenCut) {
    return callOver(m_line, m_line->life(), std::move(call), whenCut);
}

bool StoppableQueue::stop() {
    const auto cutOff = m_line->cut();
    if (!cutOff) return false;
    for (const queue::ConsumerId consumer : *cutOff)
        m_inner->dropConsumer(consumer);
    return true;
}

bool StoppableQueue::start() {
    return m_line->restore();
}

void StoppableQueue::slow(const std::string& queue, const std::string& consumer, Milliseconds aMessage) {
    m_line->slownessOf(queue, consumer)->store(aMessage.count(), std::memory_order_relaxed);
}

Milliseconds StoppableQueue::slowedBy(const std::string& queue, const std::string& consumer) const {
    return Milliseconds(m_line->slownessOf(queue, consumer)->load(std::memory_order_relaxed));
}

io::Awaitable<Result<>> StoppableQueue::declareExchange(std::string name, queue::ExchangeType type, Deadline deadline) {
    return over(m_inner->declareExchange(std::move(name), type, deadline));
}

io::Awaitable<Result<>> StoppableQueue::declareQueue(std::string name, queue::QueueOptions options, Deadline deadline) {
    return over(m_inner->declareQueue(std::move(name), std::move(options), deadline));
}

io::Awaitable<Result<>> StoppableQueue::bind(std::string exchange, std::string queue, std::string key,
                                             Deadline deadline) {
    return over(m_inner->bind(std::move(exchange), std::move(queue), std::move(key), deadline));
}

io::Awaitable<Result<>> StoppableQueue::unbind(std::string exchange, std::string queue, std::string key,
                                               Deadline deadline) {
    return over(m_inner->unbind(std::move(exchange), std::move(queue), std::move(key), deadline));
}

io::Awaitable<Result<>> StoppableQueue::deleteQueue(std::string name, Deadline deadline) {
    return over(m_inner->deleteQueue(std::move(name), deadline));
}

io::Awaitable<Result<std::uint64_t>> StoppableQueue::purge(std::string queue, Deadline deadline) {
    return over(m_inner->purge(std::move(queue), deadline));
}

io::Awaitable<Result<queue::Confirm>> StoppableQueue::publish(queue::Message message, Deadline deadline) {
    return over(m_inner->publish(std::move(message), deadline), ErrorCode::OutcomeUnknown);
}

io::Awaitable<Result<std::unique_ptr<queue::Consumer>>> StoppableQueue::openConsumer(std::string queue,
                                                                                     queue::ConsumerOptions options,
                                                                                     Deadline deadline) {
    const std::shared_ptr<QueueLine> line = m_line;
    const QueueLine::Life life = line->life();
    if (!line->isStill(life)) co_return QueueLine::down();
    auto slowness = line->slownessOf(queue, options.name);
    auto opened = co_await m_inner->openConsumer(std::move(queue), std::move(options), deadline);
    if (!opened) co_return pass(std::move(opened));
    if (!line->link((*opened)->id(), life)) co_return QueueLine::down();
    std::unique_ptr<queue::Consumer> consumer =
        std::make_unique<LinkedConsumer>(*std::move(opened), line, life, std::move(slowness));
    co_return consumer;
}

io::Awaitable<Result<>> StoppableQueue::flushed(Deadline deadline) {
    return over(m_inner->flushed(deadline));
}

io::Awaitable<Result<queue::QueueStats>> StoppableQueue::stats(std::string queue, Deadline deadline) {
    return over(m_inner->stats(std::move(queue), deadline));
}

io::Awaitable<Result<std::vector<queue::QueueStats>>> StoppableQueue::allStats(Deadline deadline) {
    return over(m_inner->allStats(deadline));
}

io::Awaitable<Result<queue::Wiring>> StoppableQueue::wiring(Deadline deadline) {
    return over(m_inner->wiring(deadline));
}

io::Awaitable<Result<std::vector<queue::Delivery>>> StoppableQueue::browse(std::string queue, std::uint64_t from,
                                                                           std::uint64_t limit, Deadline deadline) {
    return over(m_inner->browse(std::move(queue), from, limit, deadline));
}

}  // namespace rushlab::lab
