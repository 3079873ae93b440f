// A line of many points as one of few that looks the same.
// Pure; any thread.
#pragma once

#include <vector>

#include "report/scene.h"

namespace rushlab::report {

// Of all points that share a column (their x without its fraction): the first, the least, the most and the last, as a
// line through all of them would look; no peak is lost. The points come in the order of x, and fewer than four for each
// of `columns` are left as they are.
std::vector<Point> thinnedToColumns(const std::vector<Point>& points, double columns);

}  // namespace rushlab::report
