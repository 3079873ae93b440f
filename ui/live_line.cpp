#include "ui/live_line.h"

#include <QPainter>

namespace rushlab::ui {
namespace {

constexpr int kLetters = 40;  // that it would like to show, whatever its text is

}  // namespace

LiveLine::LiveLine(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LiveLine::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    setAccessibleName(text);
    update();
}

QSize LiveLine::sizeHint() const {
    return {kLetters * fontMetrics().averageCharWidth(), fontMetrics().height()};
}

void LiveLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(m_text, Qt::ElideRight, width());
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, shown);
    if (const QString told = shown == m_text ? QString() : m_text; told != toolTip()) setToolTip(told);
}

}  // namespace rushlab::ui
