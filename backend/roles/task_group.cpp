#include "roles/task_group.h"

namespace rushlab::roles {

void TaskGroup::spawn(io::Awaitable<> task) {
    ++m_running;
    m_loop.spawn(counted(std::move(task)));
}

io::Awaitable<> TaskGroup::counted(io::Awaitable<> task) {
    co_await std::move(task);
    if (--m_running > 0) co_return;
    for (io::Giver<bool>& giver : m_whenEmpty)
        giver.give(true);
    m_whenEmpty.clear();
}

void TaskGroup::stop() {
    m_cancellation.cancel();
}

io::Awaitable<bool> TaskGroup::sleepFor(Milliseconds span) {
    if (stopping()) co_return false;
    auto [giver, taker] = io::handoff<bool>(m_loop);
    io::Giver<bool> wake = std::move(giver);
    const io::Cancellation::Listener listener(&m_cancellation, [&wake] { wake.give(true); });
    co_await taker.take(Deadline::in(span));
    co_return !stopping();
}

io::Awaitable<bool> TaskGroup::drained(Deadline deadline) {
    if (m_running == 0) co_return true;
    auto [giver, taker] = io::handoff<bool>(m_loop);
    m_whenEmpty.push_back(std::move(giver));
    co_return (co_await taker.take(deadline)).has_value();
}

}  // namespace rushlab::roles
