// The desktop: a Qt application, its window, and what the window asks.
// The calling thread becomes the GUI's.
#pragma once

#include "base/settings.h"

namespace rushlab::app {

// Returns when the window is closed, with the program's exit status.
int runDesktop(int argc, char** argv, Settings settings);

}  // namespace rushlab::app
