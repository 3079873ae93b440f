// The work queue as a picture: exchanges on the left, bound to the queues in the middle, whose consumers stand on the
// right; dashed, where dead letters go. Queues and consumers are chosen by mouse and arrows.
// Guarantees: a queue is chosen wherever there is any; nothing is drawn anew where nothing has changed. The GUI's
// thread.
#pragma once

#include <QWidget>
#include <array>

#include "ui/pages/queue_board.h"

namespace rushlab::ui {

class QueueMap final : public QWidget {
    Q_OBJECT
  public:
    explicit QueueMap(QWidget* parent = nullptr);

    void setBoard(const QueueBoard& board);
    // The consumer's name; empty: none of them is chosen.
    void select(const QString& queue, const QString& consumer = {});
    const QString& queue() const { return m_queue; }
    const QString& consumer() const { return m_consumer; }
    // Where they are drawn; empty where they are not.
    QRect rectOf(const QString& queue) const;
    QRect rectOf(const QString& queue, const QString& consumer) const;
    void retranslate();

  signals:
    void selectionChanged();

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    enum Column { Name, Depth, Ready, Unacked, Published, Delivered, Acked, ColumnCount };
    struct Place {
        QRectF card;
        std::vector<QRectF> chips;
    };

    void arrange();
    void arrangeColumns(double width);
    QRectF cell(const QRectF& card, Column column) const;
    QFont smallFont() const;
    void drawHeads(QPainter& painter) const;
    void drawExchanges(QPainter& painter) const;
    void drawDeadLetters(QPainter& painter) const;
    void drawQueue(QPainter& painter, std::size_t at) const;
    void drawConsumer(QPainter& painter, std::size_t queue, std::size_t at) const;
    void drawFrame(QPainter& painter, const QRectF& where, bool chosen) const;

    QueueBoard m_board;
    QString m_queue, m_consumer;
    std::uint64_t m_deepest = 1;
    std::vector<Place> m_places;                    // of the queues, in their order
    std::vector<QRectF> m_exchanges;                // in theirs
    std::array<double, ColumnCount + 1> m_edges{};  // of the columns, from a card's left
    double m_line = 20;
    double m_chipsLeft = 0;
};

}  // namespace rushlab::ui
