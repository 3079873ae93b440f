#include "ui/parameter_titles.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace rushlab::ui {
namespace {

struct Named {
    std::string_view id;
    const char* title;
};

constexpr std::array kParameters{
    Named{"arrivals", QT_TRANSLATE_NOOP("Parameter", "Arrivals")},
    Named{"consumers", QT_TRANSLATE_NOOP("Parameter", "Consumers")},
    Named{"at-once", QT_TRANSLATE_NOOP("Parameter", "Mails at once")},
    Named{"chat-instances", QT_TRANSLATE_NOOP("Parameter", "Chat instances")},
    Named{"clients", QT_TRANSLATE_NOOP("Parameter", "Listeners")},
    Named{"count", QT_TRANSLATE_NOOP("Parameter", "Coupons")},
    Named{"coupons", QT_TRANSLATE_NOOP("Parameter", "Coupons")},
    Named{"delays", QT_TRANSLATE_NOOP("Parameter", "Engine delays")},
    Named{"down", QT_TRANSLATE_NOOP("Parameter", "What is away")},
    Named{"drain", QT_TRANSLATE_NOOP("Parameter", "Time to finish")},
    Named{"duration", QT_TRANSLATE_NOOP("Parameter", "Lasts")},
    Named{"instances", QT_TRANSLATE_NOOP("Parameter", "Order instances")},
    Named{"in-flight", QT_TRANSLATE_NOOP("Parameter", "Lines in flight")},
    Named{"kill", QT_TRANSLATE_NOOP("Parameter", "Taken away")},
    Named{"lines-per-second", QT_TRANSLATE_NOOP("Parameter", "Lines a second")},
    Named{"lock", QT_TRANSLATE_NOOP("Parameter", "Lock wait/lease")},
    Named{"messages", QT_TRANSLATE_NOOP("Parameter", "Messages")},
    Named{"mails", QT_TRANSLATE_NOOP("Parameter", "Mails")},
    Named{"mode", QT_TRANSLATE_NOOP("Parameter", "Ways of sending")},
    Named{"orders", QT_TRANSLATE_NOOP("Parameter", "Orders a user")},
    Named{"part", QT_TRANSLATE_NOOP("Parameter", "What happens")},
    Named{"poison", QT_TRANSLATE_NOOP("Parameter", "Refused of a hundred")},
    Named{"prefetch", QT_TRANSLATE_NOOP("Parameter", "Prefetch")},
    Named{"rate", QT_TRANSLATE_NOOP("Parameter", "Buyers a second")},
    Named{"repetitions", QT_TRANSLATE_NOOP("Parameter", "Repetitions")},
    Named{"reprocess", QT_TRANSLATE_NOOP("Parameter", "Mend and reprocess")},
    Named{"retry-1", QT_TRANSLATE_NOOP("Parameter", "First retry after")},
    Named{"retry-2", QT_TRANSLATE_NOOP("Parameter", "Second retry after")},
    Named{"retry-3", QT_TRANSLATE_NOOP("Parameter", "Third retry after")},
    Named{"rooms", QT_TRANSLATE_NOOP("Parameter", "Rooms")},
    Named{"saturation-lines", QT_TRANSLATE_NOOP("Parameter", "Lines at full speed")},
    Named{"seeds", QT_TRANSLATE_NOOP("Parameter", "Seeds to run")},
    Named{"slow-work", QT_TRANSLATE_NOOP("Parameter", "The slow one takes")},
    Named{"sign-ups", QT_TRANSLATE_NOOP("Parameter", "Sign-ups a second")},
    Named{"stock", QT_TRANSLATE_NOOP("Parameter", "Units for sale")},
    Named{"strategy", QT_TRANSLATE_NOOP("Parameter", "Strategy")},
    Named{"takes", QT_TRANSLATE_NOOP("Parameter", "A mail takes")},
    Named{"talkers", QT_TRANSLATE_NOOP("Parameter", "Talkers")},
    Named{"think", QT_TRANSLATE_NOOP("Parameter", "Pause between orders")},
    Named{"timeout", QT_TRANSLATE_NOOP("Parameter", "A buyer waits")},
    Named{"units", QT_TRANSLATE_NOOP("Parameter", "Units a buyer")},
    Named{"users", QT_TRANSLATE_NOOP("Parameter", "Buyers")},
    Named{"via", QT_TRANSLATE_NOOP("Parameter", "Orders go to")},
    Named{"way", QT_TRANSLATE_NOOP("Parameter", "Way")},
    Named{"when-queue-is-down", QT_TRANSLATE_NOOP("Parameter", "Orders without a queue")},
    Named{"work", QT_TRANSLATE_NOOP("Parameter", "A message takes")},
    Named{"workers", QT_TRANSLATE_NOOP("Parameter", "Workers")},
};

constexpr std::array kChoices{
    Named{"all", QT_TRANSLATE_NOOP("Choice", "All")},
    Named{"alternate", QT_TRANSLATE_NOOP("Choice", "By turns")},
    Named{"async", QT_TRANSLATE_NOOP("Choice", "In memory (async)")},
    Named{"burst", QT_TRANSLATE_NOOP("Choice", "All at once")},
    Named{"cloud", QT_TRANSLATE_NOOP("Choice", "Cloud")},
    Named{"consumer", QT_TRANSLATE_NOOP("Choice", "The worker's consumer")},
    Named{"gateway", QT_TRANSLATE_NOOP("Choice", "The gateway")},
    Named{"hold", QT_TRANSLATE_NOOP("Choice", "Held in the outbox")},
    Named{"idle", QT_TRANSLATE_NOOP("Choice", "Nobody talks")},
    Named{"instance-killed", QT_TRANSLATE_NOOP("Choice", "An instance dies")},
    Named{"lan", QT_TRANSLATE_NOOP("Choice", "LAN")},
    Named{"link-cut", QT_TRANSLATE_NOOP("Choice", "The link is cut")},
    Named{"list", QT_TRANSLATE_NOOP("Choice", "List")},
    Named{"list-reliable", QT_TRANSLATE_NOOP("Choice", "List with a reaper")},
    Named{"none", QT_TRANSLATE_NOOP("Choice", "None")},
    Named{"one-by-one", QT_TRANSLATE_NOOP("Choice", "A write for each message")},
    Named{"order", QT_TRANSLATE_NOOP("Choice", "Order instances directly")},
    Named{"queue", QT_TRANSLATE_NOOP("Choice", "The work queue")},
    Named{"rate", QT_TRANSLATE_NOOP("Choice", "At a rate")},
    Named{"refuse", QT_TRANSLATE_NOOP("Choice", "Refused")},
    Named{"same-host", QT_TRANSLATE_NOOP("Choice", "Same host")},
    Named{"saturation", QT_TRANSLATE_NOOP("Choice", "As fast as it goes")},
    Named{"sigkill", QT_TRANSLATE_NOOP("Choice", "The shop, by SIGKILL")},
    Named{"sigterm", QT_TRANSLATE_NOOP("Choice", "The shop, by SIGTERM")},
    Named{"slow-reader", QT_TRANSLATE_NOOP("Choice", "One stops reading")},
    Named{"talk", QT_TRANSLATE_NOOP("Choice", "They talk")},
    Named{"worker", QT_TRANSLATE_NOOP("Choice", "The worker")},
};

template <std::size_t N>
const char* find(const std::array<Named, N>& table, std::string_view id) {
    const auto found = std::ranges::find(table, id, &Named::id);
    return found == table.end() ? nullptr : found->title;
}

}  // namespace

QString scenarioWords(std::string_view english) {
    return QCoreApplication::translate("Scenario", std::string(english).c_str());
}

QString titleOf(const scenarios::Parameter& parameter) {
    if (const char* title = find(kParameters, parameter.id)) return QCoreApplication::translate("Parameter", title);
    QString title = QString::fromUtf8(parameter.id.data(), static_cast<qsizetype>(parameter.id.size()));
    if (!title.isEmpty()) title[0] = title[0].toUpper();
    return title;
}

QString helpOf(const scenarios::Parameter& parameter) {
    return scenarioWords(parameter.help);
}

QString titleOfChoice(const std::string& choice) {
    const char* title = find(kChoices, choice);
    return title ? QCoreApplication::translate("Choice", title) : QString::fromStdString(choice);
}

}  // namespace rushlab::ui
