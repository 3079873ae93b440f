#include "base/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace rushlab {
namespace {

constexpr std::uint64_t kSubBuckets = 64;
constexpr int kSubBits = 6;

std::uint64_t asCount(std::chrono::nanoseconds value) {
    return value.count() < 0 ? 0 : static_cast<std::uint64_t>(value.count());
}
std::chrono::nanoseconds asTime(std::uint64_t value) {
    return std::chrono::nanoseconds(static_cast<std::int64_t>(value));
}

}  // namespace

std::size_t HistogramBuckets::of(std::uint64_t value) {
    if (value < kSubBuckets) return value;
    const int shift = static_cast<int>(std::bit_width(value)) - kSubBits - 1;
    const std::size_t bucket = static_cast<std::size_t>(shift + 1) * kSubBuckets + ((value >> shift) - kSubBuckets);
    return std::min(bucket, kCount - 1);
}

std::uint64_t HistogramBuckets::lowest(std::size_t bucket) {
    if (bucket < kSubBuckets) return bucket;
    const auto shift = bucket / kSubBuckets - 1;
    return (kSubBuckets + bucket % kSubBuckets) << shift;
}

std::uint64_t HistogramBuckets::highest(std::size_t bucket) {
    return lowest(bucket + 1) - 1;
}

void Histogram::record(std::chrono::nanoseconds value, std::uint64_t times) {
    if (times == 0) return;
    if (m_buckets.empty()) m_buckets.resize(HistogramBuckets::kCount);
    const std::uint64_t count = asCount(value);
    m_buckets[HistogramBuckets::of(count)] += times;
    m_count += times;
    m_sum += count * times;
    m_min = std::min(m_min, count);
    m_max = std::max(m_max, count);
}

void Histogram::merge(const Histogram& other) {
    if (other.empty()) return;
    if (m_buckets.empty()) m_buckets.resize(HistogramBuckets::kCount);
    for (std::size_t at = 0; at < m_buckets.size(); ++at)
        m_buckets[at] += other.m_buckets[at];
    m_count += other.m_count;
    m_sum += other.m_sum;
    m_min = std::min(m_min, other.m_min);
    m_max = std::max(m_max, other.m_max);
}

Histogram Histogram::since(const Histogram& earlier) const {
    if (earlier.empty()) return *this;
    Histogram later;
    if (m_count == earlier.m_count) return later;
    later.m_buckets.resize(HistogramBuckets::kCount);
    for (std::size_t at = 0; at < m_buckets.size(); ++at) {
        const std::uint64_t count = m_buckets[at] - earlier.m_buckets[at];
        if (count == 0) continue;
        later.m_buckets[at] = count;
        later.m_count += count;
        // What exactly was lowest and highest is known to within the bucket.
        later.m_min = std::min(later.m_min, std::max(HistogramBuckets::lowest(at), m_min));
        later.m_max = std::max(later.m_max, std::min(HistogramBuckets::highest(at), m_max));
    }
    later.m_sum = m_sum - earlier.m_sum;
    return later;
}

std::chrono::nanoseconds Histogram::min() const {
    return asTime(m_count == 0 ? 0 : m_min);
}
std::chrono::nanoseconds Histogram::max() const {
    return asTime(m_max);
}
std::chrono::nanoseconds Histogram::mean() const {
    return asTime(m_count == 0 ? 0 : m_sum / m_count);
}

std::chrono::nanoseconds Histogram::percentile(double share) const {
    if (m_count == 0) return {};
    const double wanted = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(m_count));
    const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(wanted));
    std::uint64_t seen = 0;
    for (std::size_t at = 0; at < m_buckets.size(); ++at) {
        seen += m_buckets[at];
        if (seen >= rank) return asTime(std::clamp(HistogramBuckets::highest(at), m_min, m_max));
    }
    return max();
}

std::vector<Histogram::Bar> Histogram::bars() const {
    std::vector<Bar> bars;
    for (std::size_t at = 0; at < m_buckets.size(); ++at) {
        if (m_buckets[at] == 0) continue;
        bars.push_back({asTime(HistogramBuckets::lowest(at)), asTime(HistogramBuckets::highest(at)), m_buckets[at]});
    }
    return bars;
}

void LiveHistogram::record(std::chrono::nanoseconds value) {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    const std::uint64_t count = asCount(value);
    m_buckets[HistogramBuckets::of(count)].fetch_add(1, kRelaxed);
    m_sum.store(m_sum.load(kRelaxed) + count, kRelaxed);
    if (count < m_min.load(kRelaxed)) m_min.store(count, kRelaxed);
    if (count > m_max.load(kRelaxed)) m_max.store(count, kRelaxed);
}

Histogram LiveHistogram::read() const {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    Histogram histogram;
    for (std::size_t at = 0; at < m_buckets.size(); ++at) {
        const std::uint32_t count = m_buckets[at].load(kRelaxed);
        if (count == 0) continue;
        if (histogram.m_buckets.empty()) histogram.m_buckets.resize(HistogramBuckets::kCount);
        histogram.m_buckets[at] = count;
        histogram.m_count += count;
    }
    if (histogram.m_count == 0) return histogram;
    histogram.m_sum = m_sum.load(kRelaxed);
    histogram.m_min = m_min.load(kRelaxed);
    histogram.m_max = m_max.load(kRelaxed);
    return histogram;
}

}  // namespace rushlab
