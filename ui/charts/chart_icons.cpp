#include "ui/charts/chart_icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace rushlab::ui {
namespace {

constexpr int kSide = 16;
constexpr int kIconFineness = 3;

// On a square of 16 by 16.
void draw(QPainter& painter, ChartIcon icon, const QColor& colour) {
    const QPen pen(colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    switch (icon) {
        case ChartIcon::Pause:
            painter.fillRect(QRectF(4, 3, 3, 10), colour);
            painter.fillRect(QRectF(9, 3, 3, 10), colour);
            return;
        case ChartIcon::Resume: {
            QPainterPath triangle(QPointF(4.5, 2.5));
            triangle.lineTo(13, 8);
            triangle.lineTo(4.5, 13.5);
            triangle.closeSubpath();
            painter.fillPath(triangle, colour);
            return;
        }
        case ChartIcon::ZoomBack:
            painter.setPen(pen);
            painter.drawEllipse(QPointF(7, 7), 4.5, 4.5);
            painter.drawLine(QPointF(10.4, 10.4), QPointF(14, 14));
            painter.drawLine(QPointF(5, 7), QPointF(9, 7));
            return;
        case ChartIcon::TakeAway:
            painter.setPen(pen);
            painter.drawLine(QPointF(8, 2), QPointF(8, 9.5));
            painter.drawPolyline(QPolygonF({QPointF(4.8, 6.6), QPointF(8, 9.8), QPointF(11.2, 6.6)}));
            painter.drawPolyline(
                QPolygonF({QPointF(2.5, 10.5), QPointF(2.5, 13.5), QPointF(13.5, 13.5), QPointF(13.5, 10.5)}));
            return;
    }
}

}  // namespace

QIcon iconOf(ChartIcon icon, const QPalette& palette) {
    QIcon made;
    for (const auto mode : {QIcon::Normal, QIcon::Disabled}) {
        QPixmap picture(QSize(kSide, kSide) * kIconFineness);
        picture.fill(Qt::transparent);
        picture.setDevicePixelRatio(kIconFineness);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        const auto group = mode == QIcon::Normal ? QPalette::Active : QPalette::Disabled;
        draw(painter, icon, palette.color(group, QPalette::ButtonText));
        painter.end();
        made.addPixmap(picture, mode);
    }
    return made;
}

}  // namespace rushlab::ui
