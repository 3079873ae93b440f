// Which stretch of time a chart shows: the last so many seconds, the whole run, or what somebody zoomed to; and whether
// it stands still.
// A plain value.
#pragma once

#include <optional>

#include "ui/charts/time_lines.h"

namespace rushlab::ui {

enum class TimeWindow : std::uint8_t { TenSeconds, Minute, Whole };

class TimeView {
  public:
    TimeWindow window() const { return m_window; }
    bool isPaused() const { return m_stoppedAt.has_value(); }
    bool isZoomed() const { return m_zoom.has_value(); }

    // Where the newest value is at `last`.
    TimeRange range(double last) const;

    void setWindow(TimeWindow window);  // and back from what was zoomed to
    // While paused the newest values come in unseen.
    void setPaused(bool paused, double last);
    void zoomTo(TimeRange range);
    // A factor below 1 comes closer; `about` stays where it is.
    void zoomBy(double factor, double about, double last);
    void panBy(double seconds, double last);
    void zoomBack() { m_zoom.reset(); }
    void reset();  // to what it is before the first value; the window stays

  private:
    TimeWindow m_window = TimeWindow::Whole;
    std::optional<double> m_stoppedAt;
    std::optional<TimeRange> m_zoom;
};

}  // namespace rushlab::ui
