#include "io/timeouts.h"

#include "io/loop.h"

namespace rushlab::io {
namespace {

std::int64_t slotNumber(SteadyTime time, std::chrono::milliseconds slot) {
    return time.time_since_epoch() / slot;
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
    const std::int64_t now = slotNumber(std::chrono::steady_clock::now(), kSlot);
    // An empty wheel has nothing to sweep until now. Others wait in the slots between, where the sweep is late.
    if (m_finite == 0) m_lastSwept = now - 1;
    // A slot that the sweep has passed would wait a whole turn of the wheel: what is due goes into the next one.
    const std::int64_t due = std::max(slotNumber(at, kSlot) + 1, m_lastSwept + 1);
    link(slotOf(due), timeout);
    ++m_finite;
    if (due < m_wakesAt) sleepUntilSlot(due);
}

void Timeouts::disarm(Timeout& timeout) {
    if (timeout.m_time != SteadyTime::max()) --m_finite;
    unlink(timeout);
}

// A slot that holds only what is due in a later turn counts as well: it is looked at once a turn.
std::int64_t Timeouts::nextFilledSlot() const {
    if (m_finite == 0) return kNever;
    std::int64_t number = m_lastSwept + 1;
    while (slotOf(number).empty())
        ++number;
    return number;
}

void Timeouts::sleepUntilSlot(std::int64_t number) {
    m_wakesAt = number;
    if (number == kNever) return;
    if (!m_timer) m_timer = std::make_unique<boost::asio::steady_timer>(m_loop.executor());
    m_timer->expires_at(SteadyTime(number * kSlot));  // whoever waited for another time gives up
    m_timer->async_wait([this](const boost::system::error_code& stopped) {
        if (!stopped) sweep();
    });
}

void Timeouts::sweep() {
    const SteadyTime now = std::chrono::steady_clock::now();
    const std::int64_t current = slotNumber(now, kSlot);
    m_wakesAt = m_lastSwept;  // what is armed meanwhile is looked at in the end
    // After a long stall one turn of the wheel covers every slot.
    std::int64_t number = std::max(m_lastSwept + 1, current - static_cast<std::int64_t>(kSlots) + 1);
    for (; number <= current; ++number) {
        m_lastSwept = number;
        fireSlot(slotOf(number), now);
    }
    sleepUntilSlot(nextFilledSlot());
}

void Timeouts::fireSlot(Ring& ring, SteadyTime now) {
    if (ring.empty()) return;
    // What fires may arm and disarm others, so the slot is moved aside and emptied from its front.
    Ring due;
    due.m_next = ring.m_next;
    due.m_previous = ring.m_previous;
    due.m_next->m_previous = &due;
    due.m_previous->m_next = &due;
    ring.m_next = ring.m_previous = &ring;
    while (!due.empty()) {
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
        while (!ring.empty()) {
            Timeout& timeout = *ring.m_next;
            disarm(timeout);
            timeout.onLoopGone();
        }
    }
    while (!m_endless.empty()) {
        Timeout& timeout = *m_endless.m_next;
        disarm(timeout);
        timeout.onLoopGone();
    }
    m_timer.reset();
}

}  // namespace rushlab::io
