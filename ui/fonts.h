// The letters that the program brings with it, so that the window looks the same on every machine: Inter, and
// NanumSquare for Korean.
// The GUI's thread, once the QGuiApplication is there.
#pragma once

#include <QFont>

namespace rushlab::ui {

// Makes them known to Qt; a second call does nothing.
void loadFonts();
// The one for everything, in the size that the desktop asked for.
QFont applicationFont();

}  // namespace rushlab::ui
