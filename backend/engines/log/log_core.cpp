#include "engines/log/log_core.h"

#include <algorithm>

namespace rushlab::log {
namespace {

// Staged records of a partition share a block up to here; a batch larger than this has a block of its own.
constexpr std::size_t kSharedBlockBytes = 128 * 1024;

bool isTopicName(std::string_view name) {
    constexpr std::size_t kLengthMax = 249;
    return !name.empty() && name.size() <= kLengthMax && name != "." && name != ".." &&
           std::all_of(name.begin(), name.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' || letter == '-';
           });
}

}  // namespace

Result<LogCore> LogCore::open(const LogImage& image, LogLimits limits, PlantedBugs bugs) {
    LogCore core(limits, bugs);
    if (auto loaded = core.load(image); !loaded) return pass(loaded);
    return core;
}

Result<> LogCore::load(const LogImage& image) {
    const auto contradiction = [](std::string_view what) {
        return fail(ErrorCode::Corrupt, "the log's file contradicts itself: {}; restore it from a backup", what);
    };
    for (const StoredTopic& topic : image.topics) {
        if (topic.settings.partitions < 1 || m_topics.contains(topic.name))
            return contradiction("a topic is not whole");
        Topic& loaded = m_topics[topic.name];
        loaded.stored = topic;
        loaded.partitions.resize(static_cast<std::size_t>(topic.settings.partitions));
        m_topicNames[topic.id] = topic.name;
        m_nextTopicId = std::max(m_nextTopicId, topic.id + 1);
    }
    for (const auto& [at, offset] : image.firstOffsets) {
        Partition* partition = find(at);
        if (!partition) return contradiction("a partition has no topic");
        partition->startAt(offset);
    }
    for (const auto& [at, info] : image.blocks) {
        Partition* partition = find(at);
        if (!partition || info.baseOffset != partition->nextOffset() || info.count < 1) {
            return contradiction(fmt::format("block {} has no place", info.id));
        }
        partition->add(info, nullptr);
        m_nextBlockId = std::max(m_nextBlockId, info.id + 1);
    }
    for (const StoredOffset& stored : image.committedOffsets) {
        if (!find(stored.at)) return contradiction("a committed offset has no partition");
        m_groups[stored.group].setCommitted(stored.at, stored.offset);
    }
    return {};
}

Result<LogCore::Topic*> LogCore::find(const std::string& name) {
    const auto topic = m_topics.find(name);
    if (topic == m_topics.end() || topic->second.deleting) {
        return fail(ErrorCode::NotFound, "there is no topic \"{}\"; create it first", name);
    }
    return &topic->second;
}

Result<const LogCore::Topic*> LogCore::find(const std::string& name) const {
    const auto topic = const_cast<LogCore*>(this)->find(name);
    if (!topic) return pass(topic);
    return *topic;
}

Partition* LogCore::find(PartitionKey at) {
    const auto name = m_topicNames.find(at.topicId);
    if (name == m_topicNames.end()) return nullptr;
    auto& partitions = m_topics.at(name->second).partitions;
    const auto index = static_cast<std::size_t>(at.partition);
    return at.partition >= 0 && index < partitions.size() ? &partitions[index] : nullptr;
}

const Partition* LogCore::find(PartitionKey at) const {
    return const_cast<LogCore*>(this)->find(at);
}

Result<Ticket> LogCore::createTopic(const std::string& name, const TopicSettings& settings) {
    if (!isTopicName(name)) {
        return fail(ErrorCode::Invalid, "\"{}\" is no topic name: 1 to 249 of the letters a-z, A-Z, 0-9, '.', '_', '-'",
                    name);
    }
    if (settings.partitions < 1 || settings.partitions > m_limits.partitionsMax) {
        return fail(ErrorCode::Invalid, "topic \"{}\" must have 1 to {} partitions, not {}", name,
                    m_limits.partitionsMax, settings.partitions);
    }
    if (settings.retentionBytes.value_or(0) < 0 || settings.retentionAge.value_or(Milliseconds{0}).count() < 0) {
        return fail(ErrorCode::Invalid, "the retention of topic \"{}\" must not be negative", name);
    }
    const bool staged = std::any_of(m_staged.changes.createdTopics.begin(), m_staged.changes.createdTopics.end(),
                                    [&](const StoredTopic& topic) { return topic.name == name; }) ||
                        std::any_of(m_collected.changes.createdTopics.begin(), m_collected.changes.createdTopics.end(),
                                    [&](const StoredTopic& topic) { return topic.name == name; });
    if (staged || m_topics.contains(name)) {
        return fail(ErrorCode::Conflict, "topic \"{}\" exists already; use it, or delete it first", name);
    }
    if (m_topics.size() >= m_limits.topicsMax) {
        return fail(ErrorCode::Full, "there are {} topics already, as many as are allowed; delete some",
                    m_topics.size());
    }
    m_staged.changes.createdTopics.push_back({m_nextTopicId++, name, settings});
    return stageTicket();
}

