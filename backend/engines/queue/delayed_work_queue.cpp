#include "engines/queue/delayed_work_queue.h"

namespace rushlab::queue {
namespace {

constexpr std::string_view kEngine = "work queue";

class DelayedConsumer final : public Consumer {
  public:
    DelayedConsumer(std::unique_ptr<Consumer> inner, std::shared_ptr<io::DelayLine> line)
        : m_inner(std::move(inner)), m_line(std::move(line)) {}

    ConsumerId id() const override { return m_inner->id(); }
    io::Awaitable<Result<std::optional<Delivery>>> next(Deadline deadline) override { return m_inner->next(deadline); }
    io::Awaitable<Result<>> ack(DeliveryTag tag, bool multiple, Deadline deadline) override {
        if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
        Result<> done = co_await m_inner->ack(tag, multiple, deadline);
        co_await m_line->backFlushed(deadline);
        co_return done;
    }
    io::Awaitable<Result<>> nack(DeliveryTag tag, bool requeue, bool multiple, Deadline deadline) override {
        if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
        Result<> done = co_await m_inner->nack(tag, requeue, multiple, deadline);
        co_await m_line->backFlushed(deadline);
        co_return done;
    }
    Result<> ackSoon(DeliveryTag tag, bool multiple) override { return m_inner->ackSoon(tag, multiple); }
    Result<> nackSoon(DeliveryTag tag, bool requeue, bool multiple) override {
        return m_inner->nackSoon(tag, requeue, multiple);
    }

  private:
    std::unique_ptr<Consumer> m_inner;
    std::shared_ptr<io::DelayLine> m_line;
};

}  // namespace

io::Awaitable<Result<>> DelayedWorkQueue::declareExchange(std::string name, ExchangeType type, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    Result<> done = co_await m_inner->declareExchange(std::move(name), type, deadline);
    co_await m_line->backFlushed(deadline);
    co_return done;
}

io::Awaitable<Result<>> DelayedWorkQueue::declareQueue(std::string name, QueueOptions options, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    Result<> done = co_await m_inner->declareQueue(std::move(name), std::move(options), deadline);
    co_await m_line->backFlushed(deadline);
    co_return done;
}

io::Awaitable<Result<>> DelayedWorkQueue::bind(std::string exchange, std::string queue, std::string key,
                                               Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    Result<> done = co_await m_inner->bind(std::move(exchange), std::move(queue), std::move(key), deadline);
    co_await m_line->backFlushed(deadline);
    co_return done;
}

io::Awaitable<Result<>> DelayedWorkQueue::unbind(std::string exchange, std::string queue, std::string key,
                                                 Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    Result<> done = co_await m_inner->unbind(std::move(exchange), std::move(queue), std::move(key), deadline);
    co_await m_line->backFlushed(deadline);
    co_return done;
}

io::Awaitable<Result<>> DelayedWorkQueue::deleteQueue(std::string name, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    Result<> done = co_await m_inner->deleteQueue(std::move(name), deadline);
    co_await m_line->backFlushed(deadline);
    co_return done;
}

io::Awaitable<Result<std::uint64_t>> DelayedWorkQueue::purge(std::string queue, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    auto purged = co_await m_inner->purge(std::move(queue), deadline);
    co_await m_line->backFlushed(deadline);
    co_return purged;
}

io::Awaitable<Result<Confirm>> DelayedWorkQueue::publish(Message message, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    auto confirm = co_await m_inner->publish(std::move(message), deadline);
    co_await m_line->backFlushed(deadline);
    co_return confirm;
}

io::Awaitable<Result<std::unique_ptr<Consumer>>> DelayedWorkQueue::openConsumer(std::string queue,
                                                                                ConsumerOptions options,
                                                                                Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    auto opened = co_await m_inner->openConsumer(std::move(queue), std::move(options), deadline);
    if (!opened) co_return pass(std::move(opened));
    co_await m_line->back(deadline);
    std::unique_ptr<Consumer> consumer = std::make_unique<DelayedConsumer>(*std::move(opened), m_line);
    co_return consumer;
}

std::string DelayedWorkQueue::describe() const {
    return fmt::format("{}, with the delays \"{}\"", m_inner->describe(), m_line->name());
}

}  // namespace rushlab::queue
