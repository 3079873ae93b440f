// Group commit: gathers an engine's changes while the previous flush runs, writes them in one transaction on a thread
// of its own, and tells the engine once they are on the disk.
//
// The engine keeps its pending changes under its own mutex and is asked for them, so that it can still withdraw one
// (a message published, consumed and acknowledged before its flush never touches the disk).
// Checkpoints of the write-ahead log run on a second thread, off the commit path, while the log stays under its bound.
#pragma once

#include <memory>

#include "base/result.h"
#include "storage/database.h"

namespace rushlab::storage {

// The engine's side. All three are called on the flusher's thread, one after the other, never at once.
class FlushSource {
  public:
    virtual ~FlushSource() = default;
    // Moves what is pending aside; false when there is nothing to write.
    virtual bool collect() = 0;
    // Writes what was collected; inside a transaction. May be called again for the same collection.
    virtual Result<> write(Database& database) = 0;
    // The collection is on the disk, or (with the error) surely not in the file. After an error nothing is collected
    // until the next wake().
    virtual void settled(const Result<>& outcome) = 0;
};

// How long the write-ahead log may get. A longer log costs time when the file is opened after a crash.
struct LogBounds {
    std::int64_t checkpointFromBytes = 16LL << 20;  // from here on it is copied into the main file, beside the commits
    std::int64_t waitFromBytes = 256LL << 20;       // from here on commits wait for that
};

class Flusher {
  public:
    // The source must outlive the flusher; the database is used on the flusher's thread only.
    Flusher(Database database, FlushSource& source, LogBounds bounds = {});
    ~Flusher();  // stop()
    Flusher(const Flusher&) = delete;
    Flusher& operator=(const Flusher&) = delete;

    // There is something to collect. Any thread, also under the engine's mutex.
    void wake();
    // Flushes what is pending, then ends both threads and leaves a checkpointed file.
    void stop();

  private:
    struct Threads;
    std::unique_ptr<Threads> m_threads;
};

}  // namespace rushlab::storage
