#include "ui/figure_tile.h"

#include <QVBoxLayout>

#include "ui/theme.h"

namespace rushlab::ui {

FigureTile::FigureTile(const char* objectName, QWidget* parent, Qt::Alignment side)
    : QFrame(parent), m_name(new QLabel(this)), m_figure(new QLabel(this)) {
    m_name->setProperty("look", "quiet");
    m_figure->setObjectName(objectName);
    m_figure->setProperty("look", "number");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (QLabel* label : {m_name, m_figure}) {
        label->setAlignment(side | Qt::AlignVCenter);
        column->addWidget(label);
    }
}

void FigureTile::setMeaning(const QString& meaning) {
    ui::setMeaning(*m_figure, meaning);
}

}  // namespace rushlab::ui
