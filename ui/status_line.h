// The right end of the status bar: what the shop on view does and what it costs, in a few words, and how quick the
// window itself is. Told by the bridge; its figures change once a second, so that a person can read them. The GUI's
// thread.
#pragma once

#include <QLabel>

#include "ui/bridge.h"
#include "ui/frame_clock.h"

namespace rushlab::ui {

class StatusLine final : public QWidget {
    Q_OBJECT
  public:
    StatusLine(Bridge& bridge, QWidget* parent);

    void retranslate();

  private:
    void layOut();
    void tellEngines();
    void tell();
    void tellRoles();

    Bridge& m_bridge;
    FrameClock* m_frames;
    QTimer m_everySecond;
    LabPointer m_lab;
    std::shared_ptr<const lab::Snapshot> m_last;
    QLabel* m_engines;
    QLabel* m_roles;
    QLabel* m_cost;
    QLabel* m_window;
    QLabel* m_missed;
};

// What was said last, on one line: what does not fit ends in "...", and stands in the tooltip.
class SpokenLabel final : public QLabel {
    Q_OBJECT
  public:
    explicit SpokenLabel(QWidget* parent);
    QSize minimumSizeHint() const override { return {0, QLabel::minimumSizeHint().height()}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace rushlab::ui
