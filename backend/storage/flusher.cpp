#include "storage/flusher.h"

#include <pthread.h>
#include <sqlite3.h>

#include <atomic>
#include <thread>

#include "storage/checked_pages.h"

namespace rushlab::storage {
namespace {

// A flag that one thread waits on and any thread raises. Of 32 bits, for which the kernel knows who waits: waiters on
// a bool share a few rooms in libstdc++, where each notify wakes all of them, and every flusher of an idle shop was
// awake with every commit of a busy one.
class Signal {
  public:
    void raise() {
        if (m_raised.exchange(1, std::memory_order_acq_rel) == 0) m_raised.notify_one();
    }
    // Returns once it is raised, and lowers it.
    void wait() {
        while (m_raised.exchange(0, std::memory_order_acq_rel) == 0)
            m_raised.wait(0, std::memory_order_relaxed);
    }

  private:
    std::atomic<std::int32_t> m_raised = 0;
};

}  // namespace

struct Flusher::Threads {
    Threads(Database given, FlushSource& asked, LogBounds logBounds)
        : database(std::move(given)), source(asked), bounds(logBounds), waitFrom(logBounds.waitFromBytes) {
        // Replaces SQLite's own checkpoint, which would run inside a commit.
        sqlite3_wal_hook(database->handle(), &Threads::onCommit, this);
        auto second = Database::open(database->file(), {});
        if (second) {
            sqlite3_wal_autocheckpoint(second->handle(), 0);
            sideDatabase = std::move(*second);
            checkpointer = std::jthread([this] { checkpointUntilStopped(); });
            pthread_setname_np(checkpointer.native_handle(), "checkpointer");
        }
        writer = std::jthread([this] { writeUntilStopped(); });
        pthread_setname_np(writer.native_handle(), "flusher");
    }

    static int onCommit(void* self, sqlite3*, const char*, int pagesInLog) {
        static_cast<Threads*>(self)->logBytes = pagesInLog * kFrameBytes;
        return SQLITE_OK;
    }

    Result<> writeCollection() {
        if (auto begun = database->begin(); !begun) return begun;
        if (auto written = source.write(*database); !written) {
            database->rollback();
            return written;
        }
        return database->commit();
    }

    void writeUntilStopped() {
        for (bool last = false; !last;) {
            work.wait();
            last = stopping.load();
            while (source.collect()) {
                const auto outcome = writeCollection();
                source.settled(outcome);
                if (!outcome) break;  // the next wake() tries again: a full disk is not filled faster by asking more
                boundTheLog();
            }
        }
    }

    // Between two commits, on the writer's thread.
    void boundTheLog() {
        if (logBytes < bounds.checkpointFromBytes) return;
        if (nearlyDone.exchange(false)) {
            // What the checkpointer left is little: once all is in the main file, the next commit starts the log anew.
            copyLog(*database, SQLITE_CHECKPOINT_PASSIVE);
        } else if (logBytes >= waitFrom) {
            // A reader that does not end, or a full disk, may prevent it: it is not asked again with every commit.
            const bool done = copyLog(*database, SQLITE_CHECKPOINT_TRUNCATE);
            waitFrom = done ? bounds.waitFromBytes : logBytes + bounds.checkpointFromBytes;
        } else {
            checkpoint.raise();
        }
    }

    // Into the main file. SQLite refuses a second checkpoint beside a running one, so the second waits for the first.
    bool copyLog(Database& connection, int mode) {
        const std::lock_guard lock(checkpointMutex);
        return sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, mode, nullptr, nullptr) == SQLITE_OK;
    }

    void checkpointUntilStopped() {
        for (;;) {
            checkpoint.wait();
            if (stopping) return;
            if (copyLog(*sideDatabase, SQLITE_CHECKPOINT_PASSIVE)) nearlyDone = true;
        }
    }

    void stop() {
        if (!database) return;
        stopping = true;
        work.raise();
        writer.join();
        if (checkpointer.joinable()) {
            checkpoint.raise();
            checkpointer.join();
        }
        sideDatabase.reset();
        copyLog(*database, SQLITE_CHECKPOINT_TRUNCATE);
        database.reset();
    }

    std::optional<Database> database;      // the writer's
    std::optional<Database> sideDatabase;  // the checkpointer's
    FlushSource& source;
    Signal work;
    Signal checkpoint;
    std::atomic<bool> stopping = false;
    std::mutex checkpointMutex;
    std::atomic<bool> nearlyDone = false;  // a checkpoint has just ended: little is left for the next
    const LogBounds bounds;
    std::int64_t logBytes = 0;  // the writer's thread only
    std::int64_t waitFrom;      // the same
    std::jthread writer;
    std::jthread checkpointer;
};

Flusher::Flusher(Database database, FlushSource& source, LogBounds bounds)
    : m_threads(std::make_unique<Threads>(std::move(database), source, bounds)) {}

Flusher::~Flusher() {
    stop();
}

void Flusher::wake() {
    m_threads->work.raise();
}

void Flusher::stop() {
    m_threads->stop();
}

}  // namespace rushlab::storage
