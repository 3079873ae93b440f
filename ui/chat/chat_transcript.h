// What one client has heard, the newest at the bottom: who said it, through which instance, how long it took, and plain
// marks where lines are missing. The last few hundred are kept; only what is seen costs something. The GUI's thread.
#pragma once

#include <QAbstractScrollArea>
#include <QTimer>
#include <deque>
#include <variant>

#include "ui/chat/chat_line.h"

namespace rushlab::ui {

class ChatNames;

class ChatTranscript final : public QAbstractScrollArea {
    Q_OBJECT
  public:
    static constexpr std::size_t kEntriesMost = 400;

    ChatTranscript(const ChatNames& names, QWidget* parent);

    void add(const ChatLine& line);
    void add(const ChatGap& gap);
    // Of one that is there.
    void count(const ChatGap& gap);
    void clear();
    void retranslate();
    void present(bool on);
    // An entry a line, the oldest of the last few first.
    QString text(std::size_t entriesMost = kEntriesMost) const;

    QSize minimumSizeHint() const override { return {160, 60}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

  private:
    using Entry = std::variant<ChatLine, ChatGap>;

    void add(Entry entry);
    void refresh();
    int heightOf(const Entry& entry) const;
    int lineHeight(const ChatLine& line) const;
    void paint(QPainter& painter, const ChatLine& line, const QRect& place) const;
    void paint(QPainter& painter, const ChatGap& gap, const QRect& place) const;
    int textWidth() const;
    QFont boldFont() const;
    static QString words(const ChatGap& gap);
    QString text(const Entry& entry) const;

    const ChatNames& m_names;
    std::deque<Entry> m_entries;
    QTimer m_refresh;
};

}  // namespace rushlab::ui
