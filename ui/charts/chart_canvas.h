// The drawing of a LiveChart: title, legend, grid, lines, markers, cross-hair; and what a mouse does on it.
// It paints the lines itself: Qt Charts strokes an outline of each line for the mouse at every change, which alone
// takes longer than a frame where four charts have thousands of values. Guarantees: what draws is bounded by the width
// in pixels, not by the number of values; nothing is worked out anew unless refresh() is due. What a hand does is seen
// at once; for new values alone it draws a few times a second, since who looks on takes from the shop's processors.
// The GUI's thread.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <chrono>

#include "report/axis.h"
#include "ui/charts/time_lines.h"
#include "ui/charts/time_view.h"

namespace rushlab::ui {

class ChartCanvas final : public QWidget {
    Q_OBJECT
  public:
    static constexpr std::chrono::milliseconds kFollowEvery{200};

    explicit ChartCanvas(QWidget* parent);

    TimeLines& content() { return m_content; }
    const TimeLines& content() const { return m_content; }
    TimeView& time() { return m_time; }
    const TimeView& time() const { return m_time; }

    void setTitle(const QString& title);
    const QString& title() const { return m_title; }
    void setUnit(const QString& unit);
    const QString& unit() const { return m_unit; }
    // What is said while there is no value yet.
    void setEmptyText(const QString& text);
    void setLogScale(bool on);
    bool isLogScale() const { return m_logScale; }
    void setPresenting(bool on);
    // Room at the upper right that others draw on.
    void setReserved(QSize corner);

    // View or looks changed: drawn anew soon, once for all that changed meanwhile.
    void refreshSoon();
    // New values: the same, but not sooner after the last picture than kFollowEvery.
    void followSoon();
    // At once, where it is due.
    void refresh();

    TimeRange range() const { return m_time.range(m_content.last()); }
    // Seconds; nothing while no cross-hair is shown.
    std::optional<double> crossHair() const { return m_crossHair; }
    void setCrossHair(std::optional<double> at);
    // "accepted 120/s, completed 80/s": every line that is shown, at the cross-hair.
    QString valuesAtCrossHair() const;
    // Where a line's name stands in the legend; for those who point at it.
    QRectF legendOf(int line) const;
    QRectF plotArea() const { return m_plot; }

    void setLineShown(int line, bool shown);
    // Exactly what the widget shows, without what others draw on it, and without the cross-hair.
    void paintOn(QPainter& painter);

  signals:
    void viewChanged();  // window, zoom, or which lines are shown
    void drawnAnew();
    void dragged();  // the title was taken and pulled away

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    struct LegendEntry {
        int line;
        QRectF place;
    };
    struct ValueTick {
        double at;  // as drawn: a logarithm where the scale is one
        QString label;
    };
    enum class Grip : std::uint8_t { None, Band, Pan, Title };

    void layOut();
    void layOutLegend();
    void layOutValues();
    double drawn(double value) const;
    double xOf(double seconds) const;
    double yOf(double value) const;
    double secondsAt(double x) const;

    void paint(QPainter& painter) const;
    void drawHead(QPainter& painter) const;
    void drawGrid(QPainter& painter) const;
    void drawLegend(QPainter& painter) const;
    void drawLines(QPainter& painter) const;
    void drawMarkers(QPainter& painter) const;
    void drawBand(QPainter& painter) const;
    void drawCrossHair(QPainter& painter) const;
    void drawEmpty(QPainter& painter) const;
    std::vector<std::pair<QString, int>> crossHairRows() const;  // text, and its line or -1

    TimeLines m_content;
    TimeView m_time;
    QString m_title, m_unit, m_emptyText;
    bool m_logScale = false;
    bool m_presenting = false;
    QSize m_reserved;

    QTimer m_soon;
    bool m_due = true;
    QElapsedTimer m_sinceDrawn;

    // Worked out by refresh().
    QRectF m_plot;
    TimeRange m_range;
    ValueRange m_drawnValues{0, 1};
    std::vector<ValueTick> m_valueTicks;
    std::vector<report::Tick> m_timeTicks;
    std::vector<LegendEntry> m_legend;
    std::vector<std::vector<Piece>> m_pieces;  // of each line, in pixels

    std::optional<double> m_crossHair;
    Grip m_grip = Grip::None;
    QPointF m_gripFrom, m_gripAt;
};

}  // namespace rushlab::ui
