// The embedded work queue: the broker's rules in memory, made durable by group commit on SQLite.
// Guarantees those of work_queue.h; memory above memoryHighBytes makes publishers wait, consumers go on.
// Any thread; every caller is resumed on its own loop. One mutex (its own), under which nothing is awaited.
#pragma once

#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "engines/queue/work_queue.h"
#include "storage/disk_faults.h"

namespace rushlab::queue {

struct EmbeddedOptions {
    std::filesystem::path file;
    std::uint64_t memoryHighBytes = 1ULL << 30;            // publishers wait above this
    std::uint64_t memoryLowBytes = (1ULL << 30) / 10 * 8;  // until it has fallen to this
    std::shared_ptr<storage::DiskFaults> faults;           // for tests and the lab; may be missing
};

class QueueShell;

class EmbeddedWorkQueue final : public WorkQueue {
    struct Opened {};  // only open() makes one

  public:
    EmbeddedWorkQueue(Opened, std::shared_ptr<QueueShell> shell);
    // Recovers what the file holds: every queue, binding and message, in order. The clock must outlive the engine.
    static Result<std::unique_ptr<EmbeddedWorkQueue>> open(EmbeddedOptions options, const Clock& clock);
    ~EmbeddedWorkQueue() override;  // stop()

    // Ends every consumer, flushes, closes the file; calls answer Unavailable until start(). Not from two threads at
    // once.
    void stop();
    Result<> start();

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
    bool dropConsumer(ConsumerId id) override;
    io::Awaitable<Result<>> flushed(Deadline deadline) override;
    io::Awaitable<Result<QueueStats>> stats(std::string queue, Deadline deadline) override;
    io::Awaitable<Result<std::vector<QueueStats>>> allStats(Deadline deadline) override;
    io::Awaitable<Result<Wiring>> wiring(Deadline deadline) override;
    io::Awaitable<Result<std::vector<Delivery>>> browse(std::string queue, std::uint64_t from, std::uint64_t limit,
                                                        Deadline deadline) override;
    Traits traits() const override;
    std::string describe() const override;

  private:
    std::shared_ptr<QueueShell> m_shell;
};

}  // namespace rushlab::queue
