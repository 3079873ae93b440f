#include <cstring>

#include "engines/log/event_log.h"

namespace rushlab::log {
namespace {

// As org.apache.kafka.common.utils.Utils.murmur2 computes it.
std::uint32_t murmur2(std::string_view key) {
    constexpr std::uint32_t kSeed = 0x9747b28c;
    constexpr std::uint32_t kMultiplier = 0x5bd1e995;
    constexpr int kShift = 24;
    std::uint32_t hash = kSeed ^ static_cast<std::uint32_t>(key.size());
    std::size_t at = 0;
    for (; at + 4 <= key.size(); at += 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, key.data() + at, 4);
        word *= kMultiplier;
        word ^= word >> kShift;
        hash = (hash * kMultiplier) ^ (word * kMultiplier);
    }
    if (at < key.size()) {
        std::uint32_t rest = 0;
        std::memcpy(&rest, key.data() + at, key.size() - at);
        hash = (hash ^ rest) * kMultiplier;
    }
    hash ^= hash >> 13;
    hash *= kMultiplier;
    return hash ^ (hash >> 15);
}

}  // namespace

int partitionOf(std::string_view key, int partitions) {
    return static_cast<int>((murmur2(key) & 0x7fffffffU) % static_cast<std::uint32_t>(partitions));
}

}  // namespace rushlab::log
