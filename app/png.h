// Paints the scenes of reports as PNG pictures, twice as fine as their units, on light paper.
// Needs a QGuiApplication (see paintWithoutDisplay); the thread that made it.
#pragma once

#include "report/report.h"

namespace rushlab::app {

// Has Qt draw without a display where there is none. Before the QGuiApplication is made.
void paintWithoutDisplay();

Result<std::string> paintPng(const report::Scene& scene);

}  // namespace rushlab::app
