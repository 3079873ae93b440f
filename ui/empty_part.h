// What a page shows while it has nothing to show: a sentence in its middle that says what to do first.
// The GUI's thread.
#pragma once

#include <QLabel>

namespace rushlab::ui {

// Takes the label in; whoever made it sets its text.
QWidget* emptyPart(QLabel& text, const QString& name, QWidget* parent);

}  // namespace rushlab::ui
