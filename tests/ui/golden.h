// Pictures and words that are kept in tests/ui/golden, and whether those of now are still alike. With
// RUSHLAB_GOLDEN_UPDATE=1 they are drawn and written anew: look at them before they are committed.
// The GUI's thread. The test is built with RUSHLAB_GOLDEN_DIR.
#pragma once

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <algorithm>
#include <array>
#include <cstdlib>

#include "ui/fonts.h"

namespace rushlab::ui {

// The same letters on every machine: the program's own, in one size, and not fitted to the screen's pixels.
inline QFont goldenFont() {
    QFont font = applicationFont();
    font.setPointSizeF(10);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(QFont::PreferAntialias);
    return font;
}

// By how much, of 255, a pixel's colour may be off before it counts, and how many pixels may count: what a font's edges
// differ by from one version of a library to the next, and less than a word.
constexpr int kGoldenTolerance = 24;
constexpr int kGoldenPixelsOff = 100;

inline bool goldenIsRenewed() {
    return qEnvironmentVariableIntValue("RUSHLAB_GOLDEN_UPDATE") != 0;
}

inline int furthestChannel(QRgb one, QRgb other) {
    return std::max({std::abs(qRed(one) - qRed(other)), std::abs(qGreen(one) - qGreen(other)),
                     std::abs(qBlue(one) - qBlue(other))});
}

// Empty where the picture is like golden/NAME.png; else what differs, and the files that show it: the picture, and
// beside it the one kept, and what of them differs in red.
inline QString differsFromGolden(const QImage& picture, const QString& name) {
    const QString path = QDir(RUSHLAB_GOLDEN_DIR).filePath(name + ".png");
    const QImage seen = picture.convertToFormat(QImage::Format_RGB32);
    if (goldenIsRenewed())
        return QDir().mkpath(RUSHLAB_GOLDEN_DIR) && seen.save(path) ? QString() : "cannot write " + path;
    const QImage kept = QImage(path).convertToFormat(QImage::Format_RGB32);
    if (kept.isNull()) return path + " is not there: run the test with RUSHLAB_GOLDEN_UPDATE=1, and look at it";
    const QString shown = QDir::current().filePath(QString("golden-%1-differs.png").arg(name));
    QImage difference(seen.width() + kept.width() + std::max(seen.width(), kept.width()),
                      std::max(seen.height(), kept.height()), QImage::Format_RGB32);
    difference.fill(Qt::white);
    int off = 0;
    for (int y = 0; y < difference.height(); ++y) {
        for (int x = 0; x < std::max(seen.width(), kept.width()); ++x) {
            const bool both = seen.valid(x, y) && kept.valid(x, y);
            if (seen.valid(x, y)) difference.setPixel(x, y, seen.pixel(x, y));
            if (kept.valid(x, y)) difference.setPixel(seen.width() + x, y, kept.pixel(x, y));
            if (both && furthestChannel(seen.pixel(x, y), kept.pixel(x, y)) <= kGoldenTolerance) continue;
            ++off;
            difference.setPixel(seen.width() + kept.width() + x, y, qRgb(0xd0, 0, 0));
        }
    }
    if (off <= kGoldenPixelsOff && seen.size() == kept.size()) return {};
    const bool written = difference.save(shown);
    return QString("%1 pixels are not as in %2; seen, kept and different are in %3%4")
        .arg(off)
        .arg(path, shown, written ? "" : " (which cannot be written)");
}

// The same of words and golden/NAME.txt; what differs is in a file as diff tells it.
inline QString differsFromGolden(const QString& words, const QString& name) {
    const QString path = QDir(RUSHLAB_GOLDEN_DIR).filePath(name + ".txt");
    const QByteArray seen = words.toUtf8();
    if (goldenIsRenewed()) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(seen) == seen.size() ? QString() : "cannot write " + path;
    }
    QFile kept(path);
    if (!kept.open(QIODevice::ReadOnly))
        return path + " is not there: run the test with RUSHLAB_GOLDEN_UPDATE=1, and read it";
    if (kept.readAll() == seen) return {};
    const QString shown = QDir::current().filePath(QString("golden-%1-differs.txt").arg(name));
    QProcess diff;
    diff.setStandardOutputFile(shown);
    diff.start("diff", {"-u", path, "-"});
    diff.write(seen);
    diff.closeWriteChannel();
    const bool written = diff.waitForFinished() && diff.exitCode() == 1;
    return QString("the words are not those of %1; what differs is in %2%3")
        .arg(path, shown, written ? "" : " (which diff could not write)");
}

}  // namespace rushlab::ui
