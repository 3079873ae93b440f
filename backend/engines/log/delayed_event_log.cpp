#include "engines/log/delayed_event_log.h"

namespace rushlab::log {
namespace {

constexpr std::string_view kEngine = "event log";

class DelayedMember final : public GroupMember {
  public:
    DelayedMember(std::unique_ptr<GroupMember> inner, std::shared_ptr<io::DelayLine> line)
        : m_inner(std::move(inner)), m_line(std::move(line)) {}

    io::Awaitable<Result<std::vector<PolledRecords>>> poll(std::size_t recordsMax, Deadline deadline) override {
        // A deadline that has passed asks for what is there already: the poll is made all the same.
        co_await m_line->there(deadline);
        co_return co_await m_inner->poll(recordsMax, deadline);
    }
    io::Awaitable<Result<>> heartbeat(Deadline deadline) override {
        if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
        Result<> done = co_await m_inner->heartbeat(deadline);
        co_await m_line->back(deadline);
        co_return done;
    }
    io::Awaitable<Result<std::vector<TopicPartition>>> assignment(Deadline deadline) override {
        return m_inner->assignment(deadline);
    }
    io::Awaitable<Result<>> commit(std::vector<GroupOffset> offsets, Deadline deadline) override {
        if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
        Result<> done = co_await m_inner->commit(std::move(offsets), deadline);
        co_await m_line->backFlushed(deadline);
        co_return done;
    }
    io::Awaitable<Result<>> seek(GroupOffset to, Deadline deadline) override {
        return m_inner->seek(std::move(to), deadline);
    }
    io::Awaitable<Result<>> leave(Deadline deadline) override {
        if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
        Result<> done = co_await m_inner->leave(deadline);
        co_await m_line->back(deadline);
        co_return done;
    }
    std::vector<GroupOffset> polledTo() const override { return m_inner->polledTo(); }

  private:
    std::unique_ptr<GroupMember> m_inner;
    std::shared_ptr<io::DelayLine> m_line;
};

}  // namespace

io::Awaitable<Result<>> DelayedEventLog::createTopic(std::string name, TopicSettings settings, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    Result<> done = co_await m_inner->createTopic(std::move(name), settings, deadline);
    co_await m_line->backFlushed(deadline);
    co_return done;
}

io::Awaitable<Result<>> DelayedEventLog::deleteTopic(std::string name, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    Result<> done = co_await m_inner->deleteTopic(std::move(name), deadline);
    co_await m_line->backFlushed(deadline);
    co_return done;
}

io::Awaitable<Result<TopicInfo>> DelayedEventLog::describe(std::string name, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    auto described = co_await m_inner->describe(std::move(name), deadline);
    co_await m_line->back(deadline);
    co_return described;
}

io::Awaitable<Result<std::vector<std::string>>> DelayedEventLog::topics(Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    auto listed = co_await m_inner->topics(deadline);
    co_await m_line->back(deadline);
    co_return listed;
}

io::Awaitable<Result<Appended>> DelayedEventLog::append(std::string topic, std::span<const Record> records,
                                                        Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    auto appended = co_await m_inner->append(std::move(topic), records, deadline);
    co_await m_line->backFlushed(deadline);
    co_return appended;
}

io::Awaitable<Result<Records>> DelayedEventLog::fetch(TopicPartition from, std::int64_t offset, FetchLimits limits,
                                                      Deadline deadline) {
    co_await m_line->there(deadline);  // one whose deadline has passed asks for what is there already
    co_return co_await m_inner->fetch(std::move(from), offset, limits, deadline);
}

io::Awaitable<Result<std::unique_ptr<GroupMember>>> DelayedEventLog::join(JoinRequest request, Deadline deadline) {
    if (!co_await m_line->there(deadline)) co_return m_line->lateOnTheWay(kEngine);
    auto joined = co_await m_inner->join(std::move(request), deadline);
    if (!joined) co_return pass(std::move(joined));
    co_await m_line->back(deadline);
    std::unique_ptr<GroupMember> member = std::make_unique<DelayedMember>(*std::move(joined), m_line);
    co_return member;
}

}  // namespace rushlab::log
