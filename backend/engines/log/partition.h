// One partition: which blocks it has, which of them are in memory, and what retention takes away.
// No thread, no clock, no disk; belongs to the log's core.
#pragma once

#include <deque>

#include "engines/log/changes.h"

namespace rushlab::log {

// The blocks that hold the records asked for; bytes that are not in memory are null.
struct ReadPlan {
    struct Piece {
        BlockInfo info;
        BlockBytes bytes;
    };
    PartitionKey at;
    std::vector<Piece> pieces;  // none: nothing there yet
};

class Partition {
  public:
    // Where the first block will begin; 0 but for one whose records were all dropped before.
    void startAt(std::int64_t offset);
    // Begins where the last one ended.
    void add(const BlockInfo& info, BlockBytes bytes);

    PartitionInfo info() const { return {m_firstOffset, m_nextOffset, m_bytes}; }
    std::int64_t firstOffset() const { return m_firstOffset; }
    std::int64_t nextOffset() const { return m_nextOffset; }

    // The offset must be one of this partition's, or its next.
    std::vector<ReadPlan::Piece> plan(std::int64_t offset, const FetchLimits& limits) const;

    // Drops whole blocks from the front: those whose newest record is too old, and those without which the partition
    // still has its size. Nothing where nothing was dropped.
    std::vector<std::int64_t> retain(const TopicSettings& settings, WallTime now);

    // Nothing where the block is gone.
    BlockBytes* bytesOf(std::int64_t blockId);

  private:
    struct Block {
        BlockInfo info;
        BlockBytes bytes;
    };
    bool mayDropFirst(const TopicSettings& settings, WallTime now) const;

    std::deque<Block> m_blocks;
    std::int64_t m_firstOffset = 0;
    std::int64_t m_nextOffset = 0;
    std::int64_t m_bytes = 0;
};

}  // namespace rushlab::log
