#include "ui/state_delegate.h"

#include <QApplication>
#include <QPainter>

namespace rushlab::ui {
namespace {

constexpr int kPadding = 10;

QString pillText(const StateLook& look) {
    return QString("%1  %2").arg(look.symbol).arg(look.words);
}

StateLook lookAt(const QModelIndex& index) {
    return index.data(kLookRole).value<StateLook>();
}

}  // namespace

void StateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem background(option);
    initStyleOption(&background, index);
    background.text.clear();
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);

    const StateLook look = lookAt(index);
    const QString text = pillText(look);
    const QFontMetrics metrics(option.font);
    QRectF pill(0, 0, metrics.horizontalAdvance(text) + 2 * kPadding, metrics.height() + 8);
    pill.moveCenter(QRectF(option.rect).center());
    pill.moveLeft(option.rect.left() + 8);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QColor fill = look.colour;
    fill.setAlphaF(0.16F);
    // On the highlight the pill brings its own ground, or its colour would be lost.
    if (option.state & QStyle::State_Selected) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.palette.base());
        painter->drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter->setPen(look.colour);
    painter->drawText(pill, Qt::AlignCenter, text);
    painter->restore();
}

QSize StateDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetrics metrics(option.font);
    return {metrics.horizontalAdvance(pillText(lookAt(index))) + 2 * kPadding + 24, metrics.height() + 18};
}

}  // namespace rushlab::ui
