// Paints a state or a verdict as a pill: a symbol, a word and a colour that mean the same.
// The GUI's thread.
#pragma once

#include <QStyledItemDelegate>

#include "ui/theme.h"

namespace rushlab::ui {

// Under which a model tells the look of what is painted: a StateLook.
constexpr int kLookRole = Qt::UserRole;

class StateDelegate final : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace rushlab::ui

Q_DECLARE_METATYPE(rushlab::ui::StateLook)
