// The sink's inbox, on SQLite: letters of all senders share one flush, reads run beside them on a thread of their own.
// Guarantees those of inbox.h; add() returns once the letter is on the disk. Any thread; every caller is resumed on its
// own loop.
#pragma once

#include <filesystem>
#include <memory>

#include "engines/mail/inbox.h"
#include "storage/disk_faults.h"

namespace rushlab {
template <class Statements>
class ReadingThread;
}

namespace rushlab::mail {

struct EmbeddedInboxOptions {
    std::filesystem::path file;
    std::size_t waitingBytes = 64 * 1024 * 1024;  // of letters that wait for the disk; beyond it they are Full
    std::size_t waitingReads = 10'000;
    std::shared_ptr<storage::DiskFaults> faults = nullptr;  // for tests and the lab; may be missing
};

class EmbeddedInbox final : public Inbox {
  public:
    static Result<std::unique_ptr<EmbeddedInbox>> open(EmbeddedInboxOptions options);
    ~EmbeddedInbox() override;  // flushes what is waiting

    // The letter's number. Its own number and subject are not looked at: it gets them here.
    io::Awaitable<Result<std::int64_t>> add(Letter letter, std::string content, Deadline deadline);

    io::Awaitable<Result<std::uint64_t>> count(Deadline deadline) override;
    io::Awaitable<Result<std::vector<Letter>>> since(std::int64_t after, std::size_t limit, Deadline deadline) override;
    io::Awaitable<Result<std::vector<Letter>>> search(std::string words, std::int64_t before, std::size_t limit,
                                                      Deadline deadline) override;
    io::Awaitable<Result<std::optional<WholeLetter>>> find(std::int64_t number, Deadline deadline) override;

  private:
    class Additions;
    using Reads = ReadingThread<class InboxStatements>;
    struct Key {
        explicit Key() = default;
    };

  public:
    EmbeddedInbox(Key, std::shared_ptr<Additions> additions, std::unique_ptr<Reads> reads);  // open() is the way

  private:
    std::shared_ptr<Additions> m_additions;
    std::unique_ptr<Reads> m_reads;
};

}  // namespace rushlab::mail
