// What the log's core wants stored, and what it is told when it is opened: plain values between core and store.
// Any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "engines/log/event_log.h"

namespace rushlab::log {

// A partition by its topic's number: a topic that is deleted and made again is another.
struct PartitionKey {
    std::int64_t topicId = 0;
    int partition = 0;

    friend auto operator<=>(const PartitionKey&, const PartitionKey&) = default;
};

// Records that were stored together. Ids ascend with the offsets.
struct BlockInfo {
    std::int64_t id = 0;
    std::int64_t baseOffset = 0;
    std::int64_t count = 0;
    std::int64_t bytes = 0;
    WallTime newest{};  // the latest timestamp within

    std::int64_t endOffset() const { return baseOffset + count; }
    friend bool operator==(const BlockInfo&, const BlockInfo&) = default;
};

struct StoredTopic {
    std::int64_t id = 0;
    std::string name;
    TopicSettings settings;
};

struct StoredOffset {
    std::string group;
    PartitionKey at;
    std::int64_t offset = 0;
};

struct AddedBlock {
    PartitionKey at;
    BlockInfo info;
    BlockBytes bytes;
};

struct DroppedBlocks {
    PartitionKey at;
    std::int64_t firstOffset = 0;  // what is the oldest now
    std::vector<std::int64_t> ids;
};

// One transaction, in this order.
struct LogChanges {
    std::vector<StoredTopic> createdTopics;
    std::vector<AddedBlock> addedBlocks;
    std::vector<DroppedBlocks> droppedBlocks;
    std::vector<StoredOffset> committedOffsets;
    std::vector<std::int64_t> deletedTopics;

    bool empty() const {
        return createdTopics.empty() && addedBlocks.empty() && droppedBlocks.empty() && committedOffsets.empty() &&
               deletedTopics.empty();
    }
};

// All that is stored but the records themselves.
struct LogImage {
    struct FirstOffset {
        PartitionKey at;
        std::int64_t offset = 0;
    };
    struct Block {
        PartitionKey at;
        BlockInfo info;
    };
    std::vector<StoredTopic> topics;
    std::vector<FirstOffset> firstOffsets;
    std::vector<Block> blocks;  // ascending by id
    std::vector<StoredOffset> committedOffsets;
};

}  // namespace rushlab::log
