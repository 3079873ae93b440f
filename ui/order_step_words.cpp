#include "ui/order_step_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace rushlab::ui {
namespace {

constexpr std::array kNames{
    QT_TRANSLATE_NOOP("OrderStep", "arrived"),
    QT_TRANSLATE_NOOP("OrderStep", "forwarded"),
    QT_TRANSLATE_NOOP("OrderStep", "no answer"),
    QT_TRANSLATE_NOOP("OrderStep", "answered"),
    QT_TRANSLATE_NOOP("OrderStep", "received"),
    QT_TRANSLATE_NOOP("OrderStep", "known by its key"),
    QT_TRANSLATE_NOOP("OrderStep", "lock held"),
    QT_TRANSLATE_NOOP("OrderStep", "lock released"),
    QT_TRANSLATE_NOOP("OrderStep", "stock read"),
    QT_TRANSLATE_NOOP("OrderStep", "overtaken, tries again"),
    QT_TRANSLATE_NOOP("OrderStep", "units taken"),
    QT_TRANSLATE_NOOP("OrderStep", "units were held already"),
    QT_TRANSLATE_NOOP("OrderStep", "sold out"),
    QT_TRANSLATE_NOOP("OrderStep", "failed"),
    QT_TRANSLATE_NOOP("OrderStep", "outcome unknown"),
    QT_TRANSLATE_NOOP("OrderStep", "units given back"),
    QT_TRANSLATE_NOOP("OrderStep", "units taken and order stored"),
    QT_TRANSLATE_NOOP("OrderStep", "published"),
    QT_TRANSLATE_NOOP("OrderStep", "not confirmed, publishes again"),
    QT_TRANSLATE_NOOP("OrderStep", "confirmed by the queue"),
    QT_TRANSLATE_NOOP("OrderStep", "paid"),
    QT_TRANSLATE_NOOP("OrderStep", "payment declined"),
    QT_TRANSLATE_NOOP("OrderStep", "canceled"),
    QT_TRANSLATE_NOOP("OrderStep", "taken from the queue"),
    QT_TRANSLATE_NOOP("OrderStep", "delivered again"),
    QT_TRANSLATE_NOOP("OrderStep", "has to wait, tries again"),
    QT_TRANSLATE_NOOP("OrderStep", "put off"),
    QT_TRANSLATE_NOOP("OrderStep", "dead letter"),
    QT_TRANSLATE_NOOP("OrderStep", "sent back from the dead letters"),
    QT_TRANSLATE_NOOP("OrderStep", "stored"),
    QT_TRANSLATE_NOOP("OrderStep", "was stored before"),
    QT_TRANSLATE_NOOP("OrderStep", "not covered by the stock"),
    QT_TRANSLATE_NOOP("OrderStep", "acknowledged"),
    QT_TRANSLATE_NOOP("OrderStep", "in the event log"),
    QT_TRANSLATE_NOOP("OrderStep", "expired"),
};

}  // namespace

QString wordsOfStep(std::string_view name) {
    const auto known = std::ranges::find(kNames, name, [](const char* step) { return std::string_view(step); });
    if (known == kNames.end()) return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    return QCoreApplication::translate("OrderStep", *known);
}

}  // namespace rushlab::ui
