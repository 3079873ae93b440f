// The language that the program speaks: our own words and those of Qt's dialogs. Whoever shows words hears of a change
// as QEvent::LanguageChange.
// The GUI's thread; one for the application, taken back when this ends.
#pragma once

#include <QTranslator>

#include "ui/preferences.h"
#include "ui/sentence_translator.h"

namespace rushlab::ui {

class Translations {
  public:
    Translations() = default;
    ~Translations();
    Translations(const Translations&) = delete;
    Translations& operator=(const Translations&) = delete;

    void use(Language language);

  private:
    QTranslator m_qt;
    QTranslator m_own;
    QTranslator m_scenarios;      // what the backend says of its scenarios
    SentenceTranslator m_checks;  // and of what a run was held to
};

}  // namespace rushlab::ui
