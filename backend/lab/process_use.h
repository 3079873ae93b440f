// What this process uses of the machine, as /proc tells it (proc(5)).
// Any thread.
#pragma once

#include <chrono>
#include <cstddef>

namespace rushlab::lab {

struct ProcessUse {
    // Processor time so far, apart: of the main thread, which draws where there is a window; of threads whose name
    // begins with "load"; of every other thread.
    std::chrono::nanoseconds windowCpu{}, loadCpu{}, backendCpu{};
    std::size_t residentBytes = 0;
};

// Zeros where /proc is not there.
ProcessUse processUse();
// Since it was begun, before it was loaded.
std::chrono::milliseconds processAge();

}  // namespace rushlab::lab
