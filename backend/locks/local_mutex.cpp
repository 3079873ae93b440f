#include "locks/local_mutex.h"

namespace rushlab::locks {

io::Awaitable<bool> LocalMutex::lock(Deadline deadline) {
    if (!m_locked) {
        m_locked = true;
        co_return true;
    }
    auto [giver, taker] = io::handoff<bool>(m_loop);
    m_waiting.push_back(std::move(giver));
    co_return (co_await taker.take(deadline)).has_value();
}

void LocalMutex::unlock() {
    while (!m_waiting.empty()) {
        io::Giver<bool> next = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (next.give(true)) return;
    }
    m_locked = false;
}

}  // namespace rushlab::locks
