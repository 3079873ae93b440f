// The reading half of the log's core: what can be read, what is in memory, and where the groups stand.
#include <algorithm>

#include "engines/log/log_core.h"

namespace rushlab::log {

Result<ReadPlan> LogCore::planRead(const TopicPartition& from, std::int64_t offset, const FetchLimits& limits,
                                   WallTime now) {
    const auto topic = find(from.topic);
    if (!topic) return pass(topic);
    if (from.partition < 0 || from.partition >= (*topic)->stored.settings.partitions) {
        return fail(ErrorCode::NotFound, "topic \"{}\" has the partitions 0 to {}, not {}", from.topic,
                    (*topic)->stored.settings.partitions - 1, from.partition);
    }
    if (limits.recordsMax == 0) return fail(ErrorCode::Invalid, "a fetch must allow at least 1 record");
    retain(**topic, from.partition, now);
    const Partition& partition = (*topic)->partitions[static_cast<std::size_t>(from.partition)];
    if (offset < partition.firstOffset() || offset > partition.nextOffset()) {
        return fail(
            ErrorCode::Invalid,
            "offset {} is out of range: partition {} of \"{}\" has the offsets {} up to {}, where the next record "
            "will be",
            offset, from.partition, from.topic, partition.firstOffset(), partition.nextOffset());
    }
    return ReadPlan{{(*topic)->stored.id, from.partition}, partition.plan(offset, limits)};
}

void LogCore::keepRecent(PartitionKey at, std::int64_t blockId, std::size_t bytes) {
    evict(m_cache.addRecent({at, blockId, bytes}));
}

void LogCore::keepRead(PartitionKey at, std::int64_t blockId, BlockBytes bytes) {
    Partition* partition = find(at);
    BlockBytes* place = partition ? partition->bytesOf(blockId) : nullptr;
    if (!place || *place) return;
    const std::size_t size = bytes->size();
    *place = std::move(bytes);
    evict(m_cache.addReplay({at, blockId, size}));
}

void LogCore::evict(const std::vector<BlockCache::Entry>& entries) {
    for (const BlockCache::Entry& entry : entries) {
        Partition* partition = find(entry.at);
        if (BlockBytes* bytes = partition ? partition->bytesOf(entry.blockId) : nullptr) bytes->reset();
    }
}

Group::PartitionsOf LogCore::partitionLookup() const {
    return [this](const std::string& name) {
        std::vector<PartitionKey> partitions;
        const auto topic = m_topics.find(name);
        if (topic == m_topics.end()) return partitions;
        for (int i = 0; i < topic->second.stored.settings.partitions; ++i) {
            partitions.push_back({topic->second.stored.id, i});
        }
        return partitions;
    };
}

Result<LogCore::Joined> LogCore::join(const JoinRequest& request, SteadyTime now) {
    if (request.group.empty() || request.topics.empty()) {
        return fail(ErrorCode::Invalid, "joining needs a group's name and at least one topic");
    }
    if (request.sessionTimeout.count() < 1) {
        return fail(ErrorCode::Invalid, "the session timeout of group \"{}\" must be at least 1 ms", request.group);
    }
    for (const std::string& topic : request.topics) {
        if (const auto found = find(topic); !found) return pass(found);
    }
    if (!m_groups.contains(request.group) && m_groups.size() >= m_limits.groupsMax) {
        return fail(ErrorCode::Full, "there are {} consumer groups already, as many as are allowed", m_groups.size());
    }
    Group& group = m_groups[request.group];
    if (group.size() >= m_limits.membersMax) {
        return fail(ErrorCode::Full, "group \"{}\" has {} members already, as many as are allowed", request.group,
                    group.size());
    }
    const MemberId id = m_nextMemberId++;
    group.join(id,
               {request.memberName,
                {request.topics.begin(), request.topics.end()},
                request.sessionTimeout,
                now + request.sessionTimeout},
               partitionLookup());
    return Joined{id};
}

Result<> LogCore::leave(const std::string& group, MemberId member) {
    const auto found = m_groups.find(group);
    if (found == m_groups.end() || !found->second.leave(member, partitionLookup())) {
        return fail(ErrorCode::Conflict, "the member has left group \"{}\" already, or its session lapsed", group);
    }
    if (found->second.size() == 0 && found->second.committed().empty()) m_groups.erase(found);
    return {};
}

Result<> LogCore::touch(const std::string& group, MemberId member, SteadyTime now) {
    const auto found = m_groups.find(group);
    if (found == m_groups.end() || !found->second.touch(member, now)) {
        return fail(ErrorCode::Conflict,
                    "the session in group \"{}\" has lapsed and its partitions were given to others; join again",
                    group);
    }
    return {};
}

Result<std::vector<LogCore::Owned>> LogCore::owned(const std::string& group, MemberId member, StartFrom startFrom) {
    const auto found = m_groups.find(group);
    std::vector<Owned> owned;
    if (found == m_groups.end() || !found->second.has(member)) {
        return fail(ErrorCode::Conflict, "the session in group \"{}\" has lapsed; join again", group);
    }
    for (const auto& [key, owner] : found->second.owners()) {
        if (owner.member != member) continue;
        const Partition& partition = *find(key);
        const auto committed = found->second.committed().find(key);
        std::int64_t start = startFrom == StartFrom::Earliest ? partition.firstOffset() : partition.nextOffset();
        if (committed != found->second.committed().end() && committed->second >= partition.firstOffset()) {
            start = committed->second;
        }
        owned.push_back({key,
                         {m_topicNames.at(key.topicId), key.partition},
                         owner.epoch,
                         start,
                         partition.firstOffset(),
                         partition.nextOffset()});
    }
    return owned;
}

void LogCore::retainOwned(const std::string& group, MemberId member, WallTime now) {
    const auto found = m_groups.find(group);
    if (found == m_groups.end()) return;
    for (const auto& [key, owner] : found->second.owners()) {
        if (owner.member == member) retain(m_topics.at(m_topicNames.at(key.topicId)), key.partition, now);
    }
}

Result<Ticket> LogCore::commit(const std::string& group, MemberId member, const std::vector<Commit>& commits) {
    const auto found = m_groups.find(group);
    std::vector<StoredOffset> stored;
    for (const auto& [to, epoch] : commits) {
        const auto topic = find(to.at.topic);
        if (!topic) return pass(topic);
        const PartitionKey key{(*topic)->stored.id, to.at.partition};
        const Partition* partition = find(key);
        if (!partition || to.offset < 0 || to.offset > partition->nextOffset()) {
            return fail(ErrorCode::Invalid, "offset {} cannot be committed: partition {} of \"{}\" ends at {}",
                        to.offset, to.at.partition, to.at.topic, partition ? partition->nextOffset() : 0);
        }
        const auto owner = found == m_groups.end() ? std::map<PartitionKey, Ownership>::const_iterator{}
                                                   : found->second.owners().find(key);
        const bool owns = found != m_groups.end() && owner != found->second.owners().end() &&
                          owner->second == Ownership{member, epoch};
        if (!owns && !m_bugs.acceptFencedCommits) {
            return fail(
                ErrorCode::Conflict,
                "partition {} of \"{}\" is not this member's any more in group \"{}\": it was dealt anew, and what "
                "was not committed before will come again; poll, or join again",
                to.at.partition, to.at.topic, group);
        }
        stored.push_back({group, key, to.offset});
    }
    m_staged.commits.insert(m_staged.commits.end(), stored.begin(), stored.end());
    return stageTicket();
}

std::vector<GroupOffset> LogCore::committed(const std::string& group) const {
    std::vector<GroupOffset> offsets;
    const auto found = m_groups.find(group);
    if (found == m_groups.end()) return offsets;
    for (const auto& [key, offset] : found->second.committed()) {
        offsets.push_back({{m_topicNames.at(key.topicId), key.partition}, offset});
    }
    std::sort(offsets.begin(), offsets.end());
    return offsets;
}

std::vector<LogCore::LagPoint> LogCore::lag(const std::string& group) const {
    std::vector<LagPoint> points;
    const auto found = m_groups.find(group);
    if (found == m_groups.end()) return points;
    std::set<PartitionKey> keys;
    for (const auto& [key, offset] : found->second.committed())
        keys.insert(key);
    for (const auto& [key, owner] : found->second.owners())
        keys.insert(key);
    for (const PartitionKey key : keys) {
        const Partition& partition = *find(key);
        const auto committed = found->second.committed().find(key);
        const std::int64_t done = committed == found->second.committed().end() ? 0 : committed->second;
        const std::int64_t oldest = std::max(done, partition.firstOffset());
        LagPoint point;
        point.lag = {{m_topicNames.at(key.topicId), key.partition},
                     done,
                     partition.nextOffset(),
                     partition.nextOffset() - oldest,
                     Milliseconds{0},
                     found->second.ownerName(key)};
        point.oldestOffset = oldest;
        points.push_back(point);
    }
    return points;
}

bool LogCore::expire(const std::string& group, SteadyTime now) {
    const auto found = m_groups.find(group);
    if (found == m_groups.end() || !found->second.expire(now, partitionLookup())) return false;
    if (found->second.size() == 0 && found->second.committed().empty()) m_groups.erase(found);
    return true;
}

SteadyTime LogCore::nextLapse(const std::string& group) const {
    const auto found = m_groups.find(group);
    return found == m_groups.end() ? SteadyTime::max() : found->second.nextLapse();
}

std::map<TopicPartition, Ownership> LogCore::owners(const std::string& group) const {
    std::map<TopicPartition, Ownership> owners;
    const auto found = m_groups.find(group);
    if (found == m_groups.end()) return owners;
    for (const auto& [key, owner] : found->second.owners()) {
        owners[{m_topicNames.at(key.topicId), key.partition}] = owner;
    }
    return owners;
}

}  // namespace rushlab::log
