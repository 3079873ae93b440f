#include "engines/queue/embedded_work_queue.h"

#include "engines/queue/queue_shell.h"

namespace rushlab::queue {
namespace {

Delivery deliver(const Taken& taken) {
    return {taken.tag, taken.content.message(), taken.redelivered, taken.deliveryCount, taken.content.deaths()};
}

auto acknowledging(ConsumerId id, DeliveryTag tag, bool multiple) {
    return [id, tag, multiple](Broker& broker, WallTime now) { return broker.ack(id, tag, multiple, now); };
}

auto refusing(ConsumerId id, DeliveryTag tag, bool requeue, bool multiple) {
    return [id, tag, requeue, multiple](Broker& broker, WallTime now) {
        return broker.nack(id, tag, requeue, multiple, now);
    };
}

class EmbeddedConsumer final : public Consumer {
  public:
    EmbeddedConsumer(std::shared_ptr<QueueShell> shell, ConsumerId id, ConsumerMode mode)
        : m_shell(std::move(shell)), m_id(id), m_mode(mode) {}
    ~EmbeddedConsumer() override {
        const ConsumerId id = m_id;
        m_shell->change([id](Broker& broker, WallTime now) -> Result<bool> { return broker.dropConsumer(id, now); });
    }
    EmbeddedConsumer(const EmbeddedConsumer&) = delete;
    EmbeddedConsumer& operator=(const EmbeddedConsumer&) = delete;

    ConsumerId id() const override { return m_id; }

    io::Awaitable<Result<std::optional<Delivery>>> next(Deadline deadline) override;

    io::Awaitable<Result<>> ack(DeliveryTag tag, bool multiple, Deadline deadline) override {
        return m_shell->settleDurably(acknowledging(m_id, tag, multiple), deadline);
    }
    io::Awaitable<Result<>> nack(DeliveryTag tag, bool requeue, bool multiple, Deadline deadline) override {
        return m_shell->settleDurably(refusing(m_id, tag, requeue, multiple), deadline);
    }
    Result<> ackSoon(DeliveryTag tag, bool multiple) override {
        return m_shell->change(acknowledging(m_id, tag, multiple));
    }
    Result<> nackSoon(DeliveryTag tag, bool requeue, bool multiple) override {
        return m_shell->change(refusing(m_id, tag, requeue, multiple));
    }

  private:
    // Deliveries that are there already suspend nobody; after so many the other coroutines of the loop have their turn.
    static constexpr int kInARow = 64;

    Result<std::optional<Taken>> take() {
        return m_shell->change([id = m_id](Broker& broker, WallTime now) { return broker.take(id, now); });
    }

