// The event log: topics whose partitions keep records in order, read by offset, shared out among consumer groups.
//
//     const auto appended = co_await log->append("orders", records, Deadline::in(2s));     // on the disk, with offsets
//     JoinRequest request("archive", {"orders"}, "worker-1");
//     auto member = co_await log->join(std::move(request), deadline);
//     const auto polled = co_await (*member)->poll(500, Deadline::in(1s));                 // then work on it, then:
//     co_await (*member)->commit((*member)->polledTo(), deadline);
//
// Guarantees, the same for every engine (tests/contract/log_event_log.cpp holds them):
// - A confirmed append is on the disk. Records become readable when they are confirmed, never before; an append that
//   failed left nothing behind. OutcomeUnknown: the deadline passed first; it may or may not be stored.
// - Order holds within a partition only. Records with one key go to one partition (see partitionOf); offsets of a
//   partition begin at 0, are given without gaps, continue over restarts and are never given twice.
// - Of a group's members, exactly one owns each partition of the topics they joined, at any time; partitions are dealt
//   in ranges, topic by topic, to the members in the order of their names. Joining, leaving, and a session that lapses
//   deal again. Who lost a partition cannot commit it any more (Conflict), even if it was given back meanwhile.
// - Committed offsets are durable. Work done after its commit may be lost with its worker, work done before may be done
//   twice: which of the two is the caller's choice.
// - Retention drops the oldest records in whole blocks, whether or not a group has read them.
// - Everything is bounded: a full buffer makes append wait until its deadline, then say Full.
// Any loop's thread; each call resumes its caller on the loop that it came from. Arguments given as spans and views
// must live until the call has returned.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/deadline.h"
#include "base/result.h"
#include "engines/log/records.h"
#include "io/loop.h"

namespace rushlab::log {

struct TopicSettings {
    int partitions = 1;
    // Both bound each partition; nothing: kept for ever.
    std::optional<std::int64_t> retentionBytes{};
    std::optional<Milliseconds> retentionAge{};

    friend bool operator==(const TopicSettings&, const TopicSettings&) = default;
};

struct PartitionInfo {
    std::int64_t firstOffset = 0;  // the oldest record still kept
    std::int64_t nextOffset = 0;   // what the next confirmed record will get
    std::int64_t bytes = 0;

    friend bool operator==(const PartitionInfo&, const PartitionInfo&) = default;
};

struct TopicInfo {
    std::string name;
    TopicSettings settings;
    std::vector<PartitionInfo> partitions;
};

// With constructors, not as aggregates: g++ 12 destroys an aggregate twice that is written inside the operand of
// co_await.
struct TopicPartition {
    TopicPartition() = default;
    TopicPartition(std::string topicName, int number) : topic(std::move(topicName)), partition(number) {}

    std::string topic{};
    int partition = 0;

    friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

// Where a group stands in a partition: the offset of the next record that it wants.
struct GroupOffset {
    GroupOffset() = default;
    GroupOffset(TopicPartition where, std::int64_t next) : at(std::move(where)), offset(next) {}

    TopicPartition at{};
    std::int64_t offset = 0;

    friend auto operator<=>(const GroupOffset&, const GroupOffset&) = default;
};

// Which offsets an append was given in one partition, in the order of the batch.
struct AppendedRange {
    int partition = 0;
    std::int64_t firstOffset = 0;
    std::int64_t count = 0;

    friend bool operator==(const AppendedRange&, const AppendedRange&) = default;
};
using Appended = std::vector<AppendedRange>;  // by partition, ascending

struct FetchLimits {
    std::size_t recordsMax = 500;
    std::size_t bytesMax = 1 << 20;  // at least one record comes, however large
};

// Where a group begins that has committed nothing, or whose place retention has dropped.
enum class StartFrom : unsigned char { Earliest, Latest };

struct JoinRequest {
    JoinRequest(std::string groupName, std::vector<std::string> topicNames, std::string name)
        : group(std::move(groupName)), topics(std::move(topicNames)), memberName(std::move(name)) {}

