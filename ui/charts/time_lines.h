// What a chart over time shows: lines of values, each with its look, and markers of what happened. It knows nothing of
// how it is drawn.
// Guarantees: a value that is not a number is a gap; a line has one value a moment, the later one; it keeps its last
// two hours at ten values a second. A plain value; one thread at a time.
#pragma once

#include <QByteArray>
#include <QPointF>
#include <QString>
#include <chrono>
#include <optional>
#include <vector>

#include "report/scene.h"

namespace rushlab::ui {

// Colour and dashes: either alone tells lines apart.
struct LineLook {
    report::Ink ink = report::Ink::Series1;
    report::Dash dash = report::Dash::Solid;
};
// Of the first, second, ... line, as reports draw them: six colours, neighbours differ in dashes too.
LineLook lookOfLine(int number);

struct TimePoint {
    double at = 0;  // seconds
    double value = 0;
};

struct TimeLine {
    QString name;
    LineLook look;
    bool shown = true;
    std::vector<TimePoint> points;  // in the order of time
};

struct TimeMarker {
    double at = 0;  // seconds
    QString kind;   // as in verdict::Event: "killed"
    QString what;   // "order-2"
};

struct TimeRange {
    double from = 0, to = 0;  // seconds
    double length() const { return to - from; }
};

struct ValueRange {
    double least = 0, most = 0;
};

// A stretch of a line without a gap; a lone value is a piece of one point.
using Piece = std::vector<QPointF>;

class TimeLines {
  public:
    int add(const QString& name, LineLook look);
    void clearPoints();  // and markers; the lines stay
    void removeAll();
    void append(int line, std::chrono::milliseconds at, double value);
    void addMarker(std::chrono::milliseconds at, const QString& kind, const QString& what);

    std::vector<TimeLine>& lines() { return m_lines; }
    const std::vector<TimeLine>& lines() const { return m_lines; }
    const std::vector<TimeMarker>& markers() const { return m_markers; }
    bool isEmpty() const;  // no line has a value yet
    double last() const;   // of all points and markers; seconds

    // Of the lines that are shown; nothing where none has a value there. Only values above 0 where those alone can be
    // drawn.
    std::optional<ValueRange> valuesIn(TimeRange range, bool aboveZero) const;
    // With the neighbours just outside, thinned so that no peak is lost: about four points a column at most.
    std::vector<Piece> piecesIn(int line, TimeRange range, double secondsPerColumn, bool aboveZero) const;
    // The moment of a shown line's value that is closest; nothing where there is none.
    std::optional<double> closestMoment(double at, TimeRange range) const;
    // Not a number: the line has none within a tenth of a second.
    double valueAt(int line, double at) const;

    // The lines that are shown, a row a moment.
    QByteArray csv(TimeRange range, const QString& unit) const;

  private:
    std::vector<TimeLine> m_lines;
    std::vector<TimeMarker> m_markers;
};

}  // namespace rushlab::ui
