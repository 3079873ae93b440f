// Paints an engine's state as a pill: a symbol, a word and a colour that mean the same.
// The GUI's thread.
#pragma once

#include <QStyledItemDelegate>

namespace rushlab::ui {

class StateDelegate final : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace rushlab::ui
