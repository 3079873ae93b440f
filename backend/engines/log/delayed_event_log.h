// An event log as if it were farther away, on a slower disk: a call takes a round trip, an append and a commit a flush
// more.
// Its guarantees are the log's own. A fetch or poll that waits for records waits for them, not for the way besides.
#pragma once

#include "engines/log/event_log.h"
#include "io/delay_line.h"

namespace rushlab::log {

class DelayedEventLog final : public EventLog {
  public:
    DelayedEventLog(std::unique_ptr<EventLog> inner, const DelayProfile& profile, std::uint64_t seed)
        : m_inner(std::move(inner)), m_line(std::make_shared<io::DelayLine>(profile, seed)) {}

    EventLogTraits traits() const override { return m_inner->traits(); }
    io::Awaitable<Result<>> createTopic(std::string name, TopicSettings settings, Deadline deadline) override;
    io::Awaitable<Result<>> deleteTopic(std::string name, Deadline deadline) override;
    io::Awaitable<Result<TopicInfo>> describe(std::string name, Deadline deadline) override;
    io::Awaitable<Result<std::vector<std::string>>> topics(Deadline deadline) override;
    io::Awaitable<Result<Appended>> append(std::string topic, std::span<const Record> records,
                                           Deadline deadline) override;
    io::Awaitable<Result<Records>> fetch(TopicPartition from, std::int64_t offset, FetchLimits limits,
                                         Deadline deadline) override;
    io::Awaitable<Result<std::unique_ptr<GroupMember>>> join(JoinRequest request, Deadline deadline) override;
    // What is looked at from outside is not slowed down.
    io::Awaitable<Result<std::vector<PartitionLag>>> lag(std::string group, Deadline deadline) override {
        return m_inner->lag(std::move(group), deadline);
    }
    io::Awaitable<Result<std::vector<GroupOffset>>> committed(std::string group, Deadline deadline) override {
        return m_inner->committed(std::move(group), deadline);
    }

  private:
    std::unique_ptr<EventLog> m_inner;
    std::shared_ptr<io::DelayLine> m_line;  // its members use it too
};

}  // namespace rushlab::log
