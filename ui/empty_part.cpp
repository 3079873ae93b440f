#include "ui/empty_part.h"

#include <QVBoxLayout>

namespace rushlab::ui {

QWidget* emptyPart(QLabel& text, const QString& name, QWidget* parent) {
    auto* part = new QWidget(parent);
    text.setObjectName(name);
    text.setAlignment(Qt::AlignCenter);
    text.setWordWrap(true);
    text.setTextFormat(Qt::PlainText);
    auto* column = new QVBoxLayout(part);
    column->addStretch(2);
    column->addWidget(&text);
    column->addStretch(3);
    return part;
}

}  // namespace rushlab::ui
