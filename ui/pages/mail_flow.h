// Mails as envelopes that go from whoever promised them to the inbox, one by one: what waits, what is at the mail
// server's door, what arrived, what is lost, and which of them went back.
// The GUI's thread; moves only while it is shown.
#pragma once

#include <QPixmap>
#include <QTimer>
#include <QWidget>
#include <array>
#include <map>
#include <vector>

#include "lab/mail_desk.h"

namespace rushlab::ui {

class MailFlow final : public QWidget {
    Q_OBJECT
  public:
    explicit MailFlow(QWidget* parent);

    void setView(lab::MailView view);
    void retranslate();

    QSize minimumSizeHint() const override;

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    enum Lane { Waiting, UnderWay, Inbox, Lost, LaneCount };
    struct Envelope {
        lab::WatchedMail mail;
        Lane lane = Waiting;
        QPointF at;
        QPointF to;
        bool isShown = true;    // there is room for it in its lane
        bool goesBack = false;  // to those that wait, before it comes again
    };

    static Lane laneOf(lab::MailStage stage);
    QRectF areaOf(Lane lane) const;
    double envelopeWidth() const;
    QPointF targetOf(const Envelope& envelope) const;
    void layOut();
    void countLanes();
    void step();
    void settle();  // where there is other room, nothing moves
    void describe();
    QString wordsOf(const lab::WatchedMail& mail) const;
    void drawLane(QPainter& painter, Lane lane) const;
    const QPixmap& bodyOf(const QColor& colour, bool isDotted) const;
    void drawEnvelope(QPainter& painter, const Envelope& envelope) const;
    void drawMark(QPainter& painter, const Envelope& envelope, const QRectF& body, const QColor& colour) const;
    QColor colourOf(const lab::WatchedMail& mail) const;

    lab::MailView m_view;
    std::map<std::uint64_t, Envelope> m_envelopes;
    std::array<qint64, LaneCount> m_counts{};
    std::array<qint64, LaneCount> m_noRoom{};
    bool m_isFresh = true;  // nobody has seen yet where its envelopes are
    mutable std::map<std::pair<QRgb, bool>, QPixmap> m_bodies;
    QTimer m_timer;
};

}  // namespace rushlab::ui
