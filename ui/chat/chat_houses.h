// The instances of the chat, a card each, as snapshots tell of them. The GUI's thread.
#pragma once

#include <QGridLayout>
#include <functional>
#include <vector>

#include "ui/chat/chat_house_card.h"

namespace rushlab::ui {

class ChatHouses final : public QWidget {
    Q_OBJECT
  public:
    // Who of the page is at an instance.
    using WhoIsAt = std::function<QString(const QString& instance)>;

    explicit ChatHouses(QWidget* parent);

    // Rates are what came since `before`. All of them together: clients and rates.
    ChatHouseView show(const lab::Snapshot& now, const lab::Snapshot& before, const WhoIsAt& whoIsAt);
    void retranslate();

  signals:
    void killAsked(const QString& instance);
    void startAsked(const QString& instance);
    void linkAsked(const QString& instance, bool isCut);

  private:
    ChatHouseCard* cardOf(const QString& instance);

    QGridLayout* m_grid;
    std::vector<std::pair<QString, ChatHouseCard*>> m_cards;
};

}  // namespace rushlab::ui
