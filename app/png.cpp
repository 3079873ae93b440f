#include "app/png.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <cmath>

namespace rushlab::app {
namespace {

constexpr double kFineness = 2;

QColor colour(report::Ink ink) {
    const report::Colour colour = report::colourOf(ink, report::Theme::Light);
    return {colour.red, colour.green, colour.blue};
}

class Painter {
  public:
    explicit Painter(QPainter& painter) : m_painter(painter) {}

    void operator()(const report::Line& line) {
        QPen pen(colour(line.ink), line.width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
        QList<qreal> strokes;
        for (const double stroke : report::strokesOf(line.dash))
            strokes.append(stroke / line.width);  // Qt counts them in widths of the pen
        if (!strokes.isEmpty()) pen.setDashPattern(strokes);
        m_painter.setPen(pen);
        QPolygonF points;
        for (const report::Point& point : line.points)
            points.append(QPointF(point.x, point.y));
        m_painter.drawPolyline(points);
    }

    void operator()(const report::Box& box) {
        QColor fill = colour(box.ink);
        fill.setAlphaF(static_cast<float>(box.opacity));
        m_painter.fillRect(QRectF(box.at.x, box.at.y, box.width, box.height), fill);
    }

    void operator()(const report::Words& words) {
        QFont font(QStringLiteral("DejaVu Sans"));
        // Pixels of the unscaled picture; a size in points would depend on the screen.
        font.setPixelSize(100);
        font.setBold(words.bold);
        const QString text = QString::fromStdString(words.text);
        const double scale = words.size / 100;
        const double width = QFontMetricsF(font).horizontalAdvance(text) * scale;
        const double left = words.anchor == report::Anchor::Start    ? 0
                            : words.anchor == report::Anchor::Middle ? -width / 2
                                                                     : -width;
        m_painter.save();
        m_painter.translate(words.at.x, words.at.y);
        if (words.upwards) m_painter.rotate(-90);
        m_painter.translate(left, 0);
        m_painter.scale(scale, scale);
        m_painter.setFont(font);
        m_painter.setPen(colour(words.ink));
        m_painter.drawText(QPointF(0, 0), text);
        m_painter.restore();
    }

  private:
    QPainter& m_painter;
};

}  // namespace

void paintWithoutDisplay() {
    const bool display = !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
    if (!display && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
}

Result<std::string> paintPng(const report::Scene& scene) {
    if (!qobject_cast<QGuiApplication*>(QCoreApplication::instance()))
        abortBecause("a picture was to be painted without a QGuiApplication");
    QImage image(static_cast<int>(std::ceil(scene.width * kFineness)),
                 static_cast<int>(std::ceil(scene.height * kFineness)), QImage::Format_RGB32);
    if (image.isNull()) {
        return fail(ErrorCode::Unavailable, "the chart {} could not be painted: there is no memory for {} x {} pixels",
                    scene.name, scene.width * kFineness, scene.height * kFineness);
    }
    image.fill(colour(report::Ink::Paper));
    {
        QPainter painter(&image);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        painter.scale(kFineness, kFineness);
        Painter shapes(painter);
        for (const report::Shape& shape : scene.shapes)
            std::visit(shapes, shape);
    }
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    if (!image.save(&bytes, "PNG"))
        return fail(ErrorCode::Unavailable, "the chart {} could not be written as PNG", scene.name);
    return bytes.data().toStdString();
}

}  // namespace rushlab::app
