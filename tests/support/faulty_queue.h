// A work queue whose publishes fail as often as a test tells it to.
// As thread-safe as the one behind it.
#pragma once

#include <atomic>

#include "engines/queue/work_queue.h"

namespace rushlab::test {

// Passes everything on, but for publishes: they fail, or are carried out and not confirmed, as often as they are told
// to.
class FaultyQueue final : public queue::WorkQueue {
  public:
    explicit FaultyQueue(queue::WorkQueue& real) : m_real(real) {}

    std::atomic<int> refusals = 0;  // of the next publishes, that many are surely not stored
    std::atomic<int> silences = 0;  // and after them, that many are stored but not confirmed

    io::Awaitable<Result<queue::Confirm>> publish(queue::Message message, Deadline deadline) override {
        if (refusals.fetch_sub(1) > 0) co_return fail(ErrorCode::Unavailable, "the disk refused");
        refusals = 0;
        auto confirmed = co_await m_real.publish(std::move(message), deadline);
        if (silences.fetch_sub(1) > 0) co_return fail(ErrorCode::OutcomeUnknown, "not confirmed");
        silences = 0;
        co_return confirmed;
    }
    io::Awaitable<Result<>> declareExchange(std::string name, queue::ExchangeType type, Deadline deadline) override {
        return m_real.declareExchange(std::move(name), type, deadline);
    }
    io::Awaitable<Result<>> declareQueue(std::string name, queue::QueueOptions options, Deadline deadline) override {
        return m_real.declareQueue(std::move(name), std::move(options), deadline);
    }
    io::Awaitable<Result<>> bind(std::string exchange, std::string name, std::string key, Deadline deadline) override {
        return m_real.bind(std::move(exchange), std::move(name), std::move(key), deadline);
    }
    io::Awaitable<Result<>> unbind(std::string exchange, std::string name, std::string key,
                                   Deadline deadline) override {
        return m_real.unbind(std::move(exchange), std::move(name), std::move(key), deadline);
    }
    io::Awaitable<Result<>> deleteQueue(std::string name, Deadline deadline) override {
        return m_real.deleteQueue(std::move(name), deadline);
    }
    io::Awaitable<Result<std::uint64_t>> purge(std::string name, Deadline deadline) override {
        return m_real.purge(std::move(name), deadline);
    }
    io::Awaitable<Result<std::unique_ptr<queue::Consumer>>> openConsumer(std::string name,
                                                                         queue::ConsumerOptions options,
                                                                         Deadline deadline) override {
        return m_real.openConsumer(std::move(name), std::move(options), deadline);
    }
    bool dropConsumer(queue::ConsumerId id) override { return m_real.dropConsumer(id); }
    io::Awaitable<Result<>> flushed(Deadline deadline) override { return m_real.flushed(deadline); }
    io::Awaitable<Result<queue::QueueStats>> stats(std::string name, Deadline deadline) override {
        return m_real.stats(std::move(name), deadline);
    }
    io::Awaitable<Result<std::vector<queue::QueueStats>>> allStats(Deadline deadline) override {
        return m_real.allStats(deadline);
    }
    io::Awaitable<Result<queue::Wiring>> wiring(Deadline deadline) override { return m_real.wiring(deadline); }
    io::Awaitable<Result<std::vector<queue::Delivery>>> browse(std::string name, std::uint64_t from,
                                                               std::uint64_t limit, Deadline deadline) override {
        return m_real.browse(std::move(name), from, limit, deadline);
    }
    queue::Traits traits() const override { return m_real.traits(); }
    std::string describe() const override { return m_real.describe(); }

  private:
    queue::WorkQueue& m_real;
};

}  // namespace rushlab::test
