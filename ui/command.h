// What can be ordered on a page, once: as an action that menus, shortcuts and the command palette find, and as a button
// that always says and allows what the action does.
// The GUI's thread.
#pragma once

#include <QAction>
#include <QPushButton>

namespace rushlab::ui {

// Of the page, while it is shown, wherever in its window the keys go.
QAction* addCommand(QWidget* page, const char* objectName, const QKeySequence& keys);
// Its text is "What it is called", its tool tip a sentence.
void nameCommand(QAction* action, const QString& text, const QString& help);
QPushButton* buttonFor(QAction* action, const char* objectName, QWidget* parent);

}  // namespace rushlab::ui
