// The embedded archive, on SQLite: inserts of all callers share one flush, reads run beside them on a thread of their
// own. Guarantees those of archive.h. A read sees every insert that returned before it was called. Any thread; every
// caller is resumed on its own loop.
#pragma once

#include <filesystem>
#include <memory>

#include "engines/archive/archive.h"
#include "storage/disk_faults.h"

namespace rushlab {
template <class Statements>
class ReadingThread;
}

namespace rushlab::archive {

struct EmbeddedOptions {
    std::filesystem::path file;
    std::size_t waitingBytes = 64 * 1024 * 1024;  // of inserts that wait for the disk; beyond it they are Full
    std::size_t waitingReads = 10'000;
    std::shared_ptr<storage::DiskFaults> faults = nullptr;  // for tests and the lab; may be missing
};

class EmbeddedArchive final : public Archive {
  public:
    static Result<std::unique_ptr<EmbeddedArchive>> open(EmbeddedOptions options);
    ~EmbeddedArchive() override;  // flushes what is waiting; reads that wait are answered Unavailable

    io::Awaitable<Result<std::uint64_t>> insertMany(std::vector<ChatDocument> documents, Deadline deadline) override;
    io::Awaitable<Result<std::uint64_t>> count(std::optional<std::string> room, Deadline deadline) override;
    io::Awaitable<Result<std::vector<ChatDocument>>> page(std::string room, std::optional<Position> before,
                                                          std::size_t limit, Deadline deadline) override;
    io::Awaitable<Result<std::optional<ChatDocument>>> find(std::string id, Deadline deadline) override;
    Traits traits() const override { return {}; }
    std::string describe() const override;

  private:
    class Inserts;
    using Reads = ReadingThread<class ReadStatements>;
    struct Key {
        explicit Key() = default;
    };

  public:
    EmbeddedArchive(Key, EmbeddedOptions options, std::shared_ptr<Inserts> inserts,
                    std::unique_ptr<Reads> reads);  // open() is the way

  private:
    EmbeddedOptions m_options;
    std::shared_ptr<Inserts> m_inserts;
    std::unique_ptr<Reads> m_reads;
};

}  // namespace rushlab::archive
