#include "ui/charts/time_view.h"

#include <algorithm>

namespace rushlab::ui {
namespace {

constexpr double kShortest = 0.5;  // closer, the ten values a second are too few to look at

}  // namespace

TimeRange TimeView::range(double last) const {
    if (m_zoom) return *m_zoom;
    const double end = m_stoppedAt ? std::min(last, *m_stoppedAt) : last;
    const double length = m_window == TimeWindow::TenSeconds ? 10 : m_window == TimeWindow::Minute ? 60 : 0;
    if (length > 0) return {std::max(0.0, end - length), std::max(length, end)};
    return {0, std::max(1.0, end)};
}

void TimeView::setWindow(TimeWindow window) {
    m_window = window;
    m_zoom.reset();
}

void TimeView::setPaused(bool paused, double last) {
    if (paused == isPaused()) return;
    if (paused)
        m_stoppedAt = last;
    else
        m_stoppedAt.reset();
}

void TimeView::zoomTo(TimeRange range) {
    if (range.length() < kShortest) {
        const double middle = (range.from + range.to) / 2;
        range = {middle - kShortest / 2, middle + kShortest / 2};
    }
    if (range.from < 0) range = {0, range.length()};
    m_zoom = range;
}

void TimeView::zoomBy(double factor, double about, double last) {
    const TimeRange now = range(last);
    const TimeRange wanted{about + (now.from - about) * factor, about + (now.to - about) * factor};
    const double whole = std::max(last, 10.0);
    // From as far away as that there is nothing more to see.
    if (factor > 1 && wanted.length() >= whole)
        zoomBack();
    else
        zoomTo(wanted);
}

void TimeView::panBy(double seconds, double last) {
    const TimeRange now = range(last);
    const double least = -now.from;
    const double most = std::max(0.0, last - now.to);
    const double by = std::clamp(seconds, std::min(0.0, least), most);
    m_zoom = TimeRange{now.from + by, now.to + by};
}

void TimeView::reset() {
    m_zoom.reset();
    m_stoppedAt.reset();
}

}  // namespace rushlab::ui
