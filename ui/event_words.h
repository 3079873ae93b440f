// What a lab's event is called where people read it: "order-1 killed" of the kind "killed" and what "order-1".
// The GUI's thread, for the language; pure otherwise.
#pragma once

#include <QString>

namespace rushlab::ui {

// What is no instance's own (a phase, a fault that a scenario names) stays as it was told.
QString wordsOfEvent(const QString& kind, const QString& what);

}  // namespace rushlab::ui
