// What this process uses of the machine, as the kernel tells it (proc(5), clock_gettime(2)).
// ProcessMeter: one thread at a time; the rest any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace rushlab::lab {

struct ProcessUse {
    // Processor time so far, apart: of the main thread, which draws where there is a window; of threads whose name
    // begins with "load"; of every other thread.
    std::chrono::nanoseconds windowCpu{}, loadCpu{}, backendCpu{};
    std::size_t residentBytes = 0;
};

// Keeps what each thread is, so that a look costs a call a thread and reads no file for it: it looks ten times a
// second.
class ProcessMeter {
  public:
    // Zeros where /proc is not there.
    ProcessUse read();

  private:
    enum class Kind : std::uint8_t { Window, Load, Backend };
    struct Thread {
        Kind kind = Kind::Backend;
        std::uint8_t looks = 0;  // a thread is named a moment after it was begun
        bool isThere = false;
    };
    static Kind kindOf(int thread);

    std::unordered_map<int, Thread> m_threads;
};

// Since it was begun, before it was loaded.
std::chrono::milliseconds processAge();

}  // namespace rushlab::lab
