#include "ui/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace rushlab::ui {

Translations::~Translations() {
    use(Language::English);
}

void Translations::use(Language language) {
    for (QTranslator* translator : {static_cast<QTranslator*>(&m_checks), &m_scenarios, &m_own, &m_qt})
        QCoreApplication::removeTranslator(translator);
    if (language == Language::English) return;  // what stands in the sources
    // Where the system does not have Qt's own words, its dialogs speak English.
    if (m_qt.load("qtbase_ko", QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load(":/translations/rushlab_ko.qm")) QCoreApplication::installTranslator(&m_own);
    if (m_scenarios.load(":/translations/scenarios_ko.qm")) QCoreApplication::installTranslator(&m_scenarios);
    if (m_checks.loadTemplates(":/translations/checks_ko.ts")) QCoreApplication::installTranslator(&m_checks);
}

}  // namespace rushlab::ui