Result<Ticket> LogCore::deleteTopic(const std::string& name) {
    const auto topic = find(name);
    if (!topic) return pass(topic);
    (*topic)->deleting = true;
    m_staged.changes.deletedTopics.push_back((*topic)->stored.id);
    return stageTicket();
}

Result<TopicInfo> LogCore::describe(const std::string& name, WallTime now) {
    const auto topic = find(name);
    if (!topic) return pass(topic);
    TopicInfo info{name, (*topic)->stored.settings, {}};
    for (int partition = 0; partition < info.settings.partitions; ++partition)
        retain(**topic, partition, now);
    for (const Partition& partition : (*topic)->partitions)
        info.partitions.push_back(partition.info());
    return info;
}

std::vector<std::string> LogCore::topics() const {
    std::vector<std::string> names;
    for (const auto& [name, topic] : m_topics) {
        if (!topic.deleting) names.push_back(name);
    }
    return names;
}

Result<int> LogCore::partitionsOf(const std::string& topic) const {
    const auto found = find(topic);
    if (!found) return pass(found);
    return (*found)->stored.settings.partitions;
}

bool LogCore::hasRoomFor(std::size_t bytes) const {
    const std::size_t pending = m_staged.bytes + m_collected.bytes;
    return pending == 0 || pending + bytes <= m_limits.pendingBytesMax;
}

Result<Ticket> LogCore::append(const std::string& topic, int partitions, std::vector<Part> parts) {
    const auto found = find(topic);
    if (!found) return pass(found);
    if ((*found)->stored.settings.partitions != partitions) {
        return fail(ErrorCode::NotFound, "topic \"{}\" was deleted and made anew meanwhile; append again", topic);
    }
    std::vector<Piece> pieces;
    pieces.reserve(parts.size());
    for (Part& part : parts)
        pieces.push_back(stagePart(**found, std::move(part)));
    return stageTicket(std::move(pieces));
}

LogCore::Piece LogCore::stagePart(const Topic& topic, Part part) {
    auto& open = m_staged.openBlocks[topic.stored.id];
    if (open.empty()) open.resize(topic.partitions.size());
    std::size_t& last = open[static_cast<std::size_t>(part.partition)];
    m_staged.bytes += part.bytes.size();
    if (last != 0 && m_staged.blocks[last - 1].bytes.size() + part.bytes.size() <= kSharedBlockBytes) {
        StagedBlock& block = m_staged.blocks[last - 1];
        const Piece piece{last - 1, block.count, part.count};
        block.bytes += part.bytes;
        block.count += part.count;
        block.newest = std::max(block.newest, part.newest);
        return piece;
    }
    m_staged.blocks.push_back({{topic.stored.id, part.partition}, std::move(part.bytes), part.count, part.newest});
    last = m_staged.blocks.size();
    return {last - 1, 0, part.count};
}

Ticket LogCore::stageTicket(std::vector<Piece> pieces) {
    m_staged.tickets.push_back(std::move(pieces));
    return m_nextTicket++;
}

