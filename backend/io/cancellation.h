// A caller's way to give up a call that it no longer wants the answer of.
// cancel() reaches what waits under it at once; what starts under it afterwards ends before it has begun.
// Belongs to one loop's thread; must outlive the calls it was given to.
#pragma once

#include <utility>

#include "base/unique_function.h"

namespace rushlab::io {

class Cancellation {
  public:
    // While it lives, onCancel is called (once) when the call is given up. May be made without a Cancellation.
    class Listener {
      public:
        Listener(Cancellation* cancellation, UniqueFunction<void()> onCancel)
            : m_cancellation(cancellation), m_onCancel(std::move(onCancel)) {
            if (!m_cancellation) return;
            m_next = std::exchange(m_cancellation->m_first, this);
            if (m_next) m_next->m_previous = this;
        }
        ~Listener() {
            if (!m_cancellation) return;
            if (m_next) m_next->m_previous = m_previous;
            (m_previous ? m_previous->m_next : m_cancellation->m_first) = m_next;
        }
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;

      private:
        friend class Cancellation;
        Cancellation* m_cancellation;
        UniqueFunction<void()> m_onCancel;
        Listener* m_next = nullptr;
        Listener* m_previous = nullptr;
    };

    Cancellation() = default;
    Cancellation(const Cancellation&) = delete;
    Cancellation& operator=(const Cancellation&) = delete;

    bool cancelled() const { return m_cancelled; }
    // What is told only closes sockets and posts: nobody's coroutine runs before cancel() returns.
    void cancel() {
        if (std::exchange(m_cancelled, true)) return;
        for (Listener* listener = m_first; listener; listener = listener->m_next)
            listener->m_onCancel();
    }

  private:
    bool m_cancelled = false;
    Listener* m_first = nullptr;
};

}  // namespace rushlab::io
