#include "engines/log/partition.h"

#include <algorithm>

namespace rushlab::log {

void Partition::startAt(std::int64_t offset) {
    if (!m_blocks.empty()) abortBecause("a partition that has records was told where it begins");
    m_firstOffset = m_nextOffset = offset;
}

void Partition::add(const BlockInfo& info, BlockBytes bytes) {
    if (info.baseOffset != m_nextOffset) abortBecause("a block does not begin where its partition ends");
    m_blocks.push_back({info, std::move(bytes)});
    m_nextOffset = info.endOffset();
    m_bytes += info.bytes;
}

std::vector<ReadPlan::Piece> Partition::plan(std::int64_t offset, const FetchLimits& limits) const {
    auto block = std::partition_point(m_blocks.begin(), m_blocks.end(),
                                      [&](const Block& candidate) { return candidate.info.endOffset() <= offset; });
    std::vector<ReadPlan::Piece> pieces;
    std::size_t records = 0;
    std::size_t bytes = 0;
    for (; block != m_blocks.end(); ++block) {
        pieces.push_back({block->info, block->bytes});
        const std::int64_t from = std::max(offset, block->info.baseOffset);
        records += static_cast<std::size_t>(block->info.endOffset() - from);
        // Of a block that is entered in its middle, about the part that is read.
        bytes += static_cast<std::size_t>(block->info.bytes / block->info.count * (block->info.endOffset() - from));
        if (records >= limits.recordsMax || bytes >= limits.bytesMax) break;
    }
    return pieces;
}

bool Partition::mayDropFirst(const TopicSettings& settings, WallTime now) const {
    if (m_blocks.empty()) return false;
    const BlockInfo& first = m_blocks.front().info;
    if (settings.retentionAge && first.newest < now - *settings.retentionAge) return true;
    return settings.retentionBytes && m_bytes - first.bytes >= *settings.retentionBytes;
}

std::vector<std::int64_t> Partition::retain(const TopicSettings& settings, WallTime now) {
    std::vector<std::int64_t> dropped;
    while (mayDropFirst(settings, now)) {
        const BlockInfo& first = m_blocks.front().info;
        dropped.push_back(first.id);
        m_bytes -= first.bytes;
        m_firstOffset = first.endOffset();
        m_blocks.pop_front();
    }
    return dropped;
}

BlockBytes* Partition::bytesOf(std::int64_t blockId) {
    const auto block = std::partition_point(m_blocks.begin(), m_blocks.end(),
                                            [&](const Block& candidate) { return candidate.info.id < blockId; });
    return block != m_blocks.end() && block->info.id == blockId ? &block->bytes : nullptr;
}

}  // namespace rushlab::log
