// Small pictures for a chart's controls, in the colours of a palette.
// The GUI's thread; pure functions.
#pragma once

#include <QIcon>
#include <QPalette>

namespace rushlab::ui {

enum class ChartIcon : std::uint8_t { Pause, Resume, ZoomBack, TakeAway };
QIcon iconOf(ChartIcon icon, const QPalette& palette);

}  // namespace rushlab::ui
