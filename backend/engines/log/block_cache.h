// Which blocks are in memory, and which must leave when there are too many: the newest by their age, and, apart from
// them, those read again from the disk, so that a reader of old records does not push the new ones out.
// One thread at a time.
#pragma once

#include <deque>
#include <vector>

#include "engines/log/changes.h"

namespace rushlab::log {

class BlockCache {
  public:
    struct Entry {
        PartitionKey at;
        std::int64_t blockId = 0;
        std::size_t bytes = 0;
    };

    BlockCache(std::size_t recentBytesMax, std::size_t replayBytesMax)
        : m_recent{.bytesMax = recentBytesMax}, m_replay{.bytesMax = replayBytesMax} {}

    // Each answers with what must leave; an entry whose block is gone already still counts until it is its turn.
    std::vector<Entry> addRecent(Entry entry) { return m_recent.add(entry); }
    std::vector<Entry> addReplay(Entry entry) { return m_replay.add(entry); }

  private:
    struct Row {
        std::size_t bytesMax;
        std::size_t bytes = 0;
        std::deque<Entry> entries{};

        std::vector<Entry> add(Entry entry) {
            entries.push_back(entry);
            bytes += entry.bytes;
            std::vector<Entry> leaving;
            while (bytes > bytesMax && !entries.empty()) {
                bytes -= entries.front().bytes;
                leaving.push_back(entries.front());
                entries.pop_front();
            }
            return leaving;
        }
    };
    Row m_recent;
    Row m_replay;
};

}  // namespace rushlab::log
