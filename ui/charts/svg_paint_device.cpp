#include "ui/charts/svg_paint_device.h"

#include <QBuffer>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QImage>
#include <QPaintEngine>
#include <QPainterPath>
#include <QPixmap>
#include <cmath>

namespace rushlab::ui {
namespace {

QString number(double value) {
    const double rounded = std::round(value * 100) / 100;
    return QString::number(rounded == 0 ? 0 : rounded, 'g', 8);
}

QString number(QPointF point) {
    return number(point.x()) + ' ' + number(point.y());
}

QString colourAs(const char* attribute, const QColor& colour, double opacity) {
    QString text = QString(" %1=\"%2\"").arg(QLatin1String(attribute), colour.name());
    const double alpha = colour.alphaF() * opacity;
    if (alpha < 0.999) text += QString(" %1-opacity=\"%2\"").arg(QLatin1String(attribute), number(alpha));
    return text;
}

QString commandsOf(const QPainterPath& path) {
    QString commands;
    for (int at = 0; at < path.elementCount(); ++at) {
        const QPainterPath::Element element = path.elementAt(at);
        switch (element.type) {
            case QPainterPath::MoveToElement:
                commands += "M" + number(QPointF(element));
                break;
            case QPainterPath::LineToElement:
                commands += "L" + number(QPointF(element));
                break;
            case QPainterPath::CurveToElement:
                commands += "C" + number(QPointF(element));
                break;
            case QPainterPath::CurveToDataElement:
                commands += ' ' + number(QPointF(element));
                break;
        }
    }
    return commands;
}

}  // namespace

class SvgPaintEngine final : public QPaintEngine {
  public:
    SvgPaintEngine() : QPaintEngine(QPaintEngine::AllFeatures) {}

    const QString& body() const { return m_body; }

    bool begin(QPaintDevice*) override { return true; }
    bool end() override {
        endClip();
        return true;
    }
    Type type() const override { return QPaintEngine::User; }

    void updateState(const QPaintEngineState& now) override {
        const DirtyFlags dirty = now.state();
        if (dirty & DirtyPen) m_pen = now.pen();
        if (dirty & DirtyBrush) m_brush = now.brush();
        if (dirty & DirtyOpacity) m_opacity = now.opacity();
        if (dirty & DirtyTransform) m_transform = now.transform();
        if (dirty & (DirtyClipPath | DirtyClipRegion | DirtyClipEnabled)) clip(*now.painter());
    }

    void drawPath(const QPainterPath& path) override { emitPath(path, path.fillRule(), true); }

    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
        if (count < 1) return;
        QPainterPath path(points[0]);
        for (int at = 1; at < count; ++at)
            path.lineTo(points[at]);
        if (mode != PolylineMode) path.closeSubpath();
        emitPath(path, mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill, mode != PolylineMode);
    }

    void drawLines(const QLineF* lines, int count) override {
        QPainterPath path;
        for (int at = 0; at < count; ++at) {
            // One path for a run of lines that go on from each other, so that dashes run on too.
            if (at == 0 || path.currentPosition() != lines[at].p1()) path.moveTo(lines[at].p1());
            path.lineTo(lines[at].p2());
        }
        emitPath(path, Qt::OddEvenFill, false);
    }

    void drawRects(const QRectF* rects, int count) override {
        for (int at = 0; at < count; ++at) {
            QPainterPath path;
            path.addRect(rects[at]);
            emitPath(path, Qt::OddEvenFill, true);
        }
    }

    void drawPoints(const QPointF* points, int count) override {
        // A path that goes nowhere is a dot of the pen's cap.
        for (int at = 0; at < count; ++at) {
            QPainterPath path(points[at]);
            path.lineTo(points[at] + QPointF(0.01, 0));
            emitPath(path, Qt::OddEvenFill, false);
        }
    }

    void drawEllipse(const QRectF& rect) override {
        QPainterPath path;
        path.addEllipse(rect);
        emitPath(path, Qt::OddEvenFill, true);
    }

    // As outlines: whoever opens the file need not have the letters, and sees what was seen.
    void drawTextItem(const QPointF& at, const QTextItem& item) override {
        QFont font = item.font();
        // In pixels of this paper, whatever the screen is that Qt would ask for its dots per inch.
        if (font.pixelSize() <= 0) font.setPixelSize(1000);
        QPainterPath letters;
        letters.setFillRule(Qt::WindingFill);
        letters.addText(QPointF(), font, item.text());
        const double size =
            item.font().pixelSize() > 0 ? 1 : item.font().pointSizeF() * paintDevice()->logicalDpiY() / 72 / 1000;
        letters = QTransform(size, 0, 0, size, at.x(), at.y()).map(letters);
        m_body +=
            QString("<path role=\"img\" aria-label=\"%1\" d=\"%2\"%3%4/>\n")
                .arg(asText(item.text()), commandsOf(letters), colourAs("fill", m_pen.color(), m_opacity), transform());
    }

    void drawPixmap(const QRectF& to, const QPixmap& picture, const QRectF& from) override {
        drawImage(to, picture.toImage(), from, Qt::AutoColor);
    }

