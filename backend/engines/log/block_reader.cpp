#include "engines/log/block_reader.h"

#include <pthread.h>

namespace rushlab::log {
namespace {

constexpr std::size_t kRequestsMax = 4096;

}  // namespace

BlockReader::BlockReader(BlockLoader loader) : m_loader(std::move(loader)), m_thread([this] { run(); }) {
    pthread_setname_np(m_thread.native_handle(), "log-reader");
}

BlockReader::~BlockReader() {
    stop();
}

void BlockReader::read(std::vector<BlockInfo> blocks, io::Giver<Answer> giver) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping) return;  // the giver's end wakes who waits
        if (m_requests.size() < kRequestsMax) {
            m_requests.push_back({std::move(blocks), std::move(giver)});
            m_changed.notify_one();
            return;
        }
    }
    giver.give(
        fail(ErrorCode::Full, "{} reads of old records wait for the disk already; try again later", kRequestsMax));
}

void BlockReader::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable()) m_thread.join();
    m_requests.clear();
}

void BlockReader::run() {
    while (true) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_stopping || !m_requests.empty(); });
        if (m_stopping) return;
        Request request = std::move(m_requests.front());
        m_requests.pop_front();
        lock.unlock();
        request.giver.give(load(request.blocks));
    }
}

BlockReader::Answer BlockReader::load(const std::vector<BlockInfo>& blocks) {
    std::vector<BlockBytes> answer;
    for (const BlockInfo& info : blocks) {
        auto bytes = m_loader->load(info);
        if (!bytes) return pass(bytes);
        answer.push_back(std::move(*bytes));
    }
    return answer;
}

}  // namespace rushlab::log
