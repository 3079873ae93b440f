#include "engines/sql/call_queue.h"

#include <exception>

namespace rushlab::sql {
namespace {

using namespace std::chrono_literals;

// A transaction is stopped at its deadline; for this long its caller still waits to hear that it was rolled back.
constexpr auto kGrace = 100ms;

// Ends the wait of a call that nobody has started by its deadline, and of one whose caller is gone.
class Withdrawal final : public io::Timeout {
  public:
    Withdrawal(std::shared_ptr<Call> call, const std::string& place) : m_call(std::move(call)), m_place(place) {}
    ~Withdrawal() override { m_call->withdraw(); }

  private:
    void onTimeout() override {
        if (!m_call->withdraw()) return;
        m_call->answer(
            fail(ErrorCode::Timeout,
                 "{} was too busy: the transaction still waited for a connection at its deadline and was not "
                 "run; try again, or give it more time",
                 m_place));
    }
    void onLoopGone() override { m_call->withdraw(); }

    std::shared_ptr<Call> m_call;
    const std::string& m_place;
};

Deadline withGrace(Deadline deadline) {
    return deadline.isNever() ? deadline : Deadline::at(deadline.time() + kGrace);
}

}  // namespace

Result<> Call::run(Session& session) {
    try {
        return m_work(session);
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::Invalid, "the transaction was rolled back because its function threw: {}",
                    thrown.what());
    } catch (...) {
        return fail(ErrorCode::Invalid, "the transaction was rolled back because its function threw something unknown");
    }
}

io::Awaitable<Result<>> CallQueue::run(std::shared_ptr<CallQueue> queue, Database::Access access, Deadline deadline,
                                       Database::Work work) {
    io::Loop& loop = *co_await io::currentLoop();
    auto [giver, taker] = io::handoff<Result<>>(loop);
    auto call = std::make_shared<Call>(access, deadline, std::move(work), std::move(giver));
    Withdrawal withdrawal(call, queue->place());
    if (auto queued = queue->push(call); !queued) co_return pass(std::move(queued));
    loop.timeouts().arm(withdrawal, deadline.time());
    std::optional<Result<>> outcome = co_await taker.take(withGrace(deadline));
    if (outcome) co_return std::move(*outcome);
    co_return fail(ErrorCode::OutcomeUnknown,
                   "{} still ran the transaction at its deadline: it may or may not be committed; look before doing it "
                   "again",
                   queue->place());
}

Error CallQueue::closing() const {
    return Error{ErrorCode::Unavailable, fmt::format("{} is being closed: the transaction was not run", m_place)};
}

Result<> CallQueue::push(std::shared_ptr<Call> call) {
    bool someoneIdle = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed) return tl::unexpected(closing());
        if (m_calls.size() >= m_waitingMax) std::erase_if(m_calls, [](const auto& queued) { return !queued->waits(); });
        if (m_calls.size() >= m_waitingMax) {
            return fail(ErrorCode::Full,
                        "{} transactions already wait for {}: this one was not run; try again when there are fewer",
                        m_waitingMax, m_place);
        }
        m_calls.push_back(std::move(call));
        someoneIdle = m_idle > 0;
    }
    if (someoneIdle) m_arrived.notify_one();
    return {};
}

std::vector<std::shared_ptr<Call>> CallQueue::take(std::size_t most) {
    std::vector<std::shared_ptr<Call>> started;
    std::unique_lock lock(m_mutex);
    while (started.empty()) {
        ++m_idle;
        m_arrived.wait(lock, [this] { return m_closed || !m_calls.empty(); });
        --m_idle;
        if (m_closed) break;
        while (!m_calls.empty() && started.size() < most) {
            if (m_calls.front()->start()) started.push_back(std::move(m_calls.front()));
            m_calls.pop_front();
        }
    }
    return started;
}

void CallQueue::close() {
    std::deque<std::shared_ptr<Call>> unserved;
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        unserved.swap(m_calls);
    }
    m_arrived.notify_all();
    io::Resumptions batch;
    for (const auto& call : unserved) {
        if (call->start()) call->answer(tl::unexpected(closing()), batch);
    }
}

}  // namespace rushlab::sql
