// A work queue as if it were farther away, on a slower disk: a confirm and an awaited acknowledgement take a round trip
// and a flush.
// Its guarantees are the queue's own. Deliveries come undelayed: a broker sends ahead what the prefetch allows, so that
// the way does not slow them down; nor do acknowledgements that nobody waits for.
#pragma once

#include "engines/queue/work_queue.h"
#include "io/delay_line.h"

namespace rushlab::queue {

class DelayedWorkQueue final : public WorkQueue {
  public:
    DelayedWorkQueue(std::unique_ptr<WorkQueue> inner, const DelayProfile& profile, std::uint64_t seed)
        : m_inner(std::move(inner)), m_line(std::make_shared<io::DelayLine>(profile, seed)) {}

    io::Awaitable<Result<>> declareExchange(std::string name, ExchangeType type, Deadline deadline) override;
    io::Awaitable<Result<>> declareQueue(std::string name, QueueOptions options, Deadline deadline) override;
    io::Awaitable<Result<>> bind(std::string exchange, std::string queue, std::string key, Deadline deadline) override;
    io::Awaitable<Result<>> unbind(std::string exchange, std::string queue, std::string key,
                                   Deadline deadline) override;
    io::Awaitable<Result<>> deleteQueue(std::string name, Deadline deadline) override;
    io::Awaitable<Result<std::uint64_t>> purge(std::string queue, Deadline deadline) override;
    io::Awaitable<Result<Confirm>> publish(Message message, Deadline deadline) override;
    io::Awaitable<Result<std::unique_ptr<Consumer>>> openConsumer(std::string queue, ConsumerOptions options,
                                                                  Deadline deadline) override;
    bool dropConsumer(ConsumerId id) override { return m_inner->dropConsumer(id); }
    io::Awaitable<Result<>> flushed(Deadline deadline) override { return m_inner->flushed(deadline); }
    // What is looked at from outside is not slowed down.
    io::Awaitable<Result<QueueStats>> stats(std::string queue, Deadline deadline) override {
        return m_inner->stats(std::move(queue), deadline);
    }
    io::Awaitable<Result<std::vector<QueueStats>>> allStats(Deadline deadline) override {
        return m_inner->allStats(deadline);
    }
    io::Awaitable<Result<Wiring>> wiring(Deadline deadline) override { return m_inner->wiring(deadline); }
    io::Awaitable<Result<std::vector<Delivery>>> browse(std::string queue, std::uint64_t from, std::uint64_t limit,
                                                        Deadline deadline) override {
        return m_inner->browse(std::move(queue), from, limit, deadline);
    }
    Traits traits() const override { return m_inner->traits(); }
    std::string describe() const override;

  private:
    std::unique_ptr<WorkQueue> m_inner;
    std::shared_ptr<io::DelayLine> m_line;  // its consumers use it too
};

}  // namespace rushlab::queue
