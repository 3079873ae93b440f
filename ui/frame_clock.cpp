#include "ui/frame_clock.h"

#include <algorithm>

namespace rushlab::ui {

void Waits::attended(SteadyTime due, SteadyTime now) {
    Histogram& second = secondOf(now);
    second.record(std::max(now - due, SteadyTime::duration::zero()));
    for (SteadyTime missed = due + kEvery; missed <= now; missed += kEvery)
        second.record(now - missed);
}

Histogram& Waits::secondOf(SteadyTime now) {
    const auto second = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    const auto size = static_cast<std::int64_t>(kSeconds);
    // What lies between was a pause: its seconds are empty.
    for (std::int64_t past = std::max(m_newest + 1, second - size + 1); past <= second; ++past)
        m_seconds[static_cast<std::size_t>(past % size)] = Histogram();
    m_newest = std::max(m_newest, second);
    return m_seconds[static_cast<std::size_t>(m_newest % size)];
}

Histogram Waits::ofLastSeconds() const {
    Histogram all;
    for (const Histogram& second : m_seconds)
        all.merge(second);
    return all;
}

FrameClock::FrameClock(QObject* parent) : QObject(parent), m_due(m_clock.steadyNow() + Waits::kEvery) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &FrameClock::attend);
    m_timer.start(Waits::kEvery);
}

// Started anew each time: a timer that repeats would skip what it missed, and shift.
void FrameClock::attend() {
    const SteadyTime now = m_clock.steadyNow();
    m_waits.attended(m_due, now);
    m_due = now + Waits::kEvery;
    m_timer.start(Waits::kEvery);
}

}  // namespace rushlab::ui
