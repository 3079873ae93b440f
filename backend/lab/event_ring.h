// What happened in a lab, in order: the newest ones, numbered, so that a reader sees how many it missed.
// Any thread.
#pragma once

#include <deque>
#include <mutex>

#include "lab/lab.h"

namespace rushlab::lab {

class EventRing {
  public:
    void add(std::chrono::milliseconds at, std::string kind, std::string what) {
        const std::lock_guard lock(m_mutex);
        m_events.push_back({++m_last, at, std::move(kind), std::move(what)});
        if (m_events.size() > kMost) m_events.pop_front();
    }
    std::vector<LabEvent> after(std::uint64_t number) const {
        const std::lock_guard lock(m_mutex);
        std::vector<LabEvent> found;
        for (const LabEvent& event : m_events) {
            if (event.number > number) found.push_back(event);
        }
        return found;
    }

  private:
    static constexpr std::size_t kMost = 10'000;
    mutable std::mutex m_mutex;
    std::deque<LabEvent> m_events;
    std::uint64_t m_last = 0;
};

}  // namespace rushlab::lab
