// The window's signs, drawn as strokes in the palette's colours: crisp at every size and on every screen, dark or
// light. The GUI's thread.
#pragma once

#include <QIcon>

namespace rushlab::ui {

// "overview", "flash_sale", "engines", "results", "scenarios", "search" ...; a plain square for what it does not know.
QIcon iconOf(const QString& name);
// The program's own: on the task bar and in the window's frame.
QIcon programIcon();

}  // namespace rushlab::ui
