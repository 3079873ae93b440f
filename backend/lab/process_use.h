// What this process uses of the machine, as /proc tells it (proc(5)).
// Any thread.
#pragma once

#include <chrono>
#include <cstddef>

namespace rushlab::lab {

struct ProcessUse {
    // Of every thread but the main one and those whose name begins with "load" (they are not the shop's).
    std::chrono::nanoseconds backendCpu{};
    std::size_t residentBytes = 0;
};

// Zeros where /proc is not there.
ProcessUse processUse();

}  // namespace rushlab::lab
