#include "ui/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace rushlab::ui {

Translations::~Translations() {
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

void Translations::use(Language language) {
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
    if (language == Language::English) return;  // what stands in the sources
    // Where the system does not have Qt's own words, its dialogs speak English.
    if (m_qt.load("qtbase_ko", QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load(":/translations/rushlab_ko.qm")) QCoreApplication::installTranslator(&m_own);
}

}  // namespace rushlab::ui
