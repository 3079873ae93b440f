#include "ui/shortcuts_sheet.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace rushlab::ui {
namespace {

QLabel* words(const QString& text, const char* look, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("look", look);
    return label;
}

}  // namespace

ShortcutsSheet::ShortcutsSheet(const std::vector<Command>& commands, QWidget* parent) : QDialog(parent) {
    setObjectName("shortcutsSheet");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Shortcuts"));
    auto* scroll = new QScrollArea(this);
    auto* sheet = new QWidget(scroll);
    auto* grid = new QGridLayout(sheet);
    grid->setContentsMargins(24, 20, 24, 20);
    grid->setHorizontalSpacing(40);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(0, 1);
    QString where;
    int row = 0;
    for (const Command& command : commands) {
        if (command.shortcut.isEmpty()) continue;
        if (command.where != where) {
            where = command.where;
            if (row > 0) grid->setRowMinimumHeight(row++, 10);
            grid->addWidget(words(where, "section", sheet), row++, 0, 1, 2);
        }
        grid->addWidget(words(command.text, "", sheet), row, 0);
        grid->addWidget(words(command.shortcut, "quiet", sheet), row++, 1, Qt::AlignRight);
    }
    grid->setRowStretch(row, 1);
    scroll->setWidget(sheet);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(scroll, 1);
    column->addWidget(buttons);
    resize(520, std::min(620, sheet->sizeHint().height() + 90));
}

}  // namespace rushlab::ui
