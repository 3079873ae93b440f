#include "io/handoff.h"

namespace rushlab::io {

namespace detail {

bool HandoffState::claim() {
    Status expected = Status::Waiting;
    return m_status.compare_exchange_strong(expected, Status::Claimed, std::memory_order_acq_rel);
}

void HandoffState::resumeSoon() {
    markSettled();
    m_door->post([self = shared_from_this()] { self->resumeNow(); });
}

void HandoffState::resumeNow() {
    disarm();
    if (auto resume = std::exchange(m_resume, {})) resume();
}

void HandoffState::onTimeout() {
    Status expected = Status::Waiting;
    if (!m_status.compare_exchange_strong(expected, Status::GivenUp, std::memory_order_acq_rel)) {
        // Claimed: the value is on its way and will resume the waiter, unless the loop goes first.
        m_loop.timeouts().arm(*this, SteadyTime::max());
        return;
    }
    const auto keepAlive = shared_from_this();
    resumeNow();
}

void HandoffState::onLoopGone() {
    Status expected = Status::Waiting;
    m_status.compare_exchange_strong(expected, Status::GivenUp, std::memory_order_acq_rel);
    const auto keepAlive = shared_from_this();
    m_resume.reset();  // destroys the coroutine that waits
}

// The closure has a name: g++ 12 destroys one that is written inside the operand of co_await twice.
Awaitable<> HandoffState::wait(Deadline deadline) {
    auto suspend = [this, deadline](auto handler) {
        m_resume = UniqueFunction<void()>(std::move(handler));
        m_loop.timeouts().arm(*this, deadline.time());
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>, void()>(
        std::move(suspend), boost::asio::use_awaitable_t<Executor>{});
}

}  // namespace detail

void Resumptions::add(std::shared_ptr<detail::HandoffState> state) {
    state->markSettled();
    for (OfOneLoop& loop : m_loops) {
        if (loop.door == state->door()) {
            loop.states.push_back(std::move(state));
            return;
        }
    }
    OfOneLoop loop{state->door(), {}};
    loop.states.push_back(std::move(state));
    m_loops.push_back(std::move(loop));
}

void Resumptions::wakeAll() {
    for (OfOneLoop& loop : m_loops) {
        loop.door->post([states = std::move(loop.states)] {
            for (const auto& state : states)
                state->resumeNow();
        });
    }
    m_loops.clear();
}

}  // namespace rushlab::io
