// The desktop: a Qt application, its window, and what the window asks.
// The calling thread becomes the GUI's.
#pragma once

#include "base/settings.h"

class QApplication;

namespace rushlab::app {

// Its name, letters, style and colours.
void dress(QApplication& application);

// Returns when the window is closed, or SIGINT or SIGTERM came: the run that goes on and the shop have ended by then. A
// second signal ends the program at once. The program's exit status: 0, or 69 where results can't be kept.
int runDesktop(int argc, char** argv, Settings settings);

}  // namespace rushlab::app
