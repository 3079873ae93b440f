#include "io/timeouts.h"

#include "io/loop.h"

namespace rushlab::io {
namespace {

std::int64_t tickNumber(SteadyTime time, std::chrono::milliseconds tick) {
    return time.time_since_epoch() / tick;
}

}  // namespace

Timeout::~Timeout() {
    disarm();
}

void Timeout::disarm() {
    if (armed()) m_owner->disarm(*this);
}

Timeouts::Ring::Ring() {
    m_next = m_previous = this;
}

// The ring's own links must not look armed to ~Timeout.
Timeouts::Ring::~Ring() {
    m_next = m_previous = nullptr;
}

Timeouts::Timeouts(Loop& loop) : m_loop(loop), m_slots(std::make_unique<std::array<Ring, kSlots>>()) {}

Timeouts::~Timeouts() {
    dropAll();
}

std::size_t Timeouts::slotOf(SteadyTime time) {
    return static_cast<std::size_t>(tickNumber(time, kTick)) % kSlots;
}

void Timeouts::link(Ring& ring, Timeout& timeout) {
    timeout.m_previous = ring.m_previous;
    timeout.m_next = &ring;
    ring.m_previous->m_next = &timeout;
    ring.m_previous = &timeout;
}

void Timeouts::unlink(Timeout& timeout) {
    timeout.m_previous->m_next = timeout.m_next;
    timeout.m_next->m_previous = timeout.m_previous;
    timeout.m_next = timeout.m_previous = nullptr;
}

void Timeouts::arm(Timeout& timeout, SteadyTime at) {
    timeout.disarm();
    timeout.m_owner = this;
    timeout.m_time = at;
    if (at == SteadyTime::max()) {
        link(m_endless, timeout);
        return;
    }
    // A slot that the sweep has passed would wait a whole turn of the wheel: what is due goes into the next slot.
    const std::int64_t now = tickNumber(std::chrono::steady_clock::now(), kTick);
    // Only an empty wheel may skip the ticks until now: within a tick none is scheduled either, and after a slow one
    // others wait in the slots between.
    if (m_finite == 0) m_lastTick = now - 1;
    const std::int64_t due = std::max(tickNumber(at, kTick) + 1, m_lastTick + 1);
    link((*m_slots)[static_cast<std::size_t>(due) % kSlots], timeout);
    ++m_finite;
    scheduleTick();
}

void Timeouts::disarm(Timeout& timeout) {
    if (timeout.m_time != SteadyTime::max()) --m_finite;
    unlink(timeout);
}

void Timeouts::scheduleTick() {
    if (m_tickScheduled || m_finite == 0) return;
    if (!m_timer) m_timer = std::make_unique<boost::asio::steady_timer>(m_loop.executor());
    m_tickScheduled = true;
    m_timer->expires_after(kTick);
    m_timer->async_wait([this](const boost::system::error_code& stopped) {
        m_tickScheduled = false;
        if (!stopped) tick();
    });
}

void Timeouts::tick() {
    const SteadyTime now = std::chrono::steady_clock::now();
    const std::int64_t current = tickNumber(now, kTick);
    // After a long stall one turn of the wheel covers every slot.
    std::int64_t number = std::max(m_lastTick + 1, current - static_cast<std::int64_t>(kSlots) + 1);
    for (; number <= current; ++number) {
        m_lastTick = number;
        fireSlot((*m_slots)[static_cast<std::size_t>(number) % kSlots], now);
    }
    scheduleTick();
}

void Timeouts::fireSlot(Ring& ring, SteadyTime now) {
    if (ring.m_next == &ring) return;
    // What fires may arm and disarm others, so the slot is moved aside and emptied from its front.
    Ring due;
    due.m_next = ring.m_next;
    due.m_previous = ring.m_previous;
    due.m_next->m_previous = &due;
    due.m_previous->m_next = &due;
    ring.m_next = ring.m_previous = &ring;
    while (due.m_next != &due) {
        Timeout& timeout = *due.m_next;
        if (timeout.m_time > now) {  // a later turn of the wheel
            unlink(timeout);
            link(ring, timeout);
        } else {
            disarm(timeout);
            timeout.onTimeout();
        }
    }
}

void Timeouts::dropAll() {
    for (Ring& ring : *m_slots) {
        while (ring.m_next != &ring) {
            Timeout& timeout = *ring.m_next;
            disarm(timeout);
            timeout.onLoopGone();
        }
    }
    while (m_endless.m_next != &m_endless) {
        Timeout& timeout = *m_endless.m_next;
        disarm(timeout);
        timeout.onLoopGone();
    }
    m_timer.reset();
}

}  // namespace rushlab::io
