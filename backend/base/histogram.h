// How long things took, in buckets that grow with the value: percentiles are right within 1.6 %, and two histograms
// merge into the one that would have been had all values gone into it. Percentiles are never averaged.
// Histogram: one thread. LiveHistogram: one thread records, any thread reads.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

namespace rushlab {

// Which bucket a value lies in: 64 buckets for each doubling, from 0 to about 10 days in nanoseconds.
struct HistogramBuckets {
    static constexpr std::size_t kCount = 45 * 64;
    static std::size_t of(std::uint64_t value);
    static std::uint64_t lowest(std::size_t bucket);  // value in it
    static std::uint64_t highest(std::size_t bucket);
};

class Histogram {
  public:
    void record(std::chrono::nanoseconds value, std::uint64_t times = 1);
    void merge(const Histogram& other);
    // What was recorded since an earlier state of the same histogram.
    Histogram since(const Histogram& earlier) const;

    std::uint64_t count() const { return m_count; }
    bool empty() const { return m_count == 0; }
    std::chrono::nanoseconds min() const;
    std::chrono::nanoseconds max() const;
    std::chrono::nanoseconds mean() const;
    // The highest value that `share` (0 to 1) of all are not above; 0 where nothing was recorded.
    std::chrono::nanoseconds percentile(double share) const;

    struct Bar {
        std::chrono::nanoseconds from;
        std::chrono::nanoseconds to;
        std::uint64_t count;
    };
    std::vector<Bar> bars() const;  // those that hold something, lowest first

    friend bool operator==(const Histogram&, const Histogram&) = default;

  private:
    friend class LiveHistogram;
    std::vector<std::uint64_t> m_buckets;  // empty until something is recorded
    std::uint64_t m_count = 0;
    std::uint64_t m_sum = 0;
    std::uint64_t m_min = UINT64_MAX;
    std::uint64_t m_max = 0;
};

class LiveHistogram {
  public:
    void record(std::chrono::nanoseconds value);
    Histogram read() const;

  private:
    std::array<std::atomic<std::uint32_t>, HistogramBuckets::kCount> m_buckets{};
    std::atomic<std::uint64_t> m_sum{0};
    std::atomic<std::uint64_t> m_min{UINT64_MAX};
    std::atomic<std::uint64_t> m_max{0};
};

}  // namespace rushlab
