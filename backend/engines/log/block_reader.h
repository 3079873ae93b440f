// Reads old blocks from the disk on a thread of its own, so that no caller's loop waits for the disk.
// Bounded: past so many waiting requests it says Full. Any thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "engines/log/log_store.h"
#include "io/handoff.h"

namespace rushlab::log {

class BlockReader {
  public:
    // The blocks' bytes in their order; null: retention has dropped that block.
    using Answer = Result<std::vector<BlockBytes>>;

    explicit BlockReader(BlockLoader loader);
    ~BlockReader();  // stop()

    void read(std::vector<BlockInfo> blocks, io::Giver<Answer> giver);
    // Whoever still waits is woken with nothing.
    void stop();
    // Closes its file; after stop().
    void dropDatabase() { m_loader.reset(); }

  private:
    struct Request {
        std::vector<BlockInfo> blocks;
        io::Giver<Answer> giver;
    };
    void run();
    Answer load(const std::vector<BlockInfo>& blocks);

    std::optional<BlockLoader> m_loader;  // the reader's thread only
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Request> m_requests;
    bool m_stopping = false;
    std::jthread m_thread;
};

}  // namespace rushlab::log
