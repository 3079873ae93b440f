// An order's way through the roles: a lane an instance, a row a step, with the time since it arrived.
// The GUI's thread.
#pragma once

#include <QStringList>
#include <QWidget>

#include "lab/live_lab.h"

namespace rushlab::ui {

class OrderWayView final : public QWidget {
    Q_OBJECT
  public:
    explicit OrderWayView(QWidget* parent);

    void show(std::vector<lab::OrderStep> way);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    int laneOf(const lab::OrderStep& step) const;
    int laneWidth() const;
    int wordsWidth() const;
    int rowHeight() const;
    int timeWidth() const;
    QString timeOf(std::size_t step) const;
    void describe();
    void drawLanes(QPainter& painter) const;
    void drawPath(QPainter& painter) const;
    void drawStep(QPainter& painter, std::size_t step) const;
    QPoint pointOf(std::size_t step) const;

    std::vector<lab::OrderStep> m_way;
    QStringList m_lanes;  // in the order in which the order came to them
};

}  // namespace rushlab::ui
