// The log's rules: topics, records waiting to be stored, what can be read, and who commits what.
// No thread, no clock, no disk: time is an argument, what is to be stored comes out as LogChanges, and who is to be
// woken as values. Changes are in three states: staged (asked for), collected (being written), settled (stored, or
// not). Nothing is readable and no committed offset counts before it has settled as stored.
//
// One thread at a time. A collection must be settled before the next is collected.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engines/log/block_cache.h"
#include "engines/log/changes.h"
#include "engines/log/group.h"
#include "engines/log/partition.h"

namespace rushlab::log {

struct LogLimits {
    std::size_t pendingBytesMax = 64 << 20;  // staged and not yet settled
    std::size_t recordBytesMax = 1 << 20;
    std::size_t batchRecordsMax = 100'000;
    std::size_t batchBytesMax = 16 << 20;
    std::size_t recentBytesMax = 16 << 20;  // of the newest blocks, kept in memory
    std::size_t replayBytesMax = 16 << 20;  // of older ones, read again from the disk
    std::size_t topicsMax = 10'000;
    int partitionsMax = 1024;  // of a topic
    std::size_t groupsMax = 10'000;
    std::size_t membersMax = 1000;  // of a group
};

// Mistakes that tests plant to prove that their checks find them; all off in the program.
struct PlantedBugs {
    bool confirmBeforeFlush = false;
    bool forgetCommits = false;        // committed offsets count but are never stored
    bool acceptFencedCommits = false;  // whoever owns the partition
};

// Answers come in the order of the asking: the n-th ticket staged since the last collect is the n-th of its settling.
using Ticket = std::uint64_t;

struct Settling {
    Result<> outcome;
    std::vector<Appended> answers;       // of each ticket; empty but for appends
    std::vector<PartitionKey> grown;     // have new records
    std::vector<std::string> regrouped;  // groups whose partitions were dealt anew
    bool moreToStore = false;            // retention wants to be stored
};

class LogCore {
  public:
    // Corrupt: the image contradicts itself.
    static Result<LogCore> open(const LogImage& image, LogLimits limits = {}, PlantedBugs bugs = {});

    // The part of a batch that goes into one partition, encoded.
    struct Part {
        int partition = 0;
        std::string bytes;
        std::int64_t count = 0;
        WallTime newest{};
    };

    Result<Ticket> createTopic(const std::string& name, const TopicSettings& settings);
    Result<Ticket> deleteTopic(const std::string& name);
    Result<TopicInfo> describe(const std::string& name, WallTime now);
    std::vector<std::string> topics() const;
    Result<int> partitionsOf(const std::string& topic) const;

    // The parts were made for that many partitions; a topic made anew meanwhile with another number is NotFound.
    Result<Ticket> append(const std::string& topic, int partitions, std::vector<Part> parts);
    bool hasRoomFor(std::size_t bytes) const;
    Result<ReadPlan> planRead(const TopicPartition& from, std::int64_t offset, const FetchLimits& limits, WallTime now);
    // Remembers bytes that were read from the disk.
    void keepRead(PartitionKey at, std::int64_t blockId, BlockBytes bytes);

    struct Joined {
        MemberId member = 0;
    };
    // What a member owns, and where a new owner begins.
    struct Owned {
        PartitionKey key;
        TopicPartition at;
        std::int64_t epoch = 0;
        std::int64_t startOffset = 0;
        std::int64_t firstOffset = 0;
        std::int64_t nextOffset = 0;
    };
    struct Commit {
        GroupOffset to;
        std::int64_t epoch = 0;
    };
    struct LagPoint {
        PartitionLag lag;               // but for its age
        std::int64_t oldestOffset = 0;  // whose age is asked for, where messages > 0
    };
    Result<Joined> join(const JoinRequest& request, SteadyTime now);
    Result<> leave(const std::string& group, MemberId member);
    // Tells the group that the member lives. Conflict: its session has lapsed.
    Result<> touch(const std::string& group, MemberId member, SteadyTime now);
    Result<std::vector<Owned>> owned(const std::string& group, MemberId member, StartFrom startFrom);
    // Drops what is too old in the partitions that the member owns, so that owned() then names places that are there.
    void retainOwned(const std::string& group, MemberId member, WallTime now);
    Result<Ticket> commit(const std::string& group, MemberId member, const std::vector<Commit>& commits);
    std::vector<GroupOffset> committed(const std::string& group) const;
    std::vector<LagPoint> lag(const std::string& group) const;
    // Drops members whose session has lapsed. True: the group was dealt anew.
    bool expire(const std::string& group, SteadyTime now);
    SteadyTime nextLapse(const std::string& group) const;
    // For checks: who owns what, by partition.
    std::map<TopicPartition, Ownership> owners(const std::string& group) const;

    // Moves what is staged aside, for one transaction; nullptr: nothing is staged.
    const LogChanges* collect();
    // Something was staged that nobody waits for: what retention dropped.
    bool wantsStoring() const { return !m_staged.changes.droppedBlocks.empty(); }
    Settling settle(const Result<>& outcome, WallTime now);

  private:
    struct Topic {
        StoredTopic stored;
        std::vector<Partition> partitions;
        bool deleting = false;
    };
    struct StagedBlock {
        PartitionKey at;
        std::string bytes;
        std::int64_t count = 0;
        WallTime newest{};
    };
    // Where a ticket's records went: into which staged block, and how far in.
    struct Piece {
        std::size_t block = 0;
        std::int64_t position = 0;
        std::int64_t count = 0;
    };
    struct Batch {
        LogChanges changes;
        std::vector<StagedBlock> blocks;
        std::vector<StoredOffset> commits;
        std::unordered_map<std::int64_t, std::vector<std::size_t>> openBlocks;  // topic -> partition -> block + 1
        std::vector<std::vector<Piece>> tickets;
        std::size_t bytes = 0;
    };

    LogCore(LogLimits limits, PlantedBugs bugs)
        : m_limits(limits), m_bugs(bugs), m_cache(limits.recentBytesMax, limits.replayBytesMax) {}
    Result<> load(const LogImage& image);
    Result<Topic*> find(const std::string& name);
    Result<const Topic*> find(const std::string& name) const;
    Partition* find(PartitionKey at);
    const Partition* find(PartitionKey at) const;
    Group::PartitionsOf partitionLookup() const;
    Piece stagePart(const Topic& topic, Part part);
    Ticket stageTicket(std::vector<Piece> pieces = {});
    void retain(Topic& topic, int partition, WallTime now);
    void keepRecent(PartitionKey at, std::int64_t blockId, std::size_t bytes);
    void evict(const std::vector<BlockCache::Entry>& entries);
    void settleStored(Settling& settling, WallTime now);
    void dealTopic(const std::string& topic, std::vector<std::string>& regrouped);

    LogLimits m_limits;
    PlantedBugs m_bugs;
    std::map<std::string, Topic> m_topics;
    std::map<std::int64_t, std::string> m_topicNames;
    std::map<std::string, Group> m_groups;
    BlockCache m_cache;
    Batch m_staged;
    Batch m_collected;
    bool m_collecting = false;
    Ticket m_nextTicket = 0;
    std::int64_t m_nextTopicId = 1;
    std::int64_t m_nextBlockId = 1;
    MemberId m_nextMemberId = 1;
};

}  // namespace rushlab::log
