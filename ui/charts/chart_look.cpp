#include "ui/charts/chart_look.h"

#include <QCoreApplication>
#include <cmath>

#include "report/summary.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr double kAudiencePoints = 17;

double pointsOf(const QFont& font) {
    return font.pointSizeF() > 0 ? font.pointSizeF() : font.pixelSize() * 0.75;
}

}  // namespace

QColor inkOf(report::Ink ink, const QPalette& palette) {
    if (ink == report::Ink::Paper) return palette.color(QPalette::Base);
    const auto theme = isDark(palette) ? report::Theme::Dark : report::Theme::Light;
    const report::Colour colour = report::colourOf(ink, theme);
    return {colour.red, colour.green, colour.blue};
}

void setDash(QPen& pen, report::Dash dash) {
    QList<qreal> strokes;
    for (const double stroke : report::strokesOf(dash))
        strokes.append(stroke * 1.4 / pen.widthF());  // Qt counts them in widths of the pen
    if (!strokes.isEmpty()) pen.setDashPattern(strokes);
}

QPen penOf(LineLook look, double width, const QPalette& palette) {
    QPen pen(inkOf(look.ink, palette), width, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin);
    setDash(pen, look.dash);
    return pen;
}

ChartFonts::ChartFonts(const QFont& widgets, bool presenting) : title(widgets), label(widgets) {
    const double own = pointsOf(widgets);
    const double base = presenting ? std::max(own, kAudiencePoints) : own;
    title.setPointSizeF(base * 1.08);
    title.setWeight(QFont::DemiBold);
    label.setPointSizeF(base * 0.92);
}

QString shownValue(double value, const QString& unit) {
    if (!std::isfinite(value)) return QString(QChar(0x2013));
    return QString::fromStdString(report::shown(value, unit.toStdString()));
}

QString shownMoment(double seconds, double step) {
    if (step < 1) return QCoreApplication::translate("ChartTime", "%1 s").arg(seconds, 0, 'f', step < 0.1 ? 2 : 1);
    const auto whole = std::llround(seconds);
    if (whole < 120 && step < 60) return QCoreApplication::translate("ChartTime", "%1 s").arg(whole);
    return QString("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
}

}  // namespace rushlab::ui
