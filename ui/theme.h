// Light and dark, and the colours that carry a meaning: distinct for the colour-blind (Okabe and Ito's), and never the
// only sign of what they mean.
// The GUI's thread; pure functions but for systemIsDark() and setMeaning().
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

#include "lab/engine_report.h"

class QWidget;

namespace rushlab::ui {

QPalette lightPalette();
QPalette darkPalette();
bool isDark(const QPalette& palette);
// Whether the desktop is dark now, whatever the program wears: its palette is laid aside while Qt is asked.
bool systemIsDark();

struct StateLook {
    QString words;
    QChar symbol;
    QColor colour;
};
StateLook lookOf(lab::EngineState state, const QPalette& palette);

// Text that matters less than what it stands beside.
QColor quietText(const QPalette& palette);
// What a thing means, whatever it is about: a verdict, an instance, an engine. Words and a symbol stand beside it.
enum class Meaning : std::uint8_t { Good, Bad, Unsure, Neutral };
QColor colourOf(Meaning meaning, const QPalette& palette);
// For the style sheet: "good", "bad", "unsure", "untold"; empty: none.
void setMeaning(QWidget& widget, const QString& meaning);
// How the window's parts look beyond their colours: room around things, round corners, a selection that does not shout.
// Widgets ask for their look by properties, which README.md lists. Large: for an audience, in the presentation.
QString styleSheetFor(const QPalette& palette, bool large = false);

}  // namespace rushlab::ui
