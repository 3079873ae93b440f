// A consumer of the embedded log's group: remembers how far it has read in each partition that it owns.
// Belongs to the loop that joined.
#pragma once

#include <map>

#include "engines/log/log_shell.h"

namespace rushlab::log {

class EmbeddedMember final : public GroupMember {
  public:
    EmbeddedMember(std::shared_ptr<LogShell> shell, JoinRequest request, MemberId id)
        : m_shell(std::move(shell)), m_request(std::move(request)), m_id(id) {}
    ~EmbeddedMember() override;
    EmbeddedMember(const EmbeddedMember&) = delete;
    EmbeddedMember& operator=(const EmbeddedMember&) = delete;

    io::Awaitable<Result<std::vector<PolledRecords>>> poll(std::size_t recordsMax, Deadline deadline) override;
    io::Awaitable<Result<>> heartbeat(Deadline deadline) override;
    io::Awaitable<Result<std::vector<TopicPartition>>> assignment(Deadline deadline) override;
    io::Awaitable<Result<>> commit(std::vector<GroupOffset> offsets, Deadline deadline) override;
    io::Awaitable<Result<>> seek(GroupOffset to, Deadline deadline) override;
    io::Awaitable<Result<>> leave(Deadline deadline) override;
    std::vector<GroupOffset> polledTo() const override;

  private:
    struct Position {
        PartitionKey key;
        std::int64_t epoch = 0;
        std::int64_t offset = 0;
        bool polled = false;
    };
    // What to read next, and, where there is nothing, what to wait for.
    struct Plan {
        struct Part {
            TopicPartition at;
            std::int64_t from = 0;
            ReadPlan read;
        };
        std::vector<Part> parts;
        std::optional<LogShell::Watch> watch;
        SteadyTime nextLapse{};
    };
    Result<> refresh(LogCore& core, WallTime now);
    Result<Plan> plan(LogCore& core, io::Loop& loop, std::size_t recordsMax, bool mayWait);
    io::Awaitable<Result<std::vector<PolledRecords>>> take(Plan& plan, std::size_t recordsMax, Deadline deadline);

    std::shared_ptr<LogShell> m_shell;
    JoinRequest m_request;
    MemberId m_id;
    std::map<TopicPartition, Position> m_positions;
    std::size_t m_turn = 0;  // which partition comes first at the next poll
    bool m_left = false;
};

}  // namespace rushlab::log
