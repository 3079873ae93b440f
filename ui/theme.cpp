#include "ui/theme.h"

#include <QCoreApplication>

#include "base/result.h"

namespace rushlab::ui {
namespace {

struct Tones {
    QColor window, base, text, raised, accent, onAccent, quiet;
};

QPalette paletteOf(const Tones& tones) {
    QPalette palette(tones.raised, tones.window);
    palette.setColor(QPalette::Window, tones.window);
    palette.setColor(QPalette::Base, tones.base);
    palette.setColor(QPalette::AlternateBase, tones.window);
    palette.setColor(QPalette::Button, tones.raised);
    palette.setColor(QPalette::ToolTipBase, tones.raised);
    palette.setColor(QPalette::Highlight, tones.accent);
    palette.setColor(QPalette::HighlightedText, tones.onAccent);
    palette.setColor(QPalette::Link, tones.accent);
    palette.setColor(QPalette::PlaceholderText, tones.quiet);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, tones.text);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tones.quiet);
    return palette;
}

QColor mixed(const QColor& one, const QColor& other, float shareOfOther) {
    const float rest = 1 - shareOfOther;
    return QColor::fromRgbF(one.redF() * rest + other.redF() * shareOfOther,
                            one.greenF() * rest + other.greenF() * shareOfOther,
                            one.blueF() * rest + other.blueF() * shareOfOther);
}

}  // namespace

QPalette lightPalette() {
    return paletteOf({.window = "#f4f5f7",
                      .base = "#ffffff",
                      .text = "#1d2129",
                      .raised = "#ffffff",
                      .accent = "#0064a4",
                      .onAccent = "#ffffff",
                      .quiet = "#667080"});
}

QPalette darkPalette() {
    return paletteOf({.window = "#1b1e24",
                      .base = "#23272f",
                      .text = "#e8eaee",
                      .raised = "#2d323c",
                      .accent = "#56b4e9",
                      .onAccent = "#10151b",
                      .quiet = "#98a1b0"});
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
}

StateLook lookOf(lab::EngineState state, const QPalette& palette) {
    const bool dark = isDark(palette);
    const auto words = [](const char* text) { return QCoreApplication::translate("EngineState", text); };
    switch (state) {
        case lab::EngineState::Ready:
            return {words("Ready"), QChar(0x2713), dark ? "#2cc79b" : "#007d5b"};
        case lab::EngineState::Unavailable:
            return {words("Unavailable"), QChar(0x2715), dark ? "#ff8a4c" : "#b84a00"};
        case lab::EngineState::Absent:
            return {words("Not there yet"), QChar(0x2013), quietText(palette)};
    }
    abortBecause("an EngineState outside its enumeration");
}

QColor quietText(const QPalette& palette) {
    return palette.color(QPalette::PlaceholderText);
}

QString styleSheetFor(const QPalette& palette) {
    const QColor text = palette.color(QPalette::WindowText);
    const QString line = mixed(palette.color(QPalette::Window), text, 0.14F).name();
    const QString selected = mixed(palette.color(QPalette::Base), palette.color(QPalette::Highlight), 0.16F).name();
    const QString pressed = mixed(palette.color(QPalette::Button), text, 0.12F).name();
    const QString accent = palette.color(QPalette::Highlight).name();
    return QString(R"(
#engines, #details { background: palette(base); border: 1px solid %1; border-radius: 8px; }
#engines { padding: 4px; selection-background-color: %2; selection-color: palette(text); }
#engines::item { padding: 0 12px; border: none; }
#engines::item:selected { background: %2; color: palette(text); }
QHeaderView { background: transparent; }
QHeaderView::section { background: palette(base); color: palette(placeholder-text); border: none;
                       border-bottom: 1px solid %1; padding: 8px 12px; }
#navigation { background: transparent; outline: none; }
#navigation::item { border-radius: 6px; padding-left: 12px; color: palette(text); }
#navigation::item:selected { background: %2; color: palette(text); border-left: 3px solid %4; }
QPushButton { background: palette(button); border: 1px solid %1; border-radius: 6px; padding: 7px 18px; }
QPushButton:hover, QPushButton:focus { border-color: %4; }
QPushButton:pressed { background: %3; }
QPushButton:disabled { color: palette(placeholder-text); }
QStatusBar { border-top: 1px solid %1; }
QStatusBar::item { border: none; }
#side { border: none; border-right: 1px solid %1; background: palette(base); }
)")
        .arg(line, selected, pressed, accent);
}

}  // namespace rushlab::ui
