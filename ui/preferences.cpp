#include "ui/preferences.h"

#include <QLocale>
#include <QSettings>
#include <array>

namespace rushlab::ui {
namespace {

constexpr std::array kThemes{"system", "light", "dark"};
constexpr std::array kLanguages{"en", "ko"};

template <class Choice, std::size_t Size>
Choice read(const QSettings& settings, const char* key, const std::array<const char*, Size>& words, Choice byDefault) {
    const QString word = settings.value(key).toString();
    for (std::size_t at = 0; at < Size; ++at) {
        if (word == words[at]) return static_cast<Choice>(at);
    }
    return byDefault;
}

}  // namespace

Language systemLanguage() {
    return QLocale::system().language() == QLocale::Korean ? Language::Korean : Language::English;
}

Preferences readPreferences(const QString& file) {
    Preferences found;
    found.language = systemLanguage();
    if (file.isEmpty()) return found;
    const QSettings settings(file, QSettings::IniFormat);
    found.theme = read(settings, "theme", kThemes, found.theme);
    found.language = read(settings, "language", kLanguages, found.language);
    found.page = settings.value("page").toString();
    found.geometry = settings.value("geometry").toByteArray();
    return found;
}

bool writePreferences(const QString& file, const Preferences& preferences) {
    if (file.isEmpty()) return true;
    QSettings settings(file, QSettings::IniFormat);
    settings.setValue("theme", kThemes[static_cast<std::size_t>(preferences.theme)]);
    settings.setValue("language", kLanguages[static_cast<std::size_t>(preferences.language)]);
    settings.setValue("page", preferences.page);
    settings.setValue("geometry", preferences.geometry);
    settings.sync();
    return settings.status() == QSettings::NoError;
}

}  // namespace rushlab::ui
