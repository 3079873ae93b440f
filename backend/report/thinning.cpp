#include "report/thinning.h"

#include <algorithm>
#include <cmath>

namespace rushlab::report {

std::vector<Point> thinnedToColumns(const std::vector<Point>& points, double columns) {
    if (static_cast<double>(points.size()) < 4 * columns) return points;
    std::vector<Point> kept;
    for (std::size_t first = 0; first < points.size();) {
        std::size_t end = first;
        while (end < points.size() && std::floor(points[end].x) == std::floor(points[first].x))
            ++end;
        const auto from = points.begin() + static_cast<std::ptrdiff_t>(first);
        const auto to = points.begin() + static_cast<std::ptrdiff_t>(end);
        auto [least, most] = std::minmax_element(from, to, [](const Point& a, const Point& b) { return a.y < b.y; });
        if (most < least) std::swap(least, most);
        kept.push_back(*from);
        if (*least != kept.back()) kept.push_back(*least);
        if (*most != kept.back()) kept.push_back(*most);
        if (*(to - 1) != kept.back()) kept.push_back(*(to - 1));
        first = end;
    }
    return kept;
}

}  // namespace rushlab::report
