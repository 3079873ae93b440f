// An event log that takes no record while it is told to, as one that is away does; what it holds can be read.
// `refuses` from any thread.
#pragma once

#include <atomic>
#include <memory>

#include "engines/log/event_log.h"

namespace rushlab::test {

class RefusingLog final : public log::EventLog {
  public:
    explicit RefusingLog(std::unique_ptr<log::EventLog> inner) : m_inner(std::move(inner)) {}

    std::atomic<bool> refuses = false;

    log::EventLogTraits traits() const override { return m_inner->traits(); }
    io::Awaitable<Result<>> createTopic(std::string name, log::TopicSettings settings, Deadline deadline) override {
        return m_inner->createTopic(std::move(name), settings, deadline);
    }
    io::Awaitable<Result<>> deleteTopic(std::string name, Deadline deadline) override {
        return m_inner->deleteTopic(std::move(name), deadline);
    }
    io::Awaitable<Result<log::TopicInfo>> describe(std::string name, Deadline deadline) override {
        return m_inner->describe(std::move(name), deadline);
    }
    io::Awaitable<Result<std::vector<std::string>>> topics(Deadline deadline) override {
        return m_inner->topics(deadline);
    }
    io::Awaitable<Result<log::Appended>> append(std::string topic, std::span<const log::Record> records,
                                                Deadline deadline) override {
        if (refuses) co_return fail(ErrorCode::Unavailable, "The event log is away for the test");
        co_return co_await m_inner->append(std::move(topic), records, deadline);
    }
    io::Awaitable<Result<log::Records>> fetch(log::TopicPartition from, std::int64_t offset, log::FetchLimits limits,
                                              Deadline deadline) override {
        return m_inner->fetch(std::move(from), offset, limits, deadline);
    }
    io::Awaitable<Result<std::unique_ptr<log::GroupMember>>> join(log::JoinRequest request,
                                                                  Deadline deadline) override {
        return m_inner->join(std::move(request), deadline);
    }
    io::Awaitable<Result<std::vector<log::PartitionLag>>> lag(std::string group, Deadline deadline) override {
        return m_inner->lag(std::move(group), deadline);
    }
    io::Awaitable<Result<std::vector<log::GroupOffset>>> committed(std::string group, Deadline deadline) override {
        return m_inner->committed(std::move(group), deadline);
    }

  private:
    std::unique_ptr<log::EventLog> m_inner;
};

}  // namespace rushlab::test
