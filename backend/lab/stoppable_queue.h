// A work queue that can be taken away from a running shop and given back, as a broker that is stopped and started: what
// is durable in it stays; and whose consumers can be slowed.
// Guarantees: stopping drops every consumer, so that what they held comes again as redelivered; from then on each call
// is Unavailable at once; a publish that was on its way is OutcomeUnknown, since nobody heard whether it was stored.
// Any thread, like the queue behind it.
#pragma once

#include <memory>

#include "engines/queue/work_queue.h"

namespace rushlab::lab {

class QueueLine;

class StoppableQueue final : public queue::WorkQueue {
  public:
    explicit StoppableQueue(std::unique_ptr<queue::WorkQueue> inner);
    ~StoppableQueue() override;

    // False: it was so already.
    bool stop();
    bool start();

    // Each message comes so much later to the consumers of that name, whichever channel they have; 0: at once.
    void slow(const std::string& queue, const std::string& consumer, Milliseconds aMessage);
    Milliseconds slowedBy(const std::string& queue, const std::string& consumer) const;

    io::Awaitable<Result<>> declareExchange(std::string name, queue::ExchangeType type, Deadline deadline) override;
    io::Awaitable<Result<>> declareQueue(std::string name, queue::QueueOptions options, Deadline deadline) override;
    io::Awaitable<Result<>> bind(std::string exchange, std::string queue, std::string key, Deadline deadline) override;
    io::Awaitable<Result<>> unbind(std::string exchange, std::string queue, std::string key,
                                   Deadline deadline) override;
    io::Awaitable<Result<>> deleteQueue(std::string name, Deadline deadline) override;
    io::Awaitable<Result<std::uint64_t>> purge(std::string queue, Deadline deadline) override;
    io::Awaitable<Result<queue::Confirm>> publish(queue::Message message, Deadline deadline) override;
    io::Awaitable<Result<std::unique_ptr<queue::Consumer>>> openConsumer(std::string queue,
                                                                         queue::ConsumerOptions options,
                                                                         Deadline deadline) override;
    bool dropConsumer(queue::ConsumerId id) override { return m_inner->dropConsumer(id); }
    io::Awaitable<Result<>> flushed(Deadline deadline) override;
    io::Awaitable<Result<queue::QueueStats>> stats(std::string queue, Deadline deadline) override;
    io::Awaitable<Result<std::vector<queue::QueueStats>>> allStats(Deadline deadline) override;
    io::Awaitable<Result<queue::Wiring>> wiring(Deadline deadline) override;
    io::Awaitable<Result<std::vector<queue::Delivery>>> browse(std::string queue, std::uint64_t from,
                                                               std::uint64_t limit, Deadline deadline) override;
    queue::Traits traits() const override { return m_inner->traits(); }
    std::string describe() const override { return m_inner->describe(); }

  private:
    template <class T>
    io::Awaitable<Result<T>> over(io::Awaitable<Result<T>> call, ErrorCode whenCut = ErrorCode::Unavailable);

    const std::shared_ptr<QueueLine> m_line;  // its consumers use it too
    const std::unique_ptr<queue::WorkQueue> m_inner;
};

}  // namespace rushlab::lab