const LogChanges* LogCore::collect() {
    if (m_collecting) abortBecause("the log was asked for changes before the last ones had settled");
    if (m_staged.tickets.empty() && m_staged.changes.empty()) return nullptr;
    m_collected = std::exchange(m_staged, {});
    m_collecting = true;
    if (!m_bugs.forgetCommits) m_collected.changes.committedOffsets = m_collected.commits;
    std::map<PartitionKey, std::int64_t> ends;
    for (StagedBlock& block : m_collected.blocks) {
        const Partition* partition = find(block.at);
        std::int64_t& end = ends.try_emplace(block.at, partition->nextOffset()).first->second;
        const BlockInfo info{m_nextBlockId++, end, block.count, static_cast<std::int64_t>(block.bytes.size()),
                             block.newest};
        end = info.endOffset();
        m_collected.changes.addedBlocks.push_back(
            {block.at, info, std::make_shared<const std::string>(std::move(block.bytes))});
    }
    return &m_collected.changes;
}

Settling LogCore::settle(const Result<>& outcome, WallTime now) {
    if (!m_collecting) abortBecause("the log was told of changes that it had not handed out");
    Settling settling;
    settling.outcome = outcome;
    settling.answers.resize(m_collected.tickets.size());
    if (outcome) {
        settleStored(settling, now);
    } else {
        for (const std::int64_t id : m_collected.changes.deletedTopics)
            m_topics.at(m_topicNames.at(id)).deleting = false;
        // What retention dropped is gone from memory; the file is told again.
        auto& again = m_staged.changes.droppedBlocks;
        again.insert(again.begin(), m_collected.changes.droppedBlocks.begin(), m_collected.changes.droppedBlocks.end());
    }
    m_collected = {};
    m_collecting = false;
    settling.moreToStore = outcome && wantsStoring();
    return settling;
}

void LogCore::settleStored(Settling& settling, WallTime now) {
    const LogChanges& changes = m_collected.changes;
    for (const StoredTopic& topic : changes.createdTopics) {
        Topic& created = m_topics[topic.name];
        created.stored = topic;
        created.partitions.resize(static_cast<std::size_t>(topic.settings.partitions));
        m_topicNames[topic.id] = topic.name;
        dealTopic(topic.name, settling.regrouped);
    }
    for (const AddedBlock& block : changes.addedBlocks) {
        find(block.at)->add(block.info, block.bytes);
        keepRecent(block.at, block.info.id, block.bytes->size());
        if (settling.grown.empty() || settling.grown.back() != block.at) settling.grown.push_back(block.at);
    }
    for (std::size_t ticket = 0; ticket < m_collected.tickets.size(); ++ticket) {
        for (const Piece& piece : m_collected.tickets[ticket]) {
            const AddedBlock& block = changes.addedBlocks[piece.block];
            settling.answers[ticket].push_back(
                {block.at.partition, block.info.baseOffset + piece.position, piece.count});
        }
    }
    for (const AddedBlock& block : changes.addedBlocks) {
        retain(m_topics.at(m_topicNames.at(block.at.topicId)), block.at.partition, now);
    }
    for (const StoredOffset& commit : m_collected.commits)
        m_groups[commit.group].setCommitted(commit.at, commit.offset);
    for (const std::int64_t id : changes.deletedTopics) {
        const std::string name = m_topicNames.at(id);
        m_topics.erase(name);
        m_topicNames.erase(id);
        std::erase_if(m_staged.changes.droppedBlocks, [&](const DroppedBlocks& drop) { return drop.at.topicId == id; });
        std::erase_if(m_staged.commits, [&](const StoredOffset& commit) { return commit.at.topicId == id; });
        for (auto& [groupName, group] : m_groups)
            group.forgetTopic(id);
        dealTopic(name, settling.regrouped);
    }
}

void LogCore::dealTopic(const std::string& topic, std::vector<std::string>& regrouped) {
    for (auto& [name, group] : m_groups) {
        if (!group.wants(topic)) continue;
        group.deal(partitionLookup());
        regrouped.push_back(name);
    }
}

void LogCore::retain(Topic& topic, int partition, WallTime now) {
    const auto dropped = topic.partitions[static_cast<std::size_t>(partition)].retain(topic.stored.settings, now);
    if (dropped.empty()) return;
    const std::int64_t firstOffset = topic.partitions[static_cast<std::size_t>(partition)].firstOffset();
    m_staged.changes.droppedBlocks.push_back({{topic.stored.id, partition}, firstOffset, dropped});
}

}  // namespace rushlab::log
