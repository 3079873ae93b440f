#include "base/nearest_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace rushlab {
namespace {

// Longer names than this are not typing mistakes of ours, and comparing them would cost the square of their length.
constexpr std::size_t kLongestName = 64;

}  // namespace

std::size_t editDistance(std::string_view one, std::string_view other) {
    const std::size_t width = other.size() + 1;
    std::vector<std::size_t> beforeLast(width), last(width), current(width);
    for (std::size_t j = 0; j < width; ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j < width; ++j) {
            const std::size_t change = one[i - 1] == other[j - 1] ? 0 : 1;
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + change});
            const bool swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
            if (swapped) current[j] = std::min(current[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, current);
    }
    return last[width - 1];
}

std::string_view nearestName(std::string_view wrong, std::span<const std::string_view> names) {
    if (wrong.empty() || wrong.size() > kLongestName) return {};
    std::string_view best;
    std::size_t bestDistance = std::max<std::size_t>(2, wrong.size() / 3) + 1;
    for (const std::string_view name : names) {
        if (name.size() > kLongestName) continue;
        const std::size_t distance = editDistance(wrong, name);
        // A name that has nothing in common with what was written is not near, however short both are.
        if (distance >= std::min(bestDistance, std::max(wrong.size(), name.size()))) continue;
        best = name;
        bestDistance = distance;
    }
    return best;
}

std::string didYouMean(std::string_view wrong, std::span<const std::string_view> names) {
    const std::string_view near = nearestName(wrong, names);
    return near.empty() ? std::string() : fmt::format(" Did you mean {}?", near);
}

}  // namespace rushlab
