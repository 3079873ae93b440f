// Memory for an interpreter that takes and gives back many small blocks: each size keeps those that are free for the
// next who asks. Blocks go back to the system with the whole. One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace rushlab::kv::embedded {

class SmallBlocks {
  public:
    SmallBlocks() = default;
    ~SmallBlocks() {
        for (Free*& list : m_free) {
            while (list) {
                Free* const block = list;
                list = block->next;
                std::free(block);
            }
        }
    }
    SmallBlocks(const SmallBlocks&) = delete;
    SmallBlocks& operator=(const SmallBlocks&) = delete;

    // As realloc with the old size known; nullptr where the system has no more, and the old block is then untouched.
    void* resize(void* block, std::size_t oldBytes, std::size_t newBytes) {
        if (!block) return take(newBytes);
        if (oldBytes > kLargest && newBytes > kLargest) return std::realloc(block, newBytes);
        if (oldBytes <= kLargest && newBytes <= kLargest && classOf(oldBytes) == classOf(newBytes)) return block;
        void* const moved = take(newBytes);
        if (!moved) return nullptr;
        std::memcpy(moved, block, oldBytes < newBytes ? oldBytes : newBytes);
        giveBack(block, oldBytes);
        return moved;
    }
    void giveBack(void* block, std::size_t bytes) {
        if (!block) return;
        if (bytes > kLargest) {
            std::free(block);
            return;
        }
        Free*& list = m_free[classOf(bytes)];
        list = ::new (block) Free{list};
    }

  private:
    struct Free {
        Free* next;
    };
    static constexpr std::size_t kStep = 16;
    static constexpr std::size_t kLargest = 256;

    static std::size_t classOf(std::size_t bytes) { return (bytes + kStep - 1) / kStep; }

    void* take(std::size_t bytes) {
        if (bytes > kLargest) return std::malloc(bytes);
        Free*& list = m_free[classOf(bytes)];
        if (!list) return std::malloc(classOf(bytes) * kStep);
        Free* const block = list;
        list = block->next;
        return block;
    }

    std::array<Free*, kLargest / kStep + 1> m_free{};
};

}  // namespace rushlab::kv::embedded
