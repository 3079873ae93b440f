#include "ui/fonts.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include "base/result.h"

// Outside every namespace, as the macro asks: a static library's resources are not there by themselves.
static void bringFonts() {
    Q_INIT_RESOURCE(rushlab_fonts);
}

namespace rushlab::ui {

void loadFonts() {
    if (QFontDatabase::hasFamily("Inter") && QFontDatabase::hasFamily("NanumSquare")) return;
    bringFonts();
    for (const char* file :
         {"Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Bold.otf", "NanumSquareR.ttf", "NanumSquareB.ttf"}) {
        if (QFontDatabase::addApplicationFont(QString(":/fonts/%1").arg(file)) < 0)
            abortBecause("a font that the program was built with cannot be read");
    }
}

QFont applicationFont() {
    loadFonts();
    QFont font = QGuiApplication::font();
    font.setFamilies({"Inter", "NanumSquare"});
    return font;
}

}  // namespace rushlab::ui
