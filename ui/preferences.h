// What the window remembers from one session to the next: theme, language, page, place on the screen.
// The GUI's thread. Read before the window is shown and written when it has closed: neither holds anybody up.
#pragma once

#include <QByteArray>
#include <QString>
#include <cstdint>

namespace rushlab::ui {

enum class ThemeChoice : std::uint8_t { System, Light, Dark };
enum class Language : std::uint8_t { English, Korean };

struct Preferences {
    ThemeChoice theme = ThemeChoice::System;
    Language language = Language::English;
    QString page;         // its id
    QByteArray geometry;  // as QWidget::saveGeometry makes it

    friend bool operator==(const Preferences&, const Preferences&) = default;
};

// The language of whoever is logged in, where RushLab speaks it.
Language systemLanguage();
// What is not there or can't be read is as on the first day. An empty file name: nothing is kept.
Preferences readPreferences(const QString& file);
// False where the file can't be written.
bool writePreferences(const QString& file, const Preferences& preferences);

}  // namespace rushlab::ui
