#include "ui/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <array>
#include <functional>

namespace rushlab::ui {
namespace {

// All of them on a ground of 24 by 24, with strokes of 1.8.
constexpr double kGround = 24, kStroke = 1.8;

QPainterPath lines(std::initializer_list<std::initializer_list<QPointF>> strokes) {
    QPainterPath path;
    for (const auto& stroke : strokes) {
        path.moveTo(*stroke.begin());
        for (const QPointF& point : stroke)
            path.lineTo(point);
    }
    return path;
}

// Three that work, and what flows between them.
QPainterPath overview() {
    QPainterPath path = lines({{{7.6, 10.7}, {15.4, 6.8}}, {{7.6, 13.3}, {15.4, 17.2}}});
    path.addEllipse(QPointF(5, 12), 2.8, 2.8);
    path.addEllipse(QPointF(18, 5.5), 2.8, 2.8);
    path.addEllipse(QPointF(18, 18.5), 2.8, 2.8);
    return path;
}

QPainterPath mail() {
    QPainterPath path = lines({{{3.5, 6.5}, {12, 13.5}, {20.5, 6.5}}});
    path.addRoundedRect(QRectF(3, 5.5, 18, 13), 2, 2);
    return path;
}

// What one says, and what another answers.
QPainterPath chat() {
    QPainterPath path = lines({{{6, 14.5}, {6, 18}, {9.5, 14.5}}, {{12, 17.5}, {15, 17.5}, {18, 20.5}, {18, 17.5}}});
    path.addRoundedRect(QRectF(3, 4.5, 13.5, 10), 2.5, 2.5);
    path.moveTo(18, 17.5);
    path.lineTo(19, 17.5);
    path.quadTo(21, 17.5, 21, 15.5);
    path.lineTo(21, 11);
    path.quadTo(21, 9, 19.5, 9);
    return path;
}

QPainterPath flashSale() {
    return lines({{{13, 2.5}, {5, 13.5}, {11, 13.5}, {10, 21.5}, {19, 9.8}, {12.6, 9.8}, {13, 2.5}}});
}

// A drum, as databases are drawn.
QPainterPath engines() {
    QPainterPath path = lines({{{4.5, 5.8}, {4.5, 18.2}}, {{19.5, 5.8}, {19.5, 18.2}}});
    path.addEllipse(QPointF(12, 5.8), 7.5, 2.8);
    for (const double y : {12.0, 18.2}) {
        path.moveTo(4.5, y);
        path.cubicTo(4.5, y + 3.8, 19.5, y + 3.8, 19.5, y);
    }
    return path;
}

QPainterPath results() {
    return lines(
        {{{3.5, 3.5}, {3.5, 20.5}, {20.5, 20.5}}, {{8, 20}, {8, 13}}, {{12.5, 20}, {12.5, 8.5}}, {{17, 20}, {17, 5}}});
}

// A list of what can be staged.
QPainterPath scenarios() {
    QPainterPath path = lines({{{10, 6}, {20.5, 6}}, {{10, 12}, {20.5, 12}}, {{10, 18}, {20.5, 18}}});
    for (const double y : {6.0, 12.0, 18.0})
        path.addPath(lines({{{3.5, y}, {5, y + 1.5}, {7.5, y - 1.8}}}));
    return path;
}

// What waits in line, and whoever takes it.
QPainterPath queues() {
    QPainterPath path = lines({{{15.5, 12}, {20.5, 12}}, {{18, 9.5}, {20.5, 12}, {18, 14.5}}});
    for (const double x : {2.8, 7.1, 11.4})
        path.addRoundedRect(QRectF(x, 7.5, 2.6, 9), 0.8, 0.8);
    return path;
}

// A log that is written on, and a box that it flows into.
QPainterPath stream() {
    QPainterPath path = lines({{{3, 5}, {14, 5}}, {{3, 9.5}, {14, 9.5}}, {{3, 14}, {8, 14}}});
    path.addPath(lines({{{18.5, 4}, {18.5, 10.5}}, {{16.2, 8.2}, {18.5, 10.5}, {20.8, 8.2}}}));
    path.addRoundedRect(QRectF(11.5, 13.5, 10, 7), 1.5, 1.5);
    return path;
}

QPainterPath search() {
    QPainterPath path = lines({{{15.6, 15.6}, {20.8, 20.8}}});
    path.addEllipse(QPointF(10.2, 10.2), 6.7, 6.7);
    return path;
}

QPainterPath plain() {
    QPainterPath path;
    path.addRoundedRect(QRectF(4, 4, 16, 16), 3, 3);
    return path;
}

struct Sign {
    const char* name;
    QPainterPath (*draw)();
};
constexpr std::array kSigns{
    Sign{"chat", &chat},       Sign{"engines", &engines},     Sign{"flash_sale", &flashSale},
    Sign{"mail", &mail},       Sign{"overview", &overview},   Sign{"queues", &queues},
    Sign{"results", &results}, Sign{"scenarios", &scenarios}, Sign{"search", &search},
    Sign{"stream", &stream},
};

// Draws when it is asked to, in the colours of that moment: a change of the theme needs nobody to make it anew.
class SignEngine final : public QIconEngine {
  public:
    explicit SignEngine(QPainterPath path) : m_path(std::move(path)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QPalette palette = QGuiApplication::palette();
        QPalette::ColorRole role = QPalette::WindowText;
        if (mode == QIcon::Selected || mode == QIcon::Active) role = QPalette::Highlight;
        if (mode == QIcon::Disabled) role = QPalette::PlaceholderText;
        const double scale = std::min(rect.width(), rect.height()) / kGround;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.x() + (rect.width() - kGround * scale) / 2,
                           rect.y() + (rect.height() - kGround * scale) / 2);
        painter->scale(scale, scale);
        painter->setPen(QPen(palette.color(role), kStroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(m_path);
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }

    QIconEngine* clone() const override { return std::make_unique<SignEngine>(m_path).release(); }

  private:
    QPainterPath m_path;
};

}  // namespace

QIcon iconOf(const QString& name) {
    for (const Sign& sign : kSigns) {
        if (name == sign.name) return QIcon(std::make_unique<SignEngine>(sign.draw()).release());
    }
    return QIcon(std::make_unique<SignEngine>(plain()).release());
}

QIcon programIcon() {
    QIcon icon;
    for (const char* size : {"32", "64", "256"})
        icon.addFile(QString(":/icons/rushlab-%1.png").arg(size));
    return icon;
}

}  // namespace rushlab::ui
