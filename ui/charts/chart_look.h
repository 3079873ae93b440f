// Colours, pens and letters of charts, from the palette and the font of the moment.
// The GUI's thread; pure functions.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QPen>

#include "ui/charts/time_lines.h"

namespace rushlab::ui {

inline constexpr double kChartEdge = 12;     // between a chart and what is around it, in pixels
inline constexpr double kLegendSample = 28;  // the stroke beside a name

QColor inkOf(report::Ink ink, const QPalette& palette);
QPen penOf(LineLook look, double width, const QPalette& palette);
// Strokes in pixels, whatever the pen's width.
void setDash(QPen& pen, report::Dash dash);

// Letters of a chart, made from a widget's own; an audience's are larger.
struct ChartFonts {
    ChartFonts(const QFont& widgets, bool presenting);
    QFont title, label;
};

// "12,345 ms", "0.42"; "–" where it is not known.
QString shownValue(double value, const QString& unit = {});
// "12 s", "1:40"; finer where the ticks are closer than a second.
QString shownMoment(double seconds, double step);

}  // namespace rushlab::ui
