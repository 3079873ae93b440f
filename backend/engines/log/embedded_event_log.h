// The event log inside this process: durable on one SQLite file, confirmed by group commit, with the newest records in
// memory. Guarantees and thread rule are the port's (event_log.h); README.md tells how it is built.
// Its end of life flushes what is pending; calls still under way are told that it is closed.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>

#include "engines/log/event_log.h"
#include "engines/log/log_core.h"
#include "storage/disk_faults.h"

namespace rushlab::log {

class LogShell;

struct EmbeddedLogSettings {
    std::filesystem::path file;
    LogLimits limits{};
    std::shared_ptr<storage::DiskFaults> faults{};
    std::shared_ptr<const Clock> clock{};  // nothing: the real one
    PlantedBugs plantedBugs{};
};

class EmbeddedEventLog final : public EventLog {
  public:
    // Makes the file where it is missing. Unavailable: it cannot be opened, or another process holds it. Corrupt: it is
    // not whole.
    static Result<std::unique_ptr<EmbeddedEventLog>> open(EmbeddedLogSettings settings);
    ~EmbeddedEventLog() override;
    EmbeddedEventLog(const EmbeddedEventLog&) = delete;
    EmbeddedEventLog& operator=(const EmbeddedEventLog&) = delete;

    EventLogTraits traits() const override;
    io::Awaitable<Result<>> createTopic(std::string name, TopicSettings settings, Deadline deadline) override;
    io::Awaitable<Result<>> deleteTopic(std::string name, Deadline deadline) override;
    io::Awaitable<Result<TopicInfo>> describe(std::string name, Deadline deadline) override;
    io::Awaitable<Result<std::vector<std::string>>> topics(Deadline deadline) override;
    io::Awaitable<Result<Appended>> append(std::string topic, std::span<const Record> records,
                                           Deadline deadline) override;
    io::Awaitable<Result<Records>> fetch(TopicPartition from, std::int64_t offset, FetchLimits limits,
                                         Deadline deadline) override;
    io::Awaitable<Result<std::unique_ptr<GroupMember>>> join(JoinRequest request, Deadline deadline) override;
    io::Awaitable<Result<std::vector<PartitionLag>>> lag(std::string group, Deadline deadline) override;
    io::Awaitable<Result<std::vector<GroupOffset>>> committed(std::string group, Deadline deadline) override;

    struct Key {
        explicit Key() = default;
    };
    EmbeddedEventLog(Key, std::shared_ptr<LogShell> shell);  // open() is the way

  private:
    std::shared_ptr<LogShell> m_shell;
    // Which partition the next batch's records without a key go to.
    std::atomic<unsigned> m_keyless = 0;
};

}  // namespace rushlab::log
