#include "ui/charts/time_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <span>

#include "report/csv_text.h"
#include "report/thinning.h"

namespace rushlab::ui {
namespace {

constexpr std::size_t kMostPoints = 72'000;  // two hours
constexpr std::size_t kDroppedAtOnce = 6'000;
constexpr std::size_t kMostMarkers = 200;
constexpr double kSameMoment = 0.1;

bool isEarlier(const TimePoint& point, double at) {
    return point.at < at;
}

std::span<const TimePoint> inside(const std::vector<TimePoint>& points, TimeRange range) {
    const auto from = std::lower_bound(points.begin(), points.end(), range.from, isEarlier);
    const auto to =
        std::upper_bound(from, points.end(), range.to, [](double at, const TimePoint& point) { return at < point.at; });
    return {from, to};
}

// Those inside, and one more on either side, so that the line runs on to the chart's edge.
std::span<const TimePoint> around(const std::vector<TimePoint>& points, TimeRange range) {
    const std::span<const TimePoint> within = inside(points, range);
    const TimePoint* from = points.data();
    const TimePoint* first = within.data() > from ? within.data() - 1 : within.data();
    const TimePoint* last = within.data() + within.size();
    return {first, last < from + points.size() ? last + 1 : last};
}

bool canBeDrawn(double value, bool aboveZero) {
    return std::isfinite(value) && (!aboveZero || value > 0);
}

}  // namespace

LineLook lookOfLine(int number) {
    const auto count = static_cast<std::size_t>(number);
    const auto ink =
        static_cast<report::Ink>(static_cast<std::size_t>(report::Ink::Series1) + count % report::kSeriesInks);
    return {ink, static_cast<report::Dash>((count + count / report::kSeriesInks) % 4)};
}

int TimeLines::add(const QString& name, LineLook look) {
    m_lines.push_back({name, look, true, {}});
    return static_cast<int>(m_lines.size()) - 1;
}

void TimeLines::clearPoints() {
    for (TimeLine& line : m_lines)
        line.points.clear();
    m_markers.clear();
}

void TimeLines::removeAll() {
    m_lines.clear();
    m_markers.clear();
}

void TimeLines::append(int line, std::chrono::milliseconds at, double value) {
    std::vector<TimePoint>& points = m_lines[static_cast<std::size_t>(line)].points;
    const double seconds = std::chrono::duration<double>(at).count();
    if (points.size() >= kMostPoints) points.erase(points.begin(), points.begin() + kDroppedAtOnce);
    const auto after = points.empty() || points.back().at < seconds
                           ? points.end()
                           : std::lower_bound(points.begin(), points.end(), seconds, isEarlier);
    if (after != points.end() && after->at == seconds)
        after->value = value;
    else
        points.insert(after, {seconds, value});
}

void TimeLines::addMarker(std::chrono::milliseconds at, const QString& kind, const QString& what) {
    if (m_markers.size() >= kMostMarkers) m_markers.erase(m_markers.begin());
    const double seconds = std::chrono::duration<double>(at).count();
    const auto after = std::upper_bound(m_markers.begin(), m_markers.end(), seconds,
                                        [](double moment, const TimeMarker& marker) { return moment < marker.at; });
    m_markers.insert(after, {seconds, kind, what});
}

bool TimeLines::isEmpty() const {
    return std::ranges::none_of(m_lines, [](const TimeLine& line) {
        return std::ranges::any_of(line.points, [](const TimePoint& point) { return std::isfinite(point.value); });
    });
}

double TimeLines::last() const {
    double last = m_markers.empty() ? 0 : m_markers.back().at;
    for (const TimeLine& line : m_lines) {
        if (!line.points.empty()) last = std::max(last, line.points.back().at);
    }
    return last;
}

std::optional<ValueRange> TimeLines::valuesIn(TimeRange range, bool aboveZero) const {
    std::optional<ValueRange> found;
    for (const TimeLine& line : m_lines) {
        if (!line.shown) continue;
        for (const TimePoint& point : inside(line.points, range)) {
            if (!canBeDrawn(point.value, aboveZero)) continue;
            if (!found) found = ValueRange{point.value, point.value};
            found->least = std::min(found->least, point.value);
            found->most = std::max(found->most, point.value);
        }
    }
    return found;
}

std::vector<Piece> TimeLines::piecesIn(int line, TimeRange range, double secondsPerColumn, bool aboveZero) const {
    std::vector<Piece> pieces;
    std::vector<report::Point> points;
    const double columns = range.length() / secondsPerColumn;
    const auto endPiece = [&] {
        if (points.empty()) return;
        Piece piece;
        // Columns are counted from the beginning of time, not from the chart's edge: a line that moves keeps its shape.
        for (const report::Point& point : report::thinnedToColumns(points, columns))
            piece.emplace_back(point.x * secondsPerColumn, point.y);
        pieces.push_back(std::move(piece));
        points.clear();
    };
    for (const TimePoint& point : around(m_lines[static_cast<std::size_t>(line)].points, range)) {
        if (canBeDrawn(point.value, aboveZero))
            points.push_back({point.at / secondsPerColumn, point.value});
        else
            endPiece();
    }
    endPiece();
    return pieces;
}

std::optional<double> TimeLines::closestMoment(double at, TimeRange range) const {
    std::optional<double> closest;
    for (const TimeLine& line : m_lines) {
        if (!line.shown) continue;
        const std::span<const TimePoint> points = inside(line.points, range);
        const auto after = std::lower_bound(points.begin(), points.end(), at, isEarlier);
        for (const auto candidate : {after, after == points.begin() ? after : after - 1}) {
            if (candidate == points.end()) continue;
            if (!closest || std::abs(candidate->at - at) < std::abs(*closest - at)) closest = candidate->at;
        }
    }
    return closest;
}

double TimeLines::valueAt(int line, double at) const {
    const std::vector<TimePoint>& points = m_lines[static_cast<std::size_t>(line)].points;
    double value = std::numeric_limits<double>::quiet_NaN();
    double distance = kSameMoment;
    for (const TimePoint& point : inside(points, {at - kSameMoment, at + kSameMoment})) {
        if (std::abs(point.at - at) > distance) continue;
        distance = std::abs(point.at - at);
        value = point.value;
    }
    return value;
}

QByteArray TimeLines::csv(TimeRange range, const QString& unit) const {
    std::string header = "atMs";
    std::set<double> moments;
    std::vector<std::span<const TimePoint>> columns;
    for (const TimeLine& line : m_lines) {
        if (!line.shown) continue;
        header +=
            ',' + report::csvCell((unit.isEmpty() ? line.name : QString("%1 (%2)").arg(line.name, unit)).toStdString());
        columns.push_back(inside(line.points, range));
        for (const TimePoint& point : columns.back())
            moments.insert(point.at);
    }
    std::string csv = report::csvBegan(header);
    for (const double moment : moments) {
        csv += fmt::format("{}", std::llround(moment * 1000));
        for (std::span<const TimePoint>& column : columns) {
            csv += ',';
            if (column.empty() || column.front().at != moment) continue;
            csv += report::csvFigure(column.front().value);
            column = column.subspan(1);
        }
        csv += "\r\n";
    }
    return QByteArray::fromStdString(csv);
}

}  // namespace rushlab::ui
