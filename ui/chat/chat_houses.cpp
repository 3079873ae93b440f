#include "ui/chat/chat_houses.h"

#include <algorithm>

namespace rushlab::ui {
namespace {

constexpr int kCardsBeside = 2;

const lab::InstanceState* instanceOf(const lab::Snapshot::ChatHouse& house, const lab::Snapshot& now) {
    const auto found = std::ranges::find(now.instances, house.instance, &lab::InstanceState::name);
    return found == now.instances.end() ? nullptr : &*found;
}

ChatLink linkOf(const lab::Snapshot::ChatHouse& house, const lab::Snapshot& now) {
    if (house.isCut) return ChatLink::Cut;
    const bool hasOthers = std::ranges::any_of(now.chats, [&](const lab::Snapshot::ChatHouse& other) {
        const lab::InstanceState* const instance = instanceOf(other, now);
        return other.instance != house.instance && !other.isCut && instance && instance->running;
    });
    return hasOthers ? ChatLink::Joined : ChatLink::Alone;
}

}  // namespace

ChatHouses::ChatHouses(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(12);
    for (int at = 0; at < kCardsBeside; ++at)
        m_grid->setColumnStretch(at, 1);
}

ChatHouseView ChatHouses::show(const lab::Snapshot& now, const lab::Snapshot& before, const WhoIsAt& whoIsAt) {
    const double seconds = std::chrono::duration<double>(now.at - before.at).count();
    const auto rate = [seconds](std::uint64_t to, std::uint64_t from) {
        return seconds > 0 && to > from ? double(to - from) / seconds : 0;
    };
    ChatHouseView sum;
    for (const lab::Snapshot::ChatHouse& house : now.chats) {
        const lab::InstanceState* const instance = instanceOf(house, now);
        const auto earlier = std::ranges::find(before.chats, house.instance, &lab::Snapshot::ChatHouse::instance);
        ChatHouseView view;
        view.instance = QString::fromStdString(house.instance);
        view.isUp = instance && instance->running;
        view.isPaused = instance && instance->paused;
        view.link = linkOf(house, now);
        view.clients = house.clients;
        if (earlier != before.chats.end()) {
            view.linesRate = rate(house.lines, earlier->lines);
            view.deliveriesRate = rate(house.deliveries, earlier->deliveries);
        }
        view.who = whoIsAt(view.instance);
        cardOf(view.instance)->show(view);
        sum.clients += view.clients;
        sum.linesRate += view.linesRate;
        sum.deliveriesRate += view.deliveriesRate;
    }
    return sum;
}

ChatHouseCard* ChatHouses::cardOf(const QString& instance) {
    for (const auto& [name, card] : m_cards) {
        if (name == instance) return card;
    }
    auto* card = new ChatHouseCard(instance, this);
    card->retranslate();
    connect(card, &ChatHouseCard::killAsked, this, [this, instance] { emit killAsked(instance); });
    connect(card, &ChatHouseCard::startAsked, this, [this, instance] { emit startAsked(instance); });
    connect(card, &ChatHouseCard::linkAsked, this, [this, instance](bool isCut) { emit linkAsked(instance, isCut); });
    const int at = int(m_cards.size());
    m_grid->addWidget(card, at / kCardsBeside, at % kCardsBeside);
    m_cards.emplace_back(instance, card);
    return card;
}

void ChatHouses::retranslate() {
    for (const auto& [name, card] : m_cards)
        card->retranslate();
}

}  // namespace rushlab::ui
