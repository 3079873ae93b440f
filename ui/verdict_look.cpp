#include "ui/verdict_look.h"

#include <QCoreApplication>

#include "base/result.h"

namespace rushlab::ui {

StateLook lookOf(verdict::Verdict verdict, const QPalette& palette) {
    const bool dark = isDark(palette);
    switch (verdict) {
        case verdict::Verdict::Pass:
            return {QCoreApplication::translate("Verdict", "PASS"), QChar(0x2713), dark ? "#2cc79b" : "#007d5b"};
        case verdict::Verdict::Fail:
            return {QCoreApplication::translate("Verdict", "FAIL"), QChar(0x2715), dark ? "#ff8a4c" : "#b84a00"};
        case verdict::Verdict::Unknown:
            return {QCoreApplication::translate("Verdict", "UNKNOWN"), '?', dark ? "#c9a0dc" : "#7a4a94"};
    }
    abortBecause("a Verdict outside its enumeration");
}

StateLook lookOf(const verdict::Variant& variant, const QPalette& palette) {
    if (variant.ran()) return lookOf(variant.verdict, palette);
    return {QCoreApplication::translate("Verdict", "Not run"), QChar(0x2013), quietText(palette)};
}

}  // namespace rushlab::ui
