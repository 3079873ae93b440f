#include "ui/check_words.h"

#include <QCoreApplication>
#include <QPalette>

#include "report/summary.h"
#include "ui/verdict_look.h"

namespace rushlab::ui {

QString checkWords(std::string_view english) {
    return QCoreApplication::translate("Check", std::string(english).c_str());
}

QString titleOfCheck(std::string_view name) {
    const QString known = checkWords(name);
    return known.toStdString() == name ? QString::fromStdString(report::asWords(name)) : known;
}

QString cameOutOf(const verdict::Variant& variant) {
    const QString word = lookOf(variant.verdict, QPalette()).words;
    QStringList names;
    for (const verdict::Check& check : variant.checks) {
        if (check.outcome == variant.verdict && variant.verdict != verdict::Verdict::Pass)
            names += titleOfCheck(check.name);
    }
    return names.isEmpty() ? word : QCoreApplication::translate("Variants", "%1 in %2").arg(word, names.join(", "));
}

}  // namespace rushlab::ui
