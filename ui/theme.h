// Light and dark, and the colours that carry a meaning: distinct for the colour-blind (Okabe and Ito's), and never the
// only sign of what they mean.
// The GUI's thread; pure functions.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

#include "lab/engine_report.h"

namespace rushlab::ui {

QPalette lightPalette();
QPalette darkPalette();
bool isDark(const QPalette& palette);

struct StateLook {
    QString words;
    QChar symbol;
    QColor colour;
};
StateLook lookOf(lab::EngineState state, const QPalette& palette);

// Text that matters less than what it stands beside.
QColor quietText(const QPalette& palette);
// How the window's parts look beyond their colours: room around things, round corners, a selection that does not shout.
QString styleSheetFor(const QPalette& palette);

}  // namespace rushlab::ui
