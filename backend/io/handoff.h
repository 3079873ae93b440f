// One value handed from any thread to one coroutine that waits for it on its own loop.
//
//     auto [giver, taker] = io::handoff<Result<>>(loop);
//     engine.submit(change, std::move(giver));                    // kept by the engine, used on any thread
//     std::optional<Result<>> done = co_await taker.take(deadline);  // nothing: the deadline passed, or the giver is
//     gone
//
// Guarantees: a value is either taken or its Giver is told that nobody waits any more, never both; a Giver that is
// destroyed without giving wakes its taker with nothing; the waiting coroutine belongs to its loop, so an engine may
// outlive the loop and the loop the engine. claim() before an irreversible step (popping an element, say) makes sure
// that what is then given will be taken.
// Giver: any thread. Taker: the loop's thread.
#pragma once

#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/unique_function.h"
#include "io/loop.h"

namespace rushlab::io {

namespace detail {

// The part of a handoff that does not know the value's type.
class HandoffState : public Timeout, public std::enable_shared_from_this<HandoffState> {
  public:
    explicit HandoffState(Loop& loop) : m_loop(loop), m_door(loop.door()) {}

    bool claim();       // giver's side, any thread
    void resumeSoon();  // giver's side, after the value is in place
    void resumeNow();   // loop thread
    Awaitable<> wait(Deadline deadline);
    bool settled() const { return m_status.load(std::memory_order_acquire) == Status::Settled; }
    void markSettled() { m_status.store(Status::Settled, std::memory_order_release); }
    const std::shared_ptr<LoopDoor>& door() const { return m_door; }

  protected:
    void onTimeout() override;
    void onLoopGone() override;

  private:
    enum class Status : unsigned char { Waiting, Claimed, Settled, GivenUp };

    Loop& m_loop;  // loop thread only
    std::shared_ptr<LoopDoor> m_door;
    std::atomic<Status> m_status{Status::Waiting};
    UniqueFunction<void()> m_resume;  // loop thread only
};

template <class T>
class HandoffValue final : public HandoffState {
  public:
    using HandoffState::HandoffState;
    std::optional<T> value;
};

}  // namespace detail

// Gathers waiters that a batch has settled, so that each loop is woken once for all of its own. One thread at a time.
class Resumptions {
  public:
    ~Resumptions() { wakeAll(); }
    void add(std::shared_ptr<detail::HandoffState> state);
    void wakeAll();

  private:
    struct OfOneLoop {
        std::shared_ptr<LoopDoor> door;
        std::vector<std::shared_ptr<detail::HandoffState>> states;
    };
    std::vector<OfOneLoop> m_loops;  // a handful: one a role instance
};

template <class T>
class Giver {
  public:
    Giver() = default;
    explicit Giver(std::shared_ptr<detail::HandoffValue<T>> state) : m_state(std::move(state)) {}
    Giver(Giver&&) noexcept = default;
    Giver& operator=(Giver&& other) noexcept {
        if (this != &other) {
            abandon();
            m_state = std::move(other.m_state);
            m_claimed = std::exchange(other.m_claimed, false);
        }
        return *this;
    }
    ~Giver() { abandon(); }

    explicit operator bool() const { return m_state != nullptr; }

    // False when the taker has given up. True binds both sides: give() must follow, once, and will be taken.
    bool claim() {
        if (m_claimed && !m_state) abortBecause("A Giver gave its value already, or it was moved away");
        if (!m_claimed) m_claimed = m_state && m_state->claim();
        return m_claimed;
    }
    // False, and the value is dropped, when the taker has given up.
    bool give(T value) {
        if (!claim()) return false;
        m_state->value.emplace(std::move(value));
        std::exchange(m_state, nullptr)->resumeSoon();
        return true;
    }
    // The same, with the waking left to the batch.
    bool give(T value, Resumptions& batch) {
        if (!claim()) return false;
        m_state->value.emplace(std::move(value));
        batch.add(std::exchange(m_state, nullptr));
        return true;
    }

  private:
    void abandon() {
        if (m_state && claim()) std::exchange(m_state, nullptr)->resumeSoon();
    }

    std::shared_ptr<detail::HandoffValue<T>> m_state;
    bool m_claimed = false;
};

template <class T>
class Taker {
  public:
    explicit Taker(std::shared_ptr<detail::HandoffValue<T>> state) : m_state(std::move(state)) {}

    Awaitable<std::optional<T>> take(Deadline deadline) {
        if (!m_state->settled()) co_await m_state->wait(deadline);
        if (!m_state->settled()) co_return std::nullopt;
        co_return std::move(m_state->value);
    }

  private:
    std::shared_ptr<detail::HandoffValue<T>> m_state;
};

template <class T>
std::pair<Giver<T>, Taker<T>> handoff(Loop& loop) {
    auto state = std::make_shared<detail::HandoffValue<T>>(loop);
    return {Giver<T>(state), Taker<T>(state)};
}

}  // namespace rushlab::io
