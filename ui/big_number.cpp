#include "ui/big_number.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme.h"
#include "ui/verdict_look.h"

namespace rushlab::ui {
namespace {

constexpr int kMargin = 14;

QFont fontOf(QFont font, int pixels, bool bold) {
    font.setPixelSize(std::max(pixels, 8));
    font.setBold(bold);
    return font;
}

// The largest that fits: digits are as wide as each other, so that a number that falls does not tremble.
QFont largestFor(const QFont& base, const QString& text, const QSize& room) {
    QFont font = fontOf(base, room.height(), true);
    const int width = QFontMetrics(font).horizontalAdvance(text);
    if (width > room.width()) font.setPixelSize(std::max(8, font.pixelSize() * room.width() / width));
    return font;
}

}  // namespace

BigNumber::BigNumber(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void BigNumber::setCaption(const QString& caption) {
    m_caption = caption;
    describe();
}

void BigNumber::setNumber(const QString& number, const QString& below, bool alarm) {
    if (m_number == number && m_below == below && m_alarm == alarm) return;
    m_number = number;
    m_below = below;
    m_alarm = alarm;
    describe();
}

void BigNumber::describe() {
    setAccessibleName(m_caption);
    setAccessibleDescription(QString("%1. %2").arg(m_number, m_below));
    update();
}

void BigNumber::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect inside = rect().adjusted(kMargin, kMargin - 4, -kMargin, 4 - kMargin);
    const int small = std::clamp(inside.height() / 8, fontMetrics().height() - 3, 40);
    const QColor loud = lookOf(verdict::Verdict::Fail, palette()).colour;
    painter.setFont(fontOf(font(), small, false));
    painter.setPen(quietText(palette()));
    const int line = painter.fontMetrics().height();
    painter.drawText(QRect(inside.left(), inside.top(), inside.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                     m_caption);
    painter.setFont(fontOf(font(), small, m_alarm));
    painter.setPen(m_alarm ? loud : palette().color(QPalette::WindowText));
    const QRect bottom(inside.left(), inside.bottom() - line, inside.width(), line);
    painter.drawText(bottom, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_below, Qt::ElideRight, bottom.width()));
    const QRect middle = inside.adjusted(0, line, 0, -line - 2);
    // Room for four digits, whatever is shown, so that the type does not jump when one goes.
    QString widest = m_number;
    while (widest.size() < 4)
        widest += '0';
    painter.setFont(largestFor(font(), widest, middle.size()));
    painter.drawText(middle, Qt::AlignLeft | Qt::AlignVCenter, m_number);
}

}  // namespace rushlab::ui
