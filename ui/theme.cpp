#include "ui/theme.h"

#include <QApplication>
#include <QStyle>
#include <QWidget>

#include "base/result.h"
#include "ui/verdict_look.h"

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

bool systemIsDark() {
    const QPalette own = QApplication::palette();
    QApplication::setPalette(QPalette());
    const bool dark = isDark(QApplication::palette());
    QApplication::setPalette(own);
    return dark;
}

StateLook lookOf(lab::EngineState state, const QPalette& palette) {
    switch (state) {
        case lab::EngineState::Ready:
            return {QCoreApplication::translate("EngineState", "Ready"), QChar(0x2713),
                    colourOf(Meaning::Good, palette)};
        case lab::EngineState::Unavailable:
            return {QCoreApplication::translate("EngineState", "Unavailable"), QChar(0x2715),
                    colourOf(Meaning::Bad, palette)};
        case lab::EngineState::Absent:
            return {QCoreApplication::translate("EngineState", "Not there yet"), QChar(0x2013), quietText(palette)};
    }
    abortBecause("an EngineState outside its enumeration");
}

void setMeaning(QWidget& widget, const QString& meaning) {
    if (widget.property("meaning").toString() == meaning) return;
    widget.setProperty("meaning", meaning);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

QColor quietText(const QPalette& palette) {
    return palette.color(QPalette::PlaceholderText);
}

QColor colourOf(Meaning meaning, const QPalette& palette) {
    const bool dark = isDark(palette);
    switch (meaning) {
        case Meaning::Good:
            return dark ? "#2cc79b" : "#007d5b";
        case Meaning::Bad:
            return dark ? "#ff8a4c" : "#b84a00";
        case Meaning::Unsure:
            return dark ? "#e9c46a" : "#8a6100";
        case Meaning::Neutral:
            return quietText(palette);
    }
    abortBecause("a Meaning outside its enumeration");
}

QString styleSheetFor(const QPalette& palette, bool large) {
    const QColor text = palette.color(QPalette::WindowText);
    const QColor ground = palette.color(QPalette::Base);
    const double scale = large ? 1.5 : 1;
    const auto size = [scale](double points) { return QString::number(points * scale, 'f', 1); };
    const QList<std::pair<QString, QString>> words{
        {"@line", mixed(palette.color(QPalette::Window), text, 0.14F).name()},
        // Three times as light or as dark as what lies beside it: what can be changed is seen.
        {"@outline", mixed(palette.color(QPalette::Window), text, 0.5F).name()},
        {"@tone", isDark(palette) ? "dark" : "light"},
        {"@quiet", palette.color(QPalette::PlaceholderText).name()},  // Qt 6.4 knows no palette(placeholder-text)
        {"@selected", mixed(ground, palette.color(QPalette::Highlight), 0.16F).name()},
        {"@pressed", mixed(palette.color(QPalette::Button), text, 0.12F).name()},
        {"@accentPressed", mixed(palette.color(QPalette::Highlight), text, 0.25F).name()},
        {"@accent", palette.color(QPalette::Highlight).name()},
        {"@onAccent", palette.color(QPalette::HighlightedText).name()},
        {"@good", colourOf(Meaning::Good, palette).name()},
        {"@badGround", mixed(ground, colourOf(Meaning::Bad, palette), 0.14F).name()},
        {"@bad", colourOf(Meaning::Bad, palette).name()},
        {"@unsure", colourOf(Meaning::Unsure, palette).name()},
        {"@untold", lookOf(verdict::Verdict::Unknown, palette).colour.name()},
        {"@base", size(QApplication::font().pointSizeF())},
        {"@title", size(19)},
        {"@section", size(12.5)},
        {"@number", size(30)},
        {"@huge", size(64)},
    };
    QString sheet = R"(
#engines, #details, #topologyDetails, *[look="card"] { background: palette(base); border: 1px solid @line; border-radius: 8px; }
#engines { padding: 4px; selection-background-color: @selected; selection-color: palette(text); }
QTreeView::item { padding: 3px 6px; }
QTableView::item { padding: 0 4px; border: none; }
QTableView::item:selected { background: @selected; color: palette(text); }
#engines::item, #inbox::item { padding: 0 12px; border: none; }
#engines::item:selected, #inbox::item:selected { background: @selected; color: palette(text); }
QLabel[look="title"] { font-size: @titlept; font-weight: bold; }
QLabel[look="section"] { font-size: @sectionpt; font-weight: bold; }
QLabel[look="number"] { font-size: @numberpt; font-weight: bold; }
QLabel[look="huge"] { font-size: @hugept; font-weight: bold; }
QLabel[look="quiet"] { color: @quiet; }
QLabel[meaning="good"] { color: @good; }
QLabel[meaning="bad"] { color: @bad; }
QLabel[meaning="unsure"] { color: @unsure; }
QLabel[meaning="untold"] { color: @untold; }
#verdictBanner { background: palette(base); border: 2px solid @line; border-radius: 8px; }
#verdictBanner[meaning="good"] { border-color: @good; }
#verdictBanner[meaning="bad"] { border-color: @bad; }
#verdictBanner[meaning="untold"] { border-color: @untold; }
QAbstractItemView { selection-background-color: @selected; selection-color: palette(text); }
QAbstractItemView::indicator, QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @outline;
                                                     border-radius: 3px; background: palette(base); }
QCheckBox::indicator:focus { border-color: @accent; }
QAbstractItemView::indicator:checked, QCheckBox::indicator:checked {
    background: @accent; border-color: @accent; image: url(:/icons/check-@tone.png); }
QAbstractItemView::indicator:checked:disabled, QCheckBox::indicator:checked:disabled {
    background: @outline; border-color: @outline; }
QListView[look="choices"] { border: 1px solid @outline; border-radius: 6px; background: palette(base); padding: 3px; }
QListView[look="choices"]:focus { border-color: @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; border: none; border-bottom: 3px solid transparent; padding: 7px 14px 5px 14px;
               color: @quiet; }
QTabBar::tab:selected { color: palette(text); border-bottom-color: @accent; }
QTabBar::tab:hover, QTabBar::tab:focus { color: @accent; }
QHeaderView { background: transparent; }
QHeaderView::section { background: palette(base); color: @quiet; border: none;
                       border-bottom: 1px solid @line; padding: 8px 12px; }
#navigation { background: transparent; outline: none; }
#navigation::item { border-radius: 6px; padding-left: 10px; color: palette(text); }
#navigation::item:hover { background: palette(window); }
#navigation::item:selected { background: @selected; color: palette(text); border-left: 3px solid @accent; }
QPushButton { background: palette(button); border: 1px solid @line; border-radius: 6px; padding: 7px 18px; }
#faults QPushButton { padding: 7px 8px; }
QPushButton:hover, QPushButton:focus { border-color: @accent; }
QPushButton:pressed { background: @pressed; }
QPushButton:disabled { color: @quiet; }
QPushButton[look="primary"] { background: @accent; border-color: @accent; color: @onAccent; font-weight: bold; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:focus { border-color: palette(text); }
QPushButton[look="primary"]:pressed { background: @accentPressed; }
QPushButton[look="primary"]:disabled { background: palette(button); border-color: @line;
                                       color: @quiet; }
QMenuBar { background: palette(base); border-bottom: 1px solid @line; padding: 2px 8px; }
QMenuBar::item { padding: 5px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @selected; color: palette(text); }
QStatusBar { border-top: 1px solid @line; background: palette(base); }
QStatusBar::item { border: none; }
#side { border: none; border-right: 1px solid @line; background: palette(base); }
#banner { background: palette(base); border: none; border-bottom: 1px solid @line; }
#banner[meaning="bad"] { background: @badGround; border-bottom: 2px solid @bad; }
#commandPalette { background: palette(base); border: 1px solid @line; }
#commandPalette QLineEdit { border: none; border-bottom: 1px solid @line; padding: 12px; font-size: @sectionpt;
                            background: palette(base); }
#commandPalette QListView { border: none; background: palette(base); padding: 6px; outline: none; }
)";
    // A style sheet keeps a font from what stands under the widget that it is set on: the large type is said here, too.
    if (large)
        sheet.prepend(R"(
QLabel, QAbstractButton, QTabBar, QAbstractItemView, QHeaderView, QComboBox, QAbstractSpinBox, QLineEdit, QPlainTextEdit,
QTextEdit { font-size: @basept; }
)");
    for (const auto& [word, value] : words)
        sheet.replace(word, value);
    return sheet;
}

}  // namespace rushlab::ui
