// The clients of the page, as panes in a grid: as many beside each other as have room. The GUI's thread.
#pragma once

#include <QGridLayout>
#include <QScrollArea>

#include "ui/chat/chat_pane.h"

namespace rushlab::ui {

class ChatPanes final : public QScrollArea {
    Q_OBJECT
  public:
    static constexpr std::size_t kMost = 12;

    // Names and network must outlive it.
    ChatPanes(ChatNames& names, QNetworkAccessManager& network, QWidget* parent);
    ~ChatPanes() override;

    // With the number that is free.
    ChatPane& add();
    bool isFull() const { return m_panes.size() >= kMost; }
    const std::vector<ChatPane*>& all() const { return m_panes; }
    // The one that was given the keys or typed in last, also while a button or a dialog has them; else the first;
    // nothing where there is none.
    ChatPane* inUse() const;
    // Each is connected, in turn to one of the instances, unless it is already.
    void connectTo(const ChatPlaces& places);
    void leave();
    void goElsewhereWhenCutOff(bool goes);
    void present(bool on);
    void retranslate();

  signals:
    void changed();  // one came or went, or another is in use, or one has gone to another place
    void said(const QString& sentence);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void close(ChatPane* pane);
    void focusWent(const QWidget* from, const QWidget* to);
    void use(ChatPane* pane);
    void layOut();

    ChatNames& m_names;
    QNetworkAccessManager& m_network;
    ChatPlaces m_places;
    bool m_goesElsewhere = false;
    bool m_presenting = false;
    QGridLayout* m_grid;
    std::vector<ChatPane*> m_panes;
    ChatPane* m_inUse = nullptr;  // of them
};

}  // namespace rushlab::ui