    std::string group;
    std::vector<std::string> topics;
    std::string memberName;  // for people; need not be unique
    Milliseconds sessionTimeout{10'000};
    StartFrom startFrom = StartFrom::Earliest;
};

struct PolledRecords {
    TopicPartition from;
    Records records;
};

struct PartitionLag {
    TopicPartition at;
    std::int64_t committed = 0;
    std::int64_t nextOffset = 0;
    std::int64_t messages = 0;
    Milliseconds age{0};  // of the oldest record that is not committed
    // The member that owns it, by its name; empty: nobody does now, or the engine does not tell.
    std::string owner{};
};

// One consumer of a group. Belongs to the loop that joined; its end of life leaves the group without waiting.
class GroupMember {
  public:
    virtual ~GroupMember() = default;

    // The next records of the partitions it owns, waiting for some until the deadline; then nothing. Tells the group
    // that the member lives, also while it waits. Conflict: the session has lapsed and others own its partitions; join
    // again.
    virtual io::Awaitable<Result<std::vector<PolledRecords>>> poll(std::size_t recordsMax, Deadline deadline) = 0;
    // Tells the group that the member lives, for work that takes longer than the session's timeout.
    virtual io::Awaitable<Result<>> heartbeat(Deadline deadline) = 0;
    // What it owns now; a poll may find other partitions.
    virtual io::Awaitable<Result<std::vector<TopicPartition>>> assignment(Deadline deadline) = 0;
    // All of them or none, durable when it returns. Conflict: a partition is not this member's any more.
    virtual io::Awaitable<Result<>> commit(std::vector<GroupOffset> offsets, Deadline deadline) = 0;
    // The next poll goes on from here; a partition that it does not own is a Conflict.
    virtual io::Awaitable<Result<>> seek(GroupOffset to, Deadline deadline) = 0;
    virtual io::Awaitable<Result<>> leave(Deadline deadline) = 0;

    // The offsets behind all that was polled from partitions it still owned at the last poll: what commit() usually
    // gets.
    virtual std::vector<GroupOffset> polledTo() const = 0;
};

// What an engine does differently from the others; contract tests and people read it.
struct EventLogTraits {
    std::string engine;       // "embedded", "kafka"
    bool dealsAtOnce = true;  // a join takes effect at once, not at the other members' next polls
    bool survivesReopen = true;
};

class EventLog {
  public:
    virtual ~EventLog() = default;
    virtual EventLogTraits traits() const = 0;

    // Conflict: it exists (with other settings or the same).
    virtual io::Awaitable<Result<>> createTopic(std::string name, TopicSettings settings, Deadline deadline) = 0;
    // With all its records and the offsets that groups committed in it.
    virtual io::Awaitable<Result<>> deleteTopic(std::string name, Deadline deadline) = 0;
    virtual io::Awaitable<Result<TopicInfo>> describe(std::string name, Deadline deadline) = 0;
    virtual io::Awaitable<Result<std::vector<std::string>>> topics(Deadline deadline) = 0;

    // All of the batch or nothing. Records without a key share one partition a batch, another with the next batch.
    virtual io::Awaitable<Result<Appended>> append(std::string topic, std::span<const Record> records,
                                                   Deadline deadline) = 0;
    // Waits for a record at the offset until the deadline; then nothing. An offset that is dropped or not yet to come
    // next is Invalid, with the range in the sentence.
    virtual io::Awaitable<Result<Records>> fetch(TopicPartition from, std::int64_t offset, FetchLimits limits,
                                                 Deadline deadline) = 0;

    virtual io::Awaitable<Result<std::unique_ptr<GroupMember>>> join(JoinRequest request, Deadline deadline) = 0;
    // Every partition in which the group has a committed offset or a member.
    virtual io::Awaitable<Result<std::vector<PartitionLag>>> lag(std::string group, Deadline deadline) = 0;
    virtual io::Awaitable<Result<std::vector<GroupOffset>>> committed(std::string group, Deadline deadline) = 0;
};

// Kafka's default: murmur2 of the key, without its sign, modulo the number of partitions, so that every engine places a
// key alike. The key must not be empty.
int partitionOf(std::string_view key, int partitions);

}  // namespace rushlab::log
