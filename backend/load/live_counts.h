// What a load has done so far, for progress lines and samplers.
// The load's thread counts; any thread reads at any time.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/histogram.h"

namespace rushlab::load {

struct LiveCounts {
    std::atomic<std::uint64_t> planned{0};    // attempts, as far as that is known before; 0: as many as fit
    std::atomic<std::uint64_t> connected{0};  // users whose connection is open
    std::atomic<std::uint64_t> begun{0};      // attempts whose time had come
    std::atomic<std::uint64_t> ended{0};      // of these, with whatever outcome
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> rejected{0};
    std::atomic<std::uint64_t> failed{0};  // dropped ones too
    std::atomic<std::uint64_t> unknown{0};
    std::atomic<std::uint64_t> dropped{0};
    std::atomic<std::uint64_t> paid{0};
    LiveHistogram latency;  // from the intended time to the answer, or until it was given up
};

}  // namespace rushlab::load