    const std::shared_ptr<QueueShell> m_shell;  // stopped, not gone, where a consumer outlives its engine
    const ConsumerId m_id;
    const ConsumerMode m_mode;
    int m_inARow = 0;
};

io::Awaitable<Result<std::optional<Delivery>>> EmbeddedConsumer::next(Deadline deadline) {
    if (++m_inARow >= kInARow) {
        m_inARow = 0;
        co_await boost::asio::post(co_await boost::asio::this_coro::executor,
                                   boost::asio::use_awaitable_t<io::Executor>{});
    }
    auto taken = take();
    while (taken && !*taken && m_mode == ConsumerMode::Push) {
        auto [giver, taker] = io::handoff<Wake>(io::Loop::of(co_await boost::asio::this_coro::executor));
        taken = m_shell->takeOrWait(m_id, std::move(giver));
        if (!taken || *taken) break;
        m_inARow = 0;
        const bool woken = (co_await taker.take(deadline)).has_value();
        taken = take();
        if (!woken) break;
    }
    if (!taken) co_return pass(taken);
    if (!*taken) co_return std::optional<Delivery>();
    co_return std::optional<Delivery>(deliver(**taken));
}

}  // namespace

EmbeddedWorkQueue::EmbeddedWorkQueue(Opened, std::shared_ptr<QueueShell> shell) : m_shell(std::move(shell)) {}

EmbeddedWorkQueue::~EmbeddedWorkQueue() {
    m_shell->stop();
}

Result<std::unique_ptr<EmbeddedWorkQueue>> EmbeddedWorkQueue::open(EmbeddedOptions options, const Clock& clock) {
    if (options.memoryLowBytes > options.memoryHighBytes)
        return fail(ErrorCode::Invalid, "the queue's low memory mark ({} bytes) is above the high one ({} bytes)",
                    options.memoryLowBytes, options.memoryHighBytes);
    auto shell = std::make_shared<QueueShell>(std::move(options), clock);
    if (auto started = shell->start(); !started) return pass(started);
    return std::make_unique<EmbeddedWorkQueue>(Opened{}, std::move(shell));
}

void EmbeddedWorkQueue::stop() {
    m_shell->stop();
}

Result<> EmbeddedWorkQueue::start() {
    return m_shell->start();
}

io::Awaitable<Result<>> EmbeddedWorkQueue::declareExchange(std::string name, ExchangeType type, Deadline deadline) {
    auto change = [name = std::move(name), type](Broker& broker, WallTime) {
        return broker.declareExchange(name, type);
    };
    return m_shell->changeDurably(std::move(change), deadline);
}

io::Awaitable<Result<>> EmbeddedWorkQueue::declareQueue(std::string name, QueueOptions options, Deadline deadline) {
    auto change = [name = std::move(name), options = std::move(options)](Broker& broker, WallTime) {
        return broker.declareQueue(name, options);
    };
    return m_shell->changeDurably(std::move(change), deadline);
}

io::Awaitable<Result<>> EmbeddedWorkQueue::bind(std::string exchange, std::string queue, std::string key,
                                                Deadline deadline) {
    auto change = [exchange = std::move(exchange), queue = std::move(queue), key = std::move(key)](
                      Broker& broker, WallTime) { return broker.bind(exchange, queue, key); };
    return m_shell->changeDurably(std::move(change), deadline);
}

io::Awaitable<Result<>> EmbeddedWorkQueue::unbind(std::string exchange, std::string queue, std::string key,
                                                  Deadline deadline) {
    auto change = [exchange = std::move(exchange), queue = std::move(queue), key = std::move(key)](
                      Broker& broker, WallTime) { return broker.unbind(exchange, queue, key); };
    return m_shell->changeDurably(std::move(change), deadline);
}

io::Awaitable<Result<>> EmbeddedWorkQueue::deleteQueue(std::string name, Deadline deadline) {
    auto change = [name = std::move(name)](Broker& broker, WallTime) { return broker.deleteQueue(name); };
    return m_shell->changeDurably(std::move(change), deadline);
}

io::Awaitable<Result<std::uint64_t>> EmbeddedWorkQueue::purge(std::string queue, Deadline deadline) {
    auto change = [&queue](Broker& broker, WallTime) { return broker.purge(queue); };
    const auto purged = m_shell->change(change);
    if (!purged) co_return purged;
    const auto onDisk = co_await flushed(deadline);
    if (!onDisk) co_return pass(onDisk);
    co_return *purged;
}

io::Awaitable<Result<Confirm>> EmbeddedWorkQueue::publish(Message message, Deadline deadline) {
    return m_shell->publish(std::move(message), deadline);
}

io::Awaitable<Result<std::unique_ptr<Consumer>>> EmbeddedWorkQueue::openConsumer(std::string queue,
                                                                                 ConsumerOptions options, Deadline) {
    auto opening = [&](Broker& broker, WallTime now) { return broker.openConsumer(queue, options, now); };
    const auto id = m_shell->change(opening);
    if (!id) co_return pass(id);
    std::unique_ptr<Consumer> consumer = std::make_unique<EmbeddedConsumer>(m_shell, *id, options.mode);
    co_return consumer;
}

bool EmbeddedWorkQueue::dropConsumer(ConsumerId id) {
    return m_shell->change([id](Broker& broker, WallTime now) -> Result<bool> { return broker.dropConsumer(id, now); })
        .value_or(false);
}

io::Awaitable<Result<>> EmbeddedWorkQueue::flushed(Deadline deadline) {
    auto nothing = [](Broker&, WallTime) -> Result<> { return {}; };
    return m_shell->changeDurably(nothing, deadline);
}

io::Awaitable<Result<QueueStats>> EmbeddedWorkQueue::stats(std::string queue, Deadline) {
    auto reading = [&](const Broker& broker, WallTime now) { return broker.stats(queue, now); };
    co_return m_shell->change(reading);
}

io::Awaitable<Result<std::vector<QueueStats>>> EmbeddedWorkQueue::allStats(Deadline) {
    auto reading = [](const Broker& broker, WallTime now) -> Result<std::vector<QueueStats>> {
        return broker.allStats(now);
    };
    co_return m_shell->change(reading);
}

io::Awaitable<Result<Wiring>> EmbeddedWorkQueue::wiring(Deadline) {
    auto reading = [](const Broker& broker, WallTime) -> Result<Wiring> { return broker.wiring(); };
    co_return m_shell->change(reading);
}

io::Awaitable<Result<std::vector<Delivery>>> EmbeddedWorkQueue::browse(std::string queue, std::uint64_t from,
                                                                       std::uint64_t limit, Deadline) {
    auto reading = [&](const Broker& broker, WallTime) { return broker.browse(queue, from, limit); };
    const auto seen = m_shell->change(reading);
    if (!seen) co_return pass(seen);
    std::vector<Delivery> deliveries;
    deliveries.reserve(seen->size());
    for (const Taken& taken : *seen)
        deliveries.push_back(deliver(taken));
    co_return deliveries;
}

Traits EmbeddedWorkQueue::traits() const {
    Traits traits;
    traits.engine = "embedded";
    return traits;
}

std::string EmbeddedWorkQueue::describe() const {
    return fmt::format("embedded work queue, durable in {}, memory watermark {} MiB", m_shell->options().file.string(),
                       m_shell->options().memoryHighBytes >> 20);
}

}  // namespace rushlab::queue
