// A thread that does what it is given, in order, and ends with its owner: for what must not hold up the one that draws.
// post() from any thread; the destructor lets what runs finish and drops what waits, or does that first, too.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace rushlab::ui {

class TaskThread {
  public:
    enum class AtEnd : std::uint8_t { DropsWhatWaits, DoesWhatWaits };

    explicit TaskThread(AtEnd atEnd = AtEnd::DropsWhatWaits);
    ~TaskThread();
    TaskThread(const TaskThread&) = delete;
    TaskThread& operator=(const TaskThread&) = delete;

    void post(std::function<void()> task);

  private:
    void work(const std::stop_token& stop);

    const AtEnd m_atEnd;
    std::mutex m_mutex;  // guards what follows
    std::condition_variable_any m_posted;
    std::deque<std::function<void()>> m_tasks;
    std::jthread m_thread;  // last: it uses all of the above
};

}  // namespace rushlab::ui
