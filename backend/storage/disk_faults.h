// What a test or a lab does to a disk: slower flushes, writes that find it full, flushes that fail.
// Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace rushlab::storage {

struct DiskFaults {
    // Added to every flush: a cheap virtual disk can stand for a consumer's (0.5 to 10 ms).
    std::atomic<std::chrono::microseconds> flushDelay{};
    std::atomic<bool> full = false;         // writes fail as on a full disk
    std::atomic<bool> flushFails = false;   // fsync answers with an input/output error
    std::atomic<std::int64_t> flushes = 0;  // how many there were
};

}  // namespace rushlab::storage
