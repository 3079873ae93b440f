#include "ui/task_thread.h"

#include <utility>

namespace rushlab::ui {

TaskThread::TaskThread(AtEnd atEnd) : m_atEnd(atEnd), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

TaskThread::~TaskThread() {
    m_thread.request_stop();
    m_thread.join();
}

void TaskThread::post(std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_posted.notify_one();
}

void TaskThread::work(const std::stop_token& stop) {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(m_mutex);
            m_posted.wait(lock, stop, [this] { return !m_tasks.empty(); });
            if (stop.stop_requested() && (m_atEnd == AtEnd::DropsWhatWaits || m_tasks.empty())) return;
            task = std::move(m_tasks.front());
            m_tasks.pop_front();
        }
        task();
    }
}

}  // namespace rushlab::ui