    void drawImage(const QRectF& to, const QImage& picture, const QRectF& from, Qt::ImageConversionFlags) override {
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        picture.copy(from.toAlignedRect()).save(&buffer, "PNG");
        m_body += QString(
                      "<image x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\" preserveAspectRatio=\"none\"%5 "
                      "href=\"data:image/png;base64,%6\"/>\n")
                      .arg(number(to.x()), number(to.y()), number(to.width()), number(to.height()), transform(),
                           QString::fromLatin1(png.toBase64()));
    }

  private:
    // XML allows no control characters, not even escaped.
    static QString asText(const QString& text) {
        QString kept;
        for (const QChar letter : text)
            kept += letter.unicode() < 0x20 || letter.unicode() >= 0xFFFE ? QChar(' ') : letter;
        return kept.toHtmlEscaped();
    }

    QString transform() const {
        if (m_transform.isIdentity()) return {};
        return QString(" transform=\"matrix(%1 %2 %3 %4 %5 %6)\"")
            .arg(number(m_transform.m11()), number(m_transform.m12()), number(m_transform.m21()),
                 number(m_transform.m22()), number(m_transform.dx()), number(m_transform.dy()));
    }

    QString stroke() const {
        if (m_pen.style() == Qt::NoPen) return {};
        const double width = m_pen.widthF() > 0 ? m_pen.widthF() : 1;
        QString text =
            colourAs("stroke", m_pen.color(), m_opacity) + QString(" stroke-width=\"%1\"").arg(number(width));
        if (m_pen.capStyle() != Qt::FlatCap)
            text += QString(" stroke-linecap=\"%1\"").arg(m_pen.capStyle() == Qt::RoundCap ? "round" : "square");
        if (m_pen.joinStyle() == Qt::BevelJoin) text += " stroke-linejoin=\"bevel\"";
        if (m_pen.joinStyle() == Qt::RoundJoin) text += " stroke-linejoin=\"round\"";
        if (m_pen.isCosmetic()) text += " vector-effect=\"non-scaling-stroke\"";
        QStringList dashes;
        for (const double stroke : m_pen.dashPattern())
            dashes += number(stroke * width);
        if (!dashes.isEmpty()) text += QString(" stroke-dasharray=\"%1\"").arg(dashes.join(' '));
        return text;
    }

    void emitPath(const QPainterPath& path, Qt::FillRule rule, bool filled) {
        const bool fills = filled && m_brush.style() != Qt::NoBrush;
        if (path.isEmpty() || (!fills && m_pen.style() == Qt::NoPen)) return;
        const QString fill = fills ? colourAs("fill", m_brush.color(), m_opacity) : QString(" fill=\"none\"");
        const QString evenOdd = fills && rule == Qt::OddEvenFill ? " fill-rule=\"evenodd\"" : "";
        m_body += QString("<path d=\"%1\"%2%3%4%5/>\n").arg(commandsOf(path), fill, evenOdd, stroke(), transform());
    }

    void clip(const QPainter& painter) {
        endClip();
        if (!painter.hasClipping()) return;
        QPainterPath path = painter.transform().map(painter.clipPath());
        m_body += QString("<clipPath id=\"clip%1\"><path d=\"%2\"/></clipPath>\n<g clip-path=\"url(#clip%1)\">\n")
                      .arg(++m_clips)
                      .arg(commandsOf(path));
        m_clipped = true;
    }

    void endClip() {
        if (m_clipped) m_body += "</g>\n";
        m_clipped = false;
    }

    QString m_body;
    QPen m_pen;
    QBrush m_brush;
    QTransform m_transform;
    double m_opacity = 1;
    int m_clips = 0;
    bool m_clipped = false;
};

SvgPaintDevice::SvgPaintDevice(QSizeF size, QString title, int dotsPerInch)
    : m_size(size),
      m_title(std::move(title)),
      m_dotsPerInch(dotsPerInch),
      m_engine(std::make_unique<SvgPaintEngine>()) {}

SvgPaintDevice::~SvgPaintDevice() = default;

QPaintEngine* SvgPaintDevice::paintEngine() const {
    return m_engine.get();
}

QByteArray SvgPaintDevice::svg() const {
    return QString(
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1\" height=\"%2\" viewBox=\"0 0 %1 %2\" "
               "role=\"img\">\n<title>%3</title>\n%4</svg>\n")
        .arg(number(m_size.width()), number(m_size.height()), m_title.toHtmlEscaped(), m_engine->body())
        .toUtf8();
}

int SvgPaintDevice::metric(PaintDeviceMetric metric) const {
    switch (metric) {
        case PdmWidth:
            return static_cast<int>(std::ceil(m_size.width()));
        case PdmHeight:
            return static_cast<int>(std::ceil(m_size.height()));
        case PdmWidthMM:
            return static_cast<int>(m_size.width() * 25.4 / m_dotsPerInch);
        case PdmHeightMM:
            return static_cast<int>(m_size.height() * 25.4 / m_dotsPerInch);
        case PdmNumColors:
            return 1 << 24;
        case PdmDepth:
            return 32;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return m_dotsPerInch;
        case PdmDevicePixelRatio:
            return 1;
        default:
            return QPaintDevice::metric(metric);
    }
}

}  // namespace rushlab::ui
