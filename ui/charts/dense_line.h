// Paints a line that has about as many values as there are pixels, a column of pixels at a time.
// Guarantees: smooth upper and lower edges, no peak left out, not even between two dashes; takes as long as the line is
// wide, where stroking its outline takes twenty times that. Pure; any thread that may paint.
#pragma once

#include <QPainter>

#include "ui/charts/time_lines.h"

namespace rushlab::ui {

// Worth it: dense, and onto pixels.
bool isDense(const QPainter& painter, const Piece& piece);
// In the colour, width and dashes of the pen, inside the area.
void drawDense(QPainter& painter, const Piece& piece, const QPen& pen, const QRectF& area);

}  // namespace rushlab::ui
