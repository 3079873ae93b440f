// How long whatever a person does waits until the window attends to it: moments due every few milliseconds, and how
// late the thread that draws was for each. A moment that it missed altogether, because it was busy, counts with the
// time that it waited, so that one long pause is not seen as one late moment. Waits: one thread, pure. FrameClock: the
// GUI's thread; it costs a few microseconds a moment.
#pragma once

#include <QObject>
#include <QTimer>
#include <array>

#include "base/clock.h"
#include "base/histogram.h"

namespace rushlab::ui {

class Waits {
  public:
    static constexpr std::chrono::milliseconds kEvery{10};
    static constexpr std::size_t kSeconds = 5;

    // The moment that was due then was attended to now.
    void attended(SteadyTime due, SteadyTime now);
    // Of the last seconds, as far as something was recorded in them.
    Histogram ofLastSeconds() const;

  private:
    Histogram& secondOf(SteadyTime now);

    std::array<Histogram, kSeconds> m_seconds;
    std::int64_t m_newest = -1;  // the second that is being filled, since the clock's start
};

class FrameClock final : public QObject {
    Q_OBJECT
  public:
    explicit FrameClock(QObject* parent);

    Histogram ofLastSeconds() const { return m_waits.ofLastSeconds(); }
    // 99 of 100 moments of the last seconds waited no longer.
    std::chrono::nanoseconds p99() const { return ofLastSeconds().percentile(0.99); }

  private:
    void attend();

    RealClock m_clock;
    Waits m_waits;
    QTimer m_timer;
    SteadyTime m_due;
};

}  // namespace rushlab::ui
